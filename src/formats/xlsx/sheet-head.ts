import { renderInstant } from '../../core/time.ts'
import { readSerial } from '../cell-time.ts'
import { headRows, mostHeadRows, type TableHead } from '../table-head.ts'
import type { SheetCell, SheetReader, Workbook } from './sheet.ts'

/** The first rows of a sheet, its dates written out. */
export function sheetHead(name: string, reader: SheetReader, { system }: Workbook): TableHead {
  const rows: (readonly SheetCell[])[] = []
  for (let some = reader.next(); some && rows.length < mostHeadRows; some = reader.next())
    rows.push(
      ...some.map(({ cells }) => cells).filter((cells) => cells.some(({ text }) => text.trim() !== '')),
    )
  const dates = new Set(rows.flatMap((cells) => cells.flatMap(({ date }, at) => (date ? [at] : []))))
  return {
    name,
    rows: headRows(rows.map((cells) => cells.map((cell) => writtenOut(cell, system)))),
    dates: [...dates].toSorted((a, b) => a - b),
  }
}

function writtenOut({ text, date }: SheetCell, system: Workbook['system']): string {
  const read = date ? readSerial(text, system, wallClock) : null
  return read?.kind === 'time' ? renderInstant(read.sent.at).replace('T', ' ').replace(/Z$/, '') : text
}

const wallClock = { order: null, orderStated: false, zone: null, utc: false } as const
