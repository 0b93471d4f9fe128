import type { Kysely } from 'kysely'
import { BaileyError } from '../../core/errors.ts'
import type { Tables } from './tables.ts'

/** Fewer than a database takes as parameters of one statement. */
const atOnce = 500

/**
 * The store's ids of messages by their uids as given; that of a copy stands for its message.
 *
 * @throws {BaileyError} no-such-message for the first that is none.
 */
export async function messageIdsOf(
  db: Kysely<Tables>,
  uids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const ids = new Map<string, number>()
  for (let at = 0; at < uids.length; at += atOnce) {
    const some = uids.slice(at, at + atOnce)
    const bytes = some.map((uid) => Buffer.from(uid, 'hex'))
    const rows = [
      ...(await db
        .selectFrom('former_uid')
        .select(['uid', 'message_id as id'])
        .where('uid', 'in', bytes)
        .execute()),
      ...(await db.selectFrom('message').select(['uid', 'id']).where('uid', 'in', bytes).execute()),
    ]
    const known = new Map(rows.map(({ uid, id }) => [Buffer.from(uid).toString('hex'), id]))
    for (const uid of some) {
      const id = known.get(uid.toLowerCase())
      if (id === undefined) throw new BaileyError('no-such-message', uid)
      ids.set(uid.toLowerCase(), id)
    }
  }
  return ids
}
