import { BaileyError } from '../../core/errors.ts'
import { isCaptureMode } from '../../core/exhibit.ts'
import { type RepairCode, repairCodes } from '../../core/problem.ts'
import type { Answers, Questions, Sighting } from '../questions.ts'
import type { Case } from './case-reader.ts'
import {
  entryPath,
  hex,
  type SqlRow,
  selectMessages,
  storedMessages,
  text,
  textOrNull,
} from './stored-message.ts'

/** @throws {BaileyError} `no-such-message`. */
export async function answerMessage(
  open: Case,
  { uid, context }: Questions['message'],
): Promise<Answers['message']> {
  const row = open.raw.prepare(`${selectMessages} where m.uid = ?`).get(Buffer.from(uid, 'hex'))
  const [message] = row ? storedMessages(open.raw, [row]) : []
  if (!row || !message) throw new BaileyError('no-such-message', uid)
  const neighbours = (compare: '<' | '>', order: 'asc' | 'desc') =>
    open.raw
      .prepare(
        `${selectMessages} where m.conversation_id = ? and m.id ${compare} ? order by m.id ${order} limit ?`,
      )
      .all(Number(row['conversation_row']), Number(row['id']), context)
  return {
    message,
    sightings: sightingsOf(open, Number(row['id'])),
    spans: [],
    translations: [],
    before: storedMessages(open.raw, neighbours('<', 'desc')).toReversed(),
    after: storedMessages(open.raw, neighbours('>', 'asc')),
  }
}

/** @throws {BaileyError} `no-such-message`. */
export async function answerSource(open: Case, { uid }: Questions['source']): Promise<Answers['source']> {
  const row = open.raw.prepare('select id from message where uid = ?').get(Buffer.from(uid, 'hex'))
  if (!row) throw new BaileyError('no-such-message', uid)
  return sightingsOf(open, Number(row['id']))
}

function sightingsOf(open: Case, messageId: number): Sighting[] {
  return open.raw
    .prepare(
      `select g.uid, g.part, g.start, g.length, g.repairs, g.raw, e.name as entry, e.sha256 as entry_sha256, e.format, e.profile,
         x.ref as exhibit, x.sha256 as exhibit_sha256, x.capture_mode
       from sighting g join entry e on e.id = g.entry_id join exhibit x on x.id = e.exhibit_id where g.message_id = ? order by g.id`,
    )
    .all(messageId)
    .map(sighting)
}

function sighting(row: SqlRow): Sighting {
  const mode = text(row['capture_mode'])
  const raw = row['raw']
  return {
    uid: hex(row['uid']),
    exhibit: text(row['exhibit']),
    exhibitSha256: text(row['exhibit_sha256']),
    entry: entryPath(row['entry'], row['part']),
    entrySha256: text(row['entry_sha256']),
    offset: Number(row['start']),
    length: Number(row['length']),
    format: text(row['format']),
    profile: textOrNull(row['profile']),
    captureMode: isCaptureMode(mode) ? mode : 'unknown',
    repairs: parseRepairs(row['repairs']),
    raw:
      raw instanceof Uint8Array
        ? Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('base64')
        : '',
  }
}

/** Reads the space-separated codes of a sighting's `repairs` column. */
export function parseRepairs(value: SqlRow[string] | undefined): readonly RepairCode[] {
  return value === null || value === undefined ? [] : text(value).split(' ').filter(isRepairCode)
}

function isRepairCode(code: string): code is RepairCode {
  return code in repairCodes
}
