import type { DatabaseSync } from 'node:sqlite'
import { wallHours } from '../../core/clock.ts'
import { parseEpochMicros } from '../../core/time.ts'
import type { AuditLog } from '../audit-log.ts'
import type { CopyJoin, CopyRule } from '../copy-joiner.ts'
import { markTables } from '../sql/mark-hashes.ts'
import type { Asker } from '../store.ts'
import { recountCopies } from './copy-counts.ts'
import { forgetWords, learnWords } from './full-text.ts'
import { forgetLanguages } from './language-state.ts'
import { movingMarks } from './moving-marks.ts'
import { writing } from './transaction.ts'

/** What the joiner works on. */
export interface Joining {
  readonly raw: DatabaseSync
  readonly log: AuditLog
  /** The case zone. */
  readonly zone: string
}

/** Where the joins of one transaction are laid out. */
export const joiningTable = `
create temp table if not exists joining (
  gone integer primary key, keep integer not null, counted_entry integer not null, zone_entry integer not null,
  rule text not null, offset_micros integer, share integer)`

/** By what copies are joined. */
export interface JoinRule {
  readonly rule: CopyRule
  readonly offset: number | null
  readonly share: number | null
  /** The two messages that a person joined, for the audit log. */
  readonly uids?: readonly string[]
}

/** Joins some copies in one transaction; returns how many. */
export async function joinSome(
  { raw, log, zone }: Joining,
  asker: Asker,
  joins: readonly CopyJoin[],
  by: JoinRule,
): Promise<number> {
  const { rule, offset, share, uids } = by
  return await writing(raw, async () => {
    raw.exec('delete from joining')
    const joined = chooseSides(raw, joins, by)
    if (joined === 0) return 0
    moveAll(raw, zone)
    const detail = { rule, offset, share, joined, messages: messagesByExhibit(raw), ...(uids && { uids }) }
    await log.append(asker, { action: 'copies.join', object: null, detail })
    return joined
  })
}

/**
 * Joins again what was joined before: a further copy of a message that goes by another copy's uid makes a message of its
 * own while it is read, because its own uid is no longer a message's.
 */
export async function rejoinFormer({ raw, log, zone }: Joining, asker: Asker): Promise<number> {
  return await writing(raw, async () => {
    raw.exec('delete from joining')
    const { changes } = raw
      .prepare(
        `insert into joining (gone, keep, counted_entry, zone_entry, rule, offset_micros, share)
         select m.id, f.message_id, g.entry_id, g.entry_id, json_extract(o.copy, '$.rule'), json_extract(o.copy, '$.offset'),
           json_extract(o.copy, '$.share')
         from former_uid f join message m on m.uid = f.uid
         join sighting g on g.id = (select min(s.id) from sighting s where s.message_id = m.id)
         join sighting o on o.id = (select min(s.id) from sighting s where s.message_id = f.message_id and s.uid = f.uid)`,
      )
      .run()
    if (changes === 0) return 0
    moveAll(raw, zone)
    const detail = { rule: 'again', offset: null, joined: Number(changes), messages: messagesByExhibit(raw) }
    await log.append(asker, { action: 'copies.join', object: null, detail })
    return Number(changes)
  })
}

/** Makes one message of each two laid out in `joining`, with what is counted of them and decided of them. */
function moveAll(raw: DatabaseSync, zone: string): void {
  takeFromRollUps(raw, zone)
  movingMarks(raw, 'select keep from joining union select gone from joining', () => {
    raw.exec(`${forgetKept}; ${moveCopies}; ${moveMarks}; ${learnKept}`)
  })
  recountCopies(raw, zone, inJoining(raw))
}

/** Every message that stays or goes. */
function inJoining(raw: DatabaseSync): number[] {
  return raw
    .prepare('select keep as id from joining union select gone from joining')
    .all()
    .map(({ id }) => Number(id))
}

/** Messages counted for each exhibit after copies were joined or parted, so that a check can tell it from tampering. */
export function messagesByExhibit(raw: DatabaseSync): Record<string, number> {
  const rows = raw
    .prepare(
      'select x.sha256, sum(e.messages) as n from exhibit x join entry e on e.exhibit_id = x.id group by x.id',
    )
    .all()
  return Object.fromEntries(rows.map((row) => [String(row['sha256']), Number(row['n'])]))
}

