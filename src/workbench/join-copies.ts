import { copies, matchCopies, type Pair } from '../analyses/copies/copies.ts'
import { pairByOriginalId } from '../analyses/copies/original-ids.ts'
import { pairTranslations } from '../analyses/copies/translations.ts'
import { formatById } from '../formats/registry.ts'
import type { CopyJoiner, EntryPair, WitnessRow } from '../store/copy-joiner.ts'
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
    const areShared = pair.formats.every((id) => formatById(id)?.idsAreShared === true)
    joined += await joinByIds(joiner, asker, pair, areShared)
    // Read anew: what the ids made one is one.
    const [ours, theirs] = await witnessesOf(joiner, pair)
    const found = matchCopies(ours, theirs)
    if (found === null) continue
    const { offset, support, overlap } = found
    await joiner.recordClock(asker, { pair, offset, support, overlap, version: copies.version })
    const share = thousandths(overlap.both, Math.min(overlap.first, overlap.second))
    joined += await joiner.join(asker, areShared ? ofOneId(found.pairs, ours, theirs) : found.pairs, {
      rule: 'clock',
      offset,
      share,
    })
  }
  return joined
}

type Witnesses = readonly WitnessRow[]

async function witnessesOf(joiner: CopyJoiner, pair: EntryPair): Promise<[Witnesses, Witnesses]> {
  const { first, second, conversations } = pair
  return [await joiner.witnesses(first, conversations), await joiner.witnesses(second, conversations)]
}

async function joinByIds(
  joiner: CopyJoiner,
  asker: Asker,
  pair: EntryPair,
  areShared: boolean,
): Promise<number> {
  const found = pairByOriginalId(...(await witnessesOf(joiner, pair)), areShared)
  if (found === null) return 0
  const share = thousandths(found.same, found.both)
  return await joiner.join(asker, found.pairs, { rule: 'original-id', offset: null, share })
}

/** Pairs of copies whose ids do not say that they are two messages. */
function ofOneId(pairs: readonly Pair[], ours: Witnesses, theirs: Witnesses): Pair[] {
  const idOf = new Map([...ours, ...theirs].map(({ id, sourceId }) => [id, sourceId]))
  return pairs.filter(({ first, second }) => {
    const [one, other] = [idOf.get(first) ?? null, idOf.get(second) ?? null]
    return one === null || other === null || one === other
  })
}

/** A share as the log, which holds whole numbers, keeps it. */
function thousandths(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((1000 * part) / whole)
}
