import type { Kysely } from 'kysely'
import { renderDay } from '../../core/clock.ts'
import { languageName, languages } from '../../core/language.ts'
import { trafficMarks } from '../../core/traffic.ts'
import type { Histogram, HistogramUnit } from '../histogram.ts'
import type { Answers, Count, Questions } from '../questions.ts'
import type { Case } from './open-case.ts'
import type { Tables } from './tables.ts'

const mostValues = 50

/** Counts the hits of a search, once evaluated, by everything they can be narrowed by. */
export async function answerFacets(
  { db, index }: Case,
  { query, count = 'global' }: Questions['facets'],
): Promise<Answers['facets']> {
  const tally = await index.tally(query, count)
  return {
    countedBy: count,
    total: tally.total,
    handles: await handleCounts(db, busiest(tally.senders)),
    pairs: await pairCounts(db, tally.conversations),
    conversations: await conversationCounts(db, busiest(tally.conversations)),
    networks: await networkCounts(db, tally.conversations),
    exhibits: await exhibitCounts(db, busiest(tally.exhibits)),
    languages: busiest(tally.languages).map(([place, messages]) => {
      const value = languages[place] ?? 'none'
      return { value, label: languageName(value), messages }
    }),
    tags: await tagCounts(db, busiest(tally.tags)),
    traffic: trafficOf(tally.marks, tally.total),
    months: [...tally.months].map(([value, messages]) => ({ value, label: value, messages })),
    hours: tally.hours,
    histogram: histogramOf(tally.days, tally.untimed),
  }
}

/** More bars than this are no more told apart, and longer to send than the rest of the answer. */
const mostBars = 1100

/** Exact counts by day; by week, then by month, where the days from the first to the last are too many to be drawn. */
function histogramOf(days: ReadonlyMap<number, number>, undated: number): Histogram {
  const numbers = [...days.keys()]
  const span = days.size === 0 ? 0 : (numbers.at(-1) ?? 0) - (numbers[0] ?? 0) + 1
  const unit: HistogramUnit = span <= mostBars ? 'day' : span <= mostBars * 7 ? 'week' : 'month'
  const bars = new Map<string, number>()
  for (const [day, messages] of days) {
    const first = firstDay[unit](day)
    bars.set(first, (bars.get(first) ?? 0) + messages)
  }
  return { unit, undated, bars: [...bars].map(([day, messages]) => ({ day, messages })) }
}

/** The first day of the day, the week from Monday, or the month that a day is in. */
const firstDay: Readonly<Record<HistogramUnit, (day: number) => string>> = {
  day: renderDay,
  // 1970-01-01 was a Thursday.
  week: (day) => renderDay(day - ((((day + 3) % 7) + 7) % 7)),
  month: (day) => `${renderDay(day).slice(0, -2)}01`,
}

async function tagCounts(db: Kysely<Tables>, tallied: Tallied): Promise<Count[]> {
  if (tallied.length === 0) return []
  const rows = await db
    .selectFrom('tag')
    .select(['id', 'name'])
    .where(
      'id',
      'in',
      tallied.map(([id]) => id),
    )
    .execute()
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return tallied.map(([id, messages]) => {
    const value = names.get(id) ?? ''
    return { value, label: value, messages }
  })
}

function trafficOf(marks: ReadonlyMap<number, number>, total: number): Count[] {
  const marked = trafficMarks.map((value, place) => ({
    value,
    label: value,
    messages: marks.get(place) ?? 0,
  }))
  const plain = total - marked.reduce((sum, { messages }) => sum + messages, 0)
  return marked
    .map((count) => (count.value === 'plain' ? { ...count, messages: plain } : count))
    .filter(({ messages }) => messages > 0)
}

type Tallied = readonly (readonly [id: number, messages: number])[]

function busiestFirst(counts: ReadonlyMap<number, number>): Tallied {
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])
}

function busiest(counts: ReadonlyMap<number, number>): Tallied {
  return busiestFirst(counts).slice(0, mostValues)
}

const idsOf = (tallied: Tallied): number[] => tallied.map(([id]) => id)