/** Fills `joining` with which message of each two stays. */
function chooseSides(
  raw: DatabaseSync,
  joins: readonly CopyJoin[],
  { rule, offset, share }: JoinRule,
): number {
  const find = raw.prepare(
    `select m.id as message, m.body,
       (select min(o.id) from sighting o where o.message_id = m.id) as seen,
       exists (select 1 from sighting o join entry e on e.id = o.entry_id join exhibit x on x.id = e.exhibit_id
         where o.message_id = m.id and o.uid = m.uid and coalesce(e.owner, x.owner) = h.address) as own,
       not exists (select 1 from sighting o join entry e on e.id = o.entry_id join exhibit x on x.id = e.exhibit_id
         where o.message_id = m.id and x.translation_of is null) as translated,
       (m.body <> '' or m.media is not null) and coalesce(json_extract(g.details, '$.deleted'), 0) = 0 as stands,
       g.id as sighting
     from sighting g join message m on m.id = g.message_id join handle h on h.id = m.sender_id where g.id = ?`,
  )
  const areApart = openApart(raw)
  const isTaken = raw.prepare('select 1 from joining where gone in (?, ?) or keep = ?')
  const add = raw.prepare(
    `insert into joining (gone, keep, counted_entry, zone_entry, rule, offset_micros, share) values (?, ?,
       (select entry_id from sighting where id = ?), (select entry_id from sighting where id = ?), ?, ?, ?)`,
  )
  let joined = 0
  for (const { first, second } of joins) {
    const [a, b] = [find.get(first), find.get(second)]
    if (!a || !b || a['message'] === b['message']) continue
    if (rule !== 'person' && areApart(Number(a['message']), Number(b['message']))) continue
    // A translation that has its original is not put beside another.
    if (rule === 'translation' && a['translated'] === b['translated']) continue
    const keepFirst = staysFirst(a, b, rule)
    const [keep, gone] = keepFirst ? [a, b] : [b, a]
    // A message goes once in a transaction: a chain of three copies is joined pair of sources by pair of sources.
    if (isTaken.get(Number(keep['message']), Number(gone['message']), Number(gone['message']))) continue
    const later = Math.max(Number(a['seen']), Number(b['seen']))
    add.run(
      Number(gone['message']),
      Number(keep['message']),
      later,
      Number(gone['seen']),
      rule,
      keepFirst || offset === null ? offset : -offset,
      share,
    )
    joined++
  }
  return joined
}

/**
 * Whether no rule may make one of two messages: a person keeps copies of theirs apart, or one file has both, so that it
 * tells them apart itself.
 */
function openApart(raw: DatabaseSync): (one: number, other: number) => boolean {
  const kept = raw.prepare(
    `select 1 from kept_apart k join sighting g on g.id = k.sighting_id
     where (g.message_id = ?1 and k.message_id = ?2) or (g.message_id = ?2 and k.message_id = ?1) limit 1`,
  )
  const inOneFile = raw.prepare(
    `select 1 from sighting a join sighting b on b.entry_id = a.entry_id where a.message_id = ?1 and b.message_id = ?2 limit 1`,
  )
  return (one, other) => kept.get(one, other) !== undefined || inOneFile.get(one, other) !== undefined
}

/** An original before a translation, what has words before what was taken back, the sender's own copy before another's (by their ids, whose words differ: not), the first received before a later one. */
function staysFirst(a: Record<string, unknown>, b: Record<string, unknown>, rule: CopyRule): boolean {
  if (a['translated'] !== b['translated']) return a['translated'] === 0
  if (a['body'] !== b['body'] && a['stands'] !== b['stands']) return a['stands'] === 1
  // Whose copy an exhibit is it may say itself: it must not put its own words in place of those known by so saying.
  if (a['body'] !== b['body'] && rule === 'original-id') return Number(a['seen']) < Number(b['seen'])
  if (a['own'] === 1 && b['own'] !== 1) return true
  if (b['own'] === 1 && a['own'] !== 1) return false
  return Number(a['seen']) < Number(b['seen'])
}

