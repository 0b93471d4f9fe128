import { type Kysely, sql } from 'kysely'
import { BaileyError } from '../../core/errors.ts'
import { parseTag } from '../../core/review.ts'
import type { Decisions, Outcomes } from '../decisions.ts'
import type { DecidedBy } from './case-decider.ts'
import { choose, chosen } from './chosen-messages.ts'
import { folded } from './handle-answers.ts'
import type { Case } from './open-case.ts'
import { beginDecision, decidedAs } from './review-decisions.ts'
import type { Tables } from './tables.ts'

/**
 * Puts a tag on messages, or takes it off them.
 *
 * @throws {BaileyError} `no-such-message`, `no-such-tag`, `bad-value`, `hits-changed`.
 */
export async function tagMessages(
  open: Case,
  decision: Decisions['tag'],
  by: DecidedBy,
): Promise<Outcomes['tag']> {
  const { db } = open
  const { tag, on } = decision
  await choose(open, decision)
  const id = await tagId(db, tag, on)
  await beginDecision(db, 'tag', { ...by, search: decision.search })
  const { seq } = by
  const standing = sql`select message_id from tag_mark where tag_id = ${id} and ended is null`
  if (on)
    await sql`insert into tag_mark (decision, uid, message_id, tag_id) select ${sql.lit(seq)}, c.uid, c.message_id, ${sql.lit(id)}
      from chosen c where c.message_id not in (${standing})`.execute(db)
  else
    await sql`update tag_mark set ended = ${seq} where tag_id = ${id} and ended is null
      and message_id in (${sql.raw(chosen)})`.execute(db)
  return await decidedAs(db, 'tag_mark', seq)
}

/** The tag of that name; made where it is put on for the first time. */
async function tagId(db: Kysely<Tables>, text: string, mayMake: boolean): Promise<number> {
  const name = parseTag(text)
  if (name === null)
    throw new BaileyError(
      'bad-value',
      'A tag is a name of 1 to 64 characters that can be seen, without * " or \\, and not "none" or "any"',
    )
  const known = await db.selectFrom('tag').select('id').where('folded', '=', folded(name)).executeTakeFirst()
  if (known) return known.id
  if (!mayMake) throw new BaileyError('no-such-tag', name)
  const made = await db
    .insertInto('tag')
    .values({ name, folded: folded(name) })
    .returning('id')
    .executeTakeFirstOrThrow()
  return made.id
}
