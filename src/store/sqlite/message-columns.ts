import type { DatabaseSync } from 'node:sqlite'
import { wallHours } from '../../core/clock.ts'
import { parseEpochMicros } from '../../core/time.ts'
import { lastChange, readChanges } from './message-changes.ts'
import { numberFeedOf } from './number-feed.ts'

/** In place of an hour of the week where a message states no time. */
export const noHour = 255

/**
 * What facets count of each message, in memory: 29 bytes a message, in order of the messages' ids, so that a hit is a place in
 * every column. Counting a column over hits is a loop over numbers; SQLite would look every message up by itself.
 */
export interface MessageColumns {
  readonly length: number
  readonly ids: Float64Array
  readonly conversations: Int32Array
  readonly senders: Int32Array
  /** Days since 1970 in the case zone; 0 where no time is stated. */
  readonly days: Int32Array
  /** Hours of the week in the case zone, {@link noHour} where no time is stated. */
  readonly hours: Uint8Array
  /** In which entries copies stand: the place in `entrySets`. */
  readonly sets: Int32Array
  readonly entrySets: readonly (readonly number[])[]
}

interface Columns extends MessageColumns {
  readonly entrySets: number[][]
}

/** How much reading one message costs by itself, in messages of a scan. */
const lookUpCost = 10

/**
 * Keeps the columns of a case as its messages change: what changed since the last question is read again by itself, all of
 * it only where that is more. Must be asked in the transaction whose state is meant.
 */
export function openMessageColumns(raw: DatabaseSync, zone: string): () => MessageColumns {
  const read = openReading(raw, zone)
  let known: { readonly change: number; readonly columns: Columns } | null = null
  return () => {
    const change = lastChange(raw)
    if (known?.change === change) return known.columns
    const most = (known?.columns.length ?? 0) / lookUpCost
    const changed = known === null ? null : readChanges(raw, known.change, most)
    const columns =
      known === null || changed === null ? read.all() : merged(known.columns, changed, read.some(changed))
    known = { change, columns }
    return columns
  }
}

interface Reading {
  all(): Columns
  /** Those of some messages that are still there, in order of their ids. */
  some(ids: readonly number[]): Columns
}

function openReading(raw: DatabaseSync, zone: string): Reading {
  const feed = numberFeedOf(raw)
  const wallHour = wallHours(zone)
  const read = (length: number, each: string, parameters: readonly string[]): Columns => {
    const into = emptyColumns(length)
    let filled = 0
    const messages = {
      columns: 'm.id, m.conversation_id, m.sender_id, m.sent_at, m.zone',
      from: each === '' ? 'message m' : `${each} cross join message m where m.id = j.value`,
    }
    // oxlint-disable-next-line eslint/max-params -- the columns above
    feed(messages, parameters, (id, conversation, sender, sentAt, messageZone) => {
      into.ids[filled] = id
      into.conversations[filled] = conversation
      into.senders[filled] = sender
      const at = messageZone === 3 ? null : parseEpochMicros(sentAt)
      const hour = at === null ? null : wallHour(at)
      into.days[filled] = hour?.day ?? 0
      into.hours[filled] = hour?.hourOfWeek ?? noHour
      filled++
    })
    const placeOf = openWalk(into.ids)
    const union = openEntrySets(into.entrySets)
    const copies = {
      columns: 'g.message_id, g.entry_id',
      from: each === '' ? 'sighting g' : `${each} cross join sighting g where g.message_id = j.value`,
    }
    feed(copies, parameters, (message, entry) => {
      const place = placeOf(message)
      if (place >= 0) into.sets[place] = union(into.sets[place] ?? 0, entry)
    })
    return into
  }
  const count = (where: string, ...parameters: readonly string[]): number =>
    Number(raw.prepare(`select count(*) as n from message ${where}`).get(...parameters)?.['n'])
  return {
    all: () => read(count(''), '', []),
    some(ids) {
      const listed = JSON.stringify(ids.toSorted((a, b) => a - b))
      return read(count('where id in (select value from json_each(?))', listed), 'json_each(?) j', [listed])
    },
  }
}

function emptyColumns(length: number): Columns {
  return {
    length,
    ids: new Float64Array(length),
    conversations: new Int32Array(length),
    senders: new Int32Array(length),
    days: new Int32Array(length),
    hours: new Uint8Array(length),
    sets: new Int32Array(length),
    entrySets: [[]],
  }
}

/** A set of entries with one more in it, by its place in the list of sets. */
type EntrySets = (set: number, entry: number) => number

function openEntrySets(sets: number[][]): EntrySets {
  const steps: Map<number, number>[] = []
  const places = new Map(sets.map((set, i) => [set.join(' '), i]))
  return (set, entry) => {
    const from = (steps[set] ??= new Map())
    const known = from.get(entry)
    if (known !== undefined) return known
    const entries = [...new Set([...(sets[set] ?? []), entry])].toSorted((a, b) => a - b)
    const name = entries.join(' ')
    const place = places.get(name) ?? sets.push(entries) - 1
    places.set(name, place)
    from.set(entry, place)
    return place
  }
}

/** The place of an id, or -1. */
export type Walk = (id: number) => number

/** Finds places of ids, quickly where they are asked for in order. */
export function openWalk(ids: Float64Array): Walk {
  let at = 0
  return (id) => {
    if (ids[at] === id) return at++
    at = firstFrom(ids, id, (ids[at - 1] ?? Number.POSITIVE_INFINITY) < id ? at : 0)
    return ids[at] === id ? at++ : -1
  }
}

/** The place of the first id that is `id` or greater: in steps that double from `low`, then by halves. */
export function firstFrom(ids: Float64Array, id: number, low = 0): number {
  let [from, step] = [low, 1]
  while (from + step < ids.length && (ids[from + step] ?? 0) < id) {
    from += step
    step *= 2
  }
  let until = Math.min(ids.length, from + step)
  while (from < until) {
    const middle = (from + until) >>> 1
    if ((ids[middle] ?? 0) < id) from = middle + 1
    else until = middle
  }
  return from
}

const columnNames = ['ids', 'conversations', 'senders', 'days', 'hours'] as const

/** The columns with the changed messages taken out and, where they are still there, put in as they are now. */
function merged(old: Columns, changed: readonly number[], now: Columns): Columns {
  const gone = new Set(changed)
  const seen = openWalk(old.ids)
  const lost = changed.toSorted((a, b) => a - b).reduce((n, id) => n + (seen(id) >= 0 ? 1 : 0), 0)
  const into = emptyColumns(old.length - lost + now.length)
  into.entrySets.push(...old.entrySets.slice(1))
  const union = openEntrySets(into.entrySets)
  const setOf = now.entrySets.map((entries) => entries.reduce(union, 0))
  const take = (from: Columns, i: number, to: number): void => {
    for (const name of columnNames) into[name][to] = from[name][i] ?? 0
    into.sets[to] = from === now ? (setOf[from.sets[i] ?? 0] ?? 0) : (from.sets[i] ?? 0)
  }
  let [i, k] = [0, 0]
  for (let to = 0; to < into.length; to++) {
    while (i < old.length && gone.has(old.ids[i] ?? 0)) i++
    const isNew = i === old.length || (k < now.length && (now.ids[k] ?? 0) < (old.ids[i] ?? 0))
    if (isNew) take(now, k++, to)
    else take(old, i++, to)
  }
  return into
}
