import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { askOverview } from '../../asks.ts'
import { NoMessages } from '../../no-messages.tsx'
import { ReviewBar } from '../../review/review-bar.tsx'
import { Pager } from '../../ui/pager.tsx'
import { Failure, Pending } from '../../ui/states.tsx'
import { useCountingScope } from '../../use-counting-scope.ts'
import { besideHits } from './beside.ts'
import { ContextDrawer } from './context-drawer.tsx'
import { FacetList } from './facet-list.tsx'
import { HitList } from './hit-list.tsx'
import { NoHits } from './no-hits.tsx'
import { OverTime } from './over-time.tsx'
import { Pills } from './pills.tsx'
import { SearchHead } from './search-head.tsx'
import { SearchRecord } from './search-record.tsx'
import { ThreadList } from './thread-list.tsx'
import { limit, type Searching, threadLimit, useSearching } from './use-searching.ts'

/** `/search?q=…&sort=rank&offset=50&open=uid&view=threads&context=3&over=hours`: hits as lines or by conversation, facets at the left, the hits over time above, the thread at a hit at the right. */
export function SearchView({ zone }: { readonly zone: string }) {
  const searching = useSearching()
  const [facetsShown, setFacetsShown] = useState(false)
  const { q, open, found, hits, change, ask, messages, entry } = searching
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
        <FacetList q={q} onAsk={ask} />
      </div>
      <div className="search-main">
        <Head searching={searching} facetsShown={facetsShown} onFacets={() => setFacetsShown(!facetsShown)} />
        {messages !== undefined && entry !== null && (
          <SearchRecord q={q} journal={entry} total={messages.total} open={open} zone={zone} />
        )}
        <Pills q={q} />
        {found.isPending && <Pending label="Searching" rows={12} />}
        {found.isError && <Failure error={found.error} onRetry={() => void found.refetch()} />}
        {found.isSuccess && <OverTime q={q} onAsk={ask} />}
        {found.isSuccess && hits.length === 0 && (
          <NoHits q={q} suggestions={searching.messages?.suggestions ?? null} />
        )}
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

interface HeadProps {
  readonly searching: Searching
  readonly facetsShown: boolean
  readonly onFacets: () => void
}

function Head({ searching, ...facets }: HeadProps) {
  const { q, sort, isThreads, context, found, change } = searching
  return (
    <SearchHead
      q={q}
      sort={sort}
      isThreads={isThreads}
      context={context}
      onView={(changes) => change({ ...changes, offset: null, open: null })}
      answer={found.isError ? undefined : found.data}
      stale={found.isPlaceholderData}
      onSort={(to) => change({ sort: to === 'rank' ? 'rank' : null, offset: null })}
      {...facets}
    />
  )
}

function Hits({ searching, zone }: { readonly searching: Searching; readonly zone: string }) {
  const { q, offset, open, found, messages, threads, isThreads, hits, at, setAt, change, ask } = searching
  const shown = {
    at,
    open,
    q,
    zone,
    stale: found.isPlaceholderData,
    onAt: setAt,
    onOpen: (uid: string) => change({ open: uid }, { replace: true }),
  }
  return (
    <>
      <ReviewBar zone={zone} hits={{ q, expected: found.data?.total ?? 0 }} />
      {isThreads
        ? threads && <ThreadList threads={threads} {...shown} onAsk={ask} />
        : messages && <HitList hits={hits} first={offset} {...shown} beside={besideHits(messages)} />}
      <Pager
        offset={offset}
        limit={isThreads ? threadLimit : limit}
        total={isThreads ? (threads?.threads ?? 0) : (messages?.total ?? 0)}
        onTurn={(to) => {
          setAt(-1)
          change({ offset: String(to), open: null })
          document.getElementById('content')?.scrollTo({ top: 0 })
        }}
      />
    </>
  )
}
