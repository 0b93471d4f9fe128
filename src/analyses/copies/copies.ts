/**
 * Two sources that hold the same conversation (two handsets, a handset and a server, two hand-overs) show one message at
 * two times when their clocks differ. This finds by how much they differ and which of their messages are the same one.
 *
 * Words are never bent: two copies of a message have the same conversation, sender, kind and exact words. What may differ
 * is the time alone. The difference of the clocks is the one that most messages with words of their own agree on (words
 * that stand once in each source), to within two seconds; three must agree, and at the difference found at least half of
 * what either source holds while both were on must be in the other, or nothing is matched. A service that sends old
 * messages again, at other distances each time, does not pass for a second source in this way; and because such a service
 * may send some again at one distance (seen in a leaked server log: four messages, 8.8 hours later), a difference that is
 * no clock set slightly wrong and no zone misread (up to 15 minutes, or within five of a whole number of half hours) needs twenty.
 *
 * Messages are paired one to one in order of time within five seconds of that difference, words of their own within a minute
 * (deliveries lag); where a source tells whole minutes only, a minute is allowed on top of either.
 *
 * Cost: n log n in the messages of both. What it leaves out: sources that share fewer than three messages with words of
 * their own, clocks that jump in between, copies whose words differ.
 */
import type { Analysis } from '../analysis.ts'

/** A message as one source shows it. Ids are the caller's own; numbers stand for conversations and senders. */
export interface Witness {
  readonly id: number
  readonly conversation: number
  readonly sender: number
  /** Kind and exact words (or, without words, the hashes of its files), as one text. */
  readonly says: string
  /** Microseconds since the epoch by this source's clock. */
  readonly at: number
}

/** How the clocks of two sources stand to each other. */
export interface ClockDifference {
  /** Microseconds by which the second source's clock is ahead of the first's. */
  readonly offset: number
  /** Messages with words of their own that agree on it. */
  readonly support: number
  /** Messages of each source in the time both cover, and how many of them are in both. */
  readonly overlap: { readonly first: number; readonly second: number; readonly both: number }
}

/** One message in two sources. */
export interface Pair {
  readonly first: number
  readonly second: number
  /** Microseconds that remain when the difference of the clocks is taken off. */
  readonly apart: number
}

/** What was found of two sources; `pairs` in order of time. */
export interface Copies extends ClockDifference {
  readonly pairs: readonly Pair[]
}

/** The analysis and its version. */
export const copies: Analysis = {
  id: 'copies',
  version: 1,
  asks: 'Which messages of two sources are one message, and by how much do their clocks differ?',
}

const oneSecond = 1_000_000
/** Zones misread, and clocks set wrong by up to half a day and a little, in microseconds. */
export const farthest = 15 * 3600 * oneSecond
const agreement = 2 * oneSecond
const tolerance = 5 * oneSecond
/** Deliveries lag; words that stand once on each side are told apart by themselves. */
const ownTolerance = 60 * oneSecond
const leastSupport = 3
const halfHour = 1800 * oneSecond
const wrongClock = 900 * oneSecond
const oddSupport = 20
const leastShare = 0.5

/** Null when the two do not hold the same conversations at one difference of their clocks. */
export function matchCopies(first: readonly Witness[], second: readonly Witness[]): Copies | null {
  const a = bySaying(first)
  const b = bySaying(second)
  const grain = Math.max(grainOf(first), grainOf(second))
  const found = clockDifference(a, b, 2 * agreement + grain)
  if (found === null) return null
  const pairs: Pair[] = []
  for (const [saying, ours] of a)
    pairs.push(...pairUp(ours, b.get(saying) ?? [], { offset: found.offset, grain }))
  const overlap = overlapOf(first, second, { offset: found.offset, pairs })
  const smaller = Math.min(overlap.first, overlap.second)
  if (overlap.both < leastSupport || overlap.both < smaller * leastShare) return null
  return { ...found, overlap, pairs: pairs.toSorted((x, y) => x.first - y.first) }
}

/** How fine a source tells the time: whole minutes only, or finer. */
function grainOf(witnesses: readonly Witness[]): number {
  const minute = 60
  return witnesses.every(({ at }) => Math.floor(at / oneSecond) % minute === 0) ? minute * oneSecond : 0
}

