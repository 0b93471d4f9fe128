import type { RepairCode } from '../core/problem.ts'
import { parseEpochMicros, type SentTime, type ZoneSource } from '../core/time.ts'

/** A time read from a record, and what had to be noted of it. */
export interface WallTime {
  readonly sent: SentTime
  readonly repair: RepairCode | null
}

/** A date and a time of day as a clock on a wall shows them. */
export interface WallFields {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  readonly day: number
  /** 0 to 23. */
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** Microseconds past the second, 0 to 999,999. */
  readonly micros: number
}

/**
 * Reads `YYYY-MM-DD[T ]HH:MM[:SS[.fraction]][Z|+hh:mm|+hhmm|+hh]`; null when the text is anything else or no such
 * time exists. A fraction has at most nine digits: those past the microsecond stay in the text only. A time without
 * an offset is read in `zone` (`assumed`), or as UTC when that is null (`unknown`).
 */
export function readWallTime(text: string, zone: string | null): WallTime | null {
  const end = text.length
  const separator = text.charCodeAt(10)
  if (
    end < 16 ||
    text.charCodeAt(4) !== hyphen ||
    text.charCodeAt(7) !== hyphen ||
    text.charCodeAt(13) !== colon
  )
    return null
  if (separator !== 84 && separator !== 32 && separator !== 116) return null
  let at = 16
  let second = 0
  let micros = 0
  if (text.charCodeAt(at) === colon) {
    second = twoDigits(text, 17)
    at = 19
    if (text.charCodeAt(at) === point) {
      const stop = digitsEnd(text, at + 1)
      if (stop === at + 1 || stop > at + 10) return null
      micros = microsOf(text, at + 1, stop)
      at = stop
    }
  }
  const fields = {
    year: twoDigits(text, 0) * 100 + twoDigits(text, 2),
    month: twoDigits(text, 5),
    day: twoDigits(text, 8),
    hour: twoDigits(text, 11),
    minute: twoDigits(text, 14),
    second,
    micros,
  }
  if (at === end) return resolveWallClock(fields, text, zone)
  const offset = readOffset(text, at)
  const wall = wallMillis(fields)
  return offset === null || wall === null
    ? null
    : settled((wall - offset) * 1000 + fields.micros, text, 'stated', null)
}

/**
 * The instant at which a clock in `zone` shows `fields`; null when there is no such date or time of day. Without a
 * zone it is read as UTC and marked `unknown`. An hour that a clock change repeats gives the earlier instant, one it
 * leaves out the instant after the change, each with its repair.
 *
 * @throws {RangeError} when the runtime does not know the zone.
 */
export function resolveWallClock(fields: WallFields, text: string, zone: string | null): WallTime | null {
  const wall = wallMillis(fields)
  if (wall === null) return null
  if (zone === null) return settled(wall * 1000 + fields.micros, text, 'unknown', null)
  const offset = steadyOffset(zone, Math.floor(wall / hourMs))
  if (offset !== null) return settled((wall - offset) * 1000 + fields.micros, text, 'assumed', null)
  const { instant, repair } = acrossChange(zone, wall)
  return settled(instant * 1000 + fields.micros, text, 'assumed', repair)
}

const hyphen = 45
const colon = 58
const point = 46
const hourMs = 3_600_000
const minuteMs = 60_000

/** The two digits at `at` as a number, NaN when they are not digits. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48
  const ones = text.charCodeAt(at + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}

function digitsEnd(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57) at += 1
  return at
}

function microsOf(text: string, from: number, end: number): number {
  let micros = 0
  for (let at = from; at < from + 6; at += 1) micros = micros * 10 + (at < end ? text.charCodeAt(at) - 48 : 0)
  return micros
}

/** Milliseconds east of UTC stated from `at` to the end of the text, or null when that is no offset. */
function readOffset(text: string, at: number): number | null {
  const sign = text.charCodeAt(at)
  const length = text.length - at
  if (sign === 90 || sign === 122) return length === 1 ? 0 : null
  if (sign !== 43 && sign !== hyphen) return null
  const spaced = text.charCodeAt(at + 3) === colon
  if (length !== (spaced ? 6 : 5) && length !== 3) return null
  const hours = twoDigits(text, at + 1)
  const minutes = length === 3 ? 0 : twoDigits(text, at + (spaced ? 4 : 3))
  if (!(hours <= 23 && minutes <= 59)) return null
  const millis = hours * hourMs + minutes * minuteMs
  return sign === hyphen ? -millis : millis
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** The wall clock as milliseconds, as though it were in UTC; null when no clock shows it. NaN fails every comparison. */
function wallMillis({ year, month, day, hour, minute, second }: WallFields): number | null {
  if (!(year >= 1699 && year <= 2250 && month >= 1 && hour <= 23 && minute <= 59 && second <= 59)) return null
  const length = month === 2 && isLeap(year) ? 29 : monthLengths[month - 1]
  if (length === undefined || !(day >= 1 && day <= length)) return null
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

function settled(micros: number, text: string, zone: ZoneSource, repair: RepairCode | null): WallTime | null {
  const at = parseEpochMicros(micros)
  return at === null ? null : { sent: { at, text, zone }, repair }
}

const steadyOffsets = new Map<string, Map<number, number | null>>()

/** The zone's offset in milliseconds through all of a wall hour, or null when the clocks change in it. */
function steadyOffset(zone: string, hour: number): number | null {
  let known = steadyOffsets.get(zone)
  if (!known) {
    known = new Map()
    steadyOffsets.set(zone, known)
  }
  const seen = known.get(hour)
  if (seen !== undefined) return seen
  const first = acrossChange(zone, hour * hourMs)
  const last = acrossChange(zone, (hour + 1) * hourMs - 1)
  const even = first.repair === null && last.repair === null && last.instant - first.instant === hourMs - 1
  const offset = even ? hour * hourMs - first.instant : null
  if (known.size > 100_000) known.clear()
  known.set(hour, offset)
  return offset
}

/** The instant of a wall clock that may fall on a clock change, by asking for both sides of it. */
function acrossChange(
  zone: string,
  wall: number,
): { readonly instant: number; readonly repair: RepairCode | null } {
  const plain = Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC').toPlainDateTime()
  const earlier = plain.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const later = plain.toZonedDateTime(zone, { disambiguation: 'later' })
  if (earlier.epochMilliseconds === later.epochMilliseconds)
    return { instant: earlier.epochMilliseconds, repair: null }
  if (earlier.toPlainDateTime().equals(plain))
    return { instant: earlier.epochMilliseconds, repair: 'ambiguous-time' }
  return { instant: later.epochMilliseconds, repair: 'nonexistent-time' }
}
