import { renderInstant } from '../../core/time.ts'
import { readSerial, serialClock, serialDay } from '../cell-time.ts'
import { headRows, mostHeadRows, type TableHead } from '../table-head.ts'
import type { SheetCell, SheetReader, Workbook } from './sheet.ts'

/** The first rows of a sheet, its dates written out. */
export function sheetHead(name: string, reader: SheetReader, { system }: Workbook): TableHead {
  const rows: (readonly SheetCell[])[] = []
  for (let some = reader.next(); some && rows.length < mostHeadRows; some = reader.next())
    rows.push(
      ...some.map(({ cells }) => cells).filter((cells) => cells.some(({ text }) => text.trim() !== '')),
    )
  const isSplit = rows.some((cells) => cells.some(isClock))
  const apart = new Set(isSplit ? rows.flatMap((cells) => cells.map((_, at) => at)) : [])
  for (const cells of rows)
    for (const [at, { text, date }] of cells.entries())
      if (date && serialDay(text, system) === null && serialClock(text) === null) apart.delete(at)
  const dates = new Set(rows.flatMap((cells) => cells.flatMap(({ date }, at) => (date ? [at] : []))))
  return {
    name,
    rows: headRows(rows.map((cells) => cells.map((cell, at) => writtenOut(cell, system, apart.has(at))))),
    dates: [...dates].toSorted((a, b) => a - b),
  }
}

/** A time of day without a day: where one stands, the day may have a column of its own. */
function isClock({ text, date }: SheetCell): boolean {
  return date ? serialClock(text) !== null : /^\d{1,2}:\d\d(?::\d\d)?$/.test(text.trim())
}

/** @param isApart - true for a column all of whose dates are days, or times of day, alone. */
function writtenOut({ text, date }: SheetCell, system: Workbook['system'], isApart: boolean): string {
  const alone = date && isApart ? (serialClock(text) ?? serialDay(text, system)) : null
  if (alone !== null) return alone
  const read = date ? readSerial(text, system, wallClock) : null
  return read?.kind === 'time' ? renderInstant(read.sent.at).replace('T', ' ').replace(/Z$/, '') : text
}

const wallClock = { order: null, orderStated: false, zone: null, utc: false } as const
