import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { messageKinds } from '../../core/message.ts'
import { trafficMarks } from '../../core/traffic.ts'
import type { AuditLog } from '../audit-log.ts'
import type { MarkableMessage, TrafficMarker } from '../traffic-marker.ts'
import { writing } from './transaction.ts'

const rowsAtOnce = 5000
const system = messageKinds.indexOf('system')

/** Keeps traffic marks in a SQLite case; the importer's connection. */
export function openTrafficMarker({
  raw,
  log,
}: {
  readonly raw: DatabaseSync
  readonly log: AuditLog
}): TrafficMarker {
  return {
    messagesToMark: () => pagesOf(raw),
    handlesToMark: async () =>
      raw
        .prepare('select id, address from handle')
        .all()
        .map((row) => ({ id: Number(row['id']), address: String(row['address']) })),
    record: (asker, { messages, handles, version }) =>
      writing(raw, async () => {
        raw.exec('delete from traffic_mark')
        const add = raw.prepare(
          `insert into traffic_mark (message_id, mark, conversation_id, sender_id, custodians, devices)
           select m.id, ?, m.conversation_id, m.sender_id, coalesce(c.custodians, 0), coalesce(c.devices, 0)
           from message m left join copied_message c on c.message_id = m.id where m.id = ?`,
        )
        for (const [id, mark] of messages) add.run(trafficMarks.indexOf(mark), id)
        const markHandle = raw.prepare('update handle set mark = ? where id = ? and mark <> ?')
        for (const [id, mark] of handles) markHandle.run(mark, id, mark)
        const detail = { messages: messages.size, version }
        await log.append(asker, { action: 'traffic.mark', object: null, detail })
      }),
  }
}

async function* pagesOf(raw: DatabaseSync): AsyncGenerator<readonly MarkableMessage[]> {
  const rows = raw.prepare(
    'select id, conversation_id, sender_id, sent_at, kind, body from message order by id',
  )
  let page: MarkableMessage[] = []
  for (const row of rows.iterate()) {
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
