import { sql } from 'kysely'
import { wallHours } from '../core/clock.ts'
import { parseEpochMicros } from '../core/time.ts'
import { ownersCounted } from '../store/sql/copy-counts.ts'
import { inPages } from '../store/sql/in-pages.ts'
import { hex } from '../store/sql/stored-message.ts'
import { zoneSources } from '../store/sql/tables.ts'
import type { LocalCase } from './open-case.ts'
import type { ProblemList } from './verify-case.ts'

/** Checks what copies add in each scope: of every message against its copies, then of every count against the messages. */
export async function verifyCopyCounts(local: LocalCase, problems: ProblemList): Promise<void> {
  await verifyCopied(local, problems)
  for (const [by, { names, from, prefix = '', keys, of = keys }] of Object.entries(rollUps)) {
    const given = of.join(', ')
    const same = keys.map((key, i) => `k.${key} = t.${of[i] ?? key}`).join(' and ')
    const { rows } = await sql
      .raw<{ readonly name: string; readonly total: number }>(
        `select ${names} as name, count(*) over () as total from ${from} left join
           (select ${given}, sum(custodians) as custodians, sum(devices) as devices from copied_message group by ${given}) t on ${same}
         where k.${prefix}custodians <> coalesce(t.custodians, 0) or k.${prefix}devices <> coalesce(t.devices, 0) order by k.rowid limit 5`,
      )
      .execute(local.connection.db)
    const [first] = rows
    if (!first) continue
    const named = rows.map(({ name }) => name).join(', ')
    const says = `What copies add to the counts by ${by} is not what the copied messages come to, in ${first.total}: ${named}.`
    problems.add({ code: 'totals-differ', says })
  }
}

interface RollUp {
  /** What its rows are called by. */
  readonly names: string
  /** Its table, as `k`. */
  readonly from: string
  readonly prefix?: string
  readonly keys: readonly string[]
  /** The same in `copied_message` where they are called otherwise there. */
  readonly of?: readonly string[]
}

const rollUps: Readonly<Record<string, RollUp>> = {
  day: {
    names: 'c.public_id',
    from: 'activity_day k join conversation c on c.id = k.conversation_id',
    keys: ['conversation_id', 'sender_id', 'day'],
  },
  'hour of the week': {
    names: 'h.address',
    from: 'handle_hour k join handle h on h.id = k.handle_id',
    keys: ['handle_id', 'hour_of_week'],
    of: ['sender_id', 'hour_of_week'],
  },
  conversation: { names: 'k.public_id', from: 'conversation k', keys: ['id'], of: ['conversation_id'] },
  sender: { names: 'k.address', from: 'handle k', prefix: 'sent_', keys: ['id'], of: ['sender_id'] },
  recipient: {
    names: 'k.address',
    from: 'handle k',
    prefix: 'received_',
    keys: ['id'],
    of: ['recipient_id'],
  },
  zone: { names: 'k.zone', from: 'zone_copies k', keys: ['zone'] },
  mark: {
    names: 'lower(hex(m.uid))',
    from: 'traffic_mark k join message m on m.id = k.message_id',
    keys: ['message_id'],
  },
}

async function verifyCopied(local: LocalCase, problems: ProblemList): Promise<void> {
  const named: string[] = []
  let [differing, kept] = [0, 0]
  const isRight = openCheck(local.timezone)
  for await (const row of inPages((after, limit) => copiedRows(local, after, limit))) {
    if (row.kept !== null) kept++
    if (!isRight(row) && ++differing <= 5) named.push(hex(row.uid))
  }
  const { n } = await local.connection.db
    .selectFrom('copied_message')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  const others = n - kept
  if (differing + others === 0) return
  if (others > 0) named.push(`${others} of which there are no copies`)
  const says = `What copies add is not kept as the copies have it, of ${differing + others} messages: ${named.join(', ')}.`
  problems.add({ code: 'totals-differ', says })
}

type CopiedRow = Awaited<ReturnType<typeof copiedRows>>[number]

function openCheck(zone: string): (row: CopiedRow) => boolean {
  const wallHour = wallHours(zone)
  return (row) => {
    // Copies in one file are one.
    if (row.devices === 1) return row.kept === null
    const at = row.zone === zoneSources.indexOf('none') ? null : parseEpochMicros(row.sent_at)
    const { day, hourOfWeek } = at === null ? { day: null, hourOfWeek: null } : wallHour(at)
    return (
      row.kept !== null &&
      row.kept_custodians === row.custodians - 1 &&
      row.kept_devices === row.devices - 1 &&
      row.kept_day === day &&
      row.kept_hour === hourOfWeek &&
      row.kept_zone === row.zone &&
      row.kept_conversation === row.conversation_id &&
      row.kept_sender === row.sender_id &&
      row.kept_recipient === row.recipient_id
    )
  }
}

/** Messages of several copies, what these come to, and what is kept of it. */
async function copiedRows({ connection: { db } }: LocalCase, after: number, limit: number) {
  const several = db
    .selectFrom('sighting')
    .select('message_id')
    .where('message_id', '>', after)
    .groupBy('message_id')
    .having(({ fn }) => fn.countAll(), '>', 1)
    .orderBy('message_id')
    .limit(limit)
  return await db
    .selectFrom(several.as('s'))
    .innerJoin('message as m', 'm.id', 's.message_id')
    .innerJoin('sighting as g', 'g.message_id', 'm.id')
    .innerJoin('entry as e', 'e.id', 'g.entry_id')
    .innerJoin('exhibit as x', 'x.id', 'e.exhibit_id')
    .leftJoin('copied_message as c', 'c.message_id', 'm.id')
    .select(['m.id', 'm.uid', 'm.conversation_id', 'm.sender_id', 'm.recipient_id', 'm.sent_at', 'm.zone'])
    .select(['c.message_id as kept', 'c.custodians as kept_custodians', 'c.devices as kept_devices'])
    .select(['c.day as kept_day', 'c.hour_of_week as kept_hour', 'c.zone as kept_zone'])
    .select(['c.conversation_id as kept_conversation', 'c.sender_id as kept_sender'])
    .select('c.recipient_id as kept_recipient')
    .select([
      sql<number>`${sql.raw(ownersCounted)}`.as('custodians'),
      sql<number>`count(distinct e.id)`.as('devices'),
    ])
    .groupBy('m.id')
    .orderBy('m.id')
    .execute()
}
