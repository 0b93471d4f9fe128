/** A day of the Gregorian calendar. */
export interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** A calendar other than the Gregorian that the year of a date proves. */
export type OtherCalendar = 'buddhist' | 'persian'

/** Years from the Buddhist era to the Gregorian. */
export const buddhistYears = 543

/**
 * The calendar that a year of four digits proves. WhatsApp began in 2009, and of the calendars in which phones write
 * dates (Unicode CLDR) only the Buddhist era counts 2552 to 2592 for 2009 to 2049, and only the Persian calendar 1388
 * to 1428: the Islamic one counts 1430 to 1473, and its months begin when the moon is seen, so that it is not converted.
 */
export function calendarOfYear(year: number): OtherCalendar | null {
  if (year >= 2552 && year <= 2592) return 'buddhist'
  return year >= 1388 && year <= 1428 ? 'persian' : null
}

/** The Gregorian day of a date of the Persian solar calendar; null when there is no such day. */
export function fromPersian({ year, month, day }: Day): Day | null {
  try {
    const date = Temporal.PlainDate.from({ calendar: 'persian', year, month, day }, { overflow: 'reject' })
    const found = date.withCalendar('iso8601')
    return { year: found.year, month: found.month, day: found.day }
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}
