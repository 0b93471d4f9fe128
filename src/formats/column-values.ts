import { orderProvedBy } from './cell-time.ts'
import { directionOf } from './direction-words.ts'
import { isShortened } from './table.ts'

/** What the values of a column look like. Shares are of the cells that hold anything, 0 to 1. */
export interface ColumnValues {
  /** Cells that hold anything. */
  readonly filled: number
  readonly times: number
  /** Times that are a day without a time of day, or a time of day without a day. */
  readonly days: number
  readonly clocks: number
  /** Anything that names a day or a time of day, even in a way that cannot be read. */
  readonly timely: number
  readonly directions: number
  /** One word such as a handle, a number or a mail address. */
  readonly addresses: number
  readonly sentences: number
  readonly averageLength: number
  readonly different: number
  /** Orders of day and month that some date proves. */
  readonly orders: ReadonlySet<'dmy' | 'mdy'>
  /** True where dates are written with slashes, dots or hyphens and a year at the end. */
  readonly orderMatters: boolean
  readonly shortYears: boolean
  /** Some time names its zone, or counts seconds since 1970. */
  readonly zoned: boolean
  readonly lists: number
  readonly damaged: boolean
}

/** Looks at the values of a column under its heading. */
export function valuesOf(cells: readonly string[], heading = ''): ColumnValues {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  const share = (is: (cell: string) => boolean): number =>
    filled.length === 0 ? 0 : filled.filter(is).length / filled.length
  const written = filled.filter((cell) => yearLast.test(cell))
  return {
    filled: filled.length,
    times: share(isTime),
    days: share((cell) => day.test(cell)),
    clocks: share((cell) => clock.test(cell)),
    timely: share((cell) => isTime(cell) || timely.test(cell)),
    directions: share((cell) => directionOf(cell, heading) !== null),
    addresses: share((cell) => address.test(cell) && !isTime(cell) && !isShortened(cell)),
    sentences: share((cell) => /\s/.test(cell) && !isTime(cell)),
    averageLength:
      filled.length === 0 ? 0 : filled.reduce((sum, cell) => sum + cell.length, 0) / filled.length,
    different: filled.length === 0 ? 0 : new Set(filled).size / filled.length,
    orders: new Set(filled.map(orderProvedBy).filter((order) => order !== null)),
    orderMatters: written.length > 0,
    shortYears: written.some((cell) => !/\d{4}/.test(cell)),
    zoned: filled.some((cell) => epoch.test(cell) || (isTime(cell) && zone.test(cell))),
    lists: share((cell) => /\S;\s?\S/.test(cell)),
    damaged: filled.some(isShortened),
  }
}

const epoch = /^(?:\d{10}|\d{13}|\d{16})(?:\.\d{1,6})?$/
const yearLast = /^\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b/
const date = /^(?:\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})(?:[T ,]|$)/
const day = /^(?:\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})$/
const clock = /^\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,6})?)?(?: ?[ap]\.?m\.?)?(?: ?(?:UTC|GMT|Z|[+-]\d\d:?\d\d))?$/i
const timely =
  /(?:^|\s|T)\d{1,2}:\d\d(?::\d\d|\s|$)|\b\p{L}{3,12}\.? \d{1,2},? \d{4}\b|\b\d{1,2}\.? \p{L}{3,12}\.?,? \d{4}\b/u
const zone = /(?:Z|UTC|GMT|[+-]\d\d:?\d\d)$/i
const address = /^[^\s,;]{2,64}$|^\+[\d ()-]{6,20}$/

function isTime(cell: string): boolean {
  return cell.length <= 60 && (date.test(cell) || (epoch.test(cell) && /^[12]/.test(cell)))
}
