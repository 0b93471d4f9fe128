import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { wallHours } from '../../core/clock.ts'
import { BaileyError } from '../../core/errors.ts'
import { parseEpochMicros } from '../../core/time.ts'
import type { CopyJoin, CopyJoiner } from '../copy-joiner.ts'
import type { Asker } from '../store.ts'
import { recountCopies } from './copy-counts.ts'
import { type Joining, type JoinRule, messagesByExhibit } from './copy-joins.ts'
import { forgetWords, learnWords } from './full-text.ts'
import { openPlaces } from './message-places.ts'
import { giveBackMarks, movingMarks } from './moving-marks.ts'
import { writing } from './transaction.ts'

type Row = Record<string, SQLOutputValue>

/** The two things a person may decide of copies: that one is none, and that two messages are one. */
export function openCopySplitter(
  { raw, log, zone }: Joining,
  joinOne: (asker: Asker, join: CopyJoin, rule: JoinRule & { readonly rule: 'person' }) => Promise<number>,
): Pick<CopyJoiner, 'split' | 'joinByPerson'> {
  return {
    split: (asker, uid) =>
      writing(raw, async () => {
        const copy = raw
          .prepare(`select * from sighting where uid = ? and copy is not null order by id limit 1`)
          .get(Buffer.from(uid, 'hex'))
        if (!copy) throw refusalFor(raw, uid)
        restore(raw, copy, zone)
        await log.append(asker, {
          action: 'copies.split',
          object: uid,
          detail: { messages: messagesByExhibit(raw) },
        })
      }),
    async joinByPerson(asker, [one, other]) {
      const [a, b] = [firstSighting(raw, one), firstSighting(raw, other)]
      if (a['conversation_id'] !== b['conversation_id'] || a['sender_id'] !== b['sender_id'])
        throw new BaileyError(
          'bad-value',
          'Only messages of one sender in one conversation can be one message',
        )
      raw.prepare('delete from kept_apart where sighting_id in (?, ?)').run(Number(a['id']), Number(b['id']))
      const join = { first: Number(a['id']), second: Number(b['id']) }
      await joinOne(asker, join, {
        rule: 'person',
        offset: null,
        share: null,
        uids: [one.toLowerCase(), other.toLowerCase()],
      })
    },
  }
}

function refusalFor(raw: DatabaseSync, uid: string): BaileyError {
  const known = raw.prepare('select 1 from sighting where uid = ? limit 1').get(Buffer.from(uid, 'hex'))
  return known
    ? new BaileyError('bad-value', `${uid} is no copy that was joined to a message`)
    : new BaileyError('no-such-message', uid)
}

function firstSighting(raw: DatabaseSync, uid: string): Row {
  const row = raw
    .prepare(
      `select g.id, m.conversation_id, m.sender_id from message m join sighting g on g.message_id = m.id
       where m.uid = ? order by g.id limit 1`,
    )
    .get(Buffer.from(uid, 'hex'))
  if (!row) throw new BaileyError('no-such-message', uid)
  return row
}

