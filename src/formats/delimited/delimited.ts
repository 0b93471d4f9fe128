/**
 * Tables of messages in delimited text: CSV, TSV and their kin (RFC 4180), one message a row under a row of headings.
 *
 * Nothing in such a file states its delimiter, encoding, order of day and month, zone or network. The delimiter is the
 * one under which a mapping profile finds its headings; encoding and date order are taken only on evidence in the
 * file itself (`encoding.ts`, `orderProvedBy`); the network is the profile's.
 */

import { serviceAddress } from '../../core/handle.ts'
import type { Problem } from '../../core/problem.ts'
import type { TimeLayout } from '../cell-time.ts'
import { orderProvedBy, readCellTime, statedOrder } from '../cell-time.ts'
import type { EvidenceFile, Format, ReadContext, Row } from '../format.ts'
import type { Line } from '../lines.ts'
import { readLines } from '../lines.ts'
import type { MappedTable, TableContext } from '../table.ts'
import {
  isUtcHeading,
  mapTable,
  plainHeading,
  problemRow,
  refuse,
  repeatsHeadings,
  tableContext,
  timeCell,
  timeHeading,
  unmappedSheet,
  unmappedTable,
} from '../table.ts'
import { headRows, type TableHead } from '../table-head.ts'
import { tableRow } from '../table-row.ts'
import type { CellLayout, CellRecord } from './cells.ts'
import { cellReader, fits } from './cells.ts'
import type { Encoding } from './encoding.ts'
import { encodingSniffer } from './encoding.ts'

/** Delimited text with a row of headings. */
export const delimited: Format = {
  id: 'delimited',
  version: 2,
  title: 'Delimited table (CSV, TSV)',
  accepts:
    'A table saved as text, with a row of headings and one message a row; with a mapping profile where its headings are unusual.',
  extensions: ['.csv', '.tsv', '.txt'],
  detects:
    'A first row of headings that a ready-made mapping profile knows, parted by comma, semicolon, tab or bar.',
  example: 'from,to,time,body\nanna,boris,2021-03-04 05:06:07,is it ready?\n',
  covers: 'every byte',
  repeats: 'copies',
  sniff,
  read,
  heads,
}

const delimiters = [',', ';', '\t', '|'] as const
/** A table of which nothing is known yet. */
const anyTable: TableContext = {
  profile: null,
  name: '',
  owner: { address: serviceAddress, stated: false },
}
/** How many rows may stand above the headings, such as a title. */
const rowsAboveHeadings = 10

function sniff(name: string, head: Uint8Array): number {
  const encoding = encodingOf(head)
  if (encoding.unit === 'byte' && head.includes(0)) return 0
  const lines = headLines(head, encoding)
  if (findHeadings(lines, encoding, anyTable)) return /\.(csv|tsv)$/i.test(name) ? 0.9 : 0.7
  if (!/\.(csv|tsv)$/i.test(name) || lines.length === 0) return 0
  return delimiters.some((delimiter) => widthOf(lines, encoding, delimiter) > 1) ? 0.5 : 0
}

async function* read(file: EvidenceFile, context: ReadContext): AsyncGenerator<readonly Row[]> {
  const found = await survey(file, tableContext(file, context))
  if (found.kind === 'unread') {
    yield [problemRow(null, { start: 0, end: found.size }, found.problem)]
    return
  }
  const rows = found.kind === 'table' ? rowReader(found, context) : refusingReader(found.problem)
  for await (const records of readRecords(file, found.layout)) {
    const ready = records.flatMap((record) => rows.add(record))
    if (ready.length > 0) yield ready
  }
  yield rows.rest(found.size)
}

async function heads(file: EvidenceFile): Promise<readonly TableHead[]> {
  const head = await file.slice(0, Math.min(file.size, bytesOfHead))
  const encoding = encodingOf(head)
  const lines = headLines(head, encoding).filter(({ ended }) => ended || head.length === file.size)
  const reader = cellReader({ encoding, delimiter: likelyDelimiter(lines, encoding), width: null })
  const records = [...lines.flatMap((line) => reader.add(line)), ...reader.rest()]
  const rows = records.flatMap(({ cells, start }) =>
    cells && !(start === 0 && isSeparatorNote({ cells })) ? [cells] : [],
  )
  return [{ name: tableContext(file, nothingKnown).name, rows: headRows(rows), dates: [] }]
}

const nothingKnown: ReadContext = { zone: null, owner: null, profile: null }

/** What a first reading of the file shows. */
type Survey =
  | { readonly kind: 'unread'; readonly size: number; readonly problem: Problem }
  | {
      readonly kind: 'table'
      readonly size: number
      readonly layout: CellLayout
      readonly table: MappedTable
      /** First byte of the row of headings. */
      readonly headingsAt: number
      readonly order: 'dmy' | 'mdy' | null
    }
  /** A table the profile says nothing of: each of its rows is the problem. */
  | {
      readonly kind: 'refused'
      readonly size: number
      readonly layout: CellLayout
      readonly problem: Problem
    }

