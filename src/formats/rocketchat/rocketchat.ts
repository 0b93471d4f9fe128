import { parseNetwork } from '../../core/handle.ts'
import type { Message, MessageKind } from '../../core/message.ts'
import { type ProblemCode, problemCodes, type RepairCode } from '../../core/problem.ts'
import { readEpochTime } from '../epoch-time.ts'
import type { EvidenceFile, Format, ReadContext, Row } from '../format.ts'
import { type JsonPiece, jsonCutter } from '../json-records.ts'
import { headText, isObject, type JsonObject } from '../json-values.ts'
import { decodeUtf8 } from '../lines.ts'
import { noRepairs, type RowTiles, rowTiles } from '../row-tiles.ts'
import { addressOf, chatOf } from '../source-address.ts'
import { firstBytes, readAnyUtf } from '../utf16-file.ts'
import { readWallTime, type WallTime } from '../wall-clock.ts'
import { captionOf, detailsOf } from './message-parts.ts'

/**
 * Messages of a Rocket.Chat server: as its REST API gives a room's history, or as mongoexport writes them from its
 * database, one after another or in a list, with times as `{"$date": …}`. Every room is read as a group keyed by its
 * `rid`, rooms of two as well: the file does not say which they are. The room's name stands in the file's name only.
 */
export const rocketchat: Format = {
  id: 'rocketchat',
  version: 4,
  title: 'Rocket.Chat messages',
  accepts:
    'The .json files of a Rocket.Chat export, or the messages of its database as mongoexport writes them.',
  extensions: ['.json', '.jsonl', '.ndjson'],
  detects: 'Messages that hold rid, ts and u, in a list or one after another.',
  example:
    '{"messages":[{"_id":"m1","rid":"GENERAL","msg":"hello","ts":"2024-03-01T10:00:00.000Z","u":{"_id":"u1","username":"heron"}}]}',
  covers: 'every byte',
  idsAreShared: true,
  repeats: 'copies',
  sniff: (_name, head) => sniff(headText(head)),
  read: (file, context) => readAnyUtf(file, (text) => readRoom(text, context)),
}

async function* readRoom(file: EvidenceFile, { zone }: ReadContext): AsyncGenerator<readonly Row[]> {
  const tiles = rowTiles()
  const head = headText(await firstBytes(file))
  const cutter = jsonCutter({
    lists: ['messages'],
    bare: isBare(head),
    beginsRecord: (begins) => recordHead.test(begins),
  })
  const room = { title: titleOf(file.name), key: titleOf(file.name) ?? chatOf(file) }
  const state = { records: 0 }
  for await (const chunk of file.bytes()) {
    for (const piece of cutter.cut(chunk)) addPiece(tiles, piece, { ...room, zone }, state)
    const rows = tiles.take()
    if (rows.length > 0) yield rows
  }
  for (const piece of cutter.rest()) addPiece(tiles, piece, { ...room, zone }, state)
  if (file.size === 0) tiles.problem(0, 'empty-file', problemCodes['empty-file'])
  else if (state.records === 0 && tiles.end === 0)
    tiles.problem(file.size, 'no-records', problemCodes['no-records'])
  yield tiles.finish(file.size)
}

