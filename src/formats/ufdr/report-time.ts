import { readWallTime, resolveWallClock, type WallFields, type WallTime } from '../wall-clock.ts'

/**
 * Reads a time as reports write it: ISO 8601 with or without an offset, `03-Nov-24 19:46:47 +00:00`,
 * `03/11/2024 19:46:47 +00:00`, the offset also as `UTC`, `(UTC+1)` or `(UTC+01:00)`. With AM or PM the order of day and
 * month is read only where one of them is over 12. Null when it is none of these.
 */
export function readReportTime(text: string, zone: string | null): WallTime | null {
  const trimmed = text.trim()
  const iso = readWallTime(trimmed, zone)
  if (iso) return sameText(iso, text)
  const { clock, offset } = split(trimmed)
  const fields = readFields(clock)
  if (fields === null || offset === null) return null
  if (offset === '') return resolveWallClock(fields, text, zone)
  const wall = readWallTime(`${isoOf(fields)}${offset}`, zone)
  return wall && sameText(wall, text)
}

function sameText(time: WallTime, text: string): WallTime {
  return { ...time, sent: { ...time.sent, text } }
}

/** The clock and the offset as ISO has it; `''` for none, null for one that cannot be read. */
function split(text: string): { readonly clock: string; readonly offset: string | null } {
  const found = /^(.{8,40}?)\s{0,3}(?:\(?\s?UTC\s?([^)]{0,7})\)?|(Z|[+-]\d{2}:?\d{2}))$/i.exec(text)
  const clock = found?.[1]
  if (!found || clock === undefined) return { clock: text, offset: '' }
  const written = found[2] ?? found[3] ?? ''
  if (written === '' || written === 'Z') return { clock, offset: 'Z' }
  const parts = /^([+-])(\d{1,2})(?::?(\d{2}))?$/.exec(written)
  return parts
    ? { clock, offset: `${parts[1]}${(parts[2] ?? '').padStart(2, '0')}:${parts[3] ?? '00'}` }
    : { clock, offset: null }
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

function readFields(clock: string): WallFields | null {
  const found =
    /^(?:(\d{1,2})[-/. ]([A-Za-z]{3}|\d{1,2})[-/. ](\d{4}|\d{2})|(\d{4})-(\d{2})-(\d{2}))[ T]{1,3}(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:\s?([AP])\.?M\.?)?$/i.exec(
      clock,
    )
  if (!found) return null
  const half = found[11]?.toLowerCase()
  const hour = Number(found[7])
  if (half !== undefined && (hour < 1 || hour > 12)) return null
  const date = found[4] === undefined ? readDate(found, half !== undefined) : isoDate(found)
  if (date === null) return null
  return {
    ...date,
    hour: half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0),
    minute: Number(found[8]),
    second: Number(found[9] ?? 0),
    micros: Number((found[10] ?? '').slice(0, 6).padEnd(6, '0')),
  }
}

type DateFields = Pick<WallFields, 'year' | 'month' | 'day'>

function isoDate(found: RegExpExecArray): DateFields {
  return { year: Number(found[4]), month: Number(found[5]), day: Number(found[6]) }
}

function readDate(
  [, first = '', second = '', last = '']: RegExpExecArray,
  halves: boolean,
): DateFields | null {
  const year = last.length === 4 ? Number(last) : Number(last) + (Number(last) < 70 ? 2000 : 1900)
  const named = months.indexOf(second.toLowerCase())
  if (named >= 0) return { year, month: named + 1, day: Number(first) }
  const [a, b] = [Number(first), Number(second)]
  if (!halves || a > 12) return { year, month: b, day: a }
  return b > 12 ? { year, month: a, day: b } : null
}

function isoOf({ year, month, day, hour, minute, second, micros }: WallFields): string {
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}.${String(micros).padStart(6, '0')}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
