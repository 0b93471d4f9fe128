import type { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { messageKinds } from '../../core/message.ts'
import type { SealedBytes } from '../case-writer.ts'
import type { ReadBatch } from '../read-batch.ts'
import { whoTokens } from './full-text.ts'
import type { BatchIds } from './name-ids.ts'

const rowsATurn = 1000

/** What a batch put into the case. */
export interface StoredBatch {
  /** Places in the batch of messages new to the case. */
  readonly fresh: readonly number[]
  readonly recipients: Int32Array
}

/**
 * Writes the messages, sightings and search index of batches. Messages go in by order of time, because SQLite writes
 * neighbouring keys cheaply and FTS5 flushes whenever a row id falls; sightings go in by order of the file. Gives the
 * event loop a turn every thousand rows, so that the next batch arrives from its reader meanwhile.
 */
export function openMessageRows(
  raw: DatabaseSync,
): (batch: ReadBatch, ids: BatchIds, entryId: number, sealed: SealedBytes) => Promise<StoredBatch> {
  const insertMessage = raw.prepare(
    `insert into message (id, uid, conversation_id, sender_id, recipient_id, sent_at, time_text, zone, kind, body, body_exact, media)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
  )
  const findPlace = openPlaces(raw)
  const insertSighting = raw.prepare(
    'insert into sighting (message_id, entry_id, part, start, length, uid, repairs, raw) values (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const index = raw.prepare('insert into message_fts (rowid, body, who) values (?, ?, ?)')

  return async (batch, ids, entryId, sealed) => {
    const m = batch.messages
    const media = new Map(m.media)
    const messageIds = new Float64Array(m.count)
    const recipients = recipientsOf(batch, ids)
    const fresh: number[] = []
    let done = 0
    for (const i of placesByTime(m.at, m.count)) {
      if (++done % rowsATurn === 0) await nextTurn()
      const uid = m.uids.subarray(i * 16, i * 16 + 16)
      const at = m.at[i] ?? 0
      const body = m.body[i] ?? ''
      const files = media.get(i)
      const recipient = recipients[i] === 0 ? null : (recipients[i] ?? null)
      const sender = ids.handles[m.sender[i] ?? 0] ?? 0
      const conversation = ids.conversations[m.conversation[i] ?? 0] ?? 0
      const put = (id: number): boolean =>
        insertMessage.run(
          id,
          uid,
          conversation,
          sender,
          recipient,
          at,
          m.timeText[i] ?? '',
          m.zone[i] ?? 0,
          messageKinds.indexOf(m.kind[i] ?? 'text'),
          body,
          exactBody(body),
          files ? JSON.stringify(files) : null,
        ).changes === 1
      let id = at
      if (!put(id)) {
        const place = findPlace(at, uid)
        id = place.id
        if (place.taken) {
          messageIds[i] = id
          continue
        }
        put(id)
      }
      messageIds[i] = id
      fresh.push(i)
    }
    for (const i of fresh) {
      if (++done % rowsATurn === 0) await nextTurn()
      const place = m.conversation[i] ?? 0
      const recipient = recipients[i] === 0 ? null : (recipients[i] ?? null)
      const who = whoTokens(
        ids.handles[m.sender[i] ?? 0] ?? 0,
        recipient,
        ids.conversations[place] ?? 0,
        ids.networkOfConversation[place] ?? 0,
      )
      index.run(messageIds[i] ?? 0, m.body[i] ?? '', who)
    }
    await writeSightings(batch, messageIds, sealed, (i, messageId, bytes, part, repairs) =>
      insertSighting.run(
        messageId,
        entryId,
        part,
        m.start[i] ?? 0,
        m.length[i] ?? 0,
        m.uids.subarray(i * 16, i * 16 + 16),
        repairs,
        bytes,
      ),
    )
    return { fresh, recipients }
  }
}

/**
 * Finds the id of the message with a uid, or the first free id at or after its time. A uid fixes the time, so the
 * message stands in the run of taken ids that begins at its time, and no index over uids is needed to tell.
 */
function openPlaces(
  raw: DatabaseSync,
): (at: number, uid: Uint8Array) => { readonly id: number; readonly taken: boolean } {
  const uidAt = raw.prepare('select uid from message where id = ?')
  const runs = new Map<number, { readonly ids: Map<string, number>; end: number }>()
  return (at, uid) => {
    const key = Buffer.from(uid.buffer, uid.byteOffset, 16).toString('hex')
    const run = runs.get(at) ?? { ids: new Map<string, number>(), end: at }
    const known = run.ids.get(key)
    if (known !== undefined) return { id: known, taken: true }
    for (let row = uidAt.get(run.end); row !== undefined; row = uidAt.get(run.end)) {
      const found = row['uid']
      const id = run.end++
      if (!(found instanceof Uint8Array)) continue
      const foundKey = Buffer.from(found.buffer, found.byteOffset, 16).toString('hex')
      run.ids.set(foundKey, id)
      if (foundKey === key) return remember(runs, at, run, { id, taken: true })
    }
    return remember(runs, at, run, { id: run.end, taken: false })
  }
}

/** Keeps long runs, such as a million messages with one and the same time, so that they are not walked again. */
function remember<T>(
  runs: Map<number, { readonly ids: Map<string, number>; end: number }>,
  at: number,
  run: { readonly ids: Map<string, number>; end: number },
  place: T,
): T {
  if (run.ids.size < 16) return place
  if (runs.size > 1000) runs.clear()
  runs.set(at, run)
  return place
}

async function writeSightings(
  batch: ReadBatch,
  messageIds: Float64Array,
  sealed: SealedBytes,
  write: (
    i: number,
    messageId: number,
    bytes: Uint8Array,
    part: string | null,
    repairs: string | null,
  ) => void,
): Promise<void> {
  const m = batch.messages
  const parts = new Map(m.parts)
  const repairs = new Map(m.repairs)
  const read = bytesInOrder(m.start, m.length, sealed)
  for (let i = 0; i < m.count; i++) {
    if (i % rowsATurn === 0) await nextTurn()
    const part = parts.get(i)
    const bytes = part ? part.raw : read(i)
    write(i, messageIds[i] ?? 0, bytes, part?.part ?? null, repairs.get(i)?.join(' ') ?? null)
  }
}

/** Reads records that stand in file order through a window, so that a record does not cost a system call. */
function bytesInOrder(
  starts: Float64Array,
  lengths: Float64Array,
  sealed: SealedBytes,
): (i: number) => Uint8Array {
  const windowBytes = 1 << 20
  let from = 0
  let window: Uint8Array = new Uint8Array()
  return (i) => {
    const start = starts[i] ?? 0
    const length = lengths[i] ?? 0
    if (start < from || start + length > from + window.length) {
      from = start
      window = sealed.readSync(start, Math.max(windowBytes, length))
    }
    return window.subarray(start - from, start - from + length)
  }
}

/** The other of two handles for each message, 0 in a room; a note to oneself has the sender. */
function recipientsOf(batch: ReadBatch, ids: BatchIds): Int32Array {
  const m = batch.messages
  const recipients = new Int32Array(m.count)
  for (let i = 0; i < m.count; i++) {
    const conversation = batch.conversations[m.conversation[i] ?? 0]
    if (conversation?.kind !== 'direct') continue
    const sender = m.sender[i] ?? 0
    const other = conversation.participants.find((place) => place !== sender) ?? sender
    recipients[i] = ids.handles[other] ?? 0
  }
  return recipients
}

function placesByTime(at: Float64Array, count: number): readonly number[] {
  const places = Array.from({ length: count }, (_, i) => i)
  for (let i = 1; i < count; i++) {
    if ((at[i] ?? 0) < (at[i - 1] ?? 0)) return places.sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0) || a - b)
  }
  return places
}

/** UTF-16LE of a body that TEXT would change, else null. */
function exactBody(body: string): Uint8Array | null {
  return body.isWellFormed() ? null : Buffer.from(body, 'utf16le')
}
