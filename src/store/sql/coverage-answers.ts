import { type Kysely, sql } from 'kysely'
import { renderDay } from '../../core/clock.ts'
import { BaileyError } from '../../core/errors.ts'
import type { Coverage } from '../copy-views.ts'
import type { Answers, Questions } from '../questions.ts'
import type { Case } from './open-case.ts'
import { instant } from './stored-message.ts'
import type { Tables } from './tables.ts'

const leastDays = 3
const mostGaps = 200

/** @throws {BaileyError} `no-such-conversation`. */
export async function answerCoverage(
  { db }: Case,
  { id }: Questions['coverage'],
): Promise<Answers['coverage']> {
  const conversation = await db
    .selectFrom('conversation as c')
    .innerJoin('network as n', 'n.id', 'c.network_id')
    .select(['c.id', 'c.messages', 'n.name as network'])
    .where('c.public_id', '=', id)
    .executeTakeFirst()
  if (!conversation) throw new BaileyError('no-such-conversation', id)
  return {
    seen: await seenFrom(db, conversation),
    sources: await sourcesOf(db, conversation.id),
    gaps: await gapsOf(db, conversation),
    clocks: await clocksOf(db, conversation.id),
  }
}

/**
 * Counts messages by the sides whose copies are there; the owner of a copy is its entry's, else its exhibit's. Where no
 * message has a second copy, the copies that were counted while reading are the messages.
 */
async function seenFrom(
  db: Kysely<Tables>,
  { id, messages }: { readonly id: number; readonly messages: number },
): Promise<Coverage['seen']> {
  const copies = await db
    .selectFrom('coverage as c')
    .innerJoin('handle as h', 'h.id', 'c.sender_id')
    .innerJoin('entry as e', 'e.id', 'c.entry_id')
    .innerJoin('exhibit as x', 'x.id', 'e.exhibit_id')
    .select((eb) => [isOwn.as('own'), isOther.as('other'), eb.fn.sum<number>('c.sightings').as('n')])
    .where('c.conversation_id', '=', id)
    .groupBy(['own', 'other'])
    .execute()
  const isSeenOnce = copies.reduce((sum, { n }) => sum + n, 0) === messages
  const rows = isSeenOnce ? copies : await sidesByMessage(db, id)
  const seen = (own: number, other: number): number =>
    rows.find((row) => row.own === own && row.other === other)?.n ?? 0
  return { senderOnly: seen(1, 0), recipientOnly: seen(0, 1), both: seen(1, 1), neither: seen(0, 0) }
}

const isOwn = sql<number>`case when coalesce(e.owner, x.owner) = h.address then 1 else 0 end`
const isOther = sql<number>`case when coalesce(e.owner, x.owner) <> h.address then 1 else 0 end`

/** The same of messages with several copies: walks every copy of the conversation. */
async function sidesByMessage(db: Kysely<Tables>, conversation: number) {
  const sides = db
    .selectFrom('message as m')
    .innerJoin('handle as h', 'h.id', 'm.sender_id')
    .innerJoin('sighting as g', 'g.message_id', 'm.id')
    .innerJoin('entry as e', 'e.id', 'g.entry_id')
    .innerJoin('exhibit as x', 'x.id', 'e.exhibit_id')
    .select((eb) => ['m.id', eb.fn.max(isOwn).as('own'), eb.fn.max(isOther).as('other')])
    .where('m.conversation_id', '=', conversation)
    .groupBy('m.id')
  return await db
    .selectFrom(sides.as('s'))
    .select((eb) => ['s.own', 's.other', eb.fn.countAll<number>().as('n')])
    .groupBy(['s.own', 's.other'])
    .execute()
}

async function sourcesOf(db: Kysely<Tables>, conversation: number): Promise<Coverage['sources']> {
  const rows = await db
    .selectFrom('coverage as c')
    .innerJoin('entry as e', 'e.id', 'c.entry_id')
    .innerJoin('exhibit as x', 'x.id', 'e.exhibit_id')
    .select((eb) => [
      'e.id',
      'x.ref as exhibit',
      'e.name as entry',
      eb.fn.coalesce('e.owner', 'x.owner').as('owner'),
      eb.fn.sum<number>('c.sightings').as('sightings'),
      eb.fn.min('c.first_at').as('first'),
      eb.fn.max('c.last_at').as('last'),
    ])
    .where('c.conversation_id', '=', conversation)
    .groupBy(['e.id', 'x.ref', 'e.name', 'e.owner', 'x.owner'])
    .orderBy('e.id')
    .execute()
  return rows.map(({ exhibit, entry, owner, sightings, first, last }) => ({
    exhibit,
    entry,
    owner,
    sightings,
    firstAt: instant(first) ?? '',
    lastAt: instant(last) ?? '',
  }))
}

/** Runs of days without a message here, between its first and its last, on which a sender of this conversation wrote elsewhere. */
async function gapsOf(
  db: Kysely<Tables>,
  { id, network }: { readonly id: number; readonly network: string },
): Promise<Coverage['gaps']> {
  const here = await db
    .selectFrom('activity_day')
    .select('day')
    .distinct()
    .where('conversation_id', '=', id)
    .orderBy('day')
    .execute()
  const senders = await db
    .selectFrom('participant as p')
    .innerJoin('handle as h', 'h.id', 'p.handle_id')
    .select(['h.id', 'h.address'])
    .where('p.conversation_id', '=', id)
    .orderBy('h.address')
    .execute()
  const silences = here.flatMap(({ day }, i) => {
    const next = here[i + 1]?.day ?? day
    return next - day > leastDays ? [{ from: day + 1, until: next - 1 }] : []
  })
  const gaps: Coverage['gaps'][number][] = []
  for (const { from, until } of silences) {
    for (const sender of senders) {
      const { n } = await db
        .selectFrom('activity_day')
        .select((eb) => eb.fn.sum<number | null>('messages').as('n'))
        .where('sender_id', '=', sender.id)
        .where('day', '>=', from)
        .where('day', '<=', until)
        .executeTakeFirstOrThrow()
      if (n === null || gaps.length >= mostGaps) continue
      gaps.push({
        from: renderDay(from),
        until: renderDay(until),
        days: until - from + 1,
        handle: `${network}:${sender.address}`,
        elsewhere: n,
      })
    }
  }
  return gaps
}

async function clocksOf(db: Kysely<Tables>, conversation: number): Promise<Coverage['clocks']> {
  const entries = db.selectFrom('coverage').select('entry_id').where('conversation_id', '=', conversation)
  const rows = await db
    .selectFrom('clock_difference as d')
    .innerJoin('entry as e', 'e.id', 'd.first_entry_id')
    .innerJoin('exhibit as x', 'x.id', 'e.exhibit_id')
    .innerJoin('entry as f', 'f.id', 'd.second_entry_id')
    .innerJoin('exhibit as y', 'y.id', 'f.exhibit_id')
    .select(['d.offset_micros', 'd.support', 'd.first_overlap', 'd.second_overlap', 'd.both_overlap'])
    .select(['e.name as first', 'x.ref as first_exhibit', 'f.name as second', 'y.ref as second_exhibit'])
    .where('d.first_entry_id', 'in', entries)
    .where('d.second_entry_id', 'in', entries)
    .orderBy('d.id')
    .execute()
  return rows.map((row) => ({
    first: { exhibit: row.first_exhibit, entry: row.first },
    second: { exhibit: row.second_exhibit, entry: row.second },
    offsetSeconds: row.offset_micros / 1e6,
    support: row.support,
    overlap: { first: row.first_overlap, second: row.second_overlap, both: row.both_overlap },
  }))
}
