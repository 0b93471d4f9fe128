import type { Delivery } from '../../core/message-details.ts'
import { type ProblemCode, problemCodes, type RepairCode } from '../../core/problem.ts'
import type { SentTime } from '../../core/time.ts'
import { readCellTime, type TimeLayout } from '../cell-time.ts'
import { readWallTime } from '../wall-clock.ts'

/** What the times of a chat show together. */
export interface TimesSeen {
  /** The first as it is written; empty where there is none. */
  first: string
  /** Proved by a slashed date with a number over 12 in that place. */
  readonly dayFirst: { proved: boolean }
  readonly monthFirst: { proved: boolean }
}

/** How the times of a chat are read, and the last one read. */
export interface ChatDates {
  readonly layout: TimeLayout
  /** Year and month (from 1) that times without a year go on from; null when nothing in the chat states a year. */
  from: { year: number; month: number } | null
  /** The last time as it was written; empty before the first. */
  last: string
}

/** The time of a message, or why it has none. */
export type ChatTime =
  | {
      readonly sent: SentTime
      readonly repairs: readonly RepairCode[]
      /** What the page said beside the time. */
      readonly delivery: Delivery | null
    }
  | { readonly code: ProblemCode; readonly says: string }

/**
 * What the chat as a whole says of its times. A time without a year is completed only where the chat's number is the
 * date of its first message, as `20231004` of a chat that begins on `4 October`.
 */
export function chatDates(number: string, times: TimesSeen, zone: string | null): ChatDates {
  const { dayFirst, monthFirst } = times
  const order = dayFirst.proved === monthFirst.proved ? null : dayFirst.proved ? 'dmy' : 'mdy'
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)(?:\D|$)/.exec(number) ?? []
  const first = yearless.exec(settle(times.first).text)
  const agrees =
    first !== null && Number(first[1]) === Number(day) && monthOf(first[2] ?? '') === Number(month)
  return {
    layout: { order, orderStated: false, zone, utc: false },
    from: agrees ? { year: Number(year), month: Number(month) } : null,
    last: '',
  }
}

/** Reads a time in any of the ways the pages wrote it. */
export function readChatTime(written: string, dates: ChatDates): ChatTime {
  const { text, delivery } = settle(written)
  if (text === '') return { code: 'no-timestamp', says: untimed(dates) }
  if (ago.test(text))
    return {
      code: 'bad-timestamp',
      says: `${JSON.stringify(written.slice(0, 60))} counts back from when the page was copied, and the file does not say when that was.`,
    }
  const read = readAny(text, written, dates)
  if ('says' in read) return { code: 'bad-timestamp', says: read.says }
  dates.last = written
  return { sent: { ...read.sent, text: written }, repairs: read.repairs, delivery }
}

const ago = /^(?:an?|\d{1,5}) (?:second|minute|hour|day|week|month|year)s? ago$/i
const yearless = /^(\d{1,2}) ([A-Za-z]{3,9}),? (\d{1,2}):(\d\d)(?::(\d\d))?$/
const dayMonthYear =
  /^(?:[A-Za-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3,9}),? (\d{4}),? (\d{1,2}):(\d\d)(?::(\d\d))?(?: ?([ap])m)?(?: (UTC|GMT|[+-]\d{4}))?$/i
const monthDayYear =
  /^(?:[A-Za-z]{3,9},? )?([A-Za-z]{3,9}) (\d{1,2})(?:st|nd|rd|th)?,? (\d{4}),? (\d{1,2}):(\d\d)(?::(\d\d))?(?: ?([ap])m)?(?: (UTC|GMT|[+-]\d{4}))?$/i
const clockOnly = /^\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?$/i
const clockFirst = /^(\d{1,2}:\d\d(?::\d\d)?) (\d{1,4}([./-])\d{1,2}\3\d{1,4})$/
const dotted = /^\d{1,2}\.\d{1,2}\.\d{4}/

