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

/** Every day from the first to the last, days without messages too, in at most `most` bars of equally many days. */
export function binDays(days: readonly DayFigure[], most: number): readonly DayBin[] {
  const numbers = days.map(({ day }) => numberOf(day))
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
    from: dayOfNumber(first + bin * width),
    until: dayOfNumber(Math.min(last, first + bin * width + width - 1)),
    messages,
  }))
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
