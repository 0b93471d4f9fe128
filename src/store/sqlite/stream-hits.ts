import type { DatabaseSync } from 'node:sqlite'
import type { SearchQuery } from '../../core/search/search-query.ts'
import type { Spread, StreamIndex, TimeBins } from '../stream-index.ts'
import type { CompiledSearch } from './match-expression.ts'
import { openReplies } from './replies.ts'
import { timedCondition } from './search-condition.ts'

/** Compiled once for what is asked of it. */
interface Sought {
  /** `from … where …` over hits, whose id is `m.rowid`. */
  readonly from: string
  readonly parameters: readonly (string | number)[]
  /** What is known of it; null where it asks for more than the index, which may change unseen. */
  readonly known: Known | null
}

/** So many hits come before this id. */
interface Knot {
  readonly offset: number
  readonly id: number
}

/**
 * What was found out about the hits of a search and holds as long as the index is not written to. A page far into a
 * long stream is reached by walking the hits before it; `knots` are places from which the walk is short.
 */
interface Known {
  readonly stamp: string
  total: number | null
  knots: readonly Knot[]
  /** Over the stretches it was last counted by. */
  spread: { readonly grid: string; readonly spread: Spread } | null
}

const mostKnown = 50
const mostKnots = 2000

/** The hits of searches as streams. @param compile - see `match-expression.ts`. @param clause - `from … where …` of it. */
export function openStreamHits(
  raw: DatabaseSync,
  compile: (query: SearchQuery) => CompiledSearch,
  clause: (compiled: CompiledSearch) => Pick<Sought, 'from' | 'parameters'>,
): StreamIndex {
  const remember = openMemory(raw)
  const seek = (query: SearchQuery): Sought => {
    const compiled = compile(query)
    const asked = clause(compiled)
    return { ...asked, known: isOfIndexAlone(compiled) ? remember(JSON.stringify(asked)) : null }
  }
  return {
    slice: async (query, { offset, limit }) => {
      const sought = seek(query)
      return { total: countAll(raw, sought), ids: slice(raw, sought, offset, limit) }
    },
    count: async (query) => countAll(raw, seek(query)),
    countBefore: async (query, id) => countBefore(raw, seek(query), id),
    among: async (query, { from, until }) =>
      idsOf(raw, seek(query), `and m.rowid between ${from} and ${until} order by m.rowid`),
    next: async (query, id, by) => {
      const tail =
        by > 0 ? `and m.rowid > ${id} order by m.rowid` : `and m.rowid < ${id} order by m.rowid desc`
      return idsOf(raw, seek(query), `${tail} limit 1`)[0] ?? null
    },
    extent: async (query) => {
      const timed = `and ${timedCondition(raw).sql} order by m.rowid`
      const sought = seek(query)
      const [from] = idsOf(raw, sought, `${timed} limit 1`)
      const [until] = idsOf(raw, sought, `${timed} desc limit 1`)
      return from === undefined || until === undefined ? null : { from, until }
    },
    spread: async (query, bins) => spread(raw, seek(query), bins),
    ...openReplies(raw),
  }
}

/** No condition but that a time be stated, which every message does. */
function isOfIndexAlone({ condition }: CompiledSearch): boolean {
  return condition === null || condition.sql === 'true'
}

function openMemory(raw: DatabaseSync): (key: string) => Known {
  const held = new Map<string, Known>()
  // What FTS5 writes with every change of the index: how much it holds, and of which pieces.
  const stampOf = raw.prepare(
    `select group_concat(hex(block), ' ') as stamp from (select block from message_fts_data where id in (1, 10) order by id)`,
  )
  return (key) => {
    const stamp = String(stampOf.get()?.['stamp'])
    const before = held.get(key)
    if (before?.stamp === stamp) return before
    if (held.size >= mostKnown) held.clear()
    const known: Known = { stamp, total: null, knots: [], spread: null }
    held.set(key, known)
    return known
  }
}

