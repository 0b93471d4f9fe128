import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { wallHours } from '../core/clock.ts'
import { parseEpochMicros } from '../core/time.ts'
import { inPages } from '../store/sql/in-pages.ts'
import { zoneSources } from '../store/sql/tables.ts'
import type { LocalCase } from './open-case.ts'
import type { ProblemList } from './verify-case.ts'
import type { DerivableMessage } from './verify-derived.ts'

/** The counts of a case, told anew from its messages. */
export interface MessageFigures {
  readonly handles: ReadonlyMap<number, HandleFigures>
  readonly conversations: ReadonlyMap<number, ConversationFigures>
  /** Messages by how their zone is known. */
  readonly zones: readonly number[]
  readonly sumOf: KeyedSum
  add(message: Omit<DerivableMessage, 'kind' | 'body'>): void
}

interface HandleFigures {
  sent: number
  received: number
  hours: Sum
}

interface ConversationFigures {
  messages: number
  /** Least and greatest time, and those of the first and last message where several stand at one time. */
  first: readonly [number, number] | null
  last: readonly [number, number] | null
  days: Sum
}

/** Two 32-bit sums of keyed hashes, each taken as often as it was counted. */
type Sum = readonly [number, number]
type KeyedSum = (sum: Sum, of: readonly [number, number], times: number) => Sum

const noTime = zoneSources.indexOf('none')
const nothing: Sum = [0, 0]

/**
 * Counts messages as the case counts them. Counts by day and by hour, of which there may be as many as messages, are not
 * held one by one: of each conversation and each handle a sum of hashes is, keyed at random so that nobody can make rows
 * that come to the same one.
 */
export function openFigures(zone: string): MessageFigures {
  const wallHour = wallHours(zone)
  const handles = new Map<number, HandleFigures>()
  const conversations = new Map<number, ConversationFigures>()
  const zones = zoneSources.map(() => 0)
  const sumOf = keyedSum()
  const handle = (id: number) => made(handles, id, () => ({ sent: 0, received: 0, hours: nothing }))
  return {
    handles,
    conversations,
    zones,
    sumOf,
    add(message) {
      zones[message.zone] = (zones[message.zone] ?? 0) + 1
      const sender = handle(message.sender_id)
      sender.sent++
      if (message.recipient_id !== null) handle(message.recipient_id).received++
      const conversation = made(conversations, message.conversation_id, emptyConversation)
      conversation.messages++
      const at = parseEpochMicros(message.sent_at)
      if (message.zone === noTime || at === null) return
      const { day, hourOfWeek } = wallHour(at)
      conversation.first = [Math.min(conversation.first?.[0] ?? at, at), conversation.first?.[1] ?? at]
      conversation.last = [Math.max(conversation.last?.[0] ?? at, at), at]
      conversation.days = sumOf(conversation.days, [message.sender_id, day], 1)
      sender.hours = sumOf(sender.hours, [0, hourOfWeek], 1)
    },
  }
}

function emptyConversation(): ConversationFigures {
  return { messages: 0, first: null, last: null, days: nothing }
}

function made<T>(map: Map<number, T>, id: number, make: () => T): T {
  const known = map.get(id)
  if (known) return known
  const value = make()
  map.set(id, value)
  return value
}

function keyedSum(): KeyedSum {
  const random = Array.from({ length: 4 }, () => randomBytes(4).readInt32LE())
  const hash = (key: number, of: readonly [number, number]): number =>
    mixed(mixed(mixed((random[key] ?? 0) ^ of[0]) ^ of[1]) ^ (random[key + 2] ?? 0))
  return ([a, b], of, times) => [
    (a + Math.imul(hash(0, of), times)) | 0,
    (b + Math.imul(hash(1, of), times)) | 0,
  ]
}

/** The finaliser of MurmurHash3. */
function mixed(value: number): number {
  const a = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  const b = Math.imul(a ^ (a >>> 13), 0xc2b2ae35)
  return b ^ (b >>> 16)
}

/** Compares the counts kept with those told anew, and names the first of each kind that differ. */
export async function verifyFigures(
  local: LocalCase,
  figures: MessageFigures,
  problems: ProblemList,
): Promise<void> {
  await verifySums(local, figures, problems)
  const hours = await storedSums(figures, (after, limit) => hourRows(local, after, limit))
  const handles = new Differing()
  const handleHours = new Differing()
  for await (const { id, address, sent, received } of inPages((after, limit) =>
    handleRows(local, after, limit),
  )) {
    const { sent: s = 0, received: r = 0, hours: h = nothing } = figures.handles.get(id) ?? {}
    handles.note(address, sent === s && received === r)
    handleHours.note(address, isSame(hours.take(id), h))
  }
  const days = await storedSums(figures, (after, limit) => dayRows(local, after, limit))
  const conversations = new Differing()
  const conversationDays = new Differing()
  for await (const row of inPages((after, limit) => conversationRows(local, after, limit))) {
    const counted = figures.conversations.get(row.id) ?? emptyConversation()
    const isRight =
      row.messages === counted.messages &&
      isOneOf(row.first_at, counted.first) &&
      isOneOf(row.last_at, counted.last)
    conversations.note(row.public_id, isRight)
    conversationDays.note(row.public_id, isSame(days.take(row.id), counted.days))
  }
  conversationDays.report(problems, 'days', days.left)
  handleHours.report(problems, 'hours of the week', hours.left)
  conversations.report(problems, 'conversations', 0)
  handles.report(problems, 'handles', 0)
}

