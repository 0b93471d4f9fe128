import { copies, matchCopies } from '../analyses/copies/copies.ts'
import { pairByOriginalId } from '../analyses/copies/original-ids.ts'
import { pairTranslations } from '../analyses/copies/translations.ts'
import type { CopyJoiner } from '../store/copy-joiner.ts'
import type { Asker } from '../store/store.ts'

/**
 * Joins the copies that an exhibit's messages have elsewhere in the case (or in its own other files): translations with
 * their originals first, then what carries one id, then handsets whose clocks differ. Runs again without harm.
 *
 * @returns how many messages turned out to be copies.
 */
export async function joinCopies(joiner: CopyJoiner, asker: Asker, exhibitId: number): Promise<number> {
  let joined = await joiner.rejoin(asker)
  for (const { first, second, conversations } of await joiner.translationsToPair(exhibitId)) {
    const [ours, theirs] = [
      await joiner.witnesses(first, conversations),
      await joiner.witnesses(second, conversations),
    ]
    const pairs = pairTranslations(ours, theirs)
    const share = thousandths(pairs.length, Math.min(ours.length, theirs.length))
    joined += await joiner.join(asker, pairs, { rule: 'translation', offset: null, share })
  }
  for (const pair of await joiner.pairsToMatch(exhibitId)) {
    const [ours, theirs] = [
      await joiner.witnesses(pair.first, pair.conversations),
      await joiner.witnesses(pair.second, pair.conversations),
    ]
    const sameIds = pairByOriginalId(ours, theirs)
    if (sameIds !== null) {
      const { pairs, same, both } = sameIds
      const share = thousandths(same, both)
      joined += await joiner.join(asker, pairs, { rule: 'original-id', offset: null, share })
    }
    const found = matchCopies(ours, theirs)
    if (found === null) continue
    const { offset, support, overlap } = found
    await joiner.recordClock(asker, { pair, offset, support, overlap, version: copies.version })
    const share = thousandths(overlap.both, Math.min(overlap.first, overlap.second))
    joined += await joiner.join(asker, found.pairs, { rule: 'clock', offset, share })
  }
  return joined
}

/** A share as the log, which holds whole numbers, keeps it. */
function thousandths(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((1000 * part) / whole)
}
