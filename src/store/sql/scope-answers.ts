import type { Kysely } from 'kysely'
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
  if (place === null || sender === null) return await fromRollUps(db, place, sender)
  // Few conversations are so large that those of its messages a sender wrote may not be walked.
  const row = await db
    .selectFrom('message as m')
    .leftJoin('copied_message as c', 'c.message_id', 'm.id')
    .select(({ fn }) => [
      fn.countAll<number>().as('once'),
      fn.sum<number | null>('c.custodians').as('custodians'),
      fn.sum<number | null>('c.devices').as('devices'),
    ])
    .where('m.conversation_id', '=', place)
    .where('m.sender_id', '=', sender)
    .executeTakeFirstOrThrow()
  return scopesOf(row)
}

async function fromRollUps(
  db: Kysely<Tables>,
  place: number | null,
  sender: number | null,
): Promise<Answers['scopes']> {
  const row = await (sender === null
    ? db
        .selectFrom('conversation')
        .select(({ fn }) => [
          fn.sum<number | null>('messages').as('once'),
          fn.sum<number | null>('custodians').as('custodians'),
          fn.sum<number | null>('devices').as('devices'),
        ])
        .$if(place !== null, (query) => query.where('id', '=', place))
        .executeTakeFirstOrThrow()
    : db
        .selectFrom('handle')
        .select(['sent as once', 'sent_custodians as custodians', 'sent_devices as devices'])
        .where('id', '=', sender)
        .executeTakeFirstOrThrow())
  return scopesOf(row)
}

interface Added {
  readonly once: number | null
  readonly custodians: number | null
  readonly devices: number | null
}

function scopesOf({ once, custodians, devices }: Added): Answers['scopes'] {
  const global = once ?? 0
  return { global, custodian: global + (custodians ?? 0), device: global + (devices ?? 0) }
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
