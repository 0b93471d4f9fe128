import type { Contact } from '../core/contact.ts'
import type { Span } from '../core/locator.ts'
import type { Message } from '../core/message.ts'
import { type Problem, type ProblemCode, problemCodes, type RepairCode } from '../core/problem.ts'
import type { EvidenceFile, Row } from './format.ts'
import { type JsonList, type JsonPiece, type JsonRecords, jsonCutter } from './json-records.ts'
import { type JsonObject, parseJsonObject } from './json-values.ts'
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
  const state: State = { records: 0, list: null, between: null }
  for await (const chunk of file.bytes()) {
    for (const piece of cutter.cut(chunk)) addPiece({ tiles, reading, state }, piece)
    const rows = tiles.take()
    if (rows.length > 0) yield rows
  }
  for (const piece of cutter.rest()) addPiece({ tiles, reading, state }, piece)
  if (file.size === 0) refuse(tiles, 0, 'empty-file')
  else if (tiles.end === 0) refuse(tiles, file.size, 'no-records')
  yield tiles.finish(file.size)
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
  addRecord(sink, {
    text,
    list: piece.list,
    record: { start: words && opensList ? words.start : start, end },
  })
}

function addWrapper({ tiles, reading, state }: Sink, piece: JsonPiece, text: string): void {
  if (silent.test(text)) return
  const unread = reading.unread?.(text) ?? null
  if (unread !== null) return tiles.problem(piece.end, 'not-a-record', unread)
  if (tiles.end === 0 || piece.last) return
  const quiet = /^[\s,\]}]*/.exec(text)?.[0].length ?? 0
  state.between = { words: { start: piece.start + quiet, end: piece.end } }
}

interface Found {
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

/** What may stand around records without saying anything. */
const silent = /^[\s,:[\]{}]*$/

function refuse(tiles: RowTiles, end: number, code: ProblemCode): void {
  tiles.problem(end, code, problemCodes[code])
}