function bySaying(witnesses: readonly Witness[]): ReadonlyMap<string, Witness[]> {
  const groups = Map.groupBy(
    witnesses,
    ({ conversation, sender, says }) => `${conversation} ${sender} ${says}`,
  )
  for (const group of groups.values()) group.sort((x, y) => x.at - y.at || x.id - y.id)
  return groups
}

/** The difference that most sayings which stand once on each side agree on; of equals the smallest. */
function clockDifference(
  a: ReadonlyMap<string, Witness[]>,
  b: ReadonlyMap<string, Witness[]>,
  width: number,
): { readonly offset: number; readonly support: number } | null {
  const differences: number[] = []
  for (const [saying, ours] of a) {
    const theirs = b.get(saying)
    const [one, other] = [ours[0], theirs?.[0]]
    if (!one || !other || ours.length > 1 || theirs?.length !== 1) continue
    const difference = other.at - one.at
    if (Math.abs(difference) <= farthest) differences.push(difference)
  }
  differences.sort((x, y) => x - y)
  let best: { readonly offset: number; readonly support: number } | null = null
  let from = 0
  for (const [to, difference] of differences.entries()) {
    while (difference - (differences[from] ?? 0) > width) from++
    const support = to - from + 1
    const offset = differences[from + Math.floor(support / 2)] ?? 0
    const isBetter =
      best === null ||
      support > best.support ||
      (support === best.support && Math.abs(offset) < Math.abs(best.offset))
    if (isBetter) best = { offset, support }
  }
  return best !== null && best.support >= supportNeeded(best.offset) ? best : null
}

/** Fewer speak for a clock a little wrong, or a zone misread, than for a difference nobody sets. */
function supportNeeded(offset: number): number {
  const zone = Math.round(offset / halfHour) * halfHour
  const isUsual = Math.abs(offset) <= wrongClock || Math.abs(offset - zone) <= wrongClock / 3
  return isUsual ? leastSupport : oddSupport
}

/** Pairs repeated sayings one to one in order of time, each with the nearest left of the other. */
function pairUp(
  ours: readonly Witness[],
  theirs: readonly Witness[],
  { offset, grain }: { readonly offset: number; readonly grain: number },
): Pair[] {
  const pairs: Pair[] = []
  const reach = (ours.length === 1 && theirs.length === 1 ? ownTolerance : tolerance) + grain
  let next = 0
  for (const one of ours) {
    while (next < theirs.length && (theirs[next]?.at ?? 0) - offset - one.at < -reach) next++
    const other = theirs[next]
    if (!other) break
    const apart = other.at - offset - one.at
    if (apart > reach) continue
    pairs.push({ first: one.id, second: other.id, apart })
    next++
  }
  return pairs
}

interface Aligned {
  readonly offset: number
  readonly pairs: readonly Pair[]
}

/** Counts, in each conversation both hold, the messages of the time both cover. */
function overlapOf(
  first: readonly Witness[],
  second: readonly Witness[],
  { offset, pairs }: Aligned,
): ClockDifference['overlap'] {
  const ours = rangesOf(first, 0)
  const theirs = rangesOf(second, offset)
  const within = (witnesses: readonly Witness[], shift: number): number =>
    witnesses.reduce((n, { conversation, at }) => {
      const [x, y] = [ours.get(conversation), theirs.get(conversation)]
      const time = at - shift
      return x &&
        y &&
        time >= Math.max(x.from, y.from) - tolerance &&
        time <= Math.min(x.to, y.to) + tolerance
        ? n + 1
        : n
    }, 0)
  return { first: within(first, 0), second: within(second, offset), both: pairs.length }
}

interface Range {
  from: number
  to: number
}

function rangesOf(witnesses: readonly Witness[], shift: number): ReadonlyMap<number, Range> {
  const ranges = new Map<number, Range>()
  for (const { conversation, at } of witnesses) {
    const time = at - shift
    const range = ranges.get(conversation)
    if (!range) ranges.set(conversation, { from: time, to: time })
    else {
      range.from = Math.min(range.from, time)
      range.to = Math.max(range.to, time)
    }
  }
  return ranges
}
