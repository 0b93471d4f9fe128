import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { messageKinds } from '../../core/message.ts'
import { parseEpochMicros, renderInstant } from '../../core/time.ts'
import type { StoredMessage } from '../questions.ts'
import { zoneSources } from './tables.ts'

/** A row as `node:sqlite` gives it. */
export type SqlRow = Record<string, SQLOutputValue>

/**
 * The columns and joins that {@link storedMessage} reads; append `where`, `order by` and so on. The primary sighting
 * is the first received.
 */
export const selectMessages = `
  select m.id, m.uid, m.sent_at, m.time_text, m.zone, m.kind, m.body, m.body_exact,
    n.name as network, c.public_id as conversation, c.kind as conversation_kind, c.title as conversation_title, c.id as conversation_row,
    s.address as sender, r.address as recipient,
    (select count(*) from sighting where message_id = m.id) as sightings,
    (select max(repairs is not null) from sighting where message_id = m.id) as repaired,
    e.name as entry, x.ref as exhibit, g.part as part, g.start as start
  from message m
  join conversation c on c.id = m.conversation_id
  join network n on n.id = c.network_id
  join handle s on s.id = m.sender_id
  left join handle r on r.id = m.recipient_id
  join sighting g on g.id = (select min(id) from sighting where message_id = m.id)
  join entry e on e.id = g.entry_id
  join exhibit x on x.id = e.exhibit_id`

/** Makes messages of rows; recipients of list conversations are looked up, those of rooms left empty. */
export function storedMessages(raw: DatabaseSync, rows: readonly SqlRow[]): StoredMessage[] {
  const lists = listMembers(raw, rows)
  return rows.map((row) => storedMessage(row, lists))
}

function storedMessage(row: SqlRow, lists: ReadonlyMap<number, readonly string[]>): StoredMessage {
  const network = text(row['network'])
  const from = `${network}:${text(row['sender'])}`
  const members = lists.get(Number(row['conversation_row']))
  return {
    uid: hex(row['uid']),
    sentAt: instant(row['sent_at']) ?? '',
    timeText: text(row['time_text']),
    zone: zoneSources[Number(row['zone'])] ?? 'unknown',
    network,
    conversation: text(row['conversation']),
    kind: messageKinds[Number(row['kind'])] ?? 'text',
    from,
    to:
      row['recipient'] !== null
        ? [`${network}:${text(row['recipient'])}`]
        : (members ?? []).filter((member) => member !== from),
    body: bodyOf(row),
    sightings: Number(row['sightings']),
    repaired: Number(row['repaired']) === 1,
    exhibit: text(row['exhibit']),
    entry: entryPath(row['entry'], row['part']),
    offset: Number(row['start']),
  }
}

/** The body exactly as written, from TEXT or, where TEXT cannot hold it, from the bytes kept beside it. */
export function bodyOf(row: SqlRow): string {
  const exact = row['body_exact']
  return exact instanceof Uint8Array
    ? Buffer.from(exact.buffer, exact.byteOffset, exact.byteLength).toString('utf16le')
    : text(row['body'])
}

/** Members of conversations that a list of recipients made (their key is that list), by row id. */
function listMembers(raw: DatabaseSync, rows: readonly SqlRow[]): ReadonlyMap<number, readonly string[]> {
  const members = new Map<number, readonly string[]>()
  const find = raw.prepare(
    `select n.name || ':' || h.address as handle from participant p join handle h on h.id = p.handle_id join network n on n.id = h.network_id
     join conversation c on c.id = p.conversation_id where p.conversation_id = ? and substr(c.key, 1, 1) = '[' order by h.address`,
  )
  for (const row of rows) {
    const id = Number(row['conversation_row'])
    if (row['conversation_kind'] !== 'group' || members.has(id)) continue
    members.set(
      id,
      find.all(id).map((found) => text(found['handle'])),
    )
  }
  return members
}

/** Entry name, with the part inside a container after `!/`. */
export function entryPath(entry: SQLOutputValue | undefined, part: SQLOutputValue | undefined): string {
  return part === null || part === undefined ? text(entry) : `${text(entry)}!/${text(part)}`
}

/** A TEXT column. */
export function text(value: SQLOutputValue | undefined): string {
  return typeof value === 'string' ? value : String(value ?? '')
}

/** A TEXT column that may be null. */
export function textOrNull(value: SQLOutputValue | undefined): string | null {
  return value === null || value === undefined ? null : text(value)
}

/** A BLOB column in lower-case hex. */
export function hex(value: SQLOutputValue | undefined): string {
  return value instanceof Uint8Array
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')
    : ''
}

/** A column of epoch microseconds as ISO 8601 UTC, or null. */
export function instant(value: SQLOutputValue | undefined): string | null {
  if (value === null || value === undefined) return null
  const at = parseEpochMicros(Number(value))
  return at === null ? null : renderInstant(at)
}