/** The messages counted for the entries come to the messages there are. */
async function verifySums(
  { connection: { db } }: LocalCase,
  { zones }: MessageFigures,
  problems: ProblemList,
): Promise<void> {
  const sums = await db
    .selectFrom('entry')
    .select(({ fn }) => [
      fn.sum<number | null>('messages').as('messages'),
      fn.sum<number | null>('zone_assumed').as('assumed'),
      fn.sum<number | null>('zone_unknown').as('unknown'),
      fn.sum<number | null>('zone_none').as('none'),
    ])
    .executeTakeFirstOrThrow()
  const [stated = 0, assumed = 0, unknown = 0, none = 0] = zones
  const all = stated + assumed + unknown + none
  const counted = [sums.messages, sums.assumed, sums.unknown, sums.none].map((n) => n ?? 0)
  if ([all, assumed, unknown, none].every((n, i) => n === counted[i])) return
  const says = 'The messages counted for the entries do not come to the messages of the case.'
  problems.add({ code: 'totals-differ', says })
}

/** Whose counts differ: how many, and the first five by name. */
class Differing {
  readonly #named: string[] = []
  #total = 0

  note(name: string, isRight: boolean): void {
    if (!isRight && ++this.#total <= 5) this.#named.push(name)
  }

  /** @param others - how many are counted that are not in the case at all. */
  report(problems: ProblemList, by: string, others: number): void {
    if (this.#total + others === 0) return
    const named = others > 0 ? [...this.#named, `${others} not in the case`] : this.#named
    const says = `The counts of messages by ${by} are not those of the messages: ${named.join(', ')}.`
    problems.add({ code: 'totals-differ', says })
  }
}

interface CountRow {
  readonly id: number
  /** Of whom. */
  readonly of: number
  readonly a: number
  readonly b: number
  readonly messages: number
}

/** The sums that stored counts come to, taken one by one. */
async function storedSums(
  { sumOf }: MessageFigures,
  page: (after: number, limit: number) => Promise<readonly CountRow[]>,
) {
  const sums = new Map<number, Sum | null>()
  for await (const { of, a, b, messages } of inPages(page)) {
    const sum = sums.get(of) ?? (sums.has(of) ? null : nothing)
    // A count of none, or of less, is never kept.
    sums.set(of, sum === null || messages <= 0 ? null : sumOf(sum, [a, b], messages))
  }
  return {
    take(id: number): Sum | null {
      const sum = sums.has(id) ? (sums.get(id) ?? null) : nothing
      sums.delete(id)
      return sum
    },
    get left(): number {
      return sums.size
    },
  }
}

function isSame(stored: Sum | null, counted: Sum): boolean {
  return stored !== null && stored[0] === counted[0] && stored[1] === counted[1]
}

function isOneOf(at: number | null, counted: readonly [number, number] | null): boolean {
  return counted === null ? at === null : at !== null && counted.includes(at)
}

/** The row ids that SQLite gives a table of its own accord. */
const rowId = sql<number>`rowid`

async function dayRows({ connection: { db } }: LocalCase, after: number, limit: number) {
  return await db
    .selectFrom('activity_day')
    .select([rowId.as('id'), 'conversation_id as of', 'sender_id as a', 'day as b', 'messages'])
    .where(rowId, '>', after)
    .orderBy(rowId)
    .limit(limit)
    .execute()
}

async function hourRows({ connection: { db } }: LocalCase, after: number, limit: number) {
  return await db
    .selectFrom('handle_hour')
    .select([rowId.as('id'), 'handle_id as of', sql<number>`0`.as('a'), 'hour_of_week as b', 'messages'])
    .where(rowId, '>', after)
    .orderBy(rowId)
    .limit(limit)
    .execute()
}

async function handleRows({ connection: { db } }: LocalCase, after: number, limit: number) {
  return await db
    .selectFrom('handle')
    .select(['id', 'address', 'sent', 'received'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
}

async function conversationRows({ connection: { db } }: LocalCase, after: number, limit: number) {
  return await db
    .selectFrom('conversation')
    .select(['id', 'public_id', 'messages', 'first_at', 'last_at'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
}
