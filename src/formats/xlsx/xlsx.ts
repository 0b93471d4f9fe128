/**
 * Excel workbooks (ECMA-376, `.xlsx`): each sheet, hidden ones too, whose headings a mapping profile knows.
 *
 * A row's bytes are those of its `<row>` element in the inflated sheet. Dates are counts of days that name no zone.
 * Formulas are not computed: the value saved with them is read. The whole container is held in memory, at most 64 MiB
 * of it and 256 MiB inflated; a part that is damaged, encrypted or swells beyond that is an `unread-part`.
 */

import type { Problem, RepairCode } from '../../core/problem.ts'
import type { TimeLayout } from '../cell-time.ts'
import { orderProvedBy, readCellTime, readSerial, serialClock, serialDay, statedOrder } from '../cell-time.ts'
import type { EvidenceFile, Format, ReadContext, Row } from '../format.ts'
import { longestRecord } from '../format.ts'
import { decodeUtf8, joinBytes } from '../lines.ts'
import type { MappedTable, TableContext } from '../table.ts'
import {
  isUtcHeading,
  mapTable,
  problemRow,
  refuse,
  repeatsHeadings,
  tableContext,
  timeCell,
  timeHeading,
  unmappedSheet,
  unmappedTable,
} from '../table.ts'
import type { TableHead } from '../table-head.ts'
import { tableRow } from '../table-row.ts'
import type { ZipPart } from '../zip-archive.ts'
import { openArchive } from '../zip-archive.ts'
import type { SheetEntry, SheetRow, Workbook } from './sheet.ts'
import { readDateStyles, readDateSystem, readSheetList, readStrings, sheetReader } from './sheet.ts'
import { sheetHead } from './sheet-head.ts'

/** Excel workbooks. */
export const xlsx: Format = {
  id: 'xlsx',
  version: 2,
  title: 'Excel workbook',
  accepts:
    'A workbook in which each sheet has a row of headings and one message a row; with a mapping profile where its headings are unusual.',
  extensions: ['.xlsx', '.xlsm'],
  detects: 'A zip file whose first parts are those of a workbook, or whose name ends as one.',
  example: 'A sheet with the headings From, To, Time, Message.',
  covers: 'every byte',
  repeats: 'copies',
  sniff,
  read,
  heads,
}

const largestFile = 64 * 1024 * 1024
const largestInflated = 256 * 1024 * 1024
const latin1 = new TextDecoder('latin1')

function sniff(name: string, head: Uint8Array): number {
  if (head[0] !== 0x50 || head[1] !== 0x4b) return 0
  if (/\.xls[xm]$/i.test(name)) return 0.95
  return latin1.decode(head).includes('xl/work') ? 0.8 : 0
}

async function* read(file: EvidenceFile, context: ReadContext): AsyncGenerator<readonly Row[]> {
  const bytes = await readWhole(file)
  const whole = { start: 0, end: bytes?.length ?? file.size }
  const parts = bytes && (await openArchive(bytes))
  if (!parts) {
    const says = bytes
      ? 'The workbook is damaged, encrypted or not a zip file.'
      : 'The workbook is larger than 64 MiB.'
    yield [problemRow(null, whole, whole.end === 0 ? refuse('empty-file') : refuse('unread-part', says))]
    return
  }
  let any = false
  for await (const rows of readParts(parts, file, context)) {
    any ||= rows.length > 0
    if (rows.length > 0) yield rows
  }
  if (!any) yield [problemRow(null, whole, refuse('no-records', 'The workbook holds no sheet with rows.'))]
}

async function heads(file: EvidenceFile): Promise<readonly TableHead[]> {
  const bytes = await readWhole(file)
  const parts = bytes && (await openArchive(bytes))
  if (!parts) return []
  const open = opener()
  const { workbook, list, damaged } = await readWorkbook(parts, open)
  const found: TableHead[] = []
  for (const part of damaged.length > 0 ? [] : sheetsOf(parts)) {
    const xml = (await open(part))?.xml
    const name = list.find((entry) => entry.part === part.name)?.name ?? stemOf(part.name)
    if (xml !== undefined) found.push(sheetHead(name, sheetReader(xml, workbook), workbook))
  }
  return found.filter(({ rows }) => rows.length > 0)
}

/** The whole file, or null when it is larger than may be held in memory. */
async function readWhole(file: EvidenceFile): Promise<Uint8Array | null> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const chunk of file.bytes()) {
    size += chunk.length
    if (size > largestFile) return null
    pieces.push(chunk.slice())
  }
  return joinBytes(pieces)
}

/** Inflates and decodes parts, within the bytes a whole workbook may take. */
type Opener = (part: ZipPart) => Promise<{ readonly bytes: Uint8Array; readonly xml: string } | null>

function opener(): Opener {
  let room = largestInflated
  return async (part) => {
    const bytes = await part.inflate(room)
    if (!bytes) return null
    room -= bytes.length
    const xml = decodeUtf8(bytes)
    return xml === null ? null : { bytes, xml }
  }
}

