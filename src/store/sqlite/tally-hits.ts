import type { DatabaseSync } from 'node:sqlite'
import { renderDay } from '../../core/clock.ts'
import type { CountingScope } from '../../core/counting-scope.ts'
import { languages } from '../../core/language.ts'
import type { HitTally } from '../search-index.ts'
import { furtherColumn } from '../sql/copy-counts.ts'
import { type HitSet, isHit, placesOf } from './hit-set.ts'
import { languagesMarkedBy } from './language-state.ts'
import { type MessageColumns, noHour, openWalk } from './message-columns.ts'
import type { NumberFeed } from './number-feed.ts'

/** Hits to be counted. */
export interface Counting {
  readonly raw: DatabaseSync
  readonly columns: MessageColumns
  readonly feed: NumberFeed
  readonly hits: HitSet
  readonly scope: CountingScope
}

/**
 * Counts the hits of one evaluation by everything that facets show.
 *
 * A facet more is one line here. What every message has (a sender) is a column of `message-columns.ts`, counted with
 * `byColumn`; what only some messages have (a mark) stays a table, counted with `byRows` from the rows that name a message
 * and a value. Both count by the scope. It then needs its place in `HitTally`, a name for its values in
 * `search-answers.ts`, its list in `Facets` (`questions.ts`, `wire/messages.ts`), and its line in
 * `web/views/search/facet-families.ts`.
 */
export function tallyHits(counting: Counting): HitTally {
  const { raw, columns: messages, hits } = counting
  const places = placesOf(hits)
  const weights = weightsOf(counting)
  const weightOf = weights === null ? () => 1 : (place: number) => weights[place] ?? 1
  const byColumn = (column: Column): ReadonlyMap<number, number> => countColumn(column, places, weights)
  const byRows = (columns: string, from: string): ReadonlyMap<number, number> => {
    const counts = new Map<number, number>()
    eachHit(counting, { columns, from }, (place, value) => add(counts, value, weightOf(place)))
    return counts
  }
  const hours = byColumn(messages.hours)
  const total = weights === null ? places.length : places.reduce((sum, place) => sum + weightOf(place), 0)
  const days = daysOf(messages, places, weights)
  return {
    conversations: byColumn(messages.conversations),
    senders: byColumn(messages.senders),
    marks: byRows('k.message_id, k.mark', 'traffic_mark k'),
    languages: byLanguage(raw, byRows, total),
    // Distinct: two messages with a tag may since have become one.
    tags: byRows('k.message_id, k.tag_id', standingTags),
    exhibits: byExhibit(raw, messages, byColumn(messages.sets)),
    total,
    days,
    months: monthsOf(days),
    hours: Array.from({ length: 168 }, (_, hour) => hours.get(hour) ?? 0),
    untimed: hours.get(noHour) ?? 0,
  }
}

const standingTags = '(select distinct message_id, tag_id from tag_mark where ended is null order by 1) k'

type CountRows = (columns: string, from: string) => ReadonlyMap<number, number>

/** Every message has a language, most of them the same: what is not in another is in that, so that few rows are read. */
function byLanguage(raw: DatabaseSync, byRows: CountRows, total: number): ReadonlyMap<number, number> {
  if (languagesMarkedBy(raw) === null) return new Map()
  const row = raw
    .prepare('select language from language_habit group by 1 order by sum(messages) desc, 1 limit 1')
    .get()
  const commonest = Number(row?.['language'] ?? 0)
  const others = languages.flatMap((_, place) => (place === commonest ? [] : [place])).join(', ')
  const counts = byRows('l.message_id, l.language', `message_language l where l.language in (${others})`)
  const left = total - counts.values().reduce((sum, n) => sum + n, 0)
  return left === 0 ? counts : new Map([...counts, [commonest, left]])
}

type Column = Int32Array | Uint8Array

/** How often each message counts, where the scope counts some more than once. */
export function weightsOf({ columns, feed, scope }: Counting): Int32Array | null {
  const further = furtherColumn(scope)
  if (further === null) return null
  const weights = new Int32Array(columns.length).fill(1)
  const placeOf = openWalk(columns.ids)
  feed({ columns: `c.message_id, c.${further}`, from: 'copied_message c' }, [], (id, more) => {
    const place = placeOf(id)
    if (place >= 0) weights[place] = 1 + more
  })
  return weights
}

function eachHit(
  { columns, feed, hits }: Counting,
  rows: { readonly columns: string; readonly from: string },
  take: (place: number, value: number) => void,
): void {
  const placeOf = openWalk(columns.ids)
  feed(rows, [], (id, value) => {
    const place = placeOf(id)
    if (place >= 0 && isHit(hits, place)) take(place, value)
  })
}

/** Values are small row ids, so that they count in an array. */
function countColumn(
  column: Column,
  places: Uint32Array,
  weights: Int32Array | null,
): ReadonlyMap<number, number> {
  let greatest = 0
  for (const place of places) greatest = Math.max(greatest, column[place] ?? 0)
  const counts = new Float64Array(greatest + 1)
  for (const place of places) {
    const value = column[place] ?? 0
    counts[value] = (counts[value] ?? 0) + (weights === null ? 1 : (weights[place] ?? 1))
  }
  const found = new Map<number, number>()
  for (const [value, n] of counts.entries()) if (n > 0) found.set(value, n)
  return found
}

/** Hits come in order of time, so that a day is done before the next begins. */
function daysOf(
  { days, hours }: MessageColumns,
  places: Uint32Array,
  weights: Int32Array | null,
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  let [day, n] = [0, 0]
  for (const place of places) {
    if (hours[place] === noHour) continue
    const at = days[place] ?? 0
    if (at !== day) {
      if (n > 0) add(counts, day, n)
      day = at
      n = 0
    }
    n += weights === null ? 1 : (weights[place] ?? 1)
  }
  if (n > 0) add(counts, day, n)
  return new Map([...counts].toSorted(([a], [b]) => a - b))
}

function monthsOf(days: ReadonlyMap<number, number>): ReadonlyMap<string, number> {
  const months = new Map<string, number>()
  for (const [day, n] of days) add(months, renderDay(day).slice(0, 7), n)
  return months
}

/** A message counts in each exhibit that a copy of it stands in; the same bytes may be held by several. */
function byExhibit(
  raw: DatabaseSync,
  { entrySets }: MessageColumns,
  bySet: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> {
  const exhibits = new Map<number, Set<number>>()
  const rows = raw.prepare(
    'select r.id as entry, e.exhibit_id as exhibit from entry r join entry e on e.sha256 = r.sha256',
  )
  for (const { entry, exhibit } of rows.iterate()) {
    const of = exhibits.get(Number(entry))
    if (of) of.add(Number(exhibit))
    else exhibits.set(Number(entry), new Set([Number(exhibit)]))
  }
  const counts = new Map<number, number>()
  for (const [set, n] of bySet) {
    const within = new Set((entrySets[set] ?? []).flatMap((entry) => [...(exhibits.get(entry) ?? [])]))
    for (const exhibit of within) add(counts, exhibit, n)
  }
  return counts
}

function add<K>(counts: Map<K, number>, key: K, n: number): void {
  counts.set(key, (counts.get(key) ?? 0) + n)
}