/** The time without the white space and the words around it, and what those words say. */
function settle(written: string): { readonly text: string; readonly delivery: Delivery | null } {
  const plain = written.slice(0, 200).replace(/\s+/g, ' ').trim().replace(/,$/, '')
  const [, text = plain, word] = /^(.{1,80}) (read|delivered|sent)$/i.exec(plain) ?? []
  const known = (['read', 'delivered', 'sent'] as const).find((one) => one === word?.toLowerCase())
  return { text, delivery: known ?? null }
}

function untimed({ last }: ChatDates): string {
  const after = last === '' ? '' : ` The last time stated before it is ${JSON.stringify(last.slice(0, 60))}.`
  return `${problemCodes['no-timestamp']}${after}`
}

type AnyTime =
  | { readonly sent: SentTime; readonly repairs: readonly RepairCode[] }
  | { readonly says: string }

function readAny(text: string, written: string, dates: ChatDates): AnyTime {
  const named = dayMonthYear.exec(text)
  if (named) return readNamed([named[3], named[2], named[1], ...named.slice(4)], written, dates)
  const american = monthDayYear.exec(text)
  if (american)
    return readNamed([american[3], american[1], american[2], ...american.slice(4)], written, dates)
  const short = yearless.exec(text)
  if (short) return readYearless(short, written, dates)
  if (clockOnly.test(text)) return { says: `${JSON.stringify(written.slice(0, 60))} states no date.` }
  const turned = text.replace(clockFirst, '$2 $1')
  // No country writes the month first with dots.
  const layout: TimeLayout = dotted.test(turned) ? { ...dates.layout, order: 'dmy' } : dates.layout
  const read = readCellTime(turned, layout)
  if (read.kind === 'unread') return { says: read.says }
  return { sent: read.sent, repairs: read.repair === null ? [] : [read.repair] }
}

/** Year, month's name, day, hour, minute, second, half of the day and offset. */
type NamedParts = readonly (string | undefined)[]

function readNamed(parts: NamedParts, written: string, { layout }: ChatDates): AnyTime {
  const [year = '', month = '', day = '', hour, minute = '', second = '00', half, offset] = parts
  const number = monthOf(month)
  const clock = half === undefined ? Number(hour) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0)
  const noHalf = half !== undefined && (Number(hour) < 1 || Number(hour) > 12)
  if (number === null || noHalf) return unreadable(written)
  const zone = offset === undefined ? '' : /^[ug]/i.test(offset) ? 'Z' : offset
  const iso = `${year}-${two(number)}-${two(day)}T${two(clock)}:${minute}:${second}${zone}`
  const time = readWallTime(iso, layout.zone)
  if (time === null) return unreadable(written)
  return { sent: time.sent, repairs: time.repair === null ? [] : [time.repair] }
}

function two(number: number | string): string {
  return String(number).padStart(2, '0')
}

function readYearless(parts: RegExpExecArray, written: string, dates: ChatDates): AnyTime {
  const [, day, month = '', hour, minute, second] = parts
  const number = monthOf(month)
  if (dates.from === null || number === null)
    return { says: `${JSON.stringify(written.slice(0, 60))} states no year, and nor does the chat.` }
  const { from } = dates
  if (number < from.month - 6) from.year += 1
  else if (number > from.month + 6) from.year -= 1
  from.month = number
  const read = readNamed([String(from.year), month, day, hour, minute, second], written, dates)
  return 'says' in read ? read : { ...read, repairs: ['year-completed', ...read.repairs] }
}

function unreadable(written: string): AnyTime {
  return { says: `${JSON.stringify(written.slice(0, 60))} is not a date and time that can be read.` }
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const fullMonths = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]

/** 1 to 12 for a month’s English name or its first three letters; null for anything else. */
function monthOf(name: string): number | null {
  const plain = name.toLowerCase()
  const at = plain === 'sept' ? 8 : Math.max(months.indexOf(plain), fullMonths.indexOf(plain))
  return at < 0 ? null : at + 1
}
