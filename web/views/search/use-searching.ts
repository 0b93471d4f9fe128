import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { offsetOf, useAddress } from '../../address.ts'
import { askSearch, askThreads, type SearchAnswer } from '../../asks.ts'
import { isOnControl, useKeys } from '../../keys.ts'
import { conversationLink } from '../../links.ts'
import { useRemembered } from '../../remembered.ts'
import { keepSearch } from '../../review/search-under-review.ts'
import { selectAlso, setCurrent, toggleSelected } from '../../review/selection.ts'
import { useCountingScope } from '../../use-counting-scope.ts'

/** How many messages before and after each hit can be shown. */
export const contexts = ['0', '1', '3', '10'] as const
type Context = (typeof contexts)[number]

/** Conversations on a page. */
export const threadLimit = 20

/** Hits on a page. */
export const limit = 50

/** What the address searches for, what was found, and the line the keys are at. */
export type Searching = ReturnType<typeof useSearching>

/** Reads the search from the address, asks it, and binds j, k, Enter, o and Esc to its hits. */
export function useSearching() {
  const [params, change] = useAddress()
  const navigate = useNavigate()
  const q = params.get('q') ?? ''
  const sort = params.get('sort') === 'rank' ? 'rank' : 'time'
  const offset = offsetOf(params)
  const open = params.get('open')
  const isThreads = params.get('view') === 'threads'
  const context: Context = contexts.find((some) => some === params.get('context')) ?? '0'
  const scope = useCountingScope()
  const messages = useQuery({
    ...askSearch({ q, sort, scope, context: Number(context), parent: params.get('from') }, { limit, offset }),
    enabled: !isThreads,
  })
  const threads = useQuery({
    ...askThreads({ q, sort, scope, parent: params.get('from') }, { limit: threadLimit, offset }),
    enabled: isThreads,
  })
  const found = isThreads ? threads : messages
  const [at, setAt] = useRemembered('hit', -1)
  const hits = isThreads
    ? (threads.data?.items.flatMap((thread) => thread.hits) ?? [])
    : (messages.data?.hits ?? [])
  const entry = useEntryOf(q, found.isPlaceholderData ? null : (found.data?.journal ?? null))
  useEffect(() => {
    if (entry !== null) keepSearch(q, entry.entry)
  }, [q, entry])
  const show = (uid: string | null) => change({ open: uid }, { replace: true })

  const current = hits[at]
  useEffect(() => setCurrent(current ?? null), [current])
  useKeys((key, event) => {
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[key]
    const hit = hits[at]
    const further = { J: 1, K: -1, ArrowDown: 1, ArrowUp: -1 }[key]
    if (further !== undefined && event.shiftKey && hit) {
      event.preventDefault()
      const to = Math.min(hits.length - 1, Math.max(0, at + further))
      selectAlso(hit, hits[to])
      setAt(to)
    } else if (key === 'x' && hit) {
      event.preventDefault()
      toggleSelected(hit)
    } else if (step !== undefined && hits.length > 0) {
      event.preventDefault()
      // Enter then opens the hit, and does not press again what was pressed before.
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
      const to = Math.min(hits.length - 1, Math.max(0, at + step))
      setAt(to)
      if (open !== null) show(hits[to]?.uid ?? null)
    } else if (key === 'Enter' && hit && !isOnControl(event))
      void navigate(conversationLink(hit.conversation, hit.uid, q))
    else if (key === 'o' && hit) show(open === hit.uid ? null : hit.uid)
    else if (key === 'Escape' && open !== null) show(null)
    else if (key === 'Escape') void navigate(-1)
  })
  // Another query made of this one is entered under it.
  const ask = (text: string) =>
    change({ q: text, offset: null, open: null, from: entry === null ? null : String(entry.entry) })
  const page = { found, messages: messages.data, threads: threads.data, isThreads, context, hits }
  return { q, sort, offset, open, ...page, at, setAt, change, ask, entry } as const
}

/** Where the query was entered in the journal: its first page says so, and the pages after it are of the same entry. */
function useEntryOf(q: string, answered: SearchAnswer['journal']): SearchAnswer['journal'] {
  const [kept, setKept] = useState({ q, journal: answered })
  const isNew = kept.q !== q || (answered !== null && answered.entry !== kept.journal?.entry)
  if (isNew) setKept({ q, journal: answered })
  return isNew ? answered : kept.journal
}
