import { betaQuantile } from './incomplete-beta.ts'

/** From one share to another. */
type Interval = readonly [low: number, high: number]

/** Of a normal distribution, 95 % lie within so many standard deviations. */
const z95 = 1.959_963_984_540_054

/**
 * The exact 95 % interval of a share, `k` of `n`: never wrong more often than one time in twenty.
 *
 * @see Clopper and Pearson, Biometrika 26 (1934) 404–413
 */
export function exactInterval(k: number, n: number): Interval {
  const low = k === 0 ? 0 : betaQuantile(0.025, k, n - k + 1)
  const high = k === n ? 1 : betaQuantile(0.975, k + 1, n - k)
  return [low, high]
}

/**
 * Wilson’s 95 % interval of a share: narrower, right nineteen times in twenty on the average.
 *
 * @see Wilson, Journal of the American Statistical Association 22 (1927) 209–212
 */
export function wilsonInterval(k: number, n: number): Interval {
  const [p, z2] = [k / n, z95 ** 2]
  const middle = (p + z2 / (2 * n)) / (1 + z2 / n)
  const reach = (z95 / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n))
  return [k === 0 ? 0 : middle - reach, k === n ? 1 : middle + reach]
}

/** What a reviewed sample says of what a search did not find. */
interface Elusion {
  /** Responsive of those reviewed. */
  readonly rate: number
  readonly exact: Interval
  readonly wilson: Interval
  /** Messages that the search missed: the rate times all that it did not find, by the exact interval. */
  readonly missed: { readonly estimate: number; readonly low: number; readonly high: number }
  /** The share of responsive messages that the search found, were every one of its hits responsive: no more than that. */
  readonly recallAtMost: { readonly estimate: number; readonly low: number; readonly high: number }
}

interface Reviewed {
  readonly responsive: number
  readonly notResponsive: number
  /** All that the search did not find. */
  readonly population: number
  /** All that it found. */
  readonly hits: number
}

/** The elusion rate of a search with what follows from it; null before anything is reviewed. */
export function elusionOf({ responsive, notResponsive, population, hits }: Reviewed): Elusion | null {
  const reviewed = responsive + notResponsive
  if (reviewed === 0) return null
  const rate = responsive / reviewed
  const exact = exactInterval(responsive, reviewed)
  // What was seen is known: no fewer are responsive than that, and no more than are not known to be otherwise.
  const missedAt = (share: number): number =>
    Math.min(population - notResponsive, Math.max(responsive, share * population))
  const recallAt = (missed: number): number => (hits + missed === 0 ? 1 : hits / (hits + missed))
  const missed = { estimate: missedAt(rate), low: missedAt(exact[0]), high: missedAt(exact[1]) }
  return {
    rate,
    exact,
    wilson: wilsonInterval(responsive, reviewed),
    missed,
    recallAtMost: {
      estimate: recallAt(missed.estimate),
      low: recallAt(missed.high),
      high: recallAt(missed.low),
    },
  }
}
