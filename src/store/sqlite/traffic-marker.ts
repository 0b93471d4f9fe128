import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { messageKinds } from '../../core/message.ts'
import { trafficMarks } from '../../core/traffic.ts'
import type { AuditLog } from '../audit-log.ts'
import type { MarkableMessage, TrafficMarker } from '../traffic-marker.ts'
import { writing } from './transaction.ts'

const rowsAtOnce = 5000
const system = messageKinds.indexOf('system')

const touched =
  'select distinct c.conversation_id from coverage c join entry e on e.id = c.entry_id where e.exhibit_id = ?'

/** Keeps traffic marks in a SQLite case; the importer's connection. */
export function openTrafficMarker({
  raw,
  log,
}: {
  readonly raw: DatabaseSync
  readonly log: AuditLog
}): TrafficMarker {
  return {
    messagesToMark: (exhibitId) => pagesOf(raw, exhibitId),
    handlesToMark: async (exhibitId) =>
      raw
        .prepare(
          `select h.id, h.address from handle h where h.id in (select p.handle_id from participant p where p.conversation_id in (${touched}))`,
        )
        .all(exhibitId)
        .map((row) => ({ id: Number(row['id']), address: String(row['address']) })),
    record: (asker, exhibitId, { messages, handles, version }) =>
      writing(raw, async () => {
        raw.prepare(`delete from traffic_mark where conversation_id in (${touched})`).run(exhibitId)
        const add = raw.prepare(
          `insert into traffic_mark (message_id, mark, conversation_id, sender_id) select id, ?, conversation_id, sender_id from message where id = ?`,
        )
        for (const [id, mark] of messages) add.run(trafficMarks.indexOf(mark), id)
        const markHandle = raw.prepare('update handle set mark = ? where id = ? and mark <> ?')
        for (const [id, mark] of handles) markHandle.run(mark, id, mark)
        const detail = { messages: messages.size, version }
        await log.append(asker, { action: 'traffic.mark', object: null, detail })
      }),
  }
}

/** The first exhibit touches every conversation, so that the messages are read as they lie. */
async function* pagesOf(raw: DatabaseSync, exhibitId: number): AsyncGenerator<readonly MarkableMessage[]> {
  const others = raw.prepare('select 1 from exhibit where id <> ? limit 1').get(exhibitId)
  const where = others === undefined ? '? > 0' : `conversation_id in (${touched})`
  const rows = raw.prepare(
    `select id, conversation_id, sender_id, sent_at, kind, body from message where ${where} order by id`,
  )
  let page: MarkableMessage[] = []
  for (const row of rows.iterate(exhibitId)) {
    page.push(markable(row))
    if (page.length < rowsAtOnce) continue
    yield page
    page = []
  }
  yield page
}

function markable(row: Record<string, SQLOutputValue>): MarkableMessage {
  return {
    id: Number(row['id']),
    conversation: Number(row['conversation_id']),
    sender: Number(row['sender_id']),
    at: Number(row['sent_at']),
    isSystem: row['kind'] === system,
    body: String(row['body']),
  }
}
