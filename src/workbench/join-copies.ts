import { copies, matchCopies } from '../analyses/copies/copies.ts'
import { pairTranslations } from '../analyses/copies/translations.ts'
import type { CopyJoiner } from '../store/copy-joiner.ts'
import type { Asker } from '../store/store.ts'

/**
 * Joins the copies that an exhibit's messages have elsewhere in the case (or in its own other files): translations with
 * their originals first, then handsets whose clocks differ. Runs again without harm.
 *
 * @returns how many messages turned out to be copies.
 */
export async function joinCopies(joiner: CopyJoiner, asker: Asker, exhibitId: number): Promise<number> {
  let joined = await joiner.rejoin(asker)
  for (const { first, second, conversations } of await joiner.translationsToPair(exhibitId)) {
    const pairs = pairTranslations(
      await joiner.witnesses(first, conversations),
      await joiner.witnesses(second, conversations),
    )
    joined += await joiner.join(asker, pairs, { rule: 'translation', offset: null })
  }
  for (const pair of await joiner.pairsToMatch(exhibitId)) {
    const found = matchCopies(
      await joiner.witnesses(pair.first, pair.conversations),
      await joiner.witnesses(pair.second, pair.conversations),
    )
    if (found === null) continue
    const { offset, support, overlap } = found
    await joiner.recordClock(asker, { pair, offset, support, overlap, version: copies.version })
    joined += await joiner.join(asker, found.pairs, { rule: 'clock', offset })
  }
  return joined
}
