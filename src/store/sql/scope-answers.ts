import { type Kysely, sql } from 'kysely'
import { BaileyError } from '../../core/errors.ts'
import { parseHandle } from '../../core/handle.ts'
import type { Answers, Questions } from '../questions.ts'
import type { Case } from './open-case.ts'
import type { Tables } from './tables.ts'

/** @throws {BaileyError} `no-such-conversation`, `no-such-handle`. */
export async function answerScopes(
  { db }: Case,
  { conversation, handle }: Questions['scopes'],
): Promise<Answers['scopes']> {
  const place = conversation === null ? null : await conversationRow(db, conversation)
  const sender = handle === null ? null : await handleRow(db, handle)
  if (await isSeenOnce(db, place, sender)) {
    const n = await copiesCounted(db, place, sender)
    return { global: n, custodian: n, device: n }
  }
  const owner = sql<string>`coalesce(e.owner, x.owner, 'exhibit ' || x.id)`
  const { global, custodian, device } = await db
    .selectFrom('message as m')
    .innerJoin('sighting as g', 'g.message_id', 'm.id')
    .innerJoin('entry as e', 'e.id', 'g.entry_id')
    .innerJoin('exhibit as x', 'x.id', 'e.exhibit_id')
    .select([
      sql<number>`count(distinct m.id)`.as('global'),
      sql<number>`count(distinct m.id || ' ' || ${owner})`.as('custodian'),
      sql<number>`count(distinct m.id || ' ' || e.id)`.as('device'),
    ])
    .$if(place !== null, (query) => query.where('m.conversation_id', '=', place))
    // Messages have no index by sender; they have one by the conversations the sender takes part in.
    .$if(sender !== null, (query) =>
      query
        .where('m.sender_id', '=', sender)
        .where('m.conversation_id', 'in', (eb) =>
          eb.selectFrom('participant as p').select('p.conversation_id').where('p.handle_id', '=', sender),
        ),
    )
    .executeTakeFirstOrThrow()
  return { global, custodian, device }
}

/**
 * Whether no message of the conversation, else of the sender, else of the case has a second copy, by the counts that
 * were kept while reading: then however it is counted the copies are the messages, and none need be walked.
 */
async function isSeenOnce(db: Kysely<Tables>, place: number | null, sender: number | null): Promise<boolean> {
  const messages =
    place === null && sender !== null
      ? db.selectFrom('handle').select('sent as n').where('id', '=', sender)
      : db
          .selectFrom('conversation')
          .select((eb) => eb.fn.sum<number | null>('messages').as('n'))
          .$if(place !== null, (query) => query.where('id', '=', place))
  const { n } = await messages.executeTakeFirstOrThrow()
  return (n ?? 0) === (await copiesCounted(db, place, place === null ? sender : null))
}

async function copiesCounted(
  db: Kysely<Tables>,
  place: number | null,
  sender: number | null,
): Promise<number> {
  const { n } = await db
    .selectFrom('coverage')
    .select((eb) => eb.fn.sum<number | null>('sightings').as('n'))
    .$if(place !== null, (query) => query.where('conversation_id', '=', place))
    .$if(sender !== null, (query) => query.where('sender_id', '=', sender))
    .executeTakeFirstOrThrow()
  return n ?? 0
}

async function conversationRow(db: Kysely<Tables>, id: string): Promise<number> {
  const row = await db.selectFrom('conversation').select('id').where('public_id', '=', id).executeTakeFirst()
  if (!row) throw new BaileyError('no-such-conversation', id)
  return row.id
}

async function handleRow(db: Kysely<Tables>, handle: string): Promise<number> {
  const parsed = parseHandle(handle)
  const row =
    parsed &&
    (await db
      .selectFrom('handle as h')
      .innerJoin('network as n', 'n.id', 'h.network_id')
      .select('h.id')
      .where('n.name', '=', parsed.network)
      .where('h.address', '=', parsed.address)
      .executeTakeFirst())
  if (!row) throw new BaileyError('no-such-handle', handle)
  return row.id
}
