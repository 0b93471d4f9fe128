/**
 * JSON Lines: one JSON object a line (RFC 8259, UTF-8), as tools and leaks write it. The fields are found by a mapping
 * profile or by their usual names; a room makes a group message. A number is a time only when its 10, 13 or 16
 * digits say whether it counts seconds, milliseconds or microseconds; it is then UTC by definition.
 *
 * @see https://jsonlines.org
 */

import type { TimeRead } from '../cell-time.ts'
import { readCellTime, statedOrder } from '../cell-time.ts'
import { directionOf } from '../direction-words.ts'
import type { EvidenceFile, Format, ReadContext, Row } from '../format.ts'
import { type JsonSaid, readJsonMessages } from '../json-messages.ts'
import { type JsonRecords, jsonCutter } from '../json-records.ts'
import { headText, type JsonObject } from '../json-values.ts'
import type { Line } from '../lines.ts'
import { decodeUtf8, markLength, readLines } from '../lines.ts'
import type { MappingProfile, MessageHeadings } from '../mapping-profile.ts'
import type { Said } from '../table.ts'
import { plainHeading, problemRow, readStatement, refuse } from '../table.ts'
import { firstBytes, readAnyUtf, utf8Head } from '../utf16-file.ts'

/** Files of one JSON object a line, or of one list of them. */
export const jsonLines: Format = {
  id: 'json-lines',
  version: 3,
  title: 'JSON Lines',
  accepts:
    'A text file with one JSON object a line, each a message with its sender, recipient or room, time and words.',
  extensions: ['.jsonl', '.ndjson', '.json', '.txt'],
  detects:
    'The first lines are JSON objects, each complete on its line, or the file is a list of them, with fields for a sender, a time and words.',
  example: '{"ts":"2021-03-04T05:06:07Z","from":"anna","to":"boris","body":"is it ready?"}\n',
  covers: 'every byte',
  repeats: 'copies',
  sniff: (name, head) => sniff(name, utf8Head(head)),
  read: (file, context) => readAnyUtf(file, (text) => readLinesOrList(text, context)),
}

type Fields = ReadonlyMap<string, unknown>
type Names = MessageHeadings

const usualNames = {
  time: ['ts', 'timestamp', 'time', 'date', 'datetime', 'sent_at', 'sent', 'created_at'],
  from: ['from', 'sender', 'author', 'sender_id', 'from_user', 'username', 'user'],
  to: ['to', 'recipient', 'receiver', 'recipients', 'recipient_id', 'receiver_id', 'to_user'],
  body: ['body', 'text', 'message', 'content', 'msg'],
  conversation: [
    'conversation',
    'room',
    'channel',
    'thread',
    'chat',
    'conversation_id',
    'chat_id',
    'room_id',
    'channel_id',
  ],
} as const satisfies Names

function sniff(name: string, head: Uint8Array): number {
  const text = decodeUtf8(head.subarray(markLength(head), wholeLines(head)))
  if (text === null) return 0
  if (isList(text)) return listedObjects(head).some(isMessageLike) ? 0.6 : 0
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 20)
  const objects = lines.map(parseObject).filter((fields) => fields !== null)
  if (objects.length === 0 || objects.length * 2 < lines.length) return 0
  const named = /\.(jsonl|ndjson)$/i.test(name) ? 0.95 : 0.7
  return objects.some((fields) => isMessageLike(fields)) ? named : named > 0.9 ? 0.4 : 0
}

/** The first objects of a list, as far as the head shows them whole. */
function listedObjects(head: Uint8Array): readonly Fields[] {
  return jsonCutter(listed)
    .cut(head)
    .filter(({ kind }) => kind === 'record')
    .slice(0, 20)
    .flatMap(({ bytes }) => parseObject((bytes && decodeUtf8(bytes)) ?? '') ?? [])
}

