import { buddhistYears, calendarOfYear, type Day, fromPersian, type OtherCalendar } from './other-calendar.ts'

/** Order of the parts of a date. */
export type Order = 'dmy' | 'mdy' | 'ymd'

/** A date and a time of day as a line states them, before the order of day and month is known. */
export interface Stamp {
  /** Exactly as it stands in the source. */
  readonly text: string
  /** The three parts of the date from left to right, in ASCII digits; a month's word is its number, a year left out empty. */
  readonly parts: readonly [string, string, string]
  /** What parts the first two: `/`, `-`, `.`, `. ` or a sign for year. */
  readonly separator: string
  /** Set where the line itself states the order, by a month's word. */
  readonly order: Order | null
  /** The calendar stated beside the year, such as `BE`; null when none is. */
  readonly era: string | null
  readonly clock: Clock | null
}

/** A time of day. */
export interface Clock {
  readonly hour: number
  readonly minute: number
  readonly second: number
}

const everyOrder: readonly Order[] = ['dmy', 'mdy', 'ymd']

/** What the dates of a file show of their order. */
export interface OrderVotes {
  /** Takes in a date, and the day that the name of a file sent with the message states. */
  see(stamp: Stamp, fileDay: Day | null): void
  /**
   * The one order in which every date exists; of several the one in which no date goes back, or else the only one in
   * which a message is of the day its file is named by. Null where none of these tells.
   */
  order(): Order | null
}

/** Collects what the dates of a file show, in the order of the file. */
export function orderVotes(): OrderVotes {
  const invalid = { dmy: 0, mdy: 0, ymd: 0 }
  const backward = { dmy: 0, mdy: 0, ymd: 0 }
  const last = { dmy: 0, mdy: 0, ymd: 0 }
  const named = { dmy: 0, mdy: 0, ymd: 0 }
  let yearFirst = false
  return {
    see(stamp, fileDay) {
      const days = everyOrder.map((order) => dayIn(stamp, order))
      if (days.every((day) => day === null)) return
      yearFirst ||= mayBeYearFirst(stamp)
      const fixed = ordersOf(stamp).length === 1
      everyOrder.forEach((order, at) => {
        const day = fixed ? (days.find((found) => found !== null) ?? null) : days[at]
        if (!day) invalid[order] += 1
        else {
          const number = day.year * 400 + day.month * 32 + day.day
          if (number < last[order]) backward[order] += 1
          last[order] = number
          if (fileDay && isSame(day, fileDay)) named[order] += 1
        }
      })
    },
    order() {
      const possible = withoutRareYear(
        everyOrder.filter((order) => invalid[order] === 0),
        yearFirst,
      )
      const forward = possible.filter((order) => backward[order] === 0)
      return only(possible) ?? only(forward) ?? only(possible.filter((order) => named[order] > 0))
    },
  }
}

/**
 * The day a stamp states in the file's order. Where that is not known it is the day all possible orders agree on;
 * null when they do not, or when there is no such day.
 */
export function dayOf(stamp: Stamp, order: Order | null): Day | null {
  const possible = ordersOf(stamp)
  if (possible.length === 1) return possible[0] ? dayIn(stamp, possible[0]) : null
  if (order !== null) return dayIn(stamp, order)
  const [day, ...others] = readings(stamp)
  return day && others.every((other) => isSame(day, other)) ? day : null
}

/** True where a date leaves its year out, as old versions did: no day can be known. */
export function isYearless({ parts }: Stamp): boolean {
  return parts[2] === ''
}

/** The calendar other than the Gregorian that the year of a date proves and the line does not name; null for none. */
export function provenCalendar({ parts, era }: Stamp): OtherCalendar | null {
  const year = parts.find((part) => part.length === 4)
  return era !== null || year === undefined ? null : calendarOfYear(Number(year))
}

/** Why a stamp states no day that can be read, as a sentence. */
export function whyNoDay(stamp: Stamp): string {
  const quoted = JSON.stringify(stamp.text.slice(0, 60))
  const years = stamp.parts.filter((part) => part.length === 4).map(Number)
  if (stamp.era === null && years.some((year) => year >= 1429 && year <= 1500))
    return `The year of ${quoted} is no year of the Gregorian calendar; it may be of an Islamic calendar, whose months cannot be converted.`
  if (readings(stamp).length > 1)
    return `Day and month of ${quoted} cannot be told apart: no date in the file shows which stands first. Find out how the phone wrote dates and import the file into a new case with a mapping profile whose dateOrder is dmy, mdy or ymd.`
  return `${quoted} is not a date and time that can be read.`
}

function only(orders: readonly Order[]): Order | null {
  return orders.length === 1 ? (orders[0] ?? null) : null
}

function readings(stamp: Stamp): readonly Day[] {
  const possible = ordersOf(stamp).filter((order) => dayIn(stamp, order) !== null)
  return withoutRareYear(possible, mayBeYearFirst(stamp)).flatMap((order) => dayIn(stamp, order) ?? [])
}

function isSame(a: Day, b: Day): boolean {
  return a.year === b.year && a.month === b.month && a.day === b.day
}

/** No wide-spread setting writes `20/12/31` or `20.12.31` for a year, so that reading counts only where no other is possible. */
function withoutRareYear(orders: readonly Order[], mayBe: boolean): readonly Order[] {
  const usual = orders.filter((order) => order !== 'ymd')
  return mayBe || usual.length === 0 ? orders : usual
}

/** `20-12-31` and `20. 12. 31.` are written in Canada and Korea. */
function mayBeYearFirst({ parts, separator }: Stamp): boolean {
  return parts[0].length > 2 || separator === '-' || separator.endsWith('. ')
}

function ordersOf({ parts: [first, , third], order }: Stamp): readonly Order[] {
  if (order !== null) return [order]
  if (isWholeYear(first)) return ['ymd']
  return isWholeYear(third) ? ['dmy', 'mdy'] : everyOrder
}

function isWholeYear(part: string): boolean {
  return part.length === 4 || /^[RH]/.test(part)
}

function dayIn(stamp: Stamp, order: Order): Day | null {
  if (!ordersOf(stamp).includes(order)) return null
  const [first, second, third] = stamp.parts
  const [written, month, day] =
    order === 'dmy'
      ? [third, second, first]
      : order === 'mdy'
        ? [third, first, second]
        : [first, second, third]
  if (month.length > 2 || day.length > 2) return null
  const calendar = provenCalendar(stamp)
  if (calendar === 'persian')
    return fromPersian({ year: Number(written), month: Number(month), day: Number(day) })
  const year = yearOf(written, calendar === 'buddhist' ? 'BE' : stamp.era)
  if (year === null) return null
  const found = { year, month: Number(month), day: Number(day) }
  return exists(found) ? found : null
}

/** WhatsApp began in 2009: years of two digits are 2009 to 2049, others may be of another calendar. */
function yearOf(written: string, era: string | null): number | null {
  const [, imperial = '', digits = ''] = /^([RH]?)(\d{1,4})$/.exec(written) ?? []
  if (digits === '') return null
  const number = Number(digits)
  if (imperial !== '') return number + (imperial === 'R' ? 2018 : 1988)
  const year =
    era === 'BE'
      ? number - buddhistYears
      : digits.length === 2 && number >= 9 && number <= 49
        ? 2000 + number
        : number
  return year >= 1970 && year <= 2100 ? year : null
}

function exists({ year, month, day }: Day): boolean {
  if (month < 1 || month > 12 || day < 1) return false
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return day <= last
}