/** Puts the message of a copy back where its own time has it, with every sighting of the same uid, and keeps it apart. */
function restore(raw: DatabaseSync, copy: Row, zone: string): void {
  const kept = raw.prepare('select * from message where id = ?').get(Number(copy['message_id']))
  const said: unknown = JSON.parse(String(copy['copy']))
  if (!kept || !isDifference(said)) throw new Error('A copy without its message')
  const uid = copy['uid'] instanceof Uint8Array ? copy['uid'] : new Uint8Array()
  const place = openPlaces(raw)(said.sentAt, uid)
  raw
    .prepare(
      `insert into message (id, uid, conversation_id, sender_id, recipient_id, sent_at, time_text, zone, kind, body, body_exact, media)
       select ?, ?, conversation_id, sender_id, recipient_id, ?, ?, ?, ?, coalesce(?, body), case when ? is null then body_exact end, ?
       from message where id = ?`,
    )
    .run(
      place.id,
      uid,
      said.sentAt,
      said.timeText,
      said.zone,
      said.kind,
      said.body,
      said.body,
      said.media,
      Number(copy['message_id']),
    )
  const moved = { id: place.id, kept: Number(copy['message_id']) }
  const [forget, learn] = [forgetWords('?'), learnWords('?')]
  raw.prepare(forget).run(moved.kept)
  raw
    .prepare(
      'insert into kept_apart (sighting_id, message_id) select id, message_id from sighting where message_id = ? and uid = ? on conflict (sighting_id) do update set message_id = excluded.message_id',
    )
    .run(moved.kept, uid)
  raw
    .prepare('update sighting set message_id = ?, copy = null where message_id = ? and uid = ?')
    .run(moved.id, moved.kept, uid)
  raw.prepare('delete from former_uid where uid = ?').run(uid)
  movingMarks(raw, `values (${moved.kept}), (${moved.id})`, () =>
    giveBackMarks(raw, uid, moved.kept, moved.id),
  )
  raw.prepare(learn).run(moved.kept)
  raw.prepare(learn).run(moved.id)
  addToRollUps(
    raw,
    {
      id: moved.id,
      entry: laterEntry(raw, moved.id, moved.kept),
      zoneEntry: Number(copy['entry_id']),
      at: said.sentAt,
      isTimed: said.zone !== 3,
    },
    zone,
  )
  recountCopies(raw, zone, [moved.kept, moved.id])
}

/** The entry that gave the case the second of two messages, from which a join takes one. */
function laterEntry(raw: DatabaseSync, one: number, other: number): number {
  const row = raw
    .prepare(
      `select entry_id from sighting where id = max((select min(id) from sighting where message_id = ?), (select min(id) from sighting where message_id = ?))`,
    )
    .get(one, other)
  return Number(row?.['entry_id'])
}

interface Difference {
  readonly sentAt: number
  readonly timeText: string
  readonly zone: number
  readonly body: string | null
  readonly kind: number
  readonly media: string | null
}

function isDifference(value: unknown): value is Difference {
  return typeof value === 'object' && value !== null && 'sentAt' in value && typeof value.sentAt === 'number'
}

interface Restored {
  readonly id: number
  readonly entry: number
  /** The entry whose messages of its zone it is among. */
  readonly zoneEntry: number
  readonly at: number
  /** False where no time is stated: the message counts, its place in time does not. */
  readonly isTimed: boolean
}

function addToRollUps(
  raw: DatabaseSync,
  { id, entry, zoneEntry, at, isTimed }: Restored,
  zone: string,
): void {
  if (isTimed) addToTimes(raw, id, at, zone)
  for (const statement of [
    'update handle set sent = sent + 1 where id = (select sender_id from message where id = ?)',
    'update handle set received = received + 1 where id = (select recipient_id from message where id = ?)',
    'update conversation set messages = messages + 1 where id = (select conversation_id from message where id = ?)',
  ])
    raw.prepare(statement).run(id)
  raw
    .prepare(
      `update entry set zone_assumed = zone_assumed + (m.zone = 1), zone_unknown = zone_unknown + (m.zone = 2), zone_none = zone_none + (m.zone = 3)
       from (select zone from message where id = ?) m where entry.id = ?`,
    )
    .run(id, zoneEntry)
  raw.prepare('update entry set messages = messages + 1 where id = ?').run(entry)
}

function addToTimes(raw: DatabaseSync, id: number, at: number, zone: string): void {
  const micros = parseEpochMicros(at)
  if (micros === null) throw new Error('A stored time that is none')
  const { day, hourOfWeek } = wallHours(zone)(micros)
  raw
    .prepare(
      `insert into activity_day (conversation_id, sender_id, day, messages) select conversation_id, sender_id, ?, 1 from message where id = ?
       on conflict (conversation_id, sender_id, day) do update set messages = activity_day.messages + 1`,
    )
    .run(day, id)
  raw
    .prepare(
      `insert into handle_hour (handle_id, hour_of_week, messages) select sender_id, ?, 1 from message where id = ?
       on conflict (handle_id, hour_of_week) do update set messages = handle_hour.messages + 1`,
    )
    .run(hourOfWeek, id)
  raw
    .prepare(
      `update conversation set first_at = min(coalesce(first_at, ?), ?), last_at = max(coalesce(last_at, ?), ?)
       where id = (select conversation_id from message where id = ?)`,
    )
    .run(at, at, at, at, id)
}
