import type { DayCount } from './questions.ts'

/** Of what length a bar of a histogram is. */
export type HistogramUnit = 'day' | 'week' | 'month'

/** Hits by day in the case zone, or by week or month where they are spread over years. */
export interface Histogram {
  readonly unit: HistogramUnit
  /** Bars that have hits, in order of time, each by its first day; a week begins on Monday. */
  readonly bars: readonly DayCount[]
  /** Hits that state no time and stand in no bar. */
  readonly undated: number
}
