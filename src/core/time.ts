import type { Brand } from './brand.ts'

/**
 * Microseconds since 1970-01-01T00:00:00Z. A number and not a `Temporal.Instant` because tens of millions of
 * them are compared and stored; it is exact as a double between the years 1700 and 2250.
 */
export type EpochMicros = Brand<number, 'EpochMicros'>

/**
 * How the zone of a time is known: written in the source, stated for the exhibit on receipt, or not at all (then read as
 * UTC and flagged). `none`: the source states no time, and the instant only keeps the order of the file; see {@link noTime}.
 */
export type ZoneSource = 'stated' | 'assumed' | 'unknown' | 'none'

/** When a message was sent, as read and as written. */
export interface SentTime {
  readonly at: EpochMicros
  /** The time exactly as it stands in the source. */
  readonly text: string
  readonly zone: ZoneSource
}

const earliest = Date.UTC(1700, 0, 1) * 1000
const latest = Date.UTC(2250, 0, 1) * 1000

/** A whole number of microseconds as a time, or null outside the years 1700 to 2249. */
export function parseEpochMicros(micros: number): EpochMicros | null {
  if (!Number.isSafeInteger(micros) || micros < earliest || micros >= latest) return null
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place an EpochMicros is made
  return micros as EpochMicros
}

/**
 * The place of a message whose source states no time that can be read: a microsecond after the message before it in the
 * file (or in its conversation), or, where none before it has a time, in the first microseconds of 1970. It is counted by no day and no hour, and
 * shown as no time. `text` is what stands in the source instead.
 */
export function noTime(before: EpochMicros | null, text: string): SentTime {
  const at = parseEpochMicros(Math.min((before ?? 0) + 1, latest - 1))
  if (at === null) throw new RangeError(`${before} is no place in a file`)
  return { at, text, zone: 'none' }
}

/** ISO 8601 in UTC with as many decimals as needed: `2020-06-21T15:09:47.158053Z`. */
export function renderInstant(at: EpochMicros): string {
  const millis = Math.floor(at / 1000)
  const head = new Date(millis).toISOString().slice(0, 19)
  const fraction = at - Math.floor(at / 1_000_000) * 1_000_000
  if (fraction === 0) return `${head}Z`
  return `${head}.${String(fraction).padStart(6, '0').replace(/0+$/, '')}Z`
}

/** Reads an ISO 8601 instant that states its offset, or null. Digits past the microsecond are refused rather than dropped. */
export function parseInstant(text: string): EpochMicros | null {
  try {
    const nanos = Temporal.Instant.from(text).epochNanoseconds
    return nanos % 1000n === 0n ? parseEpochMicros(Number(nanos / 1000n)) : null
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** The first instant of a calendar day in a zone; `day` is `YYYY-MM-DD`. Null when it is no date. */
export function startOfDay(day: string, zone: string): EpochMicros | null {
  try {
    const date = Temporal.PlainDate.from(day, { overflow: 'reject' })
    return parseEpochMicros(date.toZonedDateTime(zone).epochMilliseconds * 1000)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** True for an IANA time zone name the runtime knows, such as `Europe/London`. */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
