import type { RepairCode } from '../core/problem.ts'
import type { SentTime } from '../core/time.ts'
import { parseEpochMicros, renderInstant } from '../core/time.ts'
import type { MappingProfile } from './mapping-profile.ts'
import type { WallTime } from './wall-clock.ts'
import { readWallTime, resolveWallClock } from './wall-clock.ts'

/** The order of day, month and year; null when the table does not show it. */
export type DateOrder = 'dmy' | 'mdy' | 'ymd' | null

/** What is known of the times of a table beside the cells. */
export interface TimeLayout {
  readonly order: DateOrder
  /** True when a profile states the order, so that a year of two digits can be read too. */
  readonly orderStated: boolean
  /** IANA zone of times that name none; null when nobody has stated one. */
  readonly zone: string | null
  /** True when the heading states that the times are in UTC. */
  readonly utc: boolean
}

/** A time read, or the sentence that says why it could not be. */
export type TimeRead =
  | { readonly kind: 'time'; readonly sent: SentTime; readonly repair: RepairCode | null }
  | { readonly kind: 'unread'; readonly says: string }

const dayFirstOrLast =
  /^(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?:,? +|T)(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,6}))?)?(?: ?([ap])\.?m\.?)?(?: ?(UTC|GMT|Z|[+-]\d\d:?\d\d))?$/i

/** Reads a time as tables write it: ISO 8601, epoch numbers, or a date in the order of `layout` and a time of day. */
export function readCellTime(text: string, layout: TimeLayout): TimeRead {
  const trimmed = text.trim()
  const epoch = readEpoch(trimmed)
  if (epoch) return { kind: 'time', sent: { ...epoch, text }, repair: null }
  const parts = dayFirstOrLast.exec(trimmed)
  if (!parts) return found(readWallTime(trimmed, layout.utc ? null : layout.zone), text, layout)
  const date = orderDate(parts, layout)
  if ('says' in date) return { kind: 'unread', says: date.says }
  const [hour, minute, second, fraction] = [parts[5], parts[6], parts[7] ?? '00', parts[8]]
  const clock = clockHour(Number(hour), parts[9]?.toLowerCase() ?? null)
  if (clock === null) return unreadable(text)
  const iso = `${date.iso}T${String(clock).padStart(2, '0')}:${minute}:${second}${fraction ? `.${fraction}` : ''}`
  return found(readWallTime(iso + offsetOf(parts[10]), layout.utc ? null : layout.zone), text, layout)
}

/** Which order a date proves by a number over 12; null when it proves none. */
export function orderProvedBy(text: string): 'dmy' | 'mdy' | null {
  const [, first, , second, third] = dayFirstOrLast.exec(text.trim()) ?? []
  if (first === undefined || first.length > 2 || third?.length !== 4) return null
  if (Number(first) > 12) return 'dmy'
  return Number(second) > 12 ? 'mdy' : null
}

/** The order a profile states, or null where it leaves that to the table. */
export function statedOrder({ dateOrder }: MappingProfile): DateOrder {
  return dateOrder === 'sniff' ? null : dateOrder
}

const excelDay0 = { '1900': Date.UTC(1899, 11, 30), '1904': Date.UTC(1904, 0, 1) } as const
const dayMs = 86_400_000

/**
 * Reads a spreadsheet's day count (days and fractions since 1899-12-30 or 1904-01-01) as a wall time to the
 * millisecond. Counts before 1 March 1900 are refused: Excel counts a 29 February 1900 that never was.
 */
export function readSerial(text: string, system: '1900' | '1904', layout: TimeLayout): TimeRead {
  const days = Number(text)
  if (!Number.isFinite(days) || days < (system === '1900' ? 61 : 0) || days > 300_000) return unreadable(text)
  const at = new Date(excelDay0[system] + Math.round(days * dayMs))
  const fields = {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
    micros: at.getUTCMilliseconds() * 1000,
  }
  return found(resolveWallClock(fields, text, layout.utc ? null : layout.zone), text, layout)
}

/** The day of a whole spreadsheet day count, as `2020-05-01`; null for one that has a time of day, or is none. */
export function serialDay(text: string, system: '1900' | '1904'): string | null {
  const read = /^\d{1,6}$/.test(text.trim()) ? readSerial(text, system, wallClock) : null
  return read?.kind === 'time' ? renderInstant(read.sent.at).slice(0, 10) : null
}

/** The time of day of a spreadsheet's fraction of a day, as `12:00:00.000`; null for one that has a day, or is none. */
export function serialClock(text: string): string | null {
  const part = Number(text)
  if (text.trim() === '' || !(part >= 0 && part < 1)) return null
  const at = Math.round(part * dayMs)
  return at < dayMs ? new Date(at).toISOString().slice(11, 23) : null
}

const wallClock: TimeLayout = { order: null, orderStated: false, zone: null, utc: false }

/** Seconds, milliseconds or microseconds since 1970, told apart by their 10, 13 or 16 digits. */
function readEpoch(text: string): Omit<SentTime, 'text'> | null {
  const [, digits, decimals = ''] = /^(\d{10}|\d{13}|\d{16})(?:\.(\d{1,6}))?$/.exec(text) ?? []
  if (digits === undefined || (decimals !== '' && digits.length !== 10)) return null
  const whole = Number(digits) * 10 ** (16 - digits.length)
  const at = parseEpochMicros(whole + Number(decimals.padEnd(6, '0')))
  return at === null ? null : { at, zone: 'stated' }
}

type OrderedDate = { readonly iso: string } | { readonly says: string }

function orderDate(parts: RegExpExecArray, { order, orderStated }: TimeLayout): OrderedDate {
  const [, first = '', , second = '', third = ''] = parts
  if (first.length === 4) return isoDate(first, second, third)
  const shortYear = third.length === 2 && first.length <= 2
  if (third.length !== 4 && !(shortYear && orderStated))
    return { says: 'The year is not written in full: use a mapping profile with dateOrder.' }
  if (order === 'dmy') return isoDate(third, second, first)
  if (order === 'mdy') return isoDate(third, first, second)
  if (order === 'ymd' && shortYear) return isoDate(first, second, third)
  return {
    says: 'Neither the file nor a profile states whether the day or the month comes first: use a mapping profile with dateOrder.',
  }
}

function isoDate(year: string, month: string, day: string): OrderedDate {
  const full = year.length === 2 ? `20${year}` : year.padStart(4, '0')
  return { iso: `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` }
}

/** The hour of the day, 0 to 23, of an hour that may be of a half day; null when there is no such hour. */
function clockHour(hour: number, half: string | null): number | null {
  if (half === null) return hour
  if (hour < 1 || hour > 12) return null
  return (hour % 12) + (half === 'p' ? 12 : 0)
}

function offsetOf(written: string | undefined): string {
  if (written === undefined) return ''
  if (/^[uzg]/i.test(written)) return 'Z'
  return written.includes(':') ? written : `${written.slice(0, 3)}:${written.slice(3)}`
}

function found(read: WallTime | null, text: string, { utc }: TimeLayout): TimeRead {
  if (!read) return unreadable(text)
  const zone = utc && read.sent.zone === 'unknown' ? 'stated' : read.sent.zone
  return { kind: 'time', sent: { ...read.sent, text, zone }, repair: read.repair }
}

function unreadable(text: string): TimeRead {
  return {
    kind: 'unread',
    says: `${JSON.stringify(text.slice(0, 60))} is not a date and time that can be read.`,
  }
}
