/**
 * Pairs the messages of two sources by the ids they have in their source (Discord, Slack, Matrix, WhatsApp, mail and others
 * give a message one id that every copy of it carries). Such copies are one message even where one side edited its words or
 * took them back, which no comparison of words can tell.
 *
 * An id says nothing where every handset or every export numbers its messages by itself. So two copies are compared only
 * within one conversation and sender and within fifteen hours by their own clocks, and an id counts only if it stands once
 * in each source. Where the service itself gives the ids (`Format.idsAreShared`) one is enough; elsewhere they must prove
 * themselves: three messages of the same id must say the same, and nine in ten of all that share one.
 *
 * Cost: linear. What it leaves out: ids that were rewritten by the tool that exported them, sources that name the conversation
 * or the sender otherwise.
 */
import type { Analysis } from '../analysis.ts'
import { farthest, type Witness } from './copies.ts'

/** A message as one source shows it, with the id it has there. */
export interface IdWitness extends Witness {
  /** Null where the source states none. */
  readonly sourceId: string | null
}

/** Messages of one id in two sources. */
export interface SameIds {
  readonly pairs: readonly { readonly first: number; readonly second: number }[]
  /** How many messages share an id, and how many of them say the same. */
  readonly both: number
  readonly same: number
}

/** The analysis and its version. */
export const originalIds: Analysis = {
  id: 'original-ids',
  version: 1,
  asks: 'Which messages of two sources carry one id, whatever became of their words?',
}

const leastSupport = 3
const leastShare = 0.9

/**
 * Null when no message of the two is known to be one by its id. Pairs in the order of the first.
 *
 * @param areShared - whether the service gives the ids of both, so that every copy of a message carries the same.
 */
export function pairByOriginalId(
  first: readonly IdWitness[],
  second: readonly IdWitness[],
  areShared: boolean,
): SameIds | null {
  const [ours, theirs] = [byId(first), byId(second)]
  const both = [...ours].flatMap(([key, one]) => {
    const other = theirs.get(key)
    return one && other && Math.abs(one.at - other.at) <= farthest ? [{ one, other }] : []
  })
  const same = both.filter(({ one, other }) => one.says === other.says).length
  const areProven = same >= leastSupport && same >= both.length * leastShare
  if (both.length === 0 || !(areShared || areProven)) return null
  const pairs = both.map(({ one, other }) => ({ first: one.id, second: other.id }))
  return { pairs, both: both.length, same }
}

/** Null for an id that stands more than once. */
function byId(witnesses: readonly IdWitness[]): ReadonlyMap<string, IdWitness | null> {
  const found = new Map<string, IdWitness | null>()
  for (const witness of witnesses) {
    if (witness.sourceId === null || witness.sourceId === '') continue
    const key = JSON.stringify([witness.conversation, witness.sender, witness.sourceId])
    found.set(key, found.has(key) ? null : witness)
  }
  return found
}
