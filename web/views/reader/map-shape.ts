import type { StreamOutline } from '../../../src/wire/reading.ts'

/** A thread over time, as it is drawn. */
export type Span = NonNullable<StreamOutline['span']>

/** The instant at which a stretch begins. */
export function beginOf(span: Span, bin: number): string {
  return new Date(Date.parse(span.firstAt) + bin * span.seconds * 1000).toISOString()
}

/** The stretch an instant is in, with its part; the first or the last for one outside. */
export function placeOf(span: Span, at: string): number {
  const bins = (Date.parse(at) - Date.parse(span.firstAt)) / 1000 / span.seconds
  return Math.min(span.messages.length, Math.max(0, bins))
}

/** The nearest stretch with messages in a direction; the same where there is none. */
export function nextBin(counts: readonly number[], bin: number, by: number): number {
  for (let at = bin + by; at >= 0 && at < counts.length; at += Math.sign(by))
    if ((counts[at] ?? 0) > 0) return at
  return bin
}

interface Bars {
  readonly x: number
  /** Widths, one each stretch; none where it is 0. */
  readonly widths: readonly number[]
  /** Height of a stretch. */
  readonly step: number
}

/** Bars below one another as one SVG path. */
export function barsPath({ x, widths, step }: Bars): string {
  const thick = step > 3 ? step - 1 : Math.max(1, step)
  return widths
    .flatMap((width, i) =>
      width === 0 ? [] : [`M${x} ${round(i * step)}h${round(width)}v${round(thick)}h${-round(width)}z`],
    )
    .join('')
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

/** A stretch at which a new year, month or day begins, and what to write there. */
export interface Tick {
  readonly bin: number
  readonly label: string
}

/** @param dayOf - the day of an instant in the case zone, `YYYY-MM-DD`. */
export function ticksOf(span: Span, dayOf: (at: string) => string): readonly Tick[] {
  const days = span.messages.map((_, bin) => dayOf(beginOf(span, bin)))
  const parts = [
    { length: 4, least: 4 },
    { length: 7, least: 3 },
    { length: 10, least: 2 },
  ]
  const part = parts.find(
    ({ length, least }) => new Set(days.map((day) => day.slice(0, length))).size >= least,
  )
  if (part === undefined) return []
  const named = days.map((day) => day.slice(0, part.length))
  return named.flatMap((name, bin) =>
    bin > 0 && named[bin - 1] !== name ? [{ bin, label: part.length === 10 ? name.slice(5) : name }] : [],
  )
}