async function survey(file: EvidenceFile, context: TableContext): Promise<Survey> {
  const { encoding, size } = await readEncoding(file)
  if (size === 0) return { kind: 'unread', size, problem: refuse('empty-file') }
  const lines: Line[] = []
  const isFull = (): boolean => lines.length >= linesOfHead || (lines.at(-1)?.end ?? 0) > bytesOfHead
  for await (const some of readLines(file, encoding.unit)) {
    for (const line of some) if (!isFull()) lines.push({ ...line, bytes: line.bytes?.slice() ?? null })
    if (isFull()) break
  }
  const refused = unmappedSheet(context)
  if (refused) {
    const layout = { encoding, delimiter: likelyDelimiter(lines, encoding), width: null }
    return { kind: 'refused', size, layout, problem: refused }
  }
  const headings = findHeadings(lines.slice(0, linesOfHead), encoding, context)
  if (!headings) return { kind: 'unread', size, problem: unmapped(lines, encoding, context) }
  const layout = { encoding, delimiter: headings.delimiter, width: headings.table.headings.length }
  const order = await readOrder(file, layout, headings.table)
  return { kind: 'table', size, layout, table: headings.table, headingsAt: headings.at, order }
}

const linesOfHead = 200
const bytesOfHead = 1024 * 1024

async function readEncoding(file: EvidenceFile): Promise<{ encoding: Encoding; size: number }> {
  const sniffer = encodingSniffer()
  let size = 0
  for await (const chunk of file.bytes()) {
    sniffer.add(chunk)
    size += chunk.length
  }
  return { encoding: sniffer.result(), size }
}

function encodingOf(head: Uint8Array): Encoding {
  const sniffer = encodingSniffer()
  sniffer.add(head)
  return sniffer.result()
}

/** The order that dates in the time column prove by a number over 12; null when none does, or when they contradict each other. */
async function readOrder(
  file: EvidenceFile,
  layout: CellLayout,
  table: MappedTable,
): Promise<'dmy' | 'mdy' | null> {
  if (statedOrder(table.profile) !== null || table.columns.time === null) return null
  let order: 'dmy' | 'mdy' | null = null
  for await (const records of readRecords(file, layout)) {
    for (const { cells } of records) {
      const proved = cells && orderProvedBy(timeCell(table, cells))
      if (proved && order && proved !== order) return null
      order = proved ?? order
    }
  }
  return order
}

async function* readRecords(file: EvidenceFile, layout: CellLayout): AsyncGenerator<readonly CellRecord[]> {
  const reader = cellReader(layout)
  for await (const lines of readLines(file, layout.encoding.unit)) {
    const records = lines.flatMap((line) => reader.add(line))
    if (records.length > 0) yield records
  }
  yield reader.rest()
}

interface Headings {
  readonly delimiter: string
  readonly table: MappedTable
  readonly at: number
}

/** The headings among the first rows, under the delimiter that lets a profile find its own; the one with most cells wins. */
function findHeadings(lines: readonly Line[], encoding: Encoding, context: TableContext): Headings | null {
  let best: Headings | null = null
  for (const delimiter of delimiters) {
    for (const record of firstRecords(lines, encoding, delimiter)) {
      const table = record.cells && mapTable(record.cells, context)
      if (!table) continue
      if (!best || table.headings.length > best.table.headings.length)
        best = { delimiter, table, at: record.start }
      break
    }
  }
  return best
}

function firstRecords(lines: readonly Line[], encoding: Encoding, delimiter: string): readonly CellRecord[] {
  const reader = cellReader({ encoding, delimiter, width: null })
  const records = lines.flatMap((line) => reader.add(line))
  return [...records, ...reader.rest()]
    .filter(({ cells }) => cells?.some((cell) => cell.trim() !== ''))
    .slice(0, rowsAboveHeadings)
}

function widthOf(lines: readonly Line[], encoding: Encoding, delimiter: string): number {
  return firstRecords(lines, encoding, delimiter)[0]?.cells?.length ?? 0
}

