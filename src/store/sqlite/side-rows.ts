import type { DatabaseSync } from 'node:sqlite'
import type { ReadBatch } from '../read-batch.ts'
import { folded } from '../sql/handle-answers.ts'

/** Finds or makes the row of a handle. */
type FindHandle = (network: string, address: string) => number

/** Writes what an exhibit holds beside messages: saved names, which also become names of their handles, and traces. */
export function openSideRows(
  raw: DatabaseSync,
): (batch: ReadBatch, entryId: number, handle: FindHandle) => void {
  const addContact = raw.prepare(
    'insert into contact (entry_id, part, start, length, handle_id, name, saved_by) values (?, ?, ?, ?, ?, ?, ?)',
  )
  const addName = raw.prepare(
    'insert into handle_name (handle_id, name, folded) values (?, ?, ?) on conflict do nothing',
  )
  const addTrace = raw.prepare(
    'insert into trace (entry_id, part, start, length, device, from_at, until_at, place, detail) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  return (batch, entryId, handle) => {
    for (const { part, start, length, contact } of batch.contacts) {
      const id = handle(contact.network, contact.address)
      addContact.run(entryId, part, start, length, id, contact.name, contact.savedBy)
      addName.run(id, contact.name, folded(contact.name))
    }
    for (const { part, start, length, trace } of batch.traces) {
      const { device, from, until, place } = trace
      const at = until === null ? null : until.at
      addTrace.run(entryId, part, start, length, device, from.at, at, place.kind, JSON.stringify(trace))
    }
  }
}
