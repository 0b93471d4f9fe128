import type { DatabaseSync } from 'node:sqlite'

/** Transactions whose changes are kept: a process that is further behind reads every message again. */
const kept = 1000

/** Puts on record which messages a transaction added, took away or gave other copies; see {@link readChanges}. */
export function noteChanges(raw: DatabaseSync, messages: readonly number[]): void {
  if (messages.length === 0) return
  const { buffer } = Float64Array.from(messages)
  const { lastInsertRowid } = raw
    .prepare('insert into message_change (messages) values (?)')
    .run(new Uint8Array(buffer))
  raw.prepare('delete from message_change where id <= ?').run(Number(lastInsertRowid) - kept)
}

/** The place of the last change in this state of the case. */
export function lastChange(raw: DatabaseSync): number {
  return Number(raw.prepare('select coalesce(max(id), 0) as id from message_change').get()?.['id'])
}

/** Messages changed after `known`, each once, at most `most`; null where they are more or no longer on record. */
export function readChanges(raw: DatabaseSync, known: number, most: number): readonly number[] | null {
  const first = raw.prepare('select coalesce(min(id), 0) as id from message_change').get()?.['id']
  if (Number(first) > known + 1) return null
  const size = raw
    .prepare('select coalesce(sum(length(messages)), 0) as bytes from message_change where id > ?')
    .get(known)
  if (Number(size?.['bytes']) > most * 8) return null
  const changed = new Set<number>()
  for (const { messages } of raw.prepare('select messages from message_change where id > ?').iterate(known))
    if (messages instanceof Uint8Array)
      for (const id of new Float64Array(messages.slice().buffer)) changed.add(id)
  return [...changed]
}
