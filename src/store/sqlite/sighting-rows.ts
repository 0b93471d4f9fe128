import type { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SealedBytes } from '../case-writer.ts'
import type { ReadBatch } from '../read-batch.ts'

/** An entry being read: its row, and its sealed bytes. */
export interface EntrySource {
  readonly entryId: number
  readonly sealed: SealedBytes
}

const rowsATurn = 1000

/** Writes a sighting for every message of a batch, in the order of the file, with the bytes of its record. */
export function openSightingRows(
  raw: DatabaseSync,
): (batch: ReadBatch, messageIds: Float64Array, source: EntrySource) => Promise<void> {
  const insert = raw.prepare(
    'insert into sighting (message_id, entry_id, part, start, length, uid, repairs, raw, details) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const insertMedia = raw.prepare('insert or ignore into sighting_media (sha256, sighting_id) values (?, ?)')
  return async (batch, messageIds, { entryId, sealed }) => {
    const m = batch.messages
    const parts = new Map(m.parts)
    const repairs = new Map(m.repairs)
    const details = new Map(m.details)
    const media = new Map(m.media)
    const read = bytesInOrder(m.start, m.length, sealed)
    for (let i = 0; i < m.count; i++) {
      if (i % rowsATurn === 0) await nextTurn()
      const part = parts.get(i)
      const uid = m.uids.subarray(i * 16, i * 16 + 16)
      const bytes = part ? part.raw : read(i)
      const start = m.start[i] ?? 0
      const length = m.length[i] ?? 0
      const { lastInsertRowid: sighting } = insert.run(
        messageIds[i] ?? 0,
        entryId,
        part?.part ?? null,
        start,
        length,
        uid,
        repairs.get(i)?.join(' ') ?? null,
        bytes,
        details.has(i) ? JSON.stringify(details.get(i)) : null,
      )
      for (const sha256 of media.get(i) ?? []) insertMedia.run(Buffer.from(sha256, 'hex'), sighting)
    }
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
