import type { EpochMicros } from './time.ts'

/** Where an instant falls on the calendar and clock of one zone. */
export interface WallHour {
  /** Days since 1970-01-01 of the date in the zone. */
  readonly day: number
  /** 0 is Monday 00:00 to 01:00 in the zone, 167 is Sunday 23:00 to 24:00. */
  readonly hourOfWeek: number
}

const quarterHour = 900_000_000

/**
 * Reads wall hours in `zone`. Offsets are looked up once per quarter of an hour (every zone in use since 1972
 * changes its offset on such a boundary), so a reader can be asked for every message of a large exhibit.
 */
export function wallHours(zone: string): (at: EpochMicros) => WallHour {
  const known = new Map<number, WallHour>()
  return (at) => {
    const quarter = Math.floor(at / quarterHour)
    const seen = known.get(quarter)
    if (seen) return seen
    const wall = Temporal.Instant.fromEpochMilliseconds((quarter * quarterHour) / 1000).toZonedDateTimeISO(
      zone,
    )
    const day = Math.floor((wall.epochMilliseconds + wall.offsetNanoseconds / 1e6) / 86_400_000)
    const hour = { day, hourOfWeek: (wall.dayOfWeek - 1) * 24 + wall.hour }
    if (known.size > 200_000) known.clear()
    known.set(quarter, hour)
    return hour
  }
}

/** `YYYY-MM-DD` of a count of days since 1970-01-01. */
export function renderDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10)
}
