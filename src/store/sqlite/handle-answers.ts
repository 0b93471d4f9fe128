import { renderDay } from '../../core/clock.ts'
import { BaileyError } from '../../core/errors.ts'
import { parseHandle } from '../../core/handle.ts'
import type { Answers, HandleSummary, Questions } from '../questions.ts'
import type { Case } from './case-reader.ts'
import { conversationSummaries } from './conversation-answers.ts'
import { instant, type SqlRow, text } from './stored-message.ts'

/** Columns that {@link handleSummaries} reads. */
export const selectHandles = `
  select h.id, n.name as network, h.address, h.sent, h.received, h.first_at, h.last_at,
    (select count(*) from participant p where p.handle_id = h.id) as contacts
  from handle h join network n on n.id = h.network_id`

/** Makes summaries of handle rows. */
export function handleSummaries({ raw }: Case, rows: readonly SqlRow[]): HandleSummary[] {
  const names = raw.prepare('select name from handle_name where handle_id = ? order by name limit 50')
  return rows.map((row) => ({
    handle: `${text(row['network'])}:${text(row['address'])}`,
    sent: Number(row['sent']),
    received: Number(row['received']),
    contacts: Number(row['contacts']),
    firstAt: instant(row['first_at']),
    lastAt: instant(row['last_at']),
    names: names.all(Number(row['id'])).map((name) => text(name['name'])),
  }))
}

/** Answers with handles, busiest first. */
export async function answerHandles(
  open: Case,
  { contains, limit, offset }: Questions['handles'],
): Promise<Answers['handles']> {
  const where = `where (? is null or instr(lower(n.name || ':' || h.address), lower(?)) > 0
    or exists (select 1 from handle_name k where k.handle_id = h.id and instr(lower(k.name), lower(?)) > 0))`
  const total = open.raw
    .prepare(`select count(*) as n from handle h join network n on n.id = h.network_id ${where}`)
    .get(contains, contains, contains)
  const rows = open.raw
    .prepare(`${selectHandles} ${where} order by h.sent + h.received desc, h.id limit ? offset ?`)
    .all(contains, contains, contains, limit, offset)
  return { total: Number(total?.['n']), items: handleSummaries(open, rows) }
}

/** @throws {BaileyError} `no-such-handle`. */
export async function answerHandle(open: Case, { handle }: Questions['handle']): Promise<Answers['handle']> {
  const { raw } = open
  const parsed = parseHandle(handle)
  const row =
    parsed &&
    raw.prepare(`${selectHandles} where n.name = ? and h.address = ?`).get(parsed.network, parsed.address)
  const [summary] = row ? handleSummaries(open, [row]) : []
  if (!row || !summary) throw new BaileyError('no-such-handle', handle)
  const id = Number(row['id'])
  const hourOfWeek = Array.from({ length: 168 }, () => 0)
  for (const hour of raw
    .prepare('select hour_of_week, messages from handle_hour where handle_id = ?')
    .all(id)) {
    hourOfWeek[Number(hour['hour_of_week'])] = Number(hour['messages'])
  }
  const days = raw
    .prepare('select day, sum(messages) as n from activity_day where sender_id = ? group by day order by day')
    .all(id)
  const conversations = raw
    .prepare(
      `select c.id, c.public_id, n.name as network, c.kind, c.title, c.messages, c.first_at, c.last_at,
         (select coalesce(sum(a.messages), 0) from activity_day a where a.conversation_id = c.id and a.sender_id = p.handle_id) as sent
       from participant p join conversation c on c.id = p.conversation_id join network n on n.id = c.network_id
       where p.handle_id = ? order by c.messages desc, c.id limit 200`,
    )
    .all(id)
  const summaries = conversationSummaries(open, conversations)
  return {
    ...summary,
    hourOfWeek,
    days: days.map((d) => ({ day: renderDay(Number(d['day'])), messages: Number(d['n']) })),
    conversations: summaries.map((conversation, i) => {
      const sent = Number(conversations[i]?.['sent'])
      return { ...conversation, sent, received: conversation.messages - sent }
    }),
  }
}
