import type { DatabaseSync } from 'node:sqlite'
import { markTables } from '../sql/mark-hashes.ts'
import { countReads, recountRelevance, uncountReads } from '../sql/review-counts.ts'

/**
 * Does work that moves what was decided from message to message, and counts anew what is counted of it. Where nothing was
 * decided of any of the messages it costs next to nothing.
 *
 * @param messages - a select of the ids of every message it moves from or to, which holds before and after.
 */
export function movingMarks(raw: DatabaseSync, messages: string, work: () => void): void {
  raw.exec(
    `create temp table if not exists moving (message_id integer primary key); delete from moving; insert into moving ${messages}`,
  )
  const isMarked = markTables.some(
    (table) =>
      raw
        .prepare(`select 1 from ${table} where message_id in (select message_id from moving) limit 1`)
        .get() !== undefined,
  )
  const moving = 'select message_id from moving'
  if (isMarked) for (const statement of uncountReads(moving)) raw.exec(statement)
  work()
  if (!isMarked) return
  for (const statement of [...countReads(moving), ...recountRelevance(moving)]) raw.exec(statement)
}

/** Gives a message that was parted from another what was decided under its own uid. */
export function giveBackMarks(raw: DatabaseSync, uid: Uint8Array, kept: number, parted: number): void {
  for (const table of markTables)
    raw.prepare(`update ${table} set message_id = ? where message_id = ? and uid = ?`).run(parted, kept, uid)
}
