/**
 * Roll-ups of marks that stand, as statements that every database understands. `messages` is a select of the ids of
 * messages whose marks are about to change, or have changed.
 */

const standing = (messages: string): string =>
  `select distinct r.message_id, r.reviewer_id from message_read r where r.ended is null and r.message_id in (${messages})`

const readers = (messages: string): string => `
  select m.conversation_id, s.reviewer_id, count(*) as n from (${standing(messages)}) s join message m on m.id = s.message_id group by 1, 2
  union all
  select m.conversation_id, 0, count(distinct s.message_id) from (${standing(messages)}) s join message m on m.id = s.message_id group by 1`

const added = (messages: string, sign: '' | '-'): string =>
  `insert into reading_count (conversation_id, reviewer_id, messages) select c.conversation_id, c.reviewer_id, ${sign}c.n from (${readers(messages)}) c
   where true on conflict (conversation_id, reviewer_id) do update set messages = reading_count.messages + excluded.messages`

/** Takes what the messages add to the counts of reading out of them, before their marks change. */
export function uncountReads(messages: string): readonly string[] {
  return [added(messages, '-'), `delete from message_seen where message_id in (${messages})`]
}

/** Counts the reading of the messages after their marks changed. */
export function countReads(messages: string): readonly string[] {
  return [
    added(messages, ''),
    `delete from reading_count where messages = 0 and conversation_id in (select conversation_id from message where id in (${messages}))`,
    `insert into message_seen (message_id, readers) select s.message_id, count(*) from (${standing(messages)}) s group by 1`,
  ]
}

/** The last word of each person, and of all of them; whether any differs. Copies that were joined may each have brought one. */
const decidedOnly = (messages: string): string => `
  select n.message_id, n.state, n.disputed from (
    select l.message_id, l.state, row_number() over (partition by l.message_id order by l.decision desc, l.uid) as place,
      case when min(l.state) over (partition by l.message_id) <> max(l.state) over (partition by l.message_id) then 1 else 0 end as disputed
    from (select r.message_id, r.state, r.decision, r.uid,
        row_number() over (partition by r.message_id, r.reviewer_id order by r.decision desc, r.uid) as place
      from relevance_mark r where r.ended is null and r.message_id in (${messages})) l
    where l.place = 1) n
  where n.place = 1 and (n.state <> 0 or n.disputed = 1)`

/** Tells anew what the relevance of the messages is: what was said last, and whether anybody's last word differs from it. */
export function recountRelevance(messages: string): readonly string[] {
  return [
    `delete from relevance_now where message_id in (${messages})`,
    `insert into relevance_now (message_id, state, disputed) ${decidedOnly(messages)}`,
  ]
}

const every = 'select id from message'

/** What the relevance of every message is, as a select. */
export const relevanceOfAll = decidedOnly(every)

/** What is counted of all reading, as a select. */
export const readersOfAll = readers(every)
