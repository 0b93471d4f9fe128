/** How instants are shown: local time in the case zone first, UTC beside it where it is evidence. */

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${JSON.stringify(options)}`
  const held = formatters.get(key)
  if (held) return held
  const made = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...options })
  formatters.set(key, made)
  return made
}

function partsOf(iso: string, zone: string, options: Intl.DateTimeFormatOptions): Map<string, string> {
  return new Map(
    formatterOf(zone, options)
      .formatToParts(Date.parse(iso))
      .map((part) => [part.type, part.value]),
  )
}

const dayOptions: Intl.DateTimeFormatOptions = { year: 'numeric', month: '2-digit', day: '2-digit' }
const timeOptions: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', second: '2-digit' }

/** The calendar day in a zone, `YYYY-MM-DD`. */
export function dayOf(iso: string, zone: string): string {
  const parts = partsOf(iso, zone, dayOptions)
  return `${(parts.get('year') ?? '').padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`
}

/** The wall-clock time in a zone, `20:31:07`. */
export function timeOf(iso: string, zone: string): string {
  return formatterOf(zone, timeOptions).format(Date.parse(iso))
}

/** The wall-clock time in a zone to the minute, `20:31`. */
export function minuteOf(iso: string, zone: string): string {
  return timeOf(iso, zone).slice(0, 5)
}

/** The zone's name at that instant: `BST`, `GMT+3`. */
function zoneNameAt(iso: string, zone: string): string {
  return partsOf(iso, zone, { ...timeOptions, timeZoneName: 'short' }).get('timeZoneName') ?? ''
}

/** `14 Apr 2020` for `2020-04-14`. */
export function renderDay(day: string): string {
  return formatterOf('UTC', { day: 'numeric', month: 'short', year: 'numeric' }).format(
    Date.parse(`${day}T00:00:00Z`),
  )
}

/** `14–19 April 2020` for the days `2020-04-14` to `2020-04-19`. */
export function renderDays(from: string, until: string): string {
  const range = formatterOf('UTC', { day: 'numeric', month: 'long', year: 'numeric' }).formatRange(
    Date.parse(`${from}T00:00:00Z`),
    Date.parse(`${until}T00:00:00Z`),
  )
  // Thin spaces stand around the dash, which two bare numbers do not need.
  return range.replace(/^(\d+)\s–\s/u, '$1–').replace(/\s–\s/u, ' – ')
}

/** `Tuesday 14 April 2020` for `2020-04-14`. */
export function renderLongDay(day: string): string {
  return formatterOf('UTC', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
    .format(Date.parse(`${day}T00:00:00Z`))
    .replace(',', '')
}

/** `April 2020` for `2020-04`. */
export function renderMonth(month: string): string {
  return formatterOf('UTC', { month: 'long', year: 'numeric' }).format(Date.parse(`${month}-01T00:00:00Z`))
}

/** `14 Apr 2020 20:31:07`, in a zone. */
export function renderLocal(iso: string, zone: string): string {
  return `${renderDay(dayOf(iso, zone))} ${timeOf(iso, zone)}`
}

/** `14 Apr 2020 20:31:07 BST`, in a zone. */
export function renderLocalWithZone(iso: string, zone: string): string {
  return `${renderLocal(iso, zone)} ${zoneNameAt(iso, zone)}`
}

/** The day after, both `YYYY-MM-DD`. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

/** The day before, both `YYYY-MM-DD`. */
export function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

/** The first day of the month after `YYYY-MM`, as `YYYY-MM-DD`. */
export function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10)
}

/** The UTC instant at which a calendar day begins in a zone. Where midnight is skipped by a clock change, the instant of the change. */
export function startOfDay(day: string, zone: string): string {
  const wall = Date.parse(`${day}T00:00:00Z`)
  const first = wall - offsetAt(wall, zone)
  const at = wall - offsetAt(first, zone)
  const iso = new Date(Math.max(first, at)).toISOString()
  return dayOf(new Date(Math.min(first, at)).toISOString(), zone) === day
    ? new Date(Math.min(first, at)).toISOString()
    : iso
}

function offsetAt(millis: number, zone: string): number {
  const iso = new Date(millis).toISOString()
  return Date.parse(`${dayOf(iso, zone)}T${timeOf(iso, zone)}Z`) - Math.floor(millis / 1000) * 1000
}

/** Every zone the browser knows, for suggestions. */
export function knownZones(): readonly string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')]
}
