import { renderDay } from '../../core/clock.ts'
import { BaileyError } from '../../core/errors.ts'
import { parseInstant } from '../../core/time.ts'
import type { Answers, ConversationSummary, Questions } from '../questions.ts'
import type { Case } from './case-reader.ts'
import { instant, type SqlRow, selectMessages, storedMessages, text, textOrNull } from './stored-message.ts'

/** Columns that {@link conversationSummaries} reads. */
export const selectConversations = `
  select c.id, c.public_id, n.name as network, c.kind, c.title, c.messages, c.first_at, c.last_at
  from conversation c join network n on n.id = c.network_id`

/** Makes summaries of conversation rows, each with at most 20 participants in order of their address. */
export function conversationSummaries(open: Case, rows: readonly SqlRow[]): ConversationSummary[] {
  const members = open.raw.prepare(
    'select h.address from participant p join handle h on h.id = p.handle_id where p.conversation_id = ? order by h.address limit 20',
  )
  return rows.map((row) => ({
    id: text(row['public_id']),
    network: text(row['network']),
    kind: row['kind'] === 'direct' ? 'direct' : 'group',
    title: textOrNull(row['title']),
    participants: members
      .all(Number(row['id']))
      .map((member) => `${text(row['network'])}:${text(member['address'])}`),
    messages: Number(row['messages']),
    firstAt: instant(row['first_at']) ?? '',
    lastAt: instant(row['last_at']) ?? '',
  }))
}

/** @throws {BaileyError} `no-such-conversation`. */
export async function answerConversation(
  open: Case,
  { id }: Questions['conversation'],
): Promise<Answers['conversation']> {
  const row = open.raw.prepare(`${selectConversations} where c.public_id = ?`).get(id)
  const [summary] = row ? conversationSummaries(open, [row]) : []
  if (!row || !summary) throw new BaileyError('no-such-conversation', id)
  const key = Number(row['id'])
  const days = open.raw
    .prepare(
      'select day, sum(messages) as n from activity_day where conversation_id = ? group by day order by day',
    )
    .all(key)
  const senders = open.raw
    .prepare(
      `select h.address, sum(a.messages) as n from activity_day a join handle h on h.id = a.sender_id where a.conversation_id = ?
       group by a.sender_id order by n desc, h.address limit 500`,
    )
    .all(key)
  return {
    ...summary,
    days: days.map((d) => ({ day: renderDay(Number(d['day'])), messages: Number(d['n']) })),
    senders: senders.map((s) => ({
      handle: `${summary.network}:${text(s['address'])}`,
      messages: Number(s['n']),
    })),
  }
}

/** @throws {BaileyError} `no-such-conversation`. */
export async function answerThread(
  open: Case,
  { id, offset, limit }: Questions['thread'],
): Promise<Answers['thread']> {
  const { key, total } = findConversation(open, id)
  const found = open.raw
    .prepare('select id from message where conversation_id = ? order by id limit ? offset ?')
    .all(key, limit, offset)
    .map((row) => Number(row['id']))
  if (found.length === 0) return { total, messages: [] }
  const rows = open.raw
    .prepare(`${selectMessages} where m.conversation_id = ? and m.id between ? and ? order by m.id`)
    .all(key, found[0] ?? 0, found.at(-1) ?? 0)
  return { total, messages: storedMessages(open.raw, rows) }
}

/** @throws {BaileyError} `no-such-conversation`, `no-such-message`. */
export async function answerPosition(
  open: Case,
  { id, uid, at }: Questions['position'],
): Promise<Answers['position']> {
  const { key } = findConversation(open, id)
  const before = open.raw.prepare('select count(*) as n from message where conversation_id = ? and id < ?')
  if (uid !== null) {
    const message = open.raw
      .prepare('select id from message where uid = ? and conversation_id = ?')
      .get(Buffer.from(uid, 'hex'), key)
    if (!message) throw new BaileyError('no-such-message', uid)
    return { offset: Number(before.get(key, Number(message['id']))?.['n']) }
  }
  const instantAt = at === null ? null : parseInstant(at)
  if (instantAt === null) throw new BaileyError('bad-value', `${at ?? 'Nothing'} is not an instant`)
  return { offset: Number(before.get(key, instantAt)?.['n']) }
}

function findConversation(open: Case, id: string): { readonly key: number; readonly total: number } {
  const row = open.raw.prepare('select id, messages from conversation where public_id = ?').get(id)
  if (!row) throw new BaileyError('no-such-conversation', id)
  return { key: Number(row['id']), total: Number(row['messages']) }
}
