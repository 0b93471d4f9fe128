import type { DatabaseSync } from 'node:sqlite'
import { wallHours } from '../../core/clock.ts'
import { parseEpochMicros } from '../../core/time.ts'
import type { ReadBatch } from '../read-batch.ts'
import { fillCopied, rollUpCopied } from '../sql/copy-counts.ts'
import { noteChanges } from './message-changes.ts'
import type { StoredBatch } from './message-rows.ts'

const recounted = 'select message_id from recounted'

/** Notes whose the entry of a batch is and which messages are new, and counts what the batch's copies of messages that the case already held add. */
export function openCopyCounts(
  raw: DatabaseSync,
  zone: string,
): (batch: ReadBatch, stored: StoredBatch, entryId: number) => void {
  const setOwner = raw.prepare(
    'update entry set owner = ? where id = ? and owner is null returning rows_done',
  )
  const ofEntry = raw.prepare('select distinct message_id as id from sighting where entry_id = ?')
  return (batch, stored, entryId) => {
    const owner = batch.messages.details.find(([, { owner: of }]) => of !== undefined)?.[1].owner
    const told = owner === undefined ? undefined : setOwner.get(owner, entryId)
    // An owner told of only after some of the entry was counted is the owner of that too.
    const isLate = told !== undefined && Number(told['rows_done']) > 0
    const copied = isLate ? ofEntry.all(entryId).map(({ id }) => Number(id)) : seenBefore(stored)
    recountCopies(raw, zone, copied)
    noteChanges(
      raw,
      stored.fresh.map((i) => stored.messageIds[i] ?? 0),
    )
  }
}

/** Messages of a batch that the case already held, or that stand twice in it. */
function seenBefore({ fresh, messageIds }: StoredBatch): Iterable<number> {
  if (fresh.length === messageIds.length) return []
  const isFresh = new Set(fresh)
  return messageIds.filter((_, i) => !isFresh.has(i))
}

/**
 * Counts again what the copies of some messages add in each scope, in whatever transaction changed them. Messages that
 * are no more may be among them. A message that is there once costs nothing: nobody names it.
 */
export function recountCopies(raw: DatabaseSync, zone: string, messages: Iterable<number>): void {
  raw.exec(
    'create temp table if not exists recounted (message_id integer primary key); delete from recounted',
  )
  const add = raw.prepare('insert or ignore into recounted (message_id) values (?)')
  let isAny = false
  for (const id of messages) {
    add.run(id)
    isAny = true
  }
  if (!isAny) return
  noteChanges(
    raw,
    raw
      .prepare('select message_id as id from recounted')
      .all()
      .map(({ id }) => Number(id)),
  )
  for (const statement of rollUpCopied('-', recounted)) raw.exec(statement)
  raw.exec(`delete from copied_message where message_id in (${recounted})`)
  raw.exec(fillCopied(recounted))
  placeInTime(raw, zone)
  for (const statement of rollUpCopied('+', recounted)) raw.exec(statement)
}

function placeInTime(raw: DatabaseSync, zone: string): void {
  const wallHour = wallHours(zone)
  const place = raw.prepare('update copied_message set day = ?, hour_of_week = ? where message_id = ?')
  const timed = raw
    .prepare(
      `select m.id, m.sent_at from recounted r join copied_message c on c.message_id = r.message_id join message m on m.id = c.message_id where m.zone <> 3`,
    )
    .all()
  for (const { id, sent_at: sentAt } of timed) {
    const at = parseEpochMicros(Number(sentAt))
    if (at === null) continue
    const { day, hourOfWeek } = wallHour(at)
    place.run(day, hourOfWeek, Number(id))
  }
}
