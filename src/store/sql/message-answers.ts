import type { Kysely } from 'kysely'
import { BaileyError } from '../../core/errors.ts'
import { isCaptureMode } from '../../core/exhibit.ts'
import { type RepairCode, repairCodes } from '../../core/problem.ts'
import type { Sighting } from '../message-views.ts'
import type { Answers, Questions } from '../questions.ts'
import { readCopy, scoreOf } from './copy-difference.ts'
import { parseDetails } from './message-files.ts'
import { reviewHistory } from './message-reviews.ts'
import type { Case } from './open-case.ts'
import { entryPath, hex, instant, selectMessages, storedMessages } from './stored-message.ts'
import { type Tables, zoneSources } from './tables.ts'

/** @throws {BaileyError} `no-such-message`. */
export async function answerMessage(
  { db }: Case,
  { uid, context }: Questions['message'],
): Promise<Answers['message']> {
  const row = await selectMessages(db)
    .where('m.id', '=', await messageId(db, uid))
    .executeTakeFirst()
  const [message] = row ? await storedMessages(db, [row], 'whole') : []
  if (!row || !message) throw new BaileyError('no-such-message', uid)
  const inConversation = selectMessages(db)
    .where('m.conversation_id', '=', row.conversation_row)
    .limit(context)
  const before = await inConversation.where('m.id', '<', row.id).orderBy('m.id', 'desc').execute()
  const after = await inConversation.where('m.id', '>', row.id).orderBy('m.id').execute()
  return {
    message,
    sightings: await sightingsOf(db, row.id),
    spans: [],
    translations: message.translations,
    decided: await reviewHistory(db, row.id),
    before: (await storedMessages(db, before)).toReversed(),
    after: await storedMessages(db, after),
  }
}

/** @throws {BaileyError} `no-such-message`. */
export async function answerSource({ db }: Case, { uid }: Questions['source']): Promise<Answers['source']> {
  return await sightingsOf(db, await messageId(db, uid))
}

/**
 * The row id of the message with a uid, or of the one that a copy with that uid was joined to.
 *
 * @throws {BaileyError} `no-such-message`.
 */
export async function messageId(db: Kysely<Tables>, uid: string): Promise<number> {
  const bytes = Buffer.from(uid, 'hex')
  const own = await db.selectFrom('message').select('id').where('uid', '=', bytes).executeTakeFirst()
  if (own) return own.id
  const former = await db
    .selectFrom('former_uid')
    .select('message_id as id')
    .where('uid', '=', bytes)
    .executeTakeFirst()
  if (!former) throw new BaileyError('no-such-message', uid)
  return former.id
}

async function sightingsOf(db: Kysely<Tables>, ofMessage: number): Promise<Sighting[]> {
  const rows = await db
    .selectFrom('sighting as g')
    .innerJoin('entry as e', 'e.id', 'g.entry_id')
    .innerJoin('exhibit as x', 'x.id', 'e.exhibit_id')
    .innerJoin('message as m', 'm.id', 'g.message_id')
    .innerJoin('handle as h', 'h.id', 'm.sender_id')
    .select([
      'g.uid',
      'g.part',
      'g.start',
      'g.length',
      'g.repairs',
      'g.raw',
      'g.details',
      'g.copy',
      'm.sent_at',
    ])
    .select(['h.address as sender', 'e.owner', 'x.owner as exhibit_owner'])
    .select(['e.name as entry', 'e.sha256 as entry_sha256', 'e.format', 'e.profile'])
    .select(['x.ref as exhibit', 'x.sha256 as exhibit_sha256', 'x.capture_mode'])
    .where('g.message_id', '=', ofMessage)
    .orderBy('g.id')
    .execute()
  return rows.map((row) => ({
    uid: hex(row.uid),
    exhibit: row.exhibit,
    exhibitSha256: row.exhibit_sha256,
    entry: entryPath(row.entry, row.part),
    entrySha256: row.entry_sha256,
    offset: row.start,
    length: row.length,
    inPlace: row.part === null && row.raw.length === row.length,
    format: row.format ?? '',
    profile: row.profile,
    captureMode: isCaptureMode(row.capture_mode) ? row.capture_mode : 'unknown',
    repairs: parseRepairs(row.repairs),
    side: sideOf(row.owner ?? row.exhibit_owner, row.sender),
    copy: joinedCopy(row.copy, row.sent_at),
    details: parseDetails(row.details),
    raw: Buffer.from(row.raw.buffer, row.raw.byteOffset, row.raw.byteLength).toString('base64'),
  }))
}

function sideOf(owner: string | null, sender: string): Sighting['side'] {
  if (owner === null) return 'unknown'
  return owner === sender ? 'sender' : 'recipient'
}

function joinedCopy(value: string | null, messageAt: number): Sighting['copy'] {
  const copy = readCopy(value)
  return (
    copy && {
      rule: copy.rule,
      score: scoreOf(copy, messageAt),
      offsetSeconds: copy.offset === null ? null : copy.offset / 1e6,
      sentAt: instant(copy.sentAt) ?? '',
      timeText: copy.timeText,
      zone: zoneSources[copy.zone] ?? 'unknown',
      body: copy.body,
    }
  )
}

/** Reads the space-separated codes of a sighting's `repairs` column. */
export function parseRepairs(value: string | null): readonly RepairCode[] {
  return value === null ? [] : value.split(' ').filter(isRepairCode)
}

function isRepairCode(code: string): code is RepairCode {
  return code in repairCodes
}