async function* readParts(
  parts: readonly ZipPart[],
  file: EvidenceFile,
  context: ReadContext,
): AsyncGenerator<readonly Row[]> {
  const open = opener()
  const { workbook, list, damaged } = await readWorkbook(parts, open)
  const problems = damaged.map((name) => unreadPart(name, 0, 0))
  yield problems
  const seen = new Set<string>()
  for (const part of sheetsOf(parts)) {
    // Two parts of one name are an attack on readers that disagree on which counts: neither is more true.
    if (seen.has(part.name)) continue
    const twice = parts.filter(({ name }) => name === part.name).length > 1
    const opened = twice || problems.length > 0 ? null : await open(part)
    const entry = list.find((listed) => listed.part === part.name)
    const table = tableContext(file, context, entry?.name ?? stemOf(part.name))
    const hidden = entry?.hidden === true
    if (opened) yield* readSheet({ ...opened, name: part.name, hidden, workbook, zone: context.zone, table })
    else yield [unreadPart(part.name, 0, 0)]
    seen.add(part.name)
  }
}

interface OpenWorkbook {
  readonly workbook: Workbook
  readonly list: readonly SheetEntry[]
  /** Parts that cells point into and that could not be read. */
  readonly damaged: readonly string[]
}

async function readWorkbook(parts: readonly ZipPart[], open: Opener): Promise<OpenWorkbook> {
  const damaged: string[] = []
  const need = async <T>(name: string, parse: (xml: string) => T, otherwise: T): Promise<T> => {
    const part = parts.find((known) => known.name === name)
    if (!part) return otherwise
    const value = readOrNull((await open(part))?.xml ?? null, parse)
    if (value !== null) return value
    damaged.push(name)
    return otherwise
  }
  const list = await readList(parts, open)
  const workbook: Workbook = {
    strings: await need<readonly string[]>('xl/sharedStrings.xml', readStrings, []),
    dateStyles: await need<readonly boolean[]>('xl/styles.xml', readDateStyles, []),
    system: await need<'1900' | '1904'>('xl/workbook.xml', readDateSystem, '1900'),
  }
  return { workbook, list, damaged }
}

/** The sheets as the workbook names them; none where it does not say, so that they go by the names of their parts. */
async function readList(parts: readonly ZipPart[], open: Opener): Promise<readonly SheetEntry[]> {
  const xmlOf = async (name: string): Promise<string | null> => {
    const part = parts.find((known) => known.name === name)
    return part ? ((await open(part))?.xml ?? null) : null
  }
  const relationships = await xmlOf('xl/_rels/workbook.xml.rels')
  const workbook = relationships === null ? null : await xmlOf('xl/workbook.xml')
  return readOrNull(workbook, (xml) => readSheetList(xml, relationships ?? '')) ?? []
}

function stemOf(part: string): string {
  return (part.split('/').at(-1) ?? '').replace(/\.xml$/, '')
}

function readOrNull<T>(xml: string | null, parse: (xml: string) => T): T | null {
  try {
    return xml === null ? null : parse(xml)
  } catch {
    // The XML of this part is damaged; the caller says so with the part's name.
    return null
  }
}

/** The sheets by number, so that the order of the zip file does not matter. */
function sheetsOf(parts: readonly ZipPart[]): readonly ZipPart[] {
  const sheets = parts.filter(({ name }) => /^xl\/worksheets\/[^/]+\.xml$/.test(name))
  return sheets.toSorted((a, b) => numberOf(a) - numberOf(b) || (a.name < b.name ? -1 : 1))
}

function numberOf({ name }: ZipPart): number {
  return Number(/(\d+)\.xml$/.exec(name)?.[1] ?? 0)
}

function unreadPart(part: string, start: number, end: number): Row {
  const says = `The part ${part.slice(0, 200)} is damaged or could not be opened.`
  return problemRow(part, { start, end }, refuse('unread-part', says))
}

interface Sheet {
  readonly name: string
  readonly bytes: Uint8Array
  readonly xml: string
  readonly hidden: boolean
  readonly workbook: Workbook
  readonly zone: string | null
  readonly table: TableContext
}

async function* readSheet(sheet: Sheet): AsyncGenerator<readonly Row[]> {
  const { name, bytes } = sheet
  const refused = unmappedSheet(sheet.table)
  const found = surveySheet(sheet)
  if (!found.any && !found.damaged) return
  const { mapped } = found
  if (!mapped && !refused) {
    const problem = unmappedTable(found.first, sheet.table.profile)
    yield [
      found.any
        ? problemRow(name, { start: 0, end: bytes.length }, problem)
        : unreadPart(name, 0, bytes.length),
    ]
    return
  }
  const reader = sheetReader(sheet.xml, sheet.workbook)
  let held: Row | null = null
  for (let rows = reader.next(); rows; rows = reader.next()) {
    const ready: Row[] = []
    for (const row of rows) {
      const from: number = held?.span.end ?? 0
      const next = mapped
        ? readRow(row, from, { ...sheet, ...found, mapped })
        : refusedRow(row, from, name, refused)
      if (!next) continue
      if (held) ready.push(held)
      held = next
    }
    if (ready.length > 0) yield ready
  }
  const start = held?.span.end ?? 0
  if (reader.damaged) yield [...(held ? [held] : []), unreadPart(name, start, bytes.length)]
  else {
    const span = { start: held?.span.start ?? 0, end: bytes.length }
    yield [held ? { ...held, span } : problemRow(name, span, refuse('no-records'))]
  }
}

