import { type Kysely, sql } from 'kysely'
import { BaileyError } from '../../core/errors.ts'
import type { ChosenMessages } from '../decisions.ts'
import { messageIdsOf } from './message-ids.ts'
import type { Case } from './open-case.ts'
import type { Tables } from './tables.ts'

/** The ids of the messages chosen last, as a select. */
export const chosen = 'select message_id from chosen'

/** More hits than this are not decided on at once: it would hold up everybody else who writes. */
const mostHits = 500_000
const atOnce = 4000

/**
 * Lays out the messages a decision is of in the temporary table `chosen`, each once, with the uid it is decided under: the
 * one that was given, or the message's own.
 *
 * @throws {BaileyError} `no-such-message`; `hits-changed` when a search finds other than the person was shown; `bad-value`.
 */
export async function choose(open: Case, messages: ChosenMessages): Promise<void> {
  await emptyChosen(open.db)
  if ('hitsOf' in messages) await chooseHits(open, messages.hitsOf)
  else await chooseUids(open.db, messages.uids)
}

/** Lays out the messages of some marks, so that what is counted of them can be counted anew. */
export async function chooseMarked(db: Kysely<Tables>, table: string, decision: number): Promise<void> {
  await emptyChosen(db)
  await sql
    .raw(
      `insert into chosen (message_id, uid) select message_id, min(uid) from ${table} where decision = ${decision} or ended = ${decision} group by 1`,
    )
    .execute(db)
}

async function emptyChosen(db: Kysely<Tables>): Promise<void> {
  await sql
    .raw('create temp table if not exists chosen as select id as message_id, uid from message where 1 = 0')
    .execute(db)
  await sql.raw('delete from chosen').execute(db)
}

async function chooseUids(db: Kysely<Tables>, uids: readonly string[]): Promise<void> {
  const given = new Map<number, string>()
  for (const [uid, id] of await messageIdsOf(db, uids)) if (!given.has(id)) given.set(id, uid)
  const rows = [...given]
  for (let at = 0; at < rows.length; at += 400) {
    const values = rows.slice(at, at + 400).map(([id, uid]) => sql`(${id}, ${Buffer.from(uid, 'hex')})`)
    await sql`insert into chosen (message_id, uid) values ${sql.join(values)}`.execute(db)
  }
}

async function chooseHits(
  { db, index }: Case,
  { query, expected }: Extract<ChosenMessages, { readonly hitsOf: unknown }>['hitsOf'],
): Promise<void> {
  const { total, ids } = await index.find(query, {
    sort: 'time',
    limit: mostHits,
    offset: 0,
    count: 'global',
  })
  if (total !== expected)
    throw new BaileyError('hits-changed', `The search finds ${total} messages, not ${expected}`)
  if (total > mostHits)
    throw new BaileyError('bad-value', `A decision is of at most ${mostHits} messages: narrow the search`)
  for (let at = 0; at < ids.length; at += atOnce)
    await sql
      .raw(
        `insert into chosen (message_id, uid) select id, uid from message where id in (${ids
          .slice(at, at + atOnce)
          .map(Number)
          .join(',')})`,
      )
      .execute(db)
}
