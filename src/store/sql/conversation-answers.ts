import type { Kysely } from 'kysely'
import { renderDay } from '../../core/clock.ts'
import type { CountingScope } from '../../core/counting-scope.ts'
import { BaileyError } from '../../core/errors.ts'
import { parseInstant } from '../../core/time.ts'
import type { Answers, ConversationSummary, Questions } from '../questions.ts'
import { counted } from './copy-counts.ts'
import { messageId } from './message-answers.ts'
import type { Case } from './open-case.ts'
import { narrowed, readMessages } from './read-messages.ts'
import { countAll, instant, selectMessages } from './stored-message.ts'
import type { Tables } from './tables.ts'
import { trafficCounts } from './traffic-counts.ts'

const mostParticipants = 20
const mostSenders = 500

/** A conversation as its summary is made of. */
export interface ConversationRow {
  readonly id: number
  readonly public_id: string
  readonly network: string
  readonly kind: 'direct' | 'group'
  readonly title: string | null
  readonly messages: number
  readonly first_at: number | null
  readonly last_at: number | null
  readonly read: number | null
}

/** Conversations with the columns that {@link conversationSummaries} reads. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- Kysely infers the columns
export const selectConversations = (db: Kysely<Tables>, scope: CountingScope) =>
  db
    .selectFrom('conversation as c')
    .innerJoin('network as n', 'n.id', 'c.network_id')
    .select([
      'c.id',
      'c.public_id',
      'n.name as network',
      'c.kind',
      'c.title',
      counted(scope, 'c.messages', 'c.').as('messages'),
      'c.messages as once',
      'c.first_at',
      'c.last_at',
      (eb) =>
        eb
          .selectFrom('reading_count as r')
          .select('r.messages')
          .whereRef('r.conversation_id', '=', 'c.id')
          .where('r.reviewer_id', '=', 0)
          .as('read'),
    ])

/** Makes summaries of conversation rows, each with at most 20 participants in order of their address. */
export async function conversationSummaries(
  db: Kysely<Tables>,
  rows: readonly ConversationRow[],
): Promise<ConversationSummary[]> {
  const summaries: ConversationSummary[] = []
  for (const row of rows) {
    const members = await db
      .selectFrom('participant as p')
      .innerJoin('handle as h', 'h.id', 'p.handle_id')
      .select('h.address')
      .where('p.conversation_id', '=', row.id)
      .orderBy('h.address')
      .limit(mostParticipants)
      .execute()
    summaries.push({
      id: row.public_id,
      network: row.network,
      kind: row.kind,
      title: row.title,
      participants: members.map(({ address }) => `${row.network}:${address}`),
      messages: row.messages,
      read: row.read ?? 0,
      firstAt: instant(row.first_at),
      lastAt: instant(row.last_at),
    })
  }
  return summaries
}

/** @throws {BaileyError} `no-such-conversation`. */
export async function answerConversation(
  { db }: Case,
  { id, count = 'global' }: Questions['conversation'],
): Promise<Answers['conversation']> {
  const row = await selectConversations(db, count).where('c.public_id', '=', id).executeTakeFirst()
  const [summary] = row ? await conversationSummaries(db, [row]) : []
  if (!row || !summary) throw new BaileyError('no-such-conversation', id)
  const days = await db
    .selectFrom('activity_day')
    .select(({ fn }) => ['day', fn.sum<number>(counted(count, 'messages', '')).as('n')])
    .where('conversation_id', '=', row.id)
    .groupBy('day')
    .orderBy('day')
    .execute()
  const senders = await db
    .selectFrom('activity_day as a')
    .innerJoin('handle as h', 'h.id', 'a.sender_id')
    .select(({ fn }) => ['h.address', fn.sum<number>(counted(count, 'a.messages', 'a.')).as('n')])
    .where('a.conversation_id', '=', row.id)
    .groupBy(['a.sender_id', 'h.address'])
    .orderBy('n', 'desc')
    .orderBy('h.address')
    .limit(mostSenders)
    .execute()
  return {
    ...summary,
    countedBy: count,
    total: row.once,
    traffic: await trafficCounts(db, { all: row.messages, scope: count }, { conversation: row.id }),
    days: days.map(({ day, n }) => ({ day: renderDay(day), messages: n })),
    senders: senders.map(({ address, n }) => ({
      handle: `${summary.network}:${address}`,
      messages: n,
    })),
  }
}

/** @throws {BaileyError} `no-such-conversation`. */
export async function answerThread(
  open: Case,
  { id, offset, limit, filter = null }: Questions['thread'],
): Promise<Answers['thread']> {
  const { db } = open
  const { key, total } = await findConversation(db, id)
  // The ids alone come from the index; only the page itself is joined.
  const found = await db
    .selectFrom('message')
    .select('id')
    .where('conversation_id', '=', key)
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .execute()
  const [first] = found
  const last = found.at(-1)
  if (!first || !last) return { total, messages: [] }
  const rows = await selectMessages(db)
    .where('m.conversation_id', '=', key)
    .where('m.id', '>=', first.id)
    .where('m.id', '<=', last.id)
    .orderBy('m.id')
    .execute()
  const within = filter && narrowed({ kind: 'field', field: 'in', value: id }, filter.query)
  const marking = within && {
    query: within,
    ids: await open.index.among(within, { from: first.id, until: last.id }),
  }
  return { total, messages: await readMessages(open, rows, marking) }
}

/** @throws {BaileyError} `no-such-conversation`, `no-such-message`, `bad-value`. */
export async function answerPosition(
  { db }: Case,
  { id, uid, at }: Questions['position'],
): Promise<Answers['position']> {
  const { key } = await findConversation(db, id)
  const before = async (place: number): Promise<Answers['position']> => {
    const found = await db
      .selectFrom('message')
      .select(countAll)
      .where('conversation_id', '=', key)
      .where('id', '<', place)
      .executeTakeFirstOrThrow()
    return { offset: found.n }
  }
  if (uid !== null) {
    const message = await db
      .selectFrom('message')
      .select('id')
      .where('id', '=', await messageId(db, uid))
      .where('conversation_id', '=', key)
      .executeTakeFirst()
    if (!message) throw new BaileyError('no-such-message', uid)
    return await before(message.id)
  }
  const instantAt = at === null ? null : parseInstant(at)
  if (instantAt === null) throw new BaileyError('bad-value', `${at ?? 'Nothing'} is not an instant`)
  return await before(instantAt)
}

async function findConversation(
  db: Kysely<Tables>,
  id: string,
): Promise<{ readonly key: number; readonly total: number }> {
  const row = await db
    .selectFrom('conversation')
    .select(['id', 'messages'])
    .where('public_id', '=', id)
    .executeTakeFirst()
  if (!row) throw new BaileyError('no-such-conversation', id)
  return { key: row.id, total: row.messages }
}
