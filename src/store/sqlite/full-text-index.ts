import type { DatabaseSync } from 'node:sqlite'
import { renderDay, wallHours } from '../../core/clock.ts'
import type { CountingScope } from '../../core/counting-scope.ts'
import type { SearchQuery } from '../../core/search/search-query.ts'
import { parseEpochMicros } from '../../core/time.ts'
import type { FoundPage, HitPage, HitTally, SearchIndex } from '../search-index.ts'
import { furtherColumn } from '../sql/copy-counts.ts'
import { isFullTextSound } from './full-text.ts'
import { markHits } from './mark-hits.ts'
import { type CompiledSearch, compileSearch } from './match-expression.ts'
import { defineHourOfWeek, timedCondition } from './search-condition.ts'
import { openVocabulary } from './vocabulary.ts'

type Parameter = string | number

/** Search in FTS5, beside the messages in the same database. @param zone - the case zone, an IANA name. */
export function openFullTextIndex(raw: DatabaseSync, zone: string): SearchIndex {
  const vocabulary = openVocabulary(raw)
  let last: { readonly query: SearchQuery; readonly compiled: CompiledSearch } | null = null
  // One question finds, and then marks what it found.
  const compileAgain = (query: SearchQuery): CompiledSearch =>
    last?.query === query ? last.compiled : compileSearch(raw, vocabulary, query)
  const compile = (query: SearchQuery): CompiledSearch => {
    last = { query, compiled: compileSearch(raw, vocabulary, query) }
    return last.compiled
  }
  defineHourOfWeek(raw, zone)
  return {
    find: async (query, page) => find(raw, compile(query), page),
    highlight: async (query, hits) => markHits(raw, compileAgain(query).words, hits),
    tally: async (query, count) => tally(raw, compile(query), { zone, count }),
    isSound: async () => isFullTextSound(raw),
  }
}

function find(
  raw: DatabaseSync,
  compiled: CompiledSearch,
  { sort, limit, offset, count }: HitPage,
): FoundPage {
  const { key, from, parameters } = hitsClause(compiled)
  const total = Number(raw.prepare(`select count(*) as n from ${from}`).get(...parameters)?.['n'])
  const further = furtherColumn(count)
  const added =
    further === null
      ? 0
      : raw
          .prepare(
            `select coalesce(sum(c.${further}), 0) as n from (select ${key} as id from ${from}) k join copied_message c on c.message_id = k.id`,
          )
          .get(...parameters)?.['n']
  const order = sort === 'rank' && compiled.match !== null ? `rank, ${key}` : key
  const rows = raw
    .prepare(`select ${key} as id from ${from} order by ${order} limit ? offset ?`)
    .all(...parameters, limit, offset)
  return { total, counted: total + Number(added), ids: rows.map((row) => Number(row['id'])) }
}

/** `from … where …` over hits and the name of their id. */
function hitsClause({ match, from, until, condition }: CompiledSearch): {
  readonly key: 'm.rowid'
  readonly from: string
  readonly parameters: readonly Parameter[]
} {
  const key = 'm.rowid'
  const where = [
    ...(match === null ? [] : ['message_fts match ?']),
    ...(from === null ? [] : [`${key} >= ${from}`]),
    ...(until === null ? [] : [`${key} < ${until}`]),
    ...(condition === null ? [] : [condition.sql]),
  ]
  return {
    key,
    from: `${match === null ? 'message' : 'message_fts'} m where ${where.join(' and ') || 'true'}`,
    parameters: [...(match === null ? [] : [match]), ...(condition?.parameters ?? [])],
  }
}

function tally(
  raw: DatabaseSync,
  compiled: CompiledSearch,
  { zone, count }: { readonly zone: string; readonly count: CountingScope },
): HitTally {
  const { key, from, parameters } = hitsClause(compiled)
  const further = furtherColumn(count)
  const [sum, copies] =
    further === null
      ? ['count(*)', '']
      : [`sum(1 + coalesce(c.${further}, 0))`, 'left join copied_message c on c.message_id = k.id']
  const rows = raw
    .prepare(
      `select h.conversation_id as conversation, h.sender_id as sender, ${sum} as n from (select ${key} as id from ${from}) k join message h on h.id = k.id ${copies} group by 1, 2`,
    )
    .all(...parameters)
  const conversations = new Map<number, number>()
  const senders = new Map<number, number>()
  for (const row of rows) {
    const n = Number(row['n'])
    add(conversations, Number(row['conversation']), n)
    add(senders, Number(row['sender']), n)
  }
  const marked = raw
    .prepare(
      `select t.mark, ${further === null ? sum : `sum(1 + t.${further})`} as n from (select ${key} as id from ${from}) k join traffic_mark t on t.message_id = k.id group by 1`,
    )
    .all(...parameters)
  const marks = new Map(marked.map((row) => [Number(row['mark']), Number(row['n'])]))
  const total = conversations.values().reduce((all, n) => all + n, 0)
  const timed = `${from} and ${timedCondition(raw).sql}`
  const ids = raw.prepare(
    further === null
      ? `select ${key} as id, 1 from ${timed} order by ${key}`
      : `select k.id, 1 + coalesce(c.${further}, 0) from (select ${key} as id from ${timed}) k ${copies} order by k.id`,
  )
  ids.setReturnArrays(true)
  return { conversations, senders, marks, total, months: monthCounts(zone, ids.iterate(...parameters)) }
}

function add<K>(counts: Map<K, number>, key: K, n: number): void {
  counts.set(key, (counts.get(key) ?? 0) + n)
}

function monthCounts(zone: string, ids: Iterable<unknown>): ReadonlyMap<string, number> {
  const wallHour = wallHours(zone)
  const counts = new Map<string, number>()
  let lastDay = Number.NaN
  let month = ''
  for (const row of ids) {
    const at = Array.isArray(row) ? parseEpochMicros(Number(row[0])) : null
    if (at === null) continue
    const { day } = wallHour(at)
    if (day !== lastDay) {
      lastDay = day
      month = renderDay(day).slice(0, 7)
    }
    add(counts, month, Array.isArray(row) ? Number(row[1]) : 0)
  }
  return counts
}
