import type { EpochMicros } from './time.ts'

/** Where an instant falls on the calendar and clock of one zone. */
export interface WallHour {
  /** Days since 1970-01-01 of the date in the zone. */
  readonly day: number
  /** 0 is Monday 00:00 to 01:00 in the zone, 167 is Sunday 23:00 to 24:00. */
  readonly hourOfWeek: number
}

const hourMicros = 3_600_000_000

/**
 * Reads wall hours in `zone`. Between two changes of the clocks its offset is one number, looked up once, so that a reader can
 * be asked for every message of a large exhibit.
 */
export function wallHours(zone: string): (at: EpochMicros) => WallHour {
  const stretches: Stretch[] = []
  let stretch: Stretch = { from: 0, until: 0, offset: 0 }
  let hour = Number.NaN
  let wall: WallHour = { day: 0, hourOfWeek: 0 }
  return (at) => {
    if (at < stretch.from || at >= stretch.until) {
      const known = stretches.find(({ from, until }) => at >= from && at < until)
      stretch = known ?? stretchAround(at, zone)
      if (!known) stretches.push(stretch)
    }
    const local = Math.floor((at + stretch.offset) / hourMicros)
    if (local === hour) return wall
    hour = local
    const day = Math.floor(local / 24)
    // 1970-01-01 was a Thursday.
    wall = { day, hourOfWeek: ((((day + 3) % 7) + 7) % 7) * 24 + local - day * 24 }
    return wall
  }
}

/** A stretch of time in which a zone keeps one offset, all in microseconds. */
interface Stretch {
  readonly from: number
  readonly until: number
  readonly offset: number
}

function stretchAround(at: EpochMicros, zone: string): Stretch {
  const moment = Temporal.Instant.fromEpochMilliseconds(Math.floor(at / 1000)).toZonedDateTimeISO(zone)
  const next = moment.getTimeZoneTransition('next')
  // The change itself belongs to what comes after it, and is what comes before the moment right after it.
  const before = moment.add({ nanoseconds: 1 }).getTimeZoneTransition('previous')
  return {
    from: before === null ? Number.NEGATIVE_INFINITY : before.epochMilliseconds * 1000,
    until: next === null ? Number.POSITIVE_INFINITY : next.epochMilliseconds * 1000,
    offset: moment.offsetNanoseconds / 1000,
  }
}

/** `YYYY-MM-DD` of a count of days since 1970-01-01. */
export function renderDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10)
}
