import { type Address, parseAddress, parseNetwork } from '../../core/handle.ts'
import type { Span } from '../../core/locator.ts'
import { type ConversationRef, directConversation } from '../../core/message.ts'
import { problemCodes, type RepairCode } from '../../core/problem.ts'
import type { EvidenceFile, Format, ReadContext, Row } from '../format.ts'
import { decodeUtf8, markLength } from '../lines.ts'
import { noRepairs, type RowTiles, rowTiles } from '../row-tiles.ts'
import { readAnyUtf, utf8Head } from '../utf16-file.ts'
import { readWallTime } from '../wall-clock.ts'
import { readDamagedRecord } from './damaged-record.ts'
import { type Frame, frameCutter } from './record-frames.ts'
import { isRecord, namesOf, objectEnd, silent, sniffJabber } from './record-shape.ts'

/**
 * Messages of a Jabber (XMPP) server's log as JSON objects one after another, `ts`, `from`, `to` and `body` each, as
 * the logs of ransomware groups were published. Records a translator's tools have damaged are repaired where the words
 * can be told from the rest without doubt. States no zone, no room and no name beside the address.
 */
export const jabberJson: Format = {
  id: 'jabber-json',
  version: 2,
  title: 'Jabber log as JSON objects',
  accepts: 'A .json file of Jabber (XMPP) messages, usually one file for each day.',
  extensions: ['.json', '.jsonl', '.txt'],
  detects: 'Objects one after another that hold exactly ts, from, to and body.',
  example:
    '{"ts": "2020-06-21T15:09:47.158053", "from": "heron@chat.example", "to": "otter@chat.example", "body": "hello"}',
  covers: 'every byte',
  repeats: 'copies',
  sniff: (_name, head) => sniffJabber(utf8Head(head)),
  read: (file, context) => readAnyUtf(file, (text) => readLog(text, context)),
}

async function* readLog(file: EvidenceFile, context: ReadContext): AsyncGenerator<readonly Row[]> {
  const tiles = rowTiles()
  const sink = { tiles, add: recordAdder(tiles, context) }
  const cutter = frameCutter()
  const nature = textNature()
  let records = 0
  for await (const chunk of file.bytes()) {
    if (records === 0) nature.see(chunk)
    for (const frame of cutter.cut(chunk)) {
      if (frame.begun) records += 1
      addFrame(sink, frame)
    }
    const rows = tiles.take()
    if (rows.length > 0) yield rows
  }
  const rest = cutter.rest()
  if (rest?.begun) records += 1
  if (rest && records > 0) addFrame(sink, rest)
  if (file.size === 0) tiles.problem(0, 'empty-file', problemCodes['empty-file'])
  else if (records === 0) {
    const code = nature.isUtf8() ? 'no-records' : 'not-utf8'
    tiles.problem(file.size, code, problemCodes[code])
  }
  yield tiles.finish(file.size)
}

const network =
  parseNetwork('xmpp') ??
  (() => {
    throw new TypeError('xmpp is a network')
  })()

/** Tells whether what has been seen of a stream can be UTF-8 text. */
function textNature(): { see(chunk: Uint8Array): void; isUtf8(): boolean } {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = true
  const decode = (chunk: Uint8Array, stream: boolean): void => {
    try {
      if (text) decoder.decode(chunk, { stream })
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      text = false
    }
  }
  return {
    see(chunk) {
      if (chunk.includes(0)) text = false
      decode(chunk, true)
    },
    isUtf8() {
      decode(new Uint8Array(0), false)
      return text
    },
  }
}

interface Stated {
  readonly ts: unknown
  readonly from: unknown
  readonly to: unknown
  readonly body: unknown
}

/** Adds a record's fields as a message, or as the problem they state. */
type Add = (stated: Stated, record: Span, repairs: readonly RepairCode[]) => void

function recordAdder(tiles: RowTiles, { zone }: ReadContext): Add {
  const addressOf = remembered((text) => parseAddress(text))
  const conversations = new Map<Address, Map<Address, ConversationRef>>()
  const conversationOf = (from: Address, to: Address): ConversationRef => {
    if (conversations.size > 20_000) conversations.clear()
    const known = conversations.getOrInsertComputed(from, () => new Map<Address, ConversationRef>())
    if (known.size > 20_000) known.clear()
    return known.getOrInsertComputed(to, () => directConversation(from, to))
  }
  return (stated, { start, end }, repairs) => {
    const { ts, body } = stated
    if (typeof ts !== 'string' || ts === '')
      return tiles.problem(end, 'no-timestamp', problemCodes['no-timestamp'])
    const from = typeof stated.from === 'string' ? addressOf(stated.from) : null
    if (from === null) return tiles.problem(end, 'no-sender', problemCodes['no-sender'])
    const to = typeof stated.to === 'string' ? addressOf(stated.to) : null
    if (to === null) return tiles.problem(end, 'no-recipient', problemCodes['no-recipient'])
    const time = readWallTime(ts, zone)
    if (time === null) return tiles.problem(end, 'bad-timestamp', problemCodes['bad-timestamp'])
    if (typeof body !== 'string') return tiles.problem(end, 'no-body', problemCodes['no-body'])
    const conversation = conversationOf(from, to)
    tiles.message(
      { start, end },
      {
        network,
        conversation,
        from,
        fromName: null,
        sent: time.sent,
        kind: 'text',
        body,
        mediaHashes: [],
        details: null,
      },
      time.repair === null ? repairs : [...repairs, time.repair],
    )
  }
}

