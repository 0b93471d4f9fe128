/**
 * Plain-text chat logs in three shapes: `TIME from -> to` with the words below it and a blank line after them;
 * `[dd.mm.yy hh:mm:ss] name:` followed by the words; and the history files of Psi, `|TIME|type|from or to|flags|words`.
 *
 * None states a network or a zone. The second names no recipient and the third no names at all: see `partiesOf` for
 * what is taken from the file instead. Escapes and event types of the third: Psi's `edbflatfile.cpp`.
 */

import type { Address, Network } from '../../core/handle.ts'
import { parseAddress, parseNetwork } from '../../core/handle.ts'
import type { Message } from '../../core/message.ts'
import { directConversation } from '../../core/message.ts'
import type { Problem, ProblemCode } from '../../core/problem.ts'
import { problemCodes } from '../../core/problem.ts'
import type { EvidenceFile, Format, MessageRow, ReadContext, Row } from '../format.ts'
import { longestRecord } from '../format.ts'
import type { Line } from '../lines.ts'
import { decodeUtf8, markLength, readLines } from '../lines.ts'
import { readWallTime, resolveWallClock } from '../wall-clock.ts'
import type { LogHeader, LogParties, LogShape } from './log-shape.ts'
import { partiesOf, readHeader, shapeOf } from './log-shape.ts'

/** Plain-text logs, as Jabber clients and leaks hold them. */
export const textLog: Format = {
  id: 'text-log',
  version: 1,
  title: 'Plain-text chat log',
  accepts: 'Text files in which each message begins with its time and its sender, one file a conversation.',
  extensions: ['.txt', '.log', '.history'],
  detects:
    'A line such as `2021-03-04T05:06:07 anna -> boris`, `[04.03.21 05:06:07] anna:` or `|2021-03-04T05:06:07|1|to|N---|`.',
  example: '2021-03-04T05:06:07 anna -> boris\nis it ready?\n\n',
  covers: 'every byte',
  repeats: 'copies',
  sniff,
  read,
}

const latin1 = new TextDecoder('latin1')

function sniff(_name: string, head: Uint8Array): number {
  if (head.includes(0)) return 0
  const lines = latin1.decode(head.subarray(markLength(head))).split(/\r?\n/)
  const written = lines.filter((line) => line.trim() !== '').slice(0, 200)
  const first = written.findIndex((line) => shapeOf(line) !== null)
  return first < 0 ? 0 : first === 0 ? 0.9 : 0.5
}

async function* read(file: EvidenceFile, context: ReadContext): AsyncGenerator<readonly Row[]> {
  const found = await survey(file)
  if (!found.shape) {
    yield [problemRow(0, found.size, refuse(found.size === 0 ? 'empty-file' : 'no-records'))]
    return
  }
  const parties = partiesOf(found.shape, file.name, found.senders)
  const log: Log = { shape: found.shape, parties, zone: context.zone, from: 0, strange: false, open: null }
  for await (const lines of readLines(file)) {
    const rows: Row[] = []
    for (const line of lines) addLine(log, line, rows)
    if (rows.length > 0) yield rows
  }
  const last = log.open ? [closeRecord(log, log.open, found.size)] : []
  if (last.length > 0) yield last
}

interface Survey {
  readonly shape: LogShape | null
  /** The first three different senders: more than two are as good as many. */
  readonly senders: readonly string[]
  readonly size: number
}

async function survey(file: EvidenceFile): Promise<Survey> {
  let shape: LogShape | null = null
  let size = 0
  const senders = new Set<string>()
  for await (const lines of readLines(file)) {
    for (const line of lines) {
      size = line.end
      if (shape === 'arrow' || shape === 'psi') continue
      const text = headerText(line)
      shape ??= shapeOf(text)
      const from = shape === 'bracket' ? readHeader(shape, text)?.from : null
      if (from && senders.size < 3) senders.add(from.normalize('NFC').trim())
    }
  }
  return { shape, senders: [...senders], size }
}

/** The line as text for finding headers: damaged words must not hide the record they stand in. */
function headerText(line: Line): string {
  const bytes = contentOf(line) ?? new Uint8Array(0)
  return decodeUtf8(bytes) ?? latin1.decode(bytes)
}

function contentOf(line: Line): Uint8Array | null {
  return line.bytes && line.start === 0 ? line.bytes.subarray(markLength(line.bytes)) : line.bytes
}

interface Log {
  readonly shape: LogShape
  readonly parties: LogParties
  readonly zone: string | null
  /** Where the next row's span begins. */
  from: number
  /** True when something other than white space stands before the first record. */
  strange: boolean
  open: OpenRecord | null
}

interface OpenRecord {
  readonly start: number
  readonly header: LogHeader
  /** Each line of the words with the line break before it, the first without. */
  readonly words: string[]
  /** Where the bytes of the last line end, without its break, and those of the line before it. */
  end: number
  endBefore: number
  lastBreak: string
  flaw: ProblemCode | null
}

