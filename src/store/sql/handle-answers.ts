import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely'
import { renderDay } from '../../core/clock.ts'
import type { CountingScope } from '../../core/counting-scope.ts'
import { BaileyError } from '../../core/errors.ts'
import { parseHandle } from '../../core/handle.ts'
import type { HandleMark } from '../../core/traffic.ts'
import type { Answers, HandleSummary, Questions } from '../questions.ts'
import { conversationSummaries, selectConversations } from './conversation-answers.ts'
import { counted } from './copy-counts.ts'
import type { Case } from './open-case.ts'
import { countAll, instant } from './stored-message.ts'
import type { Tables } from './tables.ts'
import { trafficCounts } from './traffic-counts.ts'

const mostNames = 50
const mostConversations = 200

interface HandleRow {
  readonly id: number
  readonly network: string
  readonly address: string
  readonly sent: number
  readonly received: number
  readonly first_at: number | null
  readonly last_at: number | null
  readonly contacts: number | null
  readonly mark: HandleMark
}

/** Handles with the columns that {@link handleSummaries} reads. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- Kysely infers the columns
const selectHandles = (db: Kysely<Tables>, scope: CountingScope) =>
  db
    .selectFrom('handle as h')
    .innerJoin('network as n', 'n.id', 'h.network_id')
    .select((eb) => [
      'h.id',
      'n.name as network',
      'h.address',
      counted(scope, 'h.sent', 'h.sent_').as('sent'),
      counted(scope, 'h.received', 'h.received_').as('received'),
      'h.first_at',
      'h.last_at',
      'h.mark',
      eb
        .selectFrom('participant as p')
        .select((of) => of.fn.countAll<number>().as('n'))
        .whereRef('p.handle_id', '=', 'h.id')
        .as('contacts'),
    ])

/** Handles, busiest first by the scope they are counted in. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- Kysely infers the columns
export const busiestHandles = (db: Kysely<Tables>, scope: CountingScope) =>
  selectHandles(db, scope)
    .orderBy(
      sql`${counted(scope, 'h.sent', 'h.sent_')} + ${counted(scope, 'h.received', 'h.received_')}`,
      'desc',
    )
    .orderBy('h.id')

/** Makes summaries of handle rows. */
export async function handleSummaries(
  db: Kysely<Tables>,
  rows: readonly HandleRow[],
): Promise<HandleSummary[]> {
  const summaries: HandleSummary[] = []
  for (const row of rows) {
    const names = await db
      .selectFrom('handle_name')
      .select('name')
      .where('handle_id', '=', row.id)
      .orderBy('name')
      .limit(mostNames)
      .execute()
    summaries.push({
      handle: `${row.network}:${row.address}`,
      sent: row.sent,
      received: row.received,
      contacts: Number(row.contacts),
      firstAt: instant(row.first_at),
      lastAt: instant(row.last_at),
      names: names.map(({ name }) => name),
      mark: row.mark,
    })
  }
  return summaries
}

/** Answers with handles, busiest first; `contains` looks in `network:address` and in the names shown for it, whatever their case. */
export async function answerHandles(
  { db }: Case,
  { contains, limit, offset, count = 'global' }: Questions['handles'],
): Promise<Answers['handles']> {
  const wanted = contains === null ? null : `%${escapeLike(folded(contains))}%`
  const total = await db
    .selectFrom('handle as h')
    .innerJoin('network as n', 'n.id', 'h.network_id')
    .select(countAll)
    .$if(wanted !== null, (query) => query.where((eb) => named(eb, wanted ?? '')))
    .executeTakeFirstOrThrow()
  const rows = await busiestHandles(db, count)
    .$if(wanted !== null, (query) => query.where((eb) => named(eb, wanted ?? '')))
    .limit(limit)
    .offset(offset)
    .execute()
  return { countedBy: count, total: total.n, items: await handleSummaries(db, rows) }
}

/** The form in which handles and names are looked for. */
export function folded(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

type Handles = Tables & { readonly h: Tables['handle']; readonly n: Tables['network'] }

function named(eb: ExpressionBuilder<Handles, 'h' | 'n'>, pattern: string): Expression<SqlBool> {
  const whole = sql<string>`${eb.ref('n.name')} || ':' || ${eb.ref('h.folded')}`
  const shown = eb
    .selectFrom('handle_name as k')
    .select('k.name')
    .whereRef('k.handle_id', '=', 'h.id')
    .where((inner) => like(inner.ref('k.folded'), pattern))
  return eb.or([like(whole, pattern), eb.exists(shown)])
}

function like(text: Expression<string>, pattern: string): Expression<SqlBool> {
  return sql<SqlBool>`${text} like ${pattern} escape '\\'`
}

/** @throws {BaileyError} `no-such-handle`. */
export async function answerHandle(
  { db }: Case,
  { handle, count = 'global' }: Questions['handle'],
): Promise<Answers['handle']> {
  const parsed = parseHandle(handle)
  const row =
    parsed &&
    (await selectHandles(db, count)
      .where('n.name', '=', parsed.network)
      .where('h.address', '=', parsed.address)
      .executeTakeFirst())
  const [summary] = row ? await handleSummaries(db, [row]) : []
  if (!row || !summary) throw new BaileyError('no-such-handle', handle)
  return {
    ...summary,
    countedBy: count,
    hourOfWeek: await hoursOf(db, row.id, count),
    traffic: await trafficCounts(db, { all: row.sent, scope: count }, { sender: row.id }),
    days: await daysOf(db, row.id, count),
    conversations: await conversationsOf(db, row.id, count),
  }
}

async function hoursOf(db: Kysely<Tables>, id: number, scope: CountingScope): Promise<number[]> {
  const hours = await db
    .selectFrom('handle_hour')
    .select(['hour_of_week', counted(scope, 'messages', '').as('messages')])
    .where('handle_id', '=', id)
    .execute()
  const hourOfWeek = Array.from({ length: 168 }, () => 0)
  for (const { hour_of_week: hour, messages } of hours) hourOfWeek[hour] = messages
  return hourOfWeek
}

async function daysOf(
  db: Kysely<Tables>,
  id: number,
  scope: CountingScope,
): Promise<Answers['handle']['days']> {
  const days = await db
    .selectFrom('activity_day')
    .select(({ fn }) => ['day', fn.sum<number>(counted(scope, 'messages', '')).as('n')])
    .where('sender_id', '=', id)
    .groupBy('day')
    .orderBy('day')
    .execute()
  return days.map(({ day, n }) => ({ day: renderDay(day), messages: n }))
}

async function conversationsOf(
  db: Kysely<Tables>,
  id: number,
  scope: CountingScope,
): Promise<Answers['handle']['conversations']> {
  const rows = await selectConversations(db, scope)
    .innerJoin('participant as p', 'p.conversation_id', 'c.id')
    .select((eb) =>
      eb
        .selectFrom('activity_day as a')
        .select((of) => of.fn.sum<number>(counted(scope, 'a.messages', 'a.')).as('n'))
        .whereRef('a.conversation_id', '=', 'c.id')
        .whereRef('a.sender_id', '=', 'p.handle_id')
        .as('sent'),
    )
    .where('p.handle_id', '=', id)
    .orderBy(counted(scope, 'c.messages', 'c.'), 'desc')
    .orderBy('c.id')
    .limit(mostConversations)
    .execute()
  const summaries = await conversationSummaries(db, rows)
  return summaries.map((conversation, i) => {
    const sent = rows[i]?.sent ?? 0
    return { ...conversation, sent, received: conversation.messages - sent }
  })
}