const listed: JsonRecords = { lists: ['messages'], beginsRecord: (begins) => /^\{\s{0,200}"/.test(begins) }

/** Where the last whole line ends, so that a character cut at 64 KiB does not make the head look damaged. */
function wholeLines(head: Uint8Array): number {
  return head.length < 65_536 ? head.length : head.lastIndexOf(10) + 1
}

function isMessageLike(fields: Fields): boolean {
  return [usualNames.time, usualNames.from, usualNames.body].every(
    (names) => pick(fields, names) !== undefined,
  )
}

async function* readLinesOrList(file: EvidenceFile, context: ReadContext): AsyncGenerator<readonly Row[]> {
  const head = await firstBytes(file)
  const readObject = (record: JsonObject): JsonSaid => readFields(fieldsOf(record), context)
  if (isList(headText(head))) yield* readJsonMessages(file, { shape: listed, read: readObject })
  else yield* read(file, context)
}

/** Whether the file is one list of objects, or an object that holds one as its `messages`, and not objects a line. */
function isList(head: string): boolean {
  if (/^\s{0,200}\[\s{0,200}\{/.test(head)) return true
  if (!/^\s{0,200}\{[^{}[\]]{0,2000}"messages"\s{0,9}:\s{0,9}\[/.test(head)) return false
  const [first = '', ...below] = head.trim().split('\n')
  return below.length === 0 || parseObject(first) === null
}

async function* read(file: EvidenceFile, context: ReadContext): AsyncGenerator<readonly Row[]> {
  let held: Row | null = null
  let end = 0
  for await (const lines of readLines(file)) {
    const rows: Row[] = []
    for (const line of lines) {
      const row = readLine(line, held?.span.end ?? 0, context)
      end = line.end
      if (!row) continue
      if (held) rows.push(held)
      held = row
    }
    if (rows.length > 0) yield rows
  }
  const whole = { start: held?.span.start ?? 0, end }
  yield [
    held
      ? { ...held, span: whole }
      : problemRow(null, whole, refuse(end === 0 ? 'empty-file' : 'no-records')),
  ]
}

/** The row of a line; null for a blank one, which the next row takes into its span. */
function readLine(line: Line, from: number, context: ReadContext): Row | null {
  const span = { start: from, end: line.end }
  if (!line.bytes) return problemRow(null, span, refuse('record-too-long'))
  const mark = line.start === 0 ? markLength(line.bytes) : 0
  const text = decodeUtf8(line.bytes.subarray(mark))
  if (text === null) return problemRow(null, span, refuse('not-utf8'))
  if (text.trim() === '') return null
  const fields = parseObject(text)
  if (!fields) {
    const cut = !line.ended && text.trimStart().startsWith('{')
    return problemRow(
      null,
      span,
      refuse(cut ? 'truncated' : 'not-a-record', cut ? undefined : 'The line is not a JSON object.'),
    )
  }
  const said = readFields(fields, context)
  if ('problem' in said) return problemRow(null, span, said.problem)
  const record = { start: line.start + mark, end: line.start + line.bytes.length }
  return { kind: 'message', part: null, span, record, raw: null, ...said }
}

function parseObject(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    return fieldsOf(value)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function fieldsOf(object: object): Fields {
  return new Map(Object.entries(object).map(([name, field]) => [plainHeading(name), field]))
}

function readFields(fields: Fields, { profile, zone }: ReadContext): Said {
  const names: Names = profile?.columns ?? usualNames
  const sides = sidesOf(fields, names, profile)
  if ('problem' in sides) return sides
  const layout = {
    order: profile && statedOrder(profile),
    orderStated: profile !== null && profile.dateOrder !== 'sniff',
    zone,
    utc: false,
  }
  const body = pick(fields, names.body)
  const stamp = stampOf(fields, names)
  return readStatement({
    network: profile?.network ?? textOf(fields.get('network')) ?? 'unknown',
    from: sides.from,
    fromName: textOf(pick(fields, names.fromName)),
    to: sides.to,
    conversation: textOf(pick(fields, names.conversation)),
    time: stamp === undefined ? null : timeOf(stamp, layout),
    body: typeof body === 'string' ? body : null,
  })
}

type Sides = { readonly from: string; readonly to: readonly string[] } | Extract<Said, { problem: unknown }>

function sidesOf(fields: Fields, names: Names, profile: MappingProfile | null): Sides {
  const from = pick(fields, names.from)
  const owner = textOf(pick(fields, names.owner))
  const peer = textOf(pick(fields, names.peer))
  const direction = textOf(pick(fields, names.direction)) ?? ''
  if (from !== undefined || owner === null || peer === null) {
    return {
      from: textOf(from) ?? '',
      to: recipientsOf(pick(fields, names.to), profile?.recipientSeparator ?? null),
    }
  }
  const said = directionOf(direction, names.direction?.find((name) => fields.has(plainHeading(name))) ?? '')
  if (said === 'out' || /^out/i.test(direction.trim())) return { from: owner, to: [peer] }
  if (said === 'in' || /^in/i.test(direction.trim())) return { from: peer, to: [owner] }
  return { problem: refuse('no-sender', 'The direction is neither in nor out.') }
}

function recipientsOf(value: unknown, separator: string | null): readonly string[] {
  if (Array.isArray(value)) return value.map(textOf).filter((text) => text !== null)
  const text = textOf(value)
  return text === null ? [] : separator === null ? [text] : text.split(separator)
}

/** The time as it stands; where the day has a field of its own, both with a space between. */
function stampOf(fields: Fields, { date, time }: Names): unknown {
  const [day, clock] = [pick(fields, date), pick(fields, time)]
  return typeof day === 'string' && typeof clock === 'string' ? `${day.trim()} ${clock.trim()}` : clock
}

function timeOf(value: unknown, layout: Parameters<typeof readCellTime>[1]): TimeRead {
  const text = typeof value === 'number' ? plainNumber(value) : textOf(value)
  if (text !== null) return readCellTime(text, layout)
  return { kind: 'unread', says: 'The time is neither text nor a number.' }
}

function plainNumber(value: number): string | null {
  const text = String(value)
  return text.includes('e') ? null : text
}

function pick(fields: Fields, names: readonly string[] | undefined): unknown {
  for (const name of names ?? []) {
    const value = fields.get(plainHeading(name))
    if (value !== undefined && value !== null) return value
  }
  return undefined
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : null
}
