import { monthNamed } from './month-name.ts'

/** A day as a log states it, with the time of day where it states one. */
export interface LogDay {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

const clock = String.raw`(?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2}))?`
const written = [
  // Tue Sep 20 00:01:49 2016, as C's ctime writes it, or without its time of day
  String.raw`(?<month>\p{L}{3,12})\.? {1,2}(?<day>\d{1,2}),? (?:${clock} )?(?:[A-Z]{2,5} )?(?<year>\d{4})`,
  String.raw`(?<day>\d{1,2})\.? (?<month>\p{L}{3,12})\.? (?:${clock} )?(?:[A-Z]{2,5} )?(?<year>\d{4})`,
  String.raw`(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:[T ]${clock})?`,
].map((pattern) => new RegExp(`(?:^|[ (])${pattern}(?:$|[ )Z+-])`, 'u'))

/** The day stated in a line such as `--- Day changed Wed Sep 21 2016`, or null. */
export function dayIn(text: string): LogDay | null {
  for (const pattern of written) {
    const { year, month = '', day, hour = '0', minute = '0', second = '0' } = pattern.exec(text)?.groups ?? {}
    const number = /^\d/.test(month) ? Number(month) : monthNamed(month)
    if (year === undefined || number === null) continue
    return {
      year: Number(year),
      month: number,
      day: Number(day),
      hour: Number(hour),
      minute: Number(minute),
      second: Number(second),
    }
  }
  return null
}

/** The day in a file's name, `2021-03-04.log` or `#otters_20210304.log`, or in its folders, `2021/03/04`; null when it names none or more than one. */
export function dayInName(name: string): LogDay | null {
  const folders = /(?:^|\/)((?:19|20)\d{2})\/(\d{2})\/(\d{2})\/[^/]+$/.exec(name)
  const last = folders ? folders.slice(1, 4).join('-') : (name.split('/').at(-1) ?? '')
  const found = [...last.matchAll(/(?<!\d)((?:19|20)\d{2})-?(\d{2})-?(\d{2})(?!\d)/g)]
  const [, year, month, day] = found.length === 1 ? (found[0] ?? []) : []
  if (year === undefined) return null
  return { year: Number(year), month: Number(month), day: Number(day), hour: 0, minute: 0, second: 0 }
}