function refusedRow(row: SheetRow, from: number, part: string, refused: Problem | null): Row | null {
  return isBlank(row) || !refused ? null : problemRow(part, { start: from, end: row.end }, refused)
}

interface SheetSurvey {
  readonly any: boolean
  readonly damaged: boolean
  readonly mapped: MappedTable | null
  /** Where the row of headings begins. */
  readonly headingsAt: number
  /** The cells of the first row that holds any. */
  readonly first: readonly string[]
  readonly layout: TimeLayout
}

const rowsAboveHeadings = 10

/** A first reading: which row holds the headings, and which order of day and month the dates written as text prove. */
function surveySheet({ xml, workbook, table, zone }: Sheet): SheetSurvey {
  const reader = sheetReader(xml, workbook)
  let mapped: MappedTable | null = null
  let headingsAt = 0
  let seen = 0
  let first: readonly string[] = []
  const proved = new Set<'dmy' | 'mdy'>()
  for (let rows = reader.next(); rows; rows = reader.next()) {
    for (const row of rows) {
      const cells = textsOf(row)
      if (cells.every((cell) => cell.trim() === '')) continue
      if (seen === 0) first = cells
      seen += 1
      if (mapped) {
        const order = orderProvedBy(timeCell(mapped, cells))
        if (order) proved.add(order)
      } else if (seen <= rowsAboveHeadings) {
        mapped = mapTable(cells, table)
        headingsAt = row.start
      }
    }
    if (!mapped && seen > rowsAboveHeadings) break
  }
  const [order = null] = proved.size === 1 ? proved : []
  const layout = layoutOf(mapped, order, zone)
  return { any: seen > 0, damaged: reader.damaged, mapped, headingsAt, first, layout }
}

function layoutOf(table: MappedTable | null, order: 'dmy' | 'mdy' | null, zone: string | null): TimeLayout {
  const stated = table && statedOrder(table.profile)
  const utc = table !== null && isUtcHeading(timeHeading(table))
  return { order: stated ?? order, orderStated: stated !== null, zone, utc }
}

function isBlank({ cells }: SheetRow): boolean {
  return cells.every(({ text }) => text.trim() === '')
}

function textsOf(row: SheetRow): readonly string[] {
  return row.cells.map(({ text }) => text)
}

type Reading = Sheet & SheetSurvey & { readonly mapped: MappedTable }

/** The cells of a row, a day and a time of day that the workbook keeps as numbers written out, so that they can be joined. */
function splitTimesOf(
  { cells }: SheetRow,
  { columns: { date, time } }: MappedTable,
  { system }: Workbook,
): readonly string[] {
  return cells.map((cell, at) => {
    if (!cell.date) return cell.text
    return (
      (at === date ? serialDay(cell.text, system) : at === time ? serialClock(cell.text) : null) ?? cell.text
    )
  })
}

/** The row of a sheet as a row of evidence; null for the headings and for empty rows, which the next takes into its span. */
function readRow(row: SheetRow, from: number, reading: Reading): Row | null {
  const { name, bytes, mapped, layout, workbook } = reading
  const span = { start: from, end: row.end }
  if (row.start === reading.headingsAt || isBlank(row)) return null
  if (row.start < reading.headingsAt)
    return problemRow(name, span, refuse('not-a-record', 'This row stands above the headings of the table.'))
  if (row.end - row.start > longestRecord) return problemRow(name, span, refuse('record-too-long'))
  const isSplit = mapped.columns.date !== null
  const cells = isSplit ? splitTimesOf(row, mapped, workbook) : textsOf(row)
  if (repeatsHeadings(mapped, cells))
    return problemRow(name, span, refuse('not-a-record', 'This row repeats the headings.'))
  return tableRow(mapped, cells, {
    time: (cell, at) =>
      row.cells[at]?.date === true && !(isSplit && at === mapped.columns.time)
        ? readSerial(cell, workbook.system, layout)
        : readCellTime(cell, layout),
    place: {
      part: name,
      span,
      record: { start: row.start, end: row.end },
      raw: bytes.slice(row.start, row.end),
    },
    noted: hiddenness(row, reading),
  })
}

function hiddenness(row: SheetRow, { hidden }: Sheet): readonly RepairCode[] {
  return [...(hidden ? (['hidden-sheet'] as const) : []), ...(row.hidden ? (['hidden-row'] as const) : [])]
}
