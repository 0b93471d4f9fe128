import type { Kysely } from 'kysely'
import { messageKinds } from '../../core/message.ts'
import type { StoredMessage } from '../message-views.ts'
import { readCopy } from './copy-difference.ts'
import { bodyOf, entryPath, hex, instant } from './stored-message.ts'
import { type Tables, zoneSources } from './tables.ts'

/** What of a message is its copy's own. */
export type CopyFields = Pick<
  StoredMessage,
  'uid' | 'sentAt' | 'timeText' | 'zone' | 'kind' | 'body' | 'exhibit' | 'entry' | 'offset'
> & {
  /** Hashes of its files as JSON, or null. */
  readonly media: string | null
}

/**
 * Row ids of messages that both exhibits show, joined by their ids or by a person, and not alike: edited, taken back or
 * moved in time between the two, or with other files. Translations are no change. In order of time.
 */
export async function changedCopies(db: Kysely<Tables>, before: number, after: number): Promise<number[]> {
  const ids = await messagesJoinedAlike(db, [before, after])
  const [ours, theirs] = [await copiesIn(db, before, ids), await copiesIn(db, after, ids)]
  return ids.filter((id) => {
    const [old, now] = [ours.get(id) ?? [], theirs.get(id) ?? []]
    return old.length > 0 && now.length > 0 && !old.some((one) => now.some((other) => saysSame(one, other)))
  })
}

function saysSame(one: CopyFields, other: CopyFields): boolean {
  return (
    one.body === other.body &&
    one.sentAt === other.sentAt &&
    one.kind === other.kind &&
    one.media === other.media
  )
}

async function messagesJoinedAlike(db: Kysely<Tables>, exhibits: readonly number[]): Promise<number[]> {
  const rows = await db
    .selectFrom('entry as e')
    .innerJoin('entry as r', 'r.sha256', 'e.sha256')
    .innerJoin('sighting as g', 'g.entry_id', 'r.id')
    .select('g.message_id')
    .distinct()
    .where('e.exhibit_id', 'in', exhibits)
    // Quotation marks within words are escaped: this is the rule and nothing said.
    .where((eb) =>
      eb.or([eb('g.copy', 'like', '%"rule":"original-id"%'), eb('g.copy', 'like', '%"rule":"person"%')]),
    )
    .orderBy('g.message_id')
    .execute()
  return rows.map((row) => row.message_id)
}

/** What an exhibit itself says of some messages, translations aside, by their row ids. */
export async function copiesIn(
  db: Kysely<Tables>,
  exhibit: number,
  messages: readonly number[],
): Promise<ReadonlyMap<number, CopyFields[]>> {
  const found: (readonly [number, CopyFields])[] = []
  for (let at = 0; at < messages.length; at += mostBound)
    found.push(...(await someCopies(db, exhibit, messages.slice(at, at + mostBound))))
  const byMessage = Map.groupBy(found, ([id]) => id)
  return new Map([...byMessage].map(([id, copies]) => [id, copies.map(([, copy]) => copy)]))
}

/** Values bound to one statement; databases hold them to some tens of thousands. */
const mostBound = 5000

async function someCopies(
  db: Kysely<Tables>,
  exhibit: number,
  messages: readonly number[],
): Promise<(readonly [number, CopyFields])[]> {
  const rows = await db
    .selectFrom('sighting as g')
    .innerJoin('message as m', 'm.id', 'g.message_id')
    .innerJoin('entry as r', 'r.id', 'g.entry_id')
    .innerJoin('entry as e', 'e.sha256', 'r.sha256')
    .innerJoin('exhibit as x', 'x.id', 'r.exhibit_id')
    .select(['g.message_id', 'g.uid', 'g.copy', 'g.part', 'g.start', 'r.name', 'x.ref'])
    .select(['m.sent_at', 'm.time_text', 'm.zone', 'm.kind', 'm.body', 'm.body_exact', 'm.media'])
    .where('g.message_id', 'in', messages)
    .where('e.exhibit_id', '=', exhibit)
    .where('r.state', '=', 'read')
    .orderBy('g.id')
    .execute()
  return rows.flatMap((row): (readonly [number, CopyFields])[] => {
    const copy = readCopy(row.copy)
    if (copy?.rule === 'translation' && copy.body !== null) return []
    return [
      [
        row.message_id,
        {
          uid: hex(row.uid),
          sentAt: instant(copy?.sentAt ?? row.sent_at) ?? '',
          timeText: copy?.timeText ?? row.time_text,
          zone: zoneSources[copy?.zone ?? row.zone] ?? 'unknown',
          kind: messageKinds[copy?.kind ?? row.kind] ?? 'text',
          body: copy?.body ?? bodyOf(row),
          exhibit: row.ref,
          entry: entryPath(row.name, row.part),
          offset: row.start,
          media: copy ? copy.media : row.media,
        },
      ],
    ]
  })
}