function idsOf(raw: DatabaseSync, { from, parameters }: Sought, tail: string): number[] {
  return raw
    .prepare(`select m.rowid as id from ${from} ${tail}`)
    .all(...parameters)
    .map((row) => Number(row['id']))
}

function countOf(raw: DatabaseSync, { from, parameters }: Sought, tail: string): number {
  return Number(raw.prepare(`select count(*) as n from ${from} ${tail}`).get(...parameters)?.['n'])
}

function countAll(raw: DatabaseSync, sought: Sought): number {
  const { known } = sought
  if (known === null) return countOf(raw, sought, '')
  known.total ??= countOf(raw, sought, '')
  return known.total
}

function countBefore(raw: DatabaseSync, sought: Sought, id: number): number {
  const knot = sought.known?.knots.findLast((one) => one.id <= id)
  const since = knot === undefined ? '' : `and m.rowid >= ${knot.id}`
  const offset = (knot?.offset ?? 0) + countOf(raw, sought, `${since} and m.rowid < ${id}`)
  tie(sought.known, [{ offset, id }])
  return offset
}

function slice(raw: DatabaseSync, sought: Sought, offset: number, limit: number): number[] {
  const knots = sought.known?.knots ?? []
  const before = knots.findLast((one) => one.offset <= offset)
  const after = knots.find((one) => one.offset > offset)
  const ahead = offset - (before?.offset ?? 0)
  const back = (after?.offset ?? Number.POSITIVE_INFINITY) - offset
  const start = after !== undefined && back < ahead ? placeBack(raw, sought, after, back) : before
  const since = start === undefined ? '' : `and m.rowid >= ${start.id}`
  const ids = idsOf(
    raw,
    sought,
    `${since} order by m.rowid limit ${limit} offset ${offset - (start?.offset ?? 0)}`,
  )
  const [first] = ids
  const last = ids.at(-1)
  if (first !== undefined && last !== undefined)
    tie(sought.known, [
      { offset, id: first },
      { offset: offset + ids.length - 1, id: last },
    ])
  return ids
}

/** The hit that stands `back` hits before a knot. */
function placeBack(raw: DatabaseSync, sought: Sought, { offset, id }: Knot, back: number): Knot | undefined {
  const [found] = idsOf(raw, sought, `and m.rowid < ${id} order by m.rowid desc limit 1 offset ${back - 1}`)
  return found === undefined ? undefined : { offset: offset - back, id: found }
}

function tie(known: Known | null, knots: readonly Knot[]): void {
  if (known === null) return
  const kept = known.knots.length > mostKnots ? [] : known.knots
  known.knots = [...kept, ...knots].toSorted((a, b) => a.id - b.id || a.offset - b.offset)
}

function spread(raw: DatabaseSync, sought: Sought, bins: TimeBins): Spread {
  const { known } = sought
  const grid = `${bins.from} ${bins.width} ${bins.bins}`
  const before = known?.spread
  if (before?.grid === grid) return before.spread
  const counts = density(raw, sought, bins)
  const areAllTimed = timedCondition(raw).sql === 'true'
  const total = areAllTimed ? counts.reduce((sum, n) => sum + n, 0) : countAll(raw, sought)
  const found = { total, counts }
  if (known !== null) {
    known.total = total
    known.spread = { grid, spread: found }
  }
  return found
}

function density(raw: DatabaseSync, { from, parameters }: Sought, { from: first, width, bins }: TimeBins) {
  const counts = Array.from({ length: bins }, () => 0)
  const rows = raw
    .prepare(
      `select (m.rowid - ${first}) / ${width} as bin, count(*) as n from ${from} and m.rowid >= ${first} and m.rowid < ${first + width * bins} and ${timedCondition(raw).sql} group by 1`,
    )
    .all(...parameters)
  for (const row of rows) counts[Number(row['bin'])] = Number(row['n'])
  return counts
}
