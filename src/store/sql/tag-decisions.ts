import type { Kysely } from 'kysely'
import { BaileyError } from '../../core/errors.ts'
import type { Decisions, Outcomes } from '../decisions.ts'
import type { DecidedBy } from './case-decider.ts'
import { folded } from './handle-answers.ts'
import { messageIdsOf } from './message-ids.ts'
import type { Case } from './open-case.ts'
import type { Tables } from './tables.ts'

/** Longer names are no tags. */
const longestTag = 64

/** Puts a tag on messages, or takes it off them. @throws {BaileyError} `no-such-message`, `bad-value`. */
export async function tagMessages(
  { db }: Case,
  { uids, tag, on }: Decisions['tag'],
  { actor, at }: DecidedBy,
): Promise<Outcomes['tag']> {
  const messages = await messageIdsOf(db, uids)
  const id = await tagId(db, tag, on)
  let changed = 0n
  for (const [uid, message] of messages) {
    const mark = {
      tag_id: id,
      message_id: message,
      uid: Buffer.from(uid, 'hex'),
      tagged_by: actor,
      tagged_at: at,
    }
    const written = on
      ? await db
          .insertInto('tag_mark')
          .values(mark)
          .onConflict((conflict) => conflict.columns(['tag_id', 'message_id']).doNothing())
          .executeTakeFirst()
      : await db
          .deleteFrom('tag_mark')
          .where('tag_id', '=', id)
          .where('message_id', '=', message)
          .executeTakeFirst()
    changed += ('numDeletedRows' in written ? written.numDeletedRows : written.numInsertedOrUpdatedRows) ?? 0n
  }
  return { changed: Number(changed) }
}

/** The tag of that name; made where it is put on for the first time. */
async function tagId(db: Kysely<Tables>, name: string, mayMake: boolean): Promise<number> {
  const tag = name.trim().normalize('NFC')
  if (tag === '' || tag.length > longestTag || /[\p{C}]/u.test(tag))
    throw new BaileyError('bad-value', `A tag is a name of 1 to ${longestTag} characters`)
  const known = await db.selectFrom('tag').select('id').where('folded', '=', folded(tag)).executeTakeFirst()
  if (known) return known.id
  if (!mayMake) throw new BaileyError('bad-value', `There is no tag ${tag}`)
  const made = await db
    .insertInto('tag')
    .values({ name: tag, folded: folded(tag) })
    .returning('id')
    .executeTakeFirstOrThrow()
  return made.id
}
