import type { RepairCode } from '../../core/problem.ts'
import type { LogDay } from '../log-day.ts'
import { readWallTime, resolveWallClock, type WallTime } from '../wall-clock.ts'
import type { LogBegin } from './log-header.ts'

/** A line's time, resolved: with whether its day was taken from the line before. */
export interface LineTime {
  readonly time: WallTime | null
  readonly repairs: readonly RepairCode[]
}

/** Gives each line of a log its day, in order. */
export interface LogClock {
  /** `written` is what stands in the brackets: a time of day, or a date and a time. */
  resolve(written: string): LineTime
}

const timeOfDay = /(\d{1,2})[:.](\d{2})[:.](\d{2}) ?([AaPp]\.?[Mm]\.?)?$/
const numbered = /^(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})$/
const dayMs = 86_400_000
/** A line that states its date states it because it came late: its day is near that of the line before. */
const nearDays = 3

/** A clock that starts when the log began. */
export function logClock(begin: LogBegin | null, zone: string | null): LogClock {
  let day = begin && { ...begin.day, hour: 0, minute: 0, second: 0 }
  let last = begin ? secondsOf(begin.day) : 0
  return {
    resolve(written) {
      const [whole, hour = '', minute, second, half] = timeOfDay.exec(written) ?? []
      const clock = whole === undefined ? null : clockOf(Number(hour), Number(minute), Number(second), half)
      if (!clock || whole === undefined) return { time: null, repairs: [] }
      const dated = written.slice(0, -whole.length).trim().replace(/,$/, '')
      if (dated !== '') {
        const stated = dateOf(dated, day)
        return answer(stated && { ...stated, ...clock }, written, { begin, zone })
      }
      const next = day !== null && secondsOf(clock) + backwardSeconds < last
      if (next && day) day = dayAfter(day)
      last = secondsOf(clock)
      return answer(day && { ...day, ...clock }, written, { begin, zone, next })
    },
  }
}

/** Clocks go back an hour in autumn, and late lines stand a little out of order; further back is past midnight. */
const backwardSeconds = 7200

interface Clock {
  readonly hour: number
  readonly minute: number
  readonly second: number
}

function clockOf(hour: number, minute: number, second: number, half: string | undefined): Clock | null {
  if (half === undefined) return { hour, minute, second }
  if (hour < 1 || hour > 12) return null
  return { hour: (hour % 12) + (/^p/i.test(half) ? 12 : 0), minute, second }
}

function secondsOf({ hour, minute, second }: Clock): number {
  return hour * 3600 + minute * 60 + second
}

interface Stated {
  readonly begin: LogBegin | null
  readonly zone: string | null
  /** True where the day is the one after that of the line before. */
  readonly next?: boolean
}

function answer(fields: LogDay | null, written: string, { begin, zone, next = false }: Stated): LineTime {
  const time =
    fields &&
    (begin?.offset
      ? atOffset(fields, written, begin.offset)
      : resolveWallClock({ ...fields, micros: 0 }, written, zone))
  return {
    time,
    repairs: [...(next ? (['day-completed'] as const) : []), ...(time?.repair ? [time.repair] : [])],
  }
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}

function atOffset(fields: LogDay, written: string, offset: string): WallTime | null {
  const date = `${String(fields.year).padStart(4, '0')}-${two(fields.month)}-${two(fields.day)}`
  const read = readWallTime(
    `${date} ${two(fields.hour)}:${two(fields.minute)}:${two(fields.second)}${offset}`,
    null,
  )
  return read && { ...read, sent: { ...read.sent, text: written } }
}

function dayAfter(day: LogDay): LogDay {
  return onDay(Date.UTC(day.year, day.month - 1, day.day) + dayMs)
}

function onDay(millis: number): LogDay {
  const date = new Date(millis)
  const clock = { hour: 0, minute: 0, second: 0 }
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), ...clock }
}

/** The day a line states; of the readings a date of numbers allows, the only one near the day before it. */
function dateOf(written: string, near: LogDay | null): LogDay | null {
  const [, first = '', second = '', third = ''] = numbered.exec(written) ?? []
  if (first.length === 4) return existing(first, second, third)
  const possible = [existing(third, second, first), existing(third, first, second)].filter(
    (day) => day !== null,
  )
  const close = possible.filter((day) => near && Math.abs(millisOf(day) - millisOf(near)) <= nearDays * dayMs)
  const [found, other] = possible.length === 1 ? possible : close
  return found !== undefined && (other === undefined || millisOf(found) === millisOf(other)) ? found : null
}

function millisOf({ year, month, day }: LogDay): number {
  return Date.UTC(year, month - 1, day)
}

function existing(year: string, month: string, day: string): LogDay | null {
  if (year.length !== 2 && year.length !== 4) return null
  const full = year.length === 2 ? 2000 + Number(year) : Number(year)
  const found = onDay(Date.UTC(full, Number(month) - 1, Number(day)))
  return found.month === Number(month) && found.day === Number(day) ? found : null
}
