import type { DatabaseSync } from 'node:sqlite'
import type { FoundThread, FoundThreads, ThreadsPage } from '../search-index.ts'
import { isHit, placesOf } from './hit-set.ts'
import { openWalk } from './message-columns.ts'
import { type Counting, weightsOf } from './tally-hits.ts'

/** The conversations that hits stand in, most hits first, and a few hits of each on the page. */
export function threadsOf(
  of: Counting,
  match: string | null,
  { limit, offset, best, sort }: ThreadsPage,
): FoundThreads {
  const { conversations, ids } = of.columns
  const places = placesOf(of.hits)
  const weights = weightsOf(of)
  const hits = new Map<number, number>()
  for (const place of places) add(hits, conversations[place] ?? 0, weights?.[place] ?? 1)
  const page = [...hits].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]).slice(offset, offset + limit)
  const threads = new Map(
    page.map(([conversation, n]) => [
      conversation,
      { conversation, hits: n, first: 0, last: 0, ids: [] as number[] },
    ]),
  )
  for (const place of places) {
    const thread = threads.get(conversations[place] ?? 0)
    if (thread === undefined) continue
    const id = ids[place] ?? 0
    thread.last = id
    if (thread.ids.length === 0) thread.first = id
    if (thread.ids.length < best) thread.ids.push(id)
  }
  const found: FoundThread[] = [...threads.values()]
  return {
    total: places.length,
    counted: hits.values().reduce((sum, n) => sum + n, 0),
    threads: hits.size,
    items:
      sort === 'rank' && match !== null && found.length > 0
        ? found.map(bestFirst(of, match, { found, best }))
        : found,
  }
}

/** Puts in place of a thread's first hits those that match best. */
function bestFirst(
  { raw, columns, hits }: Counting,
  match: string,
  { found, best }: { readonly found: readonly FoundThread[]; readonly best: number },
): (thread: FoundThread) => FoundThread {
  const ranked = new Map<number, number[]>(found.map(({ conversation }) => [conversation, []]))
  let wanted = found.length
  const placeOf = openWalk(columns.ids)
  for (const id of rankedIds(raw, match, found)) {
    const place = placeOf(id)
    const into = ranked.get(columns.conversations[place] ?? 0)
    if (into === undefined || into.length === best || !isHit(hits, place)) continue
    into.push(id)
    if (into.length === best && --wanted === 0) break
  }
  return (thread) => ({ ...thread, ids: ranked.get(thread.conversation) ?? thread.ids })
}

function* rankedIds(raw: DatabaseSync, match: string, found: readonly FoundThread[]): Iterable<number> {
  const within = found.map(({ conversation }) => `who : "c${conversation}"`).join(' OR ')
  const rows = raw.prepare(
    `select rowid as id from message_fts where message_fts match ? order by rank, rowid`,
  )
  for (const { id } of rows.iterate(`(${match}) AND (${within})`)) yield Number(id)
}

function add(counts: Map<number, number>, key: number, n: number): void {
  counts.set(key, (counts.get(key) ?? 0) + n)
}
