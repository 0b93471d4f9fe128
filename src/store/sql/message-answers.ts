import type { Kysely } from 'kysely'
import { BaileyError } from '../../core/errors.ts'
import { isCaptureMode } from '../../core/exhibit.ts'
import { type RepairCode, repairCodes } from '../../core/problem.ts'
import type { Answers, Questions, Sighting } from '../questions.ts'
import type { Case } from './open-case.ts'
import { entryPath, hex, selectMessages, storedMessages } from './stored-message.ts'
import type { Tables } from './tables.ts'

/** @throws {BaileyError} `no-such-message`. */
export async function answerMessage(
  { db }: Case,
  { uid, context }: Questions['message'],
): Promise<Answers['message']> {
  const row = await selectMessages(db).where('m.uid', '=', Buffer.from(uid, 'hex')).executeTakeFirst()
  const [message] = row ? await storedMessages(db, [row]) : []
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
    translations: [],
    before: (await storedMessages(db, before)).toReversed(),
    after: await storedMessages(db, after),
  }
}

/** @throws {BaileyError} `no-such-message`. */
export async function answerSource({ db }: Case, { uid }: Questions['source']): Promise<Answers['source']> {
  const row = await db
    .selectFrom('message')
    .select('id')
    .where('uid', '=', Buffer.from(uid, 'hex'))
    .executeTakeFirst()
  if (!row) throw new BaileyError('no-such-message', uid)
  return await sightingsOf(db, row.id)
}

async function sightingsOf(db: Kysely<Tables>, messageId: number): Promise<Sighting[]> {
  const rows = await db
    .selectFrom('sighting as g')
    .innerJoin('entry as e', 'e.id', 'g.entry_id')
    .innerJoin('exhibit as x', 'x.id', 'e.exhibit_id')
    .select(['g.uid', 'g.part', 'g.start', 'g.length', 'g.repairs', 'g.raw', 'g.details'])
    .select(['e.name as entry', 'e.sha256 as entry_sha256', 'e.format', 'e.profile'])
    .select(['x.ref as exhibit', 'x.sha256 as exhibit_sha256', 'x.capture_mode'])
    .where('g.message_id', '=', messageId)
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
    details: parseDetails(row.details),
    raw: Buffer.from(row.raw.buffer, row.raw.byteOffset, row.raw.byteLength).toString('base64'),
  }))
}

/** Reads the space-separated codes of a sighting's `repairs` column. */
export function parseRepairs(value: string | null): readonly RepairCode[] {
  return value === null ? [] : value.split(' ').filter(isRepairCode)
}

function isRepairCode(code: string): code is RepairCode {
  return code in repairCodes
}

function parseDetails(value: string | null): Sighting['details'] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the store wrote it of MessageDetails
  return value === null ? null : (JSON.parse(value) as Sighting['details'])
}
