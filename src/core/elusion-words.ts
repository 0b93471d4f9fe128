import { elusionOf } from './elusion.ts'

/** How far a sample was reviewed. */
interface ReviewedSample {
  readonly size: number
  readonly population: number
  readonly hits: number
  readonly calls: Readonly<Record<'responsive' | 'not-responsive' | 'unsure', number>>
}

/** What a reviewed sample says, in plain words, one sentence each, with its limits. */
export function elusionWords({ size, population, hits, calls }: ReviewedSample): readonly string[] {
  const { responsive, unsure } = calls
  const notResponsive = calls['not-responsive']
  const found = elusionOf({ responsive, notResponsive, population, hits })
  if (found === null) return ['Nothing of the sample has been reviewed yet.']
  const { rate, exact, wilson, missed, recallAtMost } = found
  const reviewed = responsive + notResponsive
  return [
    `${count(responsive)} of the ${count(reviewed)} messages reviewed are responsive: an elusion rate of ${percent(rate)} (95 % interval ${percent(exact[0])} to ${percent(exact[1])}, exact; ${percent(wilson[0])} to ${percent(wilson[1])} by Wilson).`,
    `Of the ${count(population)} messages that the search did not find, about ${count(missed.estimate)} are then responsive; between ${count(Math.floor(missed.low))} and ${count(Math.ceil(missed.high))}.`,
    `Were every one of its ${count(hits)} hits responsive, the search would have found ${percent(recallAtMost.estimate)} of what is responsive (${percent(recallAtMost.low)} to ${percent(recallAtMost.high)}); where some are not, less.`,
    ...(unsure > 0
      ? [`${count(unsure)} called unsure are left out: decide them before relying on this.`]
      : []),
    ...(reviewed + unsure < size
      ? [`${count(size - reviewed - unsure)} of the sample are still to be reviewed.`]
      : []),
  ]
}

function count(n: number): string {
  return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ',')
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`
}
