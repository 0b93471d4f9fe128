import type { Span } from '../core/locator.ts'
import { type ProblemCode, problemCodes } from '../core/problem.ts'
import type { EvidenceFile, Row } from './format.ts'
import { longestRecord } from './format.ts'
import { type Line, markLength, readLines } from './lines.ts'
import { type RowTiles, rowTiles } from './row-tiles.ts'
import type { Said } from './table.ts'

/** A record of a text file: the line that begins it and the lines below, up to the next that begins one. */
export interface LineRecord<Header> {
  readonly header: Header
  /** The lines below the first without their breaks; blank ones at the end are left out. */
  readonly below: readonly string[]
}

/** How the records of a text file are told and read. */
export interface LineRecordReader<Header> {
  /** What the first line of a record states, or null when the line begins none. Asked once for each line, in order. */
  begins(line: string): Header | null
  /** True for a line above the first record that belongs to the file and not to a record, such as its title. */
  heads?(line: string): boolean
  read(record: LineRecord<Header>): Said
}

/**
 * The rows of a text file whose records begin with a line of a certain look, holding one record at a time. A record
 * with bytes that are not UTF-8, or longer than `longestRecord`, is a problem; so are lines above the first.
 */
export async function* readLineRecords<Header>(
  file: EvidenceFile,
  reader: LineRecordReader<Header>,
): AsyncGenerator<readonly Row[]> {
  const state: State<Header> = { tiles: rowTiles(), reader, open: null, strange: false }
  let size = 0
  for await (const lines of readLines(file)) {
    for (const line of lines) addLine(state, line)
    size = lines.at(-1)?.end ?? size
    const rows = state.tiles.take()
    if (rows.length > 0) yield rows
  }
  if (state.open) closeRecord(state, state.open)
  else if (size === 0) state.tiles.problem(0, 'empty-file', problemCodes['empty-file'])
  else state.tiles.problem(size, 'no-records', problemCodes['no-records'])
  yield state.tiles.finish(size)
}

/** The text of a line for finding where records begin: damaged bytes must not hide the record they stand in. */
export function lineText(line: Line): string {
  return lenient.decode(contentOf(line) ?? new Uint8Array(0))
}

/** The whole lines of the first bytes of a file, as text without their breaks; at most `most`. */
export function headLines(head: Uint8Array, most: number): readonly string[] {
  const text = lenient.decode(head.subarray(markLength(head)))
  return text.split(/\r?\n/, most)
}

const lenient = new TextDecoder('utf-8', { ignoreBOM: true })
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

interface State<Header> {
  readonly tiles: RowTiles
  readonly reader: LineRecordReader<Header>
  open: OpenRecord<Header> | null
  /** True when something other than white space and headings stands above the first record. */
  strange: boolean
}

interface OpenRecord<Header> {
  readonly header: Header
  readonly start: number
  readonly below: string[]
  /** Where the last line that is not blank ends, without its break. */
  end: number
  flaw: ProblemCode | null
}

function contentOf(line: Line): Uint8Array | null {
  return line.bytes && line.start === 0 ? line.bytes.subarray(markLength(line.bytes)) : line.bytes
}

function addLine<Header>(state: State<Header>, line: Line): void {
  const bytes = contentOf(line)
  const text = lineText(line)
  const flaw = bytes === null ? 'record-too-long' : isUtf8(bytes, text) ? null : 'not-utf8'
  const end = line.bytes ? line.start + line.bytes.length : line.end
  const header = bytes && state.reader.begins(text)
  if (header) {
    if (state.open) closeRecord(state, state.open)
    else if (state.strange)
      state.tiles.problem(line.start, 'not-a-record', 'These lines stand before the first message.')
    state.open = { header, start: end - bytes.length, below: [], end, flaw }
  } else if (state.open) addBelow(state.open, { text, flaw, end })
  else state.strange ||= flaw !== null || (text.trim() !== '' && state.reader.heads?.(text) !== true)
}

function addBelow<Header>(
  record: OpenRecord<Header>,
  { text, flaw, end }: { readonly text: string; readonly flaw: ProblemCode | null; readonly end: number },
): void {
  record.flaw ??= flaw
  if (end - record.start > longestRecord) record.flaw = 'record-too-long'
  if (record.flaw === null) record.below.push(text)
  else record.below.length = 0
  if (flaw !== null || text.trim() !== '') record.end = end
}

function closeRecord<Header>({ tiles, reader }: State<Header>, open: OpenRecord<Header>): void {
  const record: Span = { start: open.start, end: open.end }
  if (open.flaw) return tiles.problem(record.end, open.flaw, problemCodes[open.flaw])
  while (open.below.at(-1)?.trim() === '') open.below.pop()
  const said = reader.read({ header: open.header, below: open.below })
  if ('problem' in said) tiles.problem(record.end, said.problem.code, said.problem.says)
  else tiles.message(record, said.message, said.repairs)
}

/** Only text that holds the sign of damage is decoded again to see whether it stood there as written. */
function isUtf8(bytes: Uint8Array, text: string): boolean {
  if (!text.includes('\uFFFD')) return true
  try {
    strict.decode(bytes)
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}
