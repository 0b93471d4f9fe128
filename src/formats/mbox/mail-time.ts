import { readWallTime, type WallTime } from '../wall-clock.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Zones RFC 5322 still knows by name, in hours. Other names state no offset. */
const named: Readonly<Record<string, string>> = {
  ut: 'Z',
  utc: 'Z',
  gmt: 'Z',
  z: 'Z',
  edt: '-0400',
  est: '-0500',
  cdt: '-0500',
  cst: '-0600',
  mdt: '-0600',
  mst: '-0700',
  pdt: '-0700',
  pst: '-0800',
}

/**
 * Reads the `Date` of a mail: `Tue, 3 Nov 2024 19:46:47 +0100 (CET)`, also without the weekday or the seconds and with
 * a year of two figures, or ISO 8601. Without an offset it is read in `zone`. Null when it is none of these.
 */
export function readMailTime(text: string, zone: string | null): WallTime | null {
  const found =
    /^\s{0,9}(?:[A-Za-z]{2,9},?\s{0,9})?(\d{1,2})[\s-]{1,9}([A-Za-z]{3})[A-Za-z]{0,6}[\s-]{1,9}(\d{4}|\d{2,3})\s{1,9}(\d{1,2}):(\d{2})(?::(\d{2}))?\s{0,9}([+-]\d{4}|[A-Za-z]{1,5})?/.exec(
      text,
    )
  const month = found ? months.indexOf((found[2] ?? '').toLowerCase()) : -1
  const read = found && month >= 0 ? readWallTime(isoOf(found, month), zone) : readWallTime(text.trim(), zone)
  return read && { ...read, sent: { ...read.sent, text } }
}

function isoOf(found: RegExpExecArray, month: number): string {
  const [, day = '', , year = '', hour = '', minute = '', second = '00', offset = ''] = found
  const zone = /^[+-]/.test(offset) ? offset : (named[offset.toLowerCase()] ?? '')
  return `${fullYear(year)}-${two(month + 1)}-${two(day)}T${two(hour)}:${minute}:${second}${zone}`
}

/** RFC 5322, 4.3: two figures from 50 on and three figures count from 1900, two below 50 from 2000. */
function fullYear(year: string): string {
  if (year.length === 4) return year
  return String(Number(year) + (year.length === 2 && Number(year) < 50 ? 2000 : 1900))
}

function two(value: number | string): string {
  return String(value).padStart(2, '0')
}
