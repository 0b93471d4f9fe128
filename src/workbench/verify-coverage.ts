import { sql } from 'kysely'
import { inPages } from '../store/sql/in-pages.ts'
import type { LocalCase } from './open-case.ts'
import type { ProblemList } from './verify-case.ts'

/** Checks how much of each conversation and sender every entry is said to show, against its records, an entry at a time. */
export async function verifyCoverage(local: LocalCase, problems: ProblemList): Promise<void> {
  const { db } = local.connection
  for await (const { id, exhibit, name } of inPages((after, limit) => entryRows(local, after, limit))) {
    const seen = await seenBy(local, id)
    const stored = await db
      .selectFrom('coverage')
      .select(['conversation_id', 'sender_id', 'sightings', 'first_at', 'last_at'])
      .where('entry_id', '=', id)
      .execute()
    const isSame = stored.every(({ conversation_id: conversation, sender_id: sender, ...row }) =>
      seen.delete(JSON.stringify([conversation, sender, row.sightings, row.first_at, row.last_at])),
    )
    if (isSame && seen.size === 0) continue
    const says = `What the entry ${exhibit} ${name} is said to show of conversations is not what its records show.`
    problems.add({ code: 'totals-differ', says, exhibit, entry: name })
  }
  const { n } = await db
    .selectFrom('coverage as c')
    .leftJoin('entry as e', 'e.id', 'c.entry_id')
    .select((of) => of.fn.countAll<number>().as('n'))
    .where('e.id', 'is', null)
    .executeTakeFirstOrThrow()
  if (n === 0) return
  const says = 'Conversations are said to be shown by entries that are not in the case.'
  problems.add({ code: 'totals-differ', says })
}

async function seenBy({ connection: { db } }: LocalCase, entryId: number): Promise<Set<string>> {
  const at = sql<number>`coalesce(json_extract(g.copy, '$.sentAt'), m.sent_at)`
  const rows = await db
    .selectFrom('sighting as g')
    .innerJoin('message as m', 'm.id', 'g.message_id')
    .select(['m.conversation_id', 'm.sender_id'])
    .select([
      sql<number>`count(*)`.as('sightings'),
      sql<number>`min(${at})`.as('first'),
      sql<number>`max(${at})`.as('last'),
    ])
    .where('g.entry_id', '=', entryId)
    .groupBy(['m.conversation_id', 'm.sender_id'])
    .execute()
  return new Set(
    rows.map((row) =>
      JSON.stringify([row.conversation_id, row.sender_id, row.sightings, row.first, row.last]),
    ),
  )
}

async function entryRows({ connection: { db } }: LocalCase, after: number, limit: number) {
  return await db
    .selectFrom('entry as e')
    .innerJoin('exhibit as x', 'x.id', 'e.exhibit_id')
    .select(['e.id', 'e.name', 'x.ref as exhibit'])
    .where('e.id', '>', after)
    .orderBy('e.id')
    .limit(limit)
    .execute()
}
