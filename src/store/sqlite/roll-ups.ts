import type { DatabaseSync } from 'node:sqlite'
import { type WallHour, wallHours } from '../../core/clock.ts'
import { parseEpochMicros } from '../../core/time.ts'
import type { ReadBatch } from '../read-batch.ts'
import type { StoredBatch } from './message-rows.ts'
import type { BatchIds } from './name-ids.ts'

/**
 * Keeps the counts that views read instead of messages: per handle and conversation (messages, first, last), per
 * conversation, sender and day, and per handle and hour of the week. Days and hours are those of the case zone.
 */
export function openRollUps(
  raw: DatabaseSync,
  zone: string,
): (batch: ReadBatch, ids: BatchIds, stored: StoredBatch, entryId: number) => void {
  const wallHour = wallHours(zone)
  const widen =
    'first_at = min(coalesce(first_at, ?), ?), last_at = max(coalesce(last_at, ?), ?) where id = ?'
  const countHandle = raw.prepare('update handle set sent = sent + ?, received = received + ? where id = ?')
  const widenHandle = raw.prepare(`update handle set ${widen}`)
  const countConversation = raw.prepare('update conversation set messages = messages + ? where id = ?')
  const widenConversation = raw.prepare(`update conversation set ${widen}`)
  const addDay = raw.prepare(
    `insert into activity_day (conversation_id, sender_id, day, messages) values (?, ?, ?, ?)
     on conflict (conversation_id, sender_id, day) do update set messages = activity_day.messages + excluded.messages`,
  )
  const addHour = raw.prepare(
    `insert into handle_hour (handle_id, hour_of_week, messages) values (?, ?, ?)
     on conflict (handle_id, hour_of_week) do update set messages = handle_hour.messages + excluded.messages`,
  )
  const addCoverage = raw.prepare(
    `insert into coverage (conversation_id, entry_id, sender_id, sightings, first_at, last_at) values (?, ?, ?, ?, ?, ?)
     on conflict (conversation_id, entry_id, sender_id) do update set sightings = coverage.sightings + excluded.sightings,
     first_at = min(coverage.first_at, excluded.first_at), last_at = max(coverage.last_at, excluded.last_at)`,
  )
  return (batch, ids, { fresh, recipients }, entryId) => {
    const tally = new Tally()
    const m = batch.messages
    for (const i of fresh) {
      const at = parseEpochMicros(m.at[i] ?? 0)
      if (at === null) continue
      const sender = ids.handles[m.sender[i] ?? 0] ?? 0
      const conversation = ids.conversations[m.conversation[i] ?? 0] ?? 0
      const isTimed = m.zone[i] !== noTime
      tally.addParties({ sender, recipient: recipients[i] ?? 0, conversation }, isTimed ? at : null)
      if (isTimed) tally.addHour(sender, conversation, wallHour(at))
    }
    for (const [key, c] of coverageOf(batch, ids)) {
      const conversation = Math.floor(key / mostHandles)
      addCoverage.run(conversation, entryId, key % mostHandles, c.sent, c.first, c.last)
    }
    for (const [id, h] of tally.handles) {
      countHandle.run(h.sent, h.received, id)
      if (h.first <= h.last) widenHandle.run(h.first, h.first, h.last, h.last, id)
    }
    for (const [id, c] of tally.conversations) {
      countConversation.run(c.sent, id)
      if (c.first <= c.last) widenConversation.run(c.first, c.first, c.last, c.last, id)
    }
    for (const [key, n] of tally.days) addDay.run(...triple(key), n)
    for (const [key, n] of tally.hours) addHour.run(Math.floor(key / 168), key % 168, n)
  }
}

/** Room for as many handles as fit beside a conversation's row id in one exact number. */
const mostHandles = 2 ** 26

/** What a batch shows of each conversation and sender, every copy counted. */
function coverageOf({ messages: m }: ReadBatch, ids: BatchIds): ReadonlyMap<number, Range> {
  const ranges = new Map<number, Range>()
  for (let i = 0; i < m.count; i++) {
    const conversation = ids.conversations[m.conversation[i] ?? 0] ?? 0
    const sender = ids.handles[m.sender[i] ?? 0] ?? 0
    grow(ranges, conversation * mostHandles + sender, m.at[i] ?? 0).sent++
  }
  return ranges
}

interface Range {
  sent: number
  received: number
  first: number
  last: number
}

/** Place of `none` in `zoneSources`. */
const noTime = 3

interface Parties {
  readonly sender: number
  /** 0 in a room. */
  readonly recipient: number
  readonly conversation: number
}

class Tally {
  readonly handles = new Map<number, Range>()
  readonly conversations = new Map<number, Range>()
  readonly days = new Map<string, number>()
  readonly hours = new Map<number, number>()

  /** @param at - null where no time is stated: the message counts, its place in time does not. */
  addParties({ sender, recipient, conversation }: Parties, at: number | null): void {
    grow(this.handles, sender, at).sent++
    if (recipient !== 0) grow(this.handles, recipient, at).received++
    grow(this.conversations, conversation, at).sent++
  }

  addHour(sender: number, conversation: number, { day, hourOfWeek }: WallHour): void {
    const key = `${conversation} ${sender} ${day}`
    this.days.set(key, (this.days.get(key) ?? 0) + 1)
    const hour = sender * 168 + hourOfWeek
    this.hours.set(hour, (this.hours.get(hour) ?? 0) + 1)
  }
}

function grow(ranges: Map<number, Range>, id: number, at: number | null): Range {
  const range = ranges.get(id)
  if (!range) {
    const made = { sent: 0, received: 0, first: at ?? Infinity, last: at ?? -Infinity }
    ranges.set(id, made)
    return made
  }
  if (at === null) return range
  if (at < range.first) range.first = at
  if (at > range.last) range.last = at
  return range
}

function triple(key: string): [number, number, number] {
  const [a = 0, b = 0, c = 0] = key.split(' ').map(Number)
  return [a, b, c]
}
