import type { Contact } from '../core/contact.ts'
import type { Span } from '../core/locator.ts'
import type { Message } from '../core/message.ts'
import { type Problem, type ProblemCode, problemCodes, type RepairCode } from '../core/problem.ts'
import type { EvidenceFile, Row } from './format.ts'
import { type JsonList, type JsonPiece, type JsonRecords, jsonCutter } from './json-records.ts'
import { headText, type JsonObject, parseJsonObject } from './json-values.ts'
import { decodeUtf8, markLength } from './lines.ts'
import { type RowTiles, rowTiles } from './row-tiles.ts'

/** What an object of a list says: a message, a saved name, or why it is neither. */
export type JsonSaid =
  | { readonly message: Message; readonly repairs: readonly RepairCode[] }
  | { readonly contact: Contact }
  | { readonly problem: Problem }

/** How a kind of JSON file is read. */
export interface JsonReading {
  readonly shape: JsonRecords
  /** Reads an object of the list it stands in; the list is null after damage, when nobody can tell. */
  read(record: JsonObject, list: JsonList | null): JsonSaid
  /** Whether a file that is an empty list is no problem; the format then says so in `isEmpty`. */
  readonly mayBeEmpty?: boolean
  /** Name of a list in a record whose objects are records of their own. */
  readonly nested?: string
  /** Says what of the text around records holds something that is not read; null where nothing does. */
  readonly unread?: (text: string) => string | null
}

/**
 * Rows of a JSON file whose records are objects of its lists. What stands before the first record and after the last
 * is accounted for by those; what stands between two lists and describes the second belongs to the record of its first
 * object; words that stand between two objects of one list are a problem.
 */
export async function* readJsonMessages(
  file: EvidenceFile,
  reading: JsonReading,
): AsyncGenerator<readonly Row[]> {
  const tiles = rowTiles()
  const cutter = jsonCutter(reading.shape)
  const state: State = { records: 0, list: null, between: null, empty: false }
  for await (const chunk of file.bytes()) {
    for (const piece of cutter.cut(chunk)) addPiece({ tiles, reading, state }, piece)
    const rows = tiles.take()
    if (rows.length > 0) yield rows
  }
  for (const piece of cutter.rest()) addPiece({ tiles, reading, state }, piece)
  if (file.size === 0) refuse(tiles, 0, 'empty-file')
  else if (tiles.end === 0 && !(state.empty && reading.mayBeEmpty === true))
    refuse(tiles, file.size, 'no-records')
  yield tiles.finish(file.size)
}

/** True for a file that is an empty JSON list. */
export function isEmptyList(bytes: Uint8Array): boolean {
  return emptyList.test(headText(bytes))
}

/** The problem of that code, in its own sentence or a more exact one. */
export function problemOf(
  code: ProblemCode,
  says: string = problemCodes[code],
): { readonly problem: Problem } {
  return { problem: { code, says } }
}

interface State {
  records: number
  /** The list of the record before. */
  list: number | null
  /** Words that stand after a record, until it is known what follows them. */
  between: { readonly words: Span } | null
  /** True of a file that is an empty list. */
  empty: boolean
}

interface Sink {
  readonly tiles: RowTiles
  readonly reading: JsonReading
  readonly state: State
}

function addPiece(sink: Sink, piece: JsonPiece): void {
  const { tiles, state } = sink
  const { start, end, bytes, kind } = piece
  const list = piece.list?.number ?? null
  const opensList = kind === 'record' && list !== null && list !== state.list
  const words = state.between?.words
  state.between = null
  if (words && !opensList) refuse(tiles, words.end, 'not-a-record')
  if (bytes === null) return refuse(tiles, end, 'record-too-long')
  const text = decodeUtf8(start === 0 ? bytes.subarray(markLength(bytes)) : bytes)
  if (text === null) return refuse(tiles, end, 'not-utf8')
  if (kind === 'wrapper') return addWrapper(sink, piece, text)
  if (kind === 'damage') {
    if (!silent.test(text)) refuse(tiles, end, 'not-a-record')
    return
  }
  state.records += 1
  state.list = list
  const record = { start: words && opensList ? words.start : start, end }
  for (const found of recordsIn(text, bytes, sink.reading.nested ?? null))
    addRecord(sink, { ...found, list: piece.list, record: placed(found.span, record, start) })
}

function addWrapper({ tiles, reading, state }: Sink, piece: JsonPiece, text: string): void {
  state.empty = piece.start === 0 && piece.last && emptyList.test(text)
  if (silent.test(text)) return
  const unread = reading.unread?.(text) ?? null
  if (unread !== null) return tiles.problem(piece.end, 'not-a-record', unread)
  if (tiles.end === 0 || piece.last) return
  const quiet = /^[\s,\]}]*/.exec(text)?.[0].length ?? 0
  state.between = { words: { start: piece.start + quiet, end: piece.end } }
}

interface Found {
  /** A whole object: of a record that holds others, with those in it. */
  readonly text: string
  readonly list: JsonList | null
  readonly record: Span
}

function addRecord({ tiles, reading }: Sink, { text, list, record }: Found): void {
  const { end } = record
  const parsed = parseJsonObject(text)
  if (parsed === null) {
    const code = text.endsWith('}') ? 'not-a-record' : 'truncated'
    return tiles.problem(end, code, 'The record is not valid JSON.')
  }
  const said = reading.read(parsed.object, list)
  if ('problem' in said) tiles.problem(end, said.problem.code, said.problem.says)
  else if ('contact' in said) tiles.contact(record, said.contact)
  else tiles.message(record, said.message, parsed.badEscape ? [...said.repairs, 'bad-escape'] : said.repairs)
}

/** A record within the bytes of a piece. */
interface Within {
  readonly text: string
  readonly span: Span
}

/**
 * The record of a piece and, after it, those in its list of that name. The bytes of the first end where those begin;
 * what follows them in the piece, if it says anything, belongs to the last.
 */
function recordsIn(text: string, bytes: Uint8Array, name: string | null): readonly Within[] {
  const whole = { text, span: { start: 0, end: bytes.length } }
  if (name === null || !text.includes(`"${name}"`)) return [whole]
  const cutter = jsonCutter({ lists: [name], beginsRecord: () => false })
  const inner: Within[] = []
  let rest = ''
  for (const piece of [...cutter.cut(bytes), ...cutter.rest()]) {
    const words = piece.bytes === null ? null : decodeUtf8(piece.bytes)
    if (piece.kind === 'damage' || words === null) return [whole]
    if (piece.kind === 'record') inner.push({ text: words, span: { start: piece.start, end: piece.end } })
    rest = piece.kind === 'wrapper' ? words : ''
  }
  const [first, last] = [inner[0], inner.at(-1)]
  if (!first || !last) return [whole]
  const end = silent.test(rest) ? last.span.end : bytes.length
  inner[inner.length - 1] = { text: last.text, span: { start: last.span.start, end } }
  return [{ text, span: { start: 0, end: first.span.start } }, ...inner]
}

/** A span within a piece as one of the file; the first of a record begins where the record does. */
function placed({ start, end }: Span, record: Span, pieceStart: number): Span {
  return { start: start === 0 ? record.start : pieceStart + start, end: pieceStart + end }
}

/** A list that holds nothing. */
const emptyList = /^\s*\[\s*\]\s*$/
/** What may stand around records without saying anything. */
const silent = /^[\s,:[\]{}]*$/

function refuse(tiles: RowTiles, end: number, code: ProblemCode): void {
  tiles.problem(end, code, problemCodes[code])
}
