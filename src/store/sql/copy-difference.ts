import type { CopyDifference } from '../copy-joiner.ts'

/** Reads a sighting's `copy` column. */
export function readCopy(value: string | null): CopyDifference | null {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the store wrote it of CopyDifference
  return value === null ? null : (JSON.parse(value) as CopyDifference)
}

/** As far apart as the clock rule pairs anything: a minute for a delivery that lags, and one where only minutes are told. */
const farthestApart = 120_000_000

/**
 * How sure a rule is of one copy, 0 to 1, to put the least sure first; no probability. It is the share of the two
 * sources that agree by the rule; for `clock` less up to half of it for the time that remains between the copies when the
 * clocks are set alike, and for `original-id` all of it where the words are the same too. Null where a person decided, and
 * where the share was not kept.
 *
 * @param messageAt - the time of the message it was joined to, in microseconds.
 */
export function scoreOf(
  { rule, share, offset, sentAt, body }: CopyDifference,
  messageAt: number,
): number | null {
  if (share == null) return null
  if (rule === 'original-id' && body === null) return 1
  const apart = rule === 'clock' ? Math.abs(sentAt - (offset ?? 0) - messageAt) : 0
  return Math.round(share * (1 - Math.min(apart, farthestApart) / (2 * farthestApart))) / 1000
}
