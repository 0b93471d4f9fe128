import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import type { Overview } from '../../../src/wire/overview.ts'
import { askSearch } from '../../asks.ts'
import { isOnControl, useKeys } from '../../keys.ts'
import { conversationLink } from '../../links.ts'
import { NoMessages } from '../../no-messages.tsx'
import { Pager } from '../../ui/pager.tsx'
import { Empty, Failure, Pending } from '../../ui/states.tsx'
import { ContextDrawer } from './context-drawer.tsx'
import { FacetList } from './facet-list.tsx'
import { HitList } from './hit-list.tsx'
import { SearchHead } from './search-head.tsx'

const limit = 50

/** `/search?q=…&sort=rank&offset=50&open=uid`: hits as lines, facets at the left, the thread at a hit at the right. */
export function SearchView({ overview }: { readonly overview: Overview }) {
  const [params, setParams] = useSearchParams()
  const navigate = useNavigate()
  const q = params.get('q') ?? ''
  const sort = params.get('sort') === 'rank' ? 'rank' : 'time'
  const offset = Math.max(0, Number.parseInt(params.get('offset') ?? '0', 10) || 0)
  const open = params.get('open')
  const [facetsShown, setFacetsShown] = useState(false)
  const found = useQuery(askSearch(q, sort, { limit, offset }))
  const [at, setAt] = useState(-1)
  const hits = found.data?.hits ?? []
  const change = (changes: Readonly<Record<string, string | null>>, replace = false) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before)
        for (const [name, value] of Object.entries(changes))
          value === null ? after.delete(name) : after.set(name, value)
        return after
      },
      { replace },
    )

  useKeys((key, event) => {
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[key]
    const hit = hits[at]
    if (step !== undefined && hits.length > 0) {
      event.preventDefault()
      const next = hits[Math.min(hits.length - 1, Math.max(0, at + step))]
      setAt(next ? hits.indexOf(next) : -1)
      if (open !== null && next) change({ open: next.uid }, true)
    } else if (key === 'Enter' && hit && !isOnControl(event))
      void navigate(conversationLink(hit.conversation, hit.uid, q))
    else if (key === 'o' && hit) change({ open: open === hit.uid ? null : hit.uid }, true)
    else if (key === 'Escape' && open !== null) change({ open: null }, true)
    else if (key === 'Escape') void navigate(-1)
  })

  const ask = (text: string) => change({ q: text, offset: null, open: null })
  if (overview.counts.messages === 0)
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
        <SearchHead
          q={q}
          sort={sort}
          answer={found.isError ? undefined : found.data}
          stale={found.isPlaceholderData}
          onSort={(to) => change({ sort: to === 'rank' ? 'rank' : null, offset: null })}
          facetsShown={facetsShown}
          onFacets={() => setFacetsShown(!facetsShown)}
        />
        {found.isPending && <Pending label="Searching" rows={12} />}
        {found.isError && <Failure error={found.error} onRetry={() => void found.refetch()} />}
        {found.data && !found.isError && hits.length === 0 && <NoHits q={q} />}
        {found.data && !found.isError && hits.length > 0 && (
          <HitList
            hits={hits}
            first={offset}
            at={at}
            open={open}
            q={q}
            zone={overview.case.timezone}
            stale={found.isPlaceholderData}
            onAt={setAt}
            onOpen={(uid) => change({ open: uid }, true)}
          />
        )}
        {found.data && !found.isError && (
          <Pager
            offset={offset}
            limit={limit}
            total={found.data.total}
            onTurn={(to) => {
              setAt(-1)
              change({ offset: String(to), open: null })
              document.getElementById('content')?.scrollTo({ top: 0 })
            }}
          />
        )}
      </div>
      {open !== null && (
        <ContextDrawer
          uid={open}
          q={q}
          hits={hits}
          zone={overview.case.timezone}
          onClose={() => change({ open: null }, true)}
        />
      )}
    </div>
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