/** The delimiter that cuts the first rows into most cells, a title above them counting little. */
function likelyDelimiter(lines: readonly Line[], encoding: Encoding): string {
  const widths = delimiters.map((delimiter) => {
    const counts = firstRecords(lines, encoding, delimiter).map(({ cells }) => cells?.length ?? 0)
    return counts.toSorted((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0
  })
  return delimiters[widths.indexOf(Math.max(...widths))] ?? ','
}

function unmapped(lines: readonly Line[], encoding: Encoding, { profile }: TableContext): Problem {
  const delimiter = likelyDelimiter(lines, encoding)
  const first = firstRecords(lines, encoding, delimiter)[0]
  if (!first && lines.some((line) => line.bytes === null)) return refuse('record-too-long')
  if (
    !first &&
    encoding.unit === 'byte' &&
    lines.some((line) => line.bytes && encoding.decode(line.bytes) === null)
  )
    return refuse('not-utf8')
  return first ? unmappedTable(first.cells?.map((cell) => cell.trim()) ?? [], profile) : refuse('no-records')
}

/** The whole lines of a head; what follows the last line break may be cut. */
function headLines(head: Uint8Array, encoding: Encoding): readonly Line[] {
  const lines: Line[] = []
  const big = encoding.unit === 'utf-16be' ? 1 : 0
  const width = encoding.unit === 'byte' ? 1 : 2
  let start = 0
  for (let at = head.indexOf(10); at >= 0 && lines.length < linesOfHead; at = head.indexOf(10, at + 1)) {
    if (width === 2 && at % 2 !== big) continue
    const end = at - big
    lines.push({
      start,
      end: end + width,
      bytes: withoutReturn(head.subarray(start, end), width),
      ended: true,
    })
    start = end + width
  }
  if (start < head.length && lines.length < linesOfHead)
    lines.push({ start, end: head.length, bytes: head.subarray(start), ended: false })
  return lines
}

function withoutReturn(bytes: Uint8Array, width: number): Uint8Array {
  const returned = width === 1 ? bytes.at(-1) === 13 : bytes.at(-2) === 13 || bytes.at(-1) === 13
  return returned ? bytes.subarray(0, bytes.length - width) : bytes
}

interface RowReader {
  add(record: CellRecord): readonly Row[]
  rest(size: number): readonly Row[]
}

/** Records to rows. A row is kept back until the next, so that the last can take what follows it into its span. */
function rowReader(found: Extract<Survey, { kind: 'table' }>, { zone }: ReadContext): RowReader {
  const { table, headingsAt, order } = found
  const stated = statedOrder(table.profile)
  const utc = isUtcHeading(timeHeading(table))
  const layout: TimeLayout = { order: stated ?? order, orderStated: stated !== null, zone, utc }
  let held: Row | null = null
  const hold = (row: Row): readonly Row[] => {
    const ready = held ? [held] : []
    held = row
    return ready
  }
  return {
    add(record) {
      const span = { start: held?.span.end ?? 0, end: record.next }
      if (record.start < headingsAt) {
        const words = record.flaw !== null || record.cells?.some((cell) => cell.trim() !== '')
        const says = 'This row stands above the headings of the table.'
        return words && !isSeparatorNote(record)
          ? hold(problemRow(null, span, refuse('not-a-record', says)))
          : []
      }
      if (record.start === headingsAt) return []
      if (record.cells?.every((cell) => cell.trim() === '')) return []
      return hold(readRow(record, span, table, layout))
    },
    rest(size) {
      const span = { start: held?.span.start ?? 0, end: size }
      return [held ? { ...held, span } : problemRow(null, span, refuse('no-records'))]
    },
  }
}

/** Every record as the same problem. */
function refusingReader(problem: Problem): RowReader {
  let held: Row | null = null
  return {
    add(record) {
      if (record.cells?.every((cell) => cell.trim() === '')) return []
      const ready = held ? [held] : []
      held = problemRow(null, { start: held?.span.end ?? 0, end: record.next }, problem)
      return ready
    },
    rest(size) {
      const span = { start: held?.span.start ?? 0, end: size }
      return [held ? { ...held, span } : problemRow(null, span, refuse('no-records'))]
    },
  }
}

/** Excel's `sep=;` in the first line, which says what the delimiter is. */
function isSeparatorNote({ cells }: Pick<CellRecord, 'cells'>): boolean {
  return /^sep=.?$/i.test(plainHeading(cells?.[0] ?? ''))
}

function readRow(record: CellRecord, span: Row['span'], table: MappedTable, layout: TimeLayout): Row {
  const { cells, repairs } = record
  const unread = (problem: Problem): Row => problemRow(null, span, problem)
  if (!cells) return unread(flawOf(record))
  const width = table.headings.length
  if (!fits(cells, width)) {
    const says = `The row has ${cells.length} cells where the headings have ${width}.`
    return unread(refuse('not-a-record', says))
  }
  if (repeatsHeadings(table, cells)) return unread(refuse('not-a-record', 'This row repeats the headings.'))
  return tableRow(table, cells, {
    time: (cell) => readCellTime(cell, layout),
    place: { part: null, span, record: { start: record.start, end: record.end }, raw: null },
    noted: repairs,
  })
}

function flawOf({ flaw }: CellRecord): Problem {
  if (flaw === 'unclosed')
    return refuse('not-a-record', 'A quotation mark opens a cell of this row and nothing closes it.')
  return refuse(flaw ?? 'not-a-record')
}