function addLine(log: Log, line: Line, rows: Row[]): void {
  const bytes = contentOf(line)
  const text = bytes && decodeUtf8(bytes)
  const header = readHeader(log.shape, text ?? (bytes ? latin1.decode(bytes) : ''))
  const start = line.start === 0 && bytes && line.bytes ? line.bytes.length - bytes.length : line.start
  const end = line.bytes ? line.start + line.bytes.length : line.end
  const lastBreak = line.end - end === 2 ? '\r\n' : '\n'
  const flaw = bytes === null ? 'record-too-long' : text === null ? 'not-utf8' : null
  if (header) {
    const before = log.open ? closeRecord(log, log.open, line.start) : preamble(log, line.start)
    if (before) rows.push(before)
    const words = header.words === null ? [] : [header.words]
    log.open = { start, header, words, end, endBefore: end, lastBreak, flaw }
    return
  }
  if (!log.open) {
    log.strange ||= flaw !== null || text?.trim() !== ''
    return
  }
  addWords(log.open, { text: text ?? '', end, lastBreak, flaw })
}

/** What stands before the first record, as a problem; null when it is only white space. */
function preamble(log: Log, end: number): Row | null {
  if (!log.strange) return null
  const row = problemRow(log.from, end, refuse('not-a-record', 'These lines stand before the first message.'))
  log.from = end
  return row
}

interface Words {
  readonly text: string
  readonly end: number
  readonly lastBreak: string
  readonly flaw: ProblemCode | null
}

function addWords(record: OpenRecord, { text, end, lastBreak, flaw }: Words): void {
  record.flaw ??= flaw
  if (end - record.start > longestRecord) record.flaw = 'record-too-long'
  if (record.flaw === null) record.words.push(record.words.length === 0 ? text : record.lastBreak + text)
  else record.words.length = 0
  record.endBefore = record.end
  record.end = end
  record.lastBreak = lastBreak
}

/** The row of a record whose span ends at `end`, where the next record or the end of the file is. */
function closeRecord(log: Log, record: OpenRecord, end: number): Row {
  const start = log.from
  log.from = end
  if (record.flaw) return problemRow(start, end, refuse(record.flaw))
  const last = record.words.at(-1)
  const separated = log.shape === 'arrow' && (last === '\n' || last === '\r\n' || last === '')
  if (separated) record.words.pop()
  else if (record.words.length === 0) return problemRow(start, end, refuse('no-body'))
  const span = { start, end }
  const said = readRecord(log, record.header, record.words.join(''))
  if ('problem' in said) return { kind: 'problem', part: null, span, problem: said.problem }
  const bytes = { start: record.start, end: separated ? record.endBefore : record.end }
  return { kind: 'message', part: null, span, record: bytes, raw: null, ...said }
}

type Said = Pick<MessageRow, 'message' | 'repairs'> | { readonly problem: Problem }

function readRecord(log: Log, header: LogHeader, body: string): Said {
  const time = readTime(header.time, log.zone)
  if (!time)
    return {
      problem: refuse('bad-timestamp', `The time stated, ${header.time}, is not one that can be read.`),
    }
  const from = senderOf(header, log.parties)
  if (!from) return { problem: refuse('no-sender') }
  const to = recipientOf(header, from, log.parties)
  if (!to)
    return {
      problem: refuse(
        'no-recipient',
        'The record states no recipient, and the file does not show who the other party is.',
      ),
    }
  const message: Message = {
    network,
    conversation: directConversation(from, to),
    from,
    fromName: null,
    sent: time.sent,
    kind: header.kind,
    body,
    mediaHashes: [],
    details: null,
  }
  return { message, repairs: time.repair ? [time.repair] : [] }
}

function senderOf(header: LogHeader, parties: LogParties): Address | null {
  if (header.direction === null) return parseAddress(header.from ?? '')
  return parseAddress((header.direction === 'from' ? parties.contact : parties.owner) ?? '')
}

function recipientOf(header: LogHeader, from: Address, { pair, contact, owner }: LogParties): Address | null {
  if (header.direction !== null) return parseAddress((header.direction === 'from' ? owner : contact) ?? '')
  if (header.to !== null) return parseAddress(header.to)
  return parseAddress(pair?.find((name) => name !== from) ?? '')
}

const dotted = /^(\d\d?)\.(\d\d?)\.(\d{2}|\d{4}) (\d\d?):(\d\d)(?::(\d\d))?$/

/** ISO times, and the day-month-year of the bracket shape, whose two-digit years are of this century. */
function readTime(text: string, zone: string | null): ReturnType<typeof readWallTime> {
  const [whole, day, month, year, hour, minute, second] = dotted.exec(text) ?? []
  if (whole === undefined) return readWallTime(text, zone)
  const fields = {
    year: Number(year?.length === 2 ? `20${year}` : year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second ?? 0),
    micros: 0,
  }
  return resolveWallClock(fields, text, zone)
}

function refuse(code: ProblemCode, says: string = problemCodes[code]): Problem {
  return { code, says }
}

function problemRow(start: number, end: number, problem: Problem): Row {
  return { kind: 'problem', part: null, span: { start, end }, problem }
}

/** The log does not state one. */
const network = statedNetwork('unknown')

function statedNetwork(name: string): Network {
  const known = parseNetwork(name)
  if (!known) throw new Error(`${name} is no network`)
  return known
}
