import { type EpochMicros, parseEpochMicros, parseInstant, startOfDay } from '../time.ts'

/** A stretch of time that a search names: from its start until before its end. */
export interface TimeSpan {
  readonly from: EpochMicros
  readonly until: EpochMicros
}

/** How a time is written, for a refusal. */
export const timeForms =
  'write YYYY, YYYY-MM, YYYY-MM-DD, or YYYY-MM-DDTHH:MM with an offset where the clocks change'

/** A year, a month, a day, a minute or a second, in `zone` where it names no offset; null when it is none. */
export function timeSpan(value: string, zone: string): TimeSpan | null {
  if (/^\d{4}(?:-\d\d(?:-\d\d)?)?$/.test(value)) return daySpan(value, zone)
  const from = instantOf(value, zone)
  if (from === null) return null
  const isMinute = /T\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?$/.test(value)
  const fraction = /[.,](\d+)/.exec(value)?.[1]?.length ?? 0
  const micros = isMinute ? 60_000_000 : 10 ** Math.max(0, 6 - fraction)
  const until = parseEpochMicros(from + micros)
  return until === null ? null : { from, until }
}

function daySpan(value: string, zone: string): TimeSpan | null {
  const [year = '', month, day] = value.split('-')
  try {
    const first = Temporal.PlainDate.from(`${year}-${month ?? '01'}-${day ?? '01'}`)
    const last =
      day !== undefined
        ? first.add({ days: 1 })
        : month === undefined
          ? first.add({ years: 1 })
          : first.add({ months: 1 })
    const [from, until] = [startOfDay(first.toString(), zone), startOfDay(last.toString(), zone)]
    return from === null || until === null ? null : { from, until }
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function instantOf(value: string, zone: string): EpochMicros | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(value)) return parseInstant(value)
  try {
    // An hour that the clocks skip or repeat is refused rather than guessed.
    const zoned = Temporal.PlainDateTime.from(value).toZonedDateTime(zone, { disambiguation: 'reject' })
    return parseEpochMicros(zoned.epochMilliseconds * 1000)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** Weekdays as a search names them, Monday first. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** 0 for Monday to 6, from the first letters of its English name; null when it is none. */
export function weekdayOf(value: string): number | null {
  const name = value.toLowerCase()
  const place = weekdays.findIndex((day) => name.startsWith(day) && longOf[day].startsWith(name))
  return place < 0 ? null : place
}

const longOf = {
  mon: 'monday',
  tue: 'tuesday',
  wed: 'wednesday',
  thu: 'thursday',
  fri: 'friday',
  sat: 'saturday',
  sun: 'sunday',
} as const

const unitMicros = { s: 1e6, m: 60e6, h: 3600e6, d: 86_400e6 } as const

/** `90s`, `15m`, `2h`, `3d` in microseconds; null when it is none or longer than a hundred years. */
export function durationMicros(value: string): number | null {
  const [, count = '', unit = ''] = /^(\d{1,10})([smhd])$/.exec(value) ?? []
  if (unit !== 's' && unit !== 'm' && unit !== 'h' && unit !== 'd') return null
  const micros = Number(count) * unitMicros[unit]
  return micros <= 36_525 * unitMicros.d ? micros : null
}

/** A duration in the largest unit that says it whole. */
export function renderDuration(micros: number): string {
  for (const unit of ['d', 'h', 'm'] as const)
    if (micros % unitMicros[unit] === 0 && micros > 0) return `${micros / unitMicros[unit]}${unit}`
  return `${micros / unitMicros.s}s`
}
