import { BaileyError } from '../../core/errors.ts'
import type { Decisions, Outcomes } from '../decisions.ts'
import type { DecidedBy } from './case-decider.ts'
import { folded } from './handle-answers.ts'
import { messageIdsOf } from './message-ids.ts'
import type { Case } from './open-case.ts'
import { checkEntry, nextSeq } from './search-journal.ts'

const longestWhy = 4000

/** Says why a search was made; what was said before is kept. @throws {BaileyError} bad-value. */
export async function explainSearch(
  { db }: Case,
  { entry, why }: Decisions['explainSearch'],
  { actor, at }: DecidedBy,
): Promise<Outcomes['explainSearch']> {
  await checkEntry(db, entry)
  if (why.length > longestWhy)
    throw new BaileyError('bad-value', `A reason has at most ${longestWhy} characters`)
  const seq = await nextSeq(db)
  await db
    .insertInto('search_note')
    .values({ seq, entry, why: why.toWellFormed(), folded: folded(why.toWellFormed()), who: actor, at })
    .execute()
  return {}
}

/** Keeps that a hit was opened from a search. @throws {BaileyError} bad-value, no-such-message. */
export async function openHit(
  { db }: Case,
  { entry, uid }: Decisions['openHit'],
  { actor, at }: DecidedBy,
): Promise<Outcomes['openHit']> {
  await checkEntry(db, entry)
  await messageIdsOf(db, [uid])
  const written = await db
    .insertInto('search_read')
    .values({ entry, uid: Buffer.from(uid, 'hex'), who: actor, at })
    .onConflict((conflict) => conflict.columns(['entry', 'uid']).doNothing())
    .executeTakeFirst()
  return { first: (written.numInsertedOrUpdatedRows ?? 0n) > 0n }
}
