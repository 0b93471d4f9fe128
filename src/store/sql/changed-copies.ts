import type { Kysely } from 'kysely'
import { messageKinds } from '../../core/message.ts'
import type { StoredMessage } from '../questions.ts'
import { readCopy } from './copy-difference.ts'
import { bodyOf, entryPath, hasOwnWords, hex, instant } from './stored-message.ts'
import { type Tables, zoneSources } from './tables.ts'

/** What of a message is its copy's own. */
export type CopyFields = Pick<
  StoredMessage,
  'uid' | 'sentAt' | 'timeText' | 'zone' | 'kind' | 'body' | 'exhibit' | 'entry' | 'offset'
>

/** A message that two exhibits show in different words, by the copy in each. */
export interface ChangedCopy {
  /** Row id of the message. */
  readonly id: number
  readonly before: CopyFields
  readonly after: CopyFields
}

/**
 * Messages that both exhibits show, joined by their ids or by a person, and not in the same words: edited, or taken back,
 * between the two. Translations are no change. In order of time.
 */
export async function changedCopies(
  db: Kysely<Tables>,
  before: number,
  after: number,
): Promise<ChangedCopy[]> {
  const ids = await messagesWithOtherWords(db, [before, after])
  const [ours, theirs] = [await copiesIn(db, before, ids), await copiesIn(db, after, ids)]
  return ids.flatMap((id) => {
    const [old, now] = [ours.get(id) ?? [], theirs.get(id) ?? []]
    const [first, second] = [old[0], now[0]]
    const isSame = old.some(({ body }) => now.some((other) => other.body === body))
    return first && second && !isSame ? [{ id, before: first, after: second }] : []
  })
}

async function messagesWithOtherWords(db: Kysely<Tables>, exhibits: readonly number[]): Promise<number[]> {
  const rows = await db
    .selectFrom('entry as e')
    .innerJoin('entry as r', 'r.sha256', 'e.sha256')
    .innerJoin('sighting as g', 'g.entry_id', 'r.id')
    .select(['g.message_id', 'g.copy'])
    .where('e.exhibit_id', 'in', exhibits)
    // Copies in their message's own words, which are most, need not be read.
    .where('g.copy', 'like', hasOwnWords)
    .execute()
  const changed = rows.filter(({ copy }) => {
    const said = readCopy(copy)
    return said !== null && said.body !== null && said.rule !== 'translation'
  })
  return [...new Set(changed.map((row) => row.message_id))].toSorted((a, b) => a - b)
}

async function copiesIn(
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
    .select(['m.sent_at', 'm.time_text', 'm.zone', 'm.kind', 'm.body', 'm.body_exact'])
    .where('g.message_id', 'in', messages)
    .where('e.exhibit_id', '=', exhibit)
    .where('r.state', '=', 'read')
    .orderBy('g.id')
    .execute()
  return rows.map((row): readonly [number, CopyFields] => {
    const copy = readCopy(row.copy)
    return [
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
      },
    ]
  })
}