async function handleCounts(db: Kysely<Tables>, tallied: Tallied): Promise<Count[]> {
  if (tallied.length === 0) return []
  const rows = await db
    .selectFrom('handle as h')
    .innerJoin('network as n', 'n.id', 'h.network_id')
    .select(['h.id', 'n.name as network', 'h.address'])
    .where('h.id', 'in', idsOf(tallied))
    .execute()
  const names = new Map(rows.map(({ id, network, address }) => [id, `${network}:${address}`]))
  return tallied.map(([id, messages]) => {
    const value = names.get(id) ?? ''
    return { value, label: value, messages }
  })
}

async function exhibitCounts(db: Kysely<Tables>, tallied: Tallied): Promise<Count[]> {
  if (tallied.length === 0) return []
  const rows = await db
    .selectFrom('exhibit')
    .select(['id', 'ref', 'name'])
    .where('id', 'in', idsOf(tallied))
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return tallied.map(([id, messages]) => {
    const { ref, name } = byId.get(id) ?? { ref: '', name: '' }
    return { value: ref, label: name === '' ? ref : `${ref} ${name}`, messages }
  })
}

/** How many conversations are looked at in one go for those of two handles. */
const pairsAtOnce = 500

/** The conversations of two handles alone, whoever of them writes: each is one pair's. */
async function pairCounts(db: Kysely<Tables>, conversations: ReadonlyMap<number, number>): Promise<Count[]> {
  const all = busiestFirst(conversations)
  const counts: Count[] = []
  for (let at = 0; at < all.length && counts.length < mostValues; at += pairsAtOnce) {
    const some = all.slice(at, at + pairsAtOnce)
    const members = await membersOfPairs(db, idsOf(some))
    for (const [id, messages] of some) {
      const pair = members.get(id)
      if (pair === undefined || counts.length === mostValues) continue
      const [one = '', other = one] = pair
      counts.push({ value: `${one}|${other}`, label: `${one} ↔ ${other}`, messages })
    }
  }
  return counts
}

async function membersOfPairs(
  db: Kysely<Tables>,
  ids: readonly number[],
): Promise<ReadonlyMap<number, readonly string[]>> {
  const rows = await db
    .selectFrom('conversation as c')
    .innerJoin('participant as p', 'p.conversation_id', 'c.id')
    .innerJoin('handle as h', 'h.id', 'p.handle_id')
    .innerJoin('network as n', 'n.id', 'h.network_id')
    .select(['c.id', 'n.name as network', 'h.address'])
    .where('c.kind', '=', 'direct')
    .where('c.id', 'in', ids)
    .orderBy('h.address')
    .execute()
  const byId = Map.groupBy(rows, ({ id }) => id)
  return new Map(
    [...byId].map(([id, found]) => [id, found.map(({ network, address }) => `${network}:${address}`)]),
  )
}

async function conversationCounts(db: Kysely<Tables>, tallied: Tallied): Promise<Count[]> {
  const counts: Count[] = []
  for (const [id, messages] of tallied) {
    const { public_id: value, title } = await db
      .selectFrom('conversation')
      .select(['public_id', 'title'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const members = await db
      .selectFrom('participant as p')
      .innerJoin('handle as h', 'h.id', 'p.handle_id')
      .select('h.address')
      .where('p.conversation_id', '=', id)
      .orderBy('h.address')
      .limit(3)
      .execute()
    counts.push({ value, label: title ?? members.map(({ address }) => address).join(' ↔ '), messages })
  }
  return counts
}

async function networkCounts(
  db: Kysely<Tables>,
  conversations: ReadonlyMap<number, number>,
): Promise<Count[]> {
  const rows = await db
    .selectFrom('conversation as c')
    .innerJoin('network as n', 'n.id', 'c.network_id')
    .select(['c.id', 'n.name as network'])
    .execute()
  const counts = new Map<string, number>()
  for (const { id, network } of rows) {
    const n = conversations.get(id) ?? 0
    if (n > 0) counts.set(network, (counts.get(network) ?? 0) + n)
  }
  return [...counts]
    .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([value, messages]) => ({ value, label: value, messages }))
}
