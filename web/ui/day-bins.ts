/** Messages of one calendar day, `YYYY-MM-DD`. */
export interface DayFigure {
  readonly day: string
  readonly messages: number
}

/** Consecutive days drawn as one bar, `from` and `until` both included. */
export interface DayBin {
  readonly from: string
  readonly until: string
  readonly messages: number
}

const dayMs = 86_400_000

/** What a figure counts: a day, the week from a Monday, a month; `day` is the first of it. */
export type FigureUnit = 'day' | 'week' | 'month'

/** Every day (week, month) from the first to the last, those without messages too, in at most `most` bars of equally many. */
export function binDays(
  days: readonly DayFigure[],
  most: number,
  unit: FigureUnit = 'day',
): readonly DayBin[] {
  const { indexOf, startOf } = steps[unit]
  const numbers = days.map(({ day }) => indexOf(day))
  const first = numbers.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const last = numbers.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  if (first > last) return []
  const width = Math.max(1, Math.ceil((last - first + 1) / Math.max(1, most)))
  const counts = Array.from({ length: Math.ceil((last - first + 1) / width) }, () => 0)
  for (const [i, { messages }] of days.entries()) {
    const bin = Math.floor(((numbers[i] ?? first) - first) / width)
    counts[bin] = (counts[bin] ?? 0) + messages
  }
  return counts.map((messages, bin) => ({
    from: dayOfNumber(startOf(first + bin * width)),
    until: dayOfNumber(startOf(Math.min(last, first + bin * width + width - 1) + 1) - 1),
    messages,
  }))
}

/** Units counted from 1970: which one a day is in, and the number of the day it starts on. */
const steps: Readonly<
  Record<
    FigureUnit,
    { readonly indexOf: (day: string) => number; readonly startOf: (index: number) => number }
  >
> = {
  day: { indexOf: numberOf, startOf: (index) => index },
  // 1970-01-01 was a Thursday.
  week: { indexOf: (day) => Math.floor((numberOf(day) + 3) / 7), startOf: (index) => index * 7 - 3 },
  month: {
    indexOf: (day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1,
    startOf: (index) => Date.UTC(Math.floor(index / 12), index % 12) / dayMs,
  },
}

/** The same figures by month, `YYYY-MM`, in order of time. */
export function monthsOf(
  days: readonly DayFigure[],
): readonly { readonly month: string; readonly messages: number }[] {
  const months = new Map<string, number>()
  for (const { day, messages } of days)
    months.set(day.slice(0, 7), (months.get(day.slice(0, 7)) ?? 0) + messages)
  return [...months]
    .map(([month, messages]) => ({ month, messages }))
    .toSorted((a, b) => (a.month < b.month ? -1 : 1))
}

/** Bars at which a new month, or (over more than three years) a new year begins, with what to write there. */
export function ticksOf(
  bins: readonly DayBin[],
): readonly { readonly bin: number; readonly label: string }[] {
  const years = new Set(bins.map((bin) => bin.from.slice(0, 4))).size
  const part = years > 3 ? 4 : 7
  return bins.flatMap((bin, i) => {
    const before = bins[i - 1]
    return before !== undefined && before.until.slice(0, part) !== bin.until.slice(0, part)
      ? [{ bin: i, label: bin.until.slice(0, part) }]
      : []
  })
}

function numberOf(day: string): number {
  return Math.floor(Date.parse(`${day}T00:00:00Z`) / dayMs)
}

function dayOfNumber(number: number): string {
  return new Date(number * dayMs).toISOString().slice(0, 10)
}
