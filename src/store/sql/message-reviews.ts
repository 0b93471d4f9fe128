import type { Kysely } from 'kysely'
import { relevances } from '../../core/review.ts'
import type { MessageReview, ReviewHistory } from '../review-views.ts'
import type { Tables } from './tables.ts'

/** What nobody decided anything of. */
export const notReviewed: MessageReview = { tags: [], relevance: 'undecided', disputed: false, readBy: [] }

/** What people decided of some messages, by their row ids; those of which nothing was decided are left out. */
export async function reviewsOf(
  db: Kysely<Tables>,
  ids: readonly number[],
): Promise<ReadonlyMap<number, MessageReview>> {
  if (ids.length === 0) return new Map()
  const tags = await db
    .selectFrom('tag_mark as k')
    .innerJoin('tag as t', 't.id', 'k.tag_id')
    .select(['k.message_id as id', 't.name'])
    .distinct()
    .where('k.message_id', 'in', ids)
    .where('k.ended', 'is', null)
    .orderBy('t.name')
    .execute()
  const decided = await db
    .selectFrom('relevance_now')
    .select(['message_id as id', 'state', 'disputed'])
    .where('message_id', 'in', ids)
    .execute()
  const reads = await db
    .selectFrom('message_read as k')
    .innerJoin('reviewer as r', 'r.id', 'k.reviewer_id')
    .select(['k.message_id as id', 'r.name'])
    .distinct()
    .where('k.message_id', 'in', ids)
    .where('k.ended', 'is', null)
    .orderBy('r.name')
    .execute()
  const [tagsOf, readersOf] = [namesById(tags), namesById(reads)]
  const relevanceOf = new Map(decided.map((row) => [row.id, row]))
  const reviewed = new Set([...tagsOf.keys(), ...readersOf.keys(), ...relevanceOf.keys()])
  return new Map(
    [...reviewed].map((id) => [
      id,
      {
        tags: tagsOf.get(id) ?? [],
        relevance: relevances[relevanceOf.get(id)?.state ?? 0] ?? 'undecided',
        disputed: relevanceOf.get(id)?.disputed === 1,
        readBy: readersOf.get(id) ?? [],
      },
    ]),
  )
}

function namesById(
  rows: readonly { readonly id: number; readonly name: string }[],
): ReadonlyMap<number, string[]> {
  const byId = Map.groupBy(rows, ({ id }) => id)
  return new Map([...byId].map(([id, found]) => [id, found.map(({ name }) => name)]))
}

/** Everything people decided of a message, with who and when. */
export async function reviewHistory(db: Kysely<Tables>, id: number): Promise<ReviewHistory> {
  const tags = await db
    .selectFrom('tag_mark as k')
    .innerJoin('tag as t', 't.id', 'k.tag_id')
    .innerJoin('decision as d', 'd.seq', 'k.decision')
    .innerJoin('reviewer as r', 'r.id', 'd.reviewer_id')
    .select(['t.name as tag', 'r.name as by', 'd.decided_at as at'])
    .where('k.message_id', '=', id)
    .where('k.ended', 'is', null)
    .orderBy('d.seq')
    .orderBy('k.uid')
    .execute()
  const relevance = await db
    .selectFrom('relevance_mark as k')
    .innerJoin('decision as d', 'd.seq', 'k.decision')
    .innerJoin('reviewer as r', 'r.id', 'k.reviewer_id')
    .select(['k.state', 'k.ended', 'r.name as by', 'd.decided_at as at'])
    .where('k.message_id', '=', id)
    .orderBy('d.seq')
    .orderBy('k.uid')
    .execute()
  const reads = await db
    .selectFrom('message_read as k')
    .innerJoin('decision as d', 'd.seq', 'k.decision')
    .innerJoin('reviewer as r', 'r.id', 'k.reviewer_id')
    .select(['r.name as by', 'd.decided_at as at'])
    .where('k.message_id', '=', id)
    .where('k.ended', 'is', null)
    .orderBy('d.seq')
    .execute()
  return {
    tags: firstOf(tags, ({ tag }) => tag),
    relevance: relevance.map(({ state, ended, by, at }) => ({
      relevance: relevances[state] ?? 'undecided',
      by,
      at,
      stands: ended === null,
    })),
    reads: firstOf(reads, ({ by }) => by),
  }
}

/** The first of those with one key: copies that were joined may each have brought it. */
function firstOf<T>(rows: readonly T[], keyOf: (row: T) => string): T[] {
  const seen = new Set<string>()
  return rows.filter((row) => !seen.has(keyOf(row)) && seen.add(keyOf(row)))
}