interface Sink {
  readonly tiles: RowTiles
  readonly add: Add
}

/** Adds the rows of a frame. */
function addFrame(sink: Sink, frame: Frame): void {
  const { tiles } = sink
  const { bytes, start, end } = frame
  if (bytes === null) return tiles.problem(end, 'record-too-long', problemCodes['record-too-long'])
  const text = decodeUtf8(start === 0 ? bytes.subarray(markLength(bytes)) : bytes)
  if (text === null) return tiles.problem(end, 'not-utf8', problemCodes['not-utf8'])
  if (!frame.begun) {
    if (!silent.test(text))
      tiles.problem(end, 'not-a-record', 'These bytes stand before the first record of the file.')
    return
  }
  const whole = parseObject(text)
  if (whole) {
    return addObject(sink, whole, text, {
      record: { start, end: start + closedAt(bytes) },
      repairs: noRepairs,
    })
  }
  const closed = objectEnd(text)
  if (closed === null || !addPrefix(sink, text, closed, frame)) addDamaged(sink, text, frame)
}

/** Where a record stands and what was repaired to read it. */
interface Found {
  readonly record: Span
  readonly repairs: readonly RepairCode[]
}

function addObject(
  { tiles, add }: Sink,
  object: Record<string, unknown>,
  text: string,
  { record, repairs }: Found,
): void {
  const names = namesOf(object, text)
  if (names === null) return tiles.problem(record.end, 'not-a-record', 'The record states a field twice.')
  if (names === 'plain') {
    return add(
      { ts: object['ts'], from: object['from'], to: object['to'], body: object['body'] },
      record,
      repairs,
    )
  }
  const stated = {
    ts: object[names.ts],
    from: object[names.from],
    to: object[names.to],
    body: object[names.body],
  }
  add(stated, record, [...repairs, 'field-name'])
}

/** Adds a frame that is a valid record up to `closed` and then something else. */
function addPrefix(sink: Sink, text: string, closed: number, { start, end }: Frame): boolean {
  const whole = text.slice(0, closed)
  const object = parseObject(whole)
  if (object === null) return false
  const rest = text.slice(closed)
  const record = { start, end: start + utf8Length(text, closed) }
  if (silent.test(rest)) {
    const brace = rest.lastIndexOf('}') + 1
    const repairs = brace > 0 ? (['stray-character'] as const) : noRepairs
    addObject(sink, object, whole, { record: { start, end: record.end + brace }, repairs })
    return true
  }
  const sameLine = !/^[ \t\r]*\n/.test(rest.slice(0, 1000))
  if (sameLine && /"\s{0,256}\}\s{0,256}$/.test(rest.slice(-600))) {
    sink.tiles.problem(end, 'not-a-record', 'The words of the record cannot be told from what follows them.')
    return true
  }
  addObject(sink, object, whole, { record, repairs: noRepairs })
  sink.tiles.problem(end, 'not-a-record', 'These bytes stand between two records and belong to neither.')
  return true
}

function addDamaged({ tiles, add }: Sink, text: string, { start, end }: Frame): void {
  const repaired = readDamagedRecord(text)
  if (repaired.kind === 'problem') return tiles.problem(end, repaired.code, repaired.says)
  add(repaired, { start, end: start + utf8Length(text, repaired.length) }, repaired.repairs)
}

/** The value as an object, or null when the text is not one JSON object. */
function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** Past the brace that closes valid JSON. */
function closedAt(bytes: Uint8Array): number {
  return bytes.lastIndexOf(0x7d) + 1
}

const encoder = new TextEncoder()

function utf8Length(text: string, length: number): number {
  return encoder.encode(text.slice(0, length)).length
}

function remembered<Known>(compute: (text: string) => Known): (text: string) => Known {
  const known = new Map<string, Known>()
  return (text) => {
    if (known.size > 50_000) known.clear()
    return known.getOrInsertComputed(text, compute)
  }
}