const recordHead =
  /^\{\s{0,200}(?:"_id"\s{0,9}:\s{0,9}(?:"[^"]{0,100}"|\{[^{}]{0,100}\})\s{0,9},\s{0,200}"(?:t|rid|ts|msg|u)"|"(?:msg|username)"\s{0,9}:\s{0,9}")/
const network = parseNetwork('rocketchat')

/** Whether the file is messages one after another and no object that holds a list of them. */
function isBare(head: string): boolean {
  const list = head.search(/"messages"\s{0,9}:\s{0,9}\[/)
  const room = head.search(/"(?:rid|username)"\s{0,9}:/)
  return /^\s{0,200}\{/.test(head) && room >= 0 && (list < 0 || room < list)
}

interface FileFacts {
  readonly title: string | null
  /** The room's key where records state none. */
  readonly key: string
  readonly zone: string | null
}

/** `general` of `2021-05-11-general.json`; null for a room of two or a name that states none. */
function titleOf(name: string): string | null {
  const found = /(?:^|\/)\d{4}-\d{2}-\d{2}-([^/]+)\.json$/i.exec(name)?.[1] ?? null
  return found?.startsWith('direct-') ? null : found
}

function addPiece(tiles: RowTiles, piece: JsonPiece, facts: FileFacts, state: { records: number }): void {
  const { start, end, bytes } = piece
  if (bytes === null) return tiles.problem(end, 'record-too-long', problemCodes['record-too-long'])
  const outermost = piece.kind === 'wrapper' && (state.records === 0 || piece.last)
  if (outermost) return
  const text = decodeUtf8(bytes)
  if (text === null) return tiles.problem(end, 'not-utf8', problemCodes['not-utf8'])
  if (piece.kind !== 'record') {
    if (!/^[\s,\]}]*$/.test(text)) tiles.problem(end, 'not-a-record', problemCodes['not-a-record'])
    return
  }
  state.records += 1
  const value = parseObject(text)
  if (value === null)
    return tiles.problem(
      end,
      text.endsWith('}') ? 'not-a-record' : 'truncated',
      'The record is not valid JSON.',
    )
  const read = readMessage(value, facts)
  if (typeof read === 'string') return tiles.problem(end, read, problemCodes[read])
  tiles.message({ start, end }, read.message, read.repairs)
}

function readMessage(
  record: JsonObject,
  { title, key, zone }: FileFacts,
): { readonly message: Message; readonly repairs: readonly RepairCode[] } | ProblemCode {
  const { ts, u, msg, t } = record
  // A user's own download of a room names the sender alone, and the room in the file's name only.
  const downloaded = u === undefined && typeof record['username'] === 'string'
  const rid = downloaded && record['rid'] === undefined ? key : record['rid']
  const time = timeOf(ts, zone)
  if (typeof time === 'string') return time
  const from = addressOf(isObject(u) ? u['username'] : record['username'])
  if (from === null || network === null) return 'no-sender'
  if (typeof rid !== 'string' || rid === '') return 'no-recipient'
  const body = typeof msg === 'string' && msg !== '' ? msg : captionOf(record)
  const kind = kindOf(record, body)
  if (kind === 'text' && typeof msg !== 'string' && t === undefined) return 'no-body'
  const message: Message = {
    network,
    conversation: { kind: 'group', key: rid, title, participants: [from] },
    from,
    fromName: isObject(u) && typeof u['name'] === 'string' && u['name'] !== '' ? u['name'] : null,
    sent: time.sent,
    kind,
    body,
    mediaHashes: [],
    details: detailsOf(record),
  }
  return { message, repairs: time.repair === null ? noRepairs : [time.repair] }
}

/** A time as text, or as the database writes it: `{"$date": …}` of text, of milliseconds, or of those as `$numberLong`. */
function timeOf(ts: unknown, zone: string | null): WallTime | ProblemCode {
  const date = isObject(ts) ? ts['$date'] : ts
  if (date === undefined || date === null || date === '') return 'no-timestamp'
  if (typeof date === 'string') return readWallTime(date, zone) ?? 'bad-timestamp'
  const sent = readEpochTime(isObject(date) ? date['$numberLong'] : date, 'milliseconds')
  return sent === null ? 'bad-timestamp' : { sent, repair: null }
}

function kindOf({ t, file, files, attachments }: JsonObject, body: string): MessageKind {
  if (typeof t === 'string' && t !== '') return 'system'
  const sent = isObject(file) || [files, attachments].some((list) => Array.isArray(list) && list.length > 0)
  return sent && body === '' ? 'media' : 'text'
}

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function sniff(text: string): number {
  const wrapped = /"messages"\s{0,9}:\s{0,9}\[/.test(text)
  if (!/^\s{0,200}(?:\{|\[)/.test(text)) return 0
  const shaped =
    /"rid"\s{0,9}:\s{0,9}"/.test(text) && /"u"\s{0,9}:\s{0,9}\{/.test(text) && /"ts"\s{0,9}:/.test(text)
  // Subscriptions of the same database hold the same fields but no words.
  if (shaped && (wrapped || /"msg"\s{0,9}:/.test(text)))
    return isBare(text) || wrapped || /^\s{0,200}\[\s{0,200}\{/.test(text) ? 0.95 : 0
  if (/^\s{0,200}(?:\[\s{0,200})?\{/.test(text) && downloadedHead.every((name) => name.test(text))) return 0.7
  return /^\s{0,200}\{\s{0,200}"messages"\s{0,9}:\s{0,9}\[\s{0,200}\]\s{0,200},\s{0,200}"success"/.test(text)
    ? 0.5
    : 0
}

/** What every record of a user's own download holds. */
const downloadedHead = [
  /"msg"\s{0,9}:\s{0,9}"/,
  /"username"\s{0,9}:\s{0,9}"/,
  /"ts"\s{0,9}:\s{0,9}"\d{4}-\d{2}-\d{2}T/,
]