function takeFromRollUps(raw: DatabaseSync, zone: string): void {
  const wallHour = wallHours(zone)
  const takeDay = raw.prepare(
    'update activity_day set messages = messages - 1 where conversation_id = ? and sender_id = ? and day = ?',
  )
  const takeHour = raw.prepare(
    'update handle_hour set messages = messages - 1 where handle_id = ? and hour_of_week = ?',
  )
  const rows = raw
    .prepare(
      'select m.conversation_id, m.sender_id, m.sent_at from message m join joining j on j.gone = m.id where m.zone <> 3',
    )
    .all()
  for (const row of rows) {
    const at = parseEpochMicros(Number(row['sent_at']))
    if (at === null) continue
    const { day, hourOfWeek } = wallHour(at)
    takeDay.run(Number(row['conversation_id']), Number(row['sender_id']), day)
    takeHour.run(Number(row['sender_id']), hourOfWeek)
  }
  raw.exec(`
    delete from activity_day where messages = 0;
    delete from handle_hour where messages = 0;
    update handle set sent = sent - n from (select m.sender_id as id, count(*) as n from message m join joining j on j.gone = m.id group by 1) t where handle.id = t.id;
    update handle set received = received - n from (select m.recipient_id as id, count(*) as n from message m join joining j on j.gone = m.id where m.recipient_id is not null group by 1) t where handle.id = t.id;
    update conversation set messages = messages - n from (select m.conversation_id as id, count(*) as n from message m join joining j on j.gone = m.id group by 1) t where conversation.id = t.id;
    update entry set messages = messages - n from (select counted_entry as id, count(*) as n from joining group by 1) t where entry.id = t.id;
    update entry set zone_assumed = zone_assumed - n from (select j.zone_entry as id, count(*) as n from joining j join message m on m.id = j.gone where m.zone = 1 group by 1) t where entry.id = t.id;
    update entry set zone_unknown = zone_unknown - n from (select j.zone_entry as id, count(*) as n from joining j join message m on m.id = j.gone where m.zone = 2 group by 1) t where entry.id = t.id;
    update entry set zone_none = zone_none - n from (select j.zone_entry as id, count(*) as n from joining j join message m on m.id = j.gone where m.zone = 3 group by 1) t where entry.id = t.id;
  `)
}

const forgetKept = forgetWords('select keep from joining')
const learnKept = learnWords('select keep from joining')

const moveMarks = markTables
  .map((table) => `update ${table} set message_id = j.keep from joining j where ${table}.message_id = j.gone`)
  .join(';')

/** A copy keeps what it says otherwise; its uid goes on leading to the message. */
const moveCopies = `
${forgetWords('select gone from joining')};
update former_uid set message_id = j.keep from joining j where former_uid.message_id = j.gone;
insert into former_uid (uid, message_id) select m.uid, j.keep from message m join joining j on j.gone = m.id
  where true on conflict (uid) do update set message_id = excluded.message_id;
update sighting set message_id = j.keep, copy = case
    when sighting.copy is not null and json_extract(sighting.copy, '$.body') is null and m.body <> k.body then json_set(sighting.copy, '$.body', m.body)
    else coalesce(sighting.copy, json_object('rule', j.rule, 'offset', j.offset_micros, 'share', j.share,
    'sentAt', m.sent_at, 'timeText', m.time_text, 'zone', m.zone, 'body', case when m.body <> k.body then m.body end, 'kind', m.kind, 'media', m.media)) end
  from joining j join message m on m.id = j.gone join message k on k.id = j.keep where sighting.message_id = j.gone;
update sighting set copy = null where copy is not null and message_id in (select keep from joining)
  and uid = (select m.uid from message m where m.id = sighting.message_id);
update kept_apart set message_id = j.keep from joining j where kept_apart.message_id = j.gone;
delete from former_uid where uid in (select m.uid from message m join joining j on j.keep = m.id);
${forgetLanguages('select gone from joining')};
delete from message where id in (select gone from joining);
update conversation set
  first_at = (select m.sent_at from message m where m.conversation_id = conversation.id and m.zone <> 3 order by m.id limit 1),
  last_at = (select m.sent_at from message m where m.conversation_id = conversation.id and m.zone <> 3 order by m.id desc limit 1)
  where id in (select m.conversation_id from message m join joining j on j.keep = m.id)`
