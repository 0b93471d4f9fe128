import { type RawBuilder, sql } from 'kysely'
import type { CountingScope } from '../../core/counting-scope.ts'

/**
 * Most messages are there once. Of those that are not, `copied_message` says what counting by owner and by file adds to
 * the one; `custodians` and `devices` beside every roll-up say what they add to it together. So a count in any scope is
 * the roll-up and one more number, and no message is walked to answer.
 */

const further = { custodian: 'custodians', device: 'devices' } as const

/**
 * A count by a scope.
 *
 * @param once - the column that counts each message once.
 * @param prefix - what stands before `custodians` and `devices` in the columns that say what is added.
 */
export function counted(scope: CountingScope, once: string, prefix: string): RawBuilder<number> {
  return scope === 'global'
    ? sql<number>`${sql.ref(once)}`
    : sql<number>`(${sql.ref(once)} + ${sql.ref(`${prefix}${further[scope]}`)})`
}

/** The column of `copied_message` and `traffic_mark` that says what a scope adds; null where it adds nothing. */
export function furtherColumn(scope: CountingScope): 'custodians' | 'devices' | null {
  return scope === 'global' ? null : further[scope]
}

/** Owners of the copies `e` of exhibits `x`: an exhibit of which none is stated is one. */
export const ownersCounted =
  '(count(distinct coalesce(e.owner, x.owner)) + count(distinct case when coalesce(e.owner, x.owner) is null then x.id end))'

/**
 * Fills `copied_message` for the messages of which `of` gives the ids. The day and the hour are left open: they are those
 * of the case zone, which SQL does not know.
 */
export function fillCopied(of: string): string {
  return `insert into copied_message (message_id, conversation_id, sender_id, recipient_id, zone, custodians, devices)
    select m.id, m.conversation_id, m.sender_id, m.recipient_id, m.zone, ${ownersCounted} - 1, count(distinct e.id) - 1
    from message m join sighting g on g.message_id = m.id join entry e on e.id = g.entry_id join exhibit x on x.id = e.exhibit_id
    where m.id in (${of}) group by m.id, m.conversation_id, m.sender_id, m.recipient_id, m.zone having count(distinct e.id) > 1`
}

/** Adds what `copied_message` says of some messages to the roll-ups, or takes it from them. */
export function rollUpCopied(sign: '+' | '-', of: string): readonly string[] {
  const update = (table: string, keys: Readonly<Record<string, string>>, prefix = ''): string => {
    const columns = Object.entries(keys)
    const given = columns.map(([, column]) => column).join(', ')
    const [c, d] = [`${prefix}custodians`, `${prefix}devices`]
    return `update ${table} set ${c} = ${table}.${c} ${sign} t.c, ${d} = ${table}.${d} ${sign} t.d
      from (select ${given}, sum(custodians) as c, sum(devices) as d from copied_message where message_id in (${of}) group by ${given}) t
      where ${columns.map(([key, column]) => `${table}.${key} = t.${column}`).join(' and ')}`
  }
  return [
    update('activity_day', { conversation_id: 'conversation_id', sender_id: 'sender_id', day: 'day' }),
    update('handle_hour', { handle_id: 'sender_id', hour_of_week: 'hour_of_week' }),
    update('conversation', { id: 'conversation_id' }),
    update('handle', { id: 'sender_id' }, 'sent_'),
    update('handle', { id: 'recipient_id' }, 'received_'),
    update('zone_copies', { zone: 'zone' }),
    update('traffic_mark', { message_id: 'message_id' }),
  ]
}
