import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { askOverview } from '../../asks.ts'
import { NoMessages } from '../../no-messages.tsx'
import { Pager } from '../../ui/pager.tsx'
import { Empty, Failure, Pending } from '../../ui/states.tsx'
import { useCountingScope } from '../../use-counting-scope.ts'
import { ContextDrawer } from './context-drawer.tsx'
import { FacetList } from './facet-list.tsx'
import { HitList } from './hit-list.tsx'
import { SearchHead } from './search-head.tsx'
import { SearchRecord } from './search-record.tsx'
import { limit, type Searching, useSearching } from './use-searching.ts'

/** `/search?q=…&sort=rank&offset=50&open=uid`: hits as lines, facets at the left, the thread at a hit at the right. */
export function SearchView({ zone }: { readonly zone: string }) {
  const searching = useSearching()
  const [facetsShown, setFacetsShown] = useState(false)
  const { q, sort, open, found, hits, change, entry, narrow } = searching
  const isEmpty = useQuery(askOverview(useCountingScope())).data?.counts.messages === 0
  if (isEmpty)
    return (
      <div className="page">
        <h1>Search</h1>
        <NoMessages what="Once an exhibit is imported, every word of every message can be found here." />
      </div>
    )
  return (
    <div className={open === null ? 'search' : 'search with-drawer'}>
      <div className={facetsShown ? 'search-side shown' : 'search-side'}>
        <FacetList q={q} onAsk={narrow} />
      </div>
      <div className="search-main">
        <SearchHead
          q={q}
          sort={sort}
          answer={found.isError ? undefined : found.data}
          stale={found.isPlaceholderData}
          onSort={(to) => change({ sort: to === 'rank' ? 'rank' : null, offset: null })}
          facetsShown={facetsShown}
          onFacets={() => setFacetsShown(!facetsShown)}
        />
        {found.isSuccess && !found.isPlaceholderData && (
          <SearchRecord q={q} journal={entry} total={found.data.total} open={open} zone={zone} />
        )}
        {found.isPending && <Pending label="Searching" rows={12} />}
        {found.isError && <Failure error={found.error} onRetry={() => void found.refetch()} />}
        {found.isSuccess && hits.length === 0 && <NoHits q={q} />}
        {found.isSuccess && hits.length > 0 && <Hits searching={searching} zone={zone} />}
      </div>
      {open !== null && (
        <ContextDrawer
          uid={open}
          q={q}
          hits={hits}
          zone={zone}
          onClose={() => change({ open: null }, { replace: true })}
        />
      )}
    </div>
  )
}

function Hits({ searching, zone }: { readonly searching: Searching; readonly zone: string }) {
  const { q, offset, open, found, hits, at, setAt, change } = searching
  return (
    <>
      <HitList
        hits={hits}
        first={offset}
        at={at}
        open={open}
        q={q}
        zone={zone}
        stale={found.isPlaceholderData}
        onAt={setAt}
        onOpen={(uid) => change({ open: uid }, { replace: true })}
      />
      <Pager
        offset={offset}
        limit={limit}
        total={found.data?.total ?? 0}
        onTurn={(to) => {
          setAt(-1)
          change({ offset: String(to), open: null })
          document.getElementById('content')?.scrollTo({ top: 0 })
        }}
      />
    </>
  )
}

function NoHits({ q }: { readonly q: string }) {
  return (
    <Empty title="No message matches">
      <p>
        Every message was searched for <code>{q}</code>. Words are found whole: end one with <code>*</code> to
        find what begins with it, put <code>OR</code> between words of which one is enough.
      </p>
    </Empty>
  )
}
