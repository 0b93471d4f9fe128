import type { Kysely } from 'kysely'
import { BaileyError } from '../../core/errors.ts'
import type { DropChange } from '../copy-views.ts'
import type { StoredMessage } from '../message-views.ts'
import type { Answers, Questions } from '../questions.ts'
import { type CopyFields, changedCopies, copiesIn } from './changed-copies.ts'
import { readCopy } from './copy-difference.ts'
import type { Case } from './open-case.ts'
import { selectMessages, storedMessages } from './stored-message.ts'
import type { Tables } from './tables.ts'

/** Two messages of one sender this close are one whose words were changed. */
const closeMicros = 5_000_000

/** What one hand-over has of a message that the other has not. */
interface Odd {
  readonly id: number
  readonly conversation: number
  readonly sender: number
  readonly at: number
}

interface Change {
  readonly change: DropChange['change']
  readonly before: number | null
  readonly after: number | null
}

/** @throws {BaileyError} `no-such-exhibit`. */
export async function answerDiff(
  { db }: Case,
  { before, after, limit, offset }: Questions['diff'],
): Promise<Answers['diff']> {
  const [ours, theirs] = [await findExhibit(db, before), await findExhibit(db, after)]
  const removed = await oddMessages(db, ours, theirs)
  const added = await oddMessages(db, theirs, ours)
  const reworded = (await changedCopies(db, ours, theirs)).map(
    (id): Change => ({ change: 'changed', before: id, after: id }),
  )
  const changed = [...reworded, ...changedMessages(removed, added)]
  const paired = new Set(changed.flatMap((change) => [change.before, change.after]))
  const left = (odd: readonly Odd[]): readonly Odd[] => odd.filter(({ id }) => !paired.has(id))
  const changes: Change[] = [
    ...changed,
    ...left(removed).map(({ id }) => ({ change: 'removed' as const, before: id, after: null })),
    ...left(added).map(({ id }) => ({ change: 'added' as const, before: null, after: id })),
  ]
  return {
    changed: changed.length,
    removed: removed.length - (changed.length - reworded.length),
    added: added.length - (changed.length - reworded.length),
    same: (await countMessages(db, ours)) - removed.length - reworded.length,
    items: await shown(db, changes.slice(offset, offset + limit), [ours, theirs]),
  }
}

async function findExhibit(db: Kysely<Tables>, ref: string): Promise<number> {
  const exhibit = await db.selectFrom('exhibit').select('id').where('ref', '=', ref).executeTakeFirst()
  if (!exhibit) throw new BaileyError('no-such-exhibit', ref)
  return exhibit.id
}

/** Messages an exhibit shows, by its own entries or by those read before with the same bytes. */
function messagesOf(db: Kysely<Tables>, exhibit: number) {
  return db
    .selectFrom('entry as e')
    .innerJoin('entry as r', 'r.sha256', 'e.sha256')
    .innerJoin('sighting as g', 'g.entry_id', 'r.id')
    .select('g.message_id')
    .where('e.exhibit_id', '=', exhibit)
    .where('r.state', '=', 'read')
}

/** Messages that one exhibit shows and another does not, at the time by its own clock, in order of time. */
async function oddMessages(db: Kysely<Tables>, exhibit: number, other: number): Promise<Odd[]> {
  const rows = await db
    .selectFrom('message as m')
    .innerJoin('sighting as g', 'g.message_id', 'm.id')
    .innerJoin('entry as r', 'r.id', 'g.entry_id')
    .innerJoin('entry as e', 'e.sha256', 'r.sha256')
    .select(['m.id', 'm.conversation_id as conversation', 'm.sender_id as sender', 'm.sent_at', 'g.copy'])
    .where('e.exhibit_id', '=', exhibit)
    .where('r.state', '=', 'read')
    .where('m.id', 'not in', messagesOf(db, other))
    .orderBy('m.id')
    .execute()
  const odd = rows.map(({ sent_at, copy, ...row }) => ({ ...row, at: readCopy(copy)?.sentAt ?? sent_at }))
  return [...new Map(odd.map((one) => [one.id, one])).values()].toSorted((a, b) => a.at - b.at || a.id - b.id)
}

async function countMessages(db: Kysely<Tables>, exhibit: number): Promise<number> {
  const { n } = await db
    .selectFrom(messagesOf(db, exhibit).as('shown'))
    .select((eb) => eb.fn.count<number>('message_id').distinct().as('n'))
    .executeTakeFirstOrThrow()
  return n
}

/** Pairs what is gone with what is new, one to one in order of time. */
function changedMessages(removed: readonly Odd[], added: readonly Odd[]): Change[] {
  const key = ({ conversation, sender }: Odd): string => `${conversation} ${sender}`
  const waiting = Map.groupBy(added, key)
  return removed.flatMap((one) => {
    const candidates = waiting.get(key(one)) ?? []
    const place = candidates.findIndex(({ at }) => Math.abs(at - one.at) <= closeMicros)
    const [other] = place < 0 ? [] : candidates.splice(place, 1)
    return other ? [{ change: 'changed' as const, before: one.id, after: other.id }] : []
  })
}

/** Each side in the words of its own hand-over, which may not be those the message goes by. */
async function shown(
  db: Kysely<Tables>,
  changes: readonly Change[],
  [ours, theirs]: readonly [number, number],
): Promise<DropChange[]> {
  const ids = changes.flatMap(({ before, after }) => [before, after].filter((id) => id !== null))
  if (ids.length === 0) return []
  const rows = await selectMessages(db).where('m.id', 'in', ids).execute()
  const stored = await storedMessages(db, rows, 'whole')
  const byId = new Map(rows.map(({ id }, i) => [id, stored[i] ?? null]))
  const [before, after] = [await copiesIn(db, ours, ids), await copiesIn(db, theirs, ids)]
  const find = (id: number | null, copies: ReadonlyMap<number, CopyFields[]>): StoredMessage | null => {
    const message = id === null ? undefined : byId.get(id)
    if (!message || id === null) return null
    const { media: _, ...own } = copies.get(id)?.[0] ?? { media: null }
    return { ...message, ...own }
  }
  return changes.map((change) => ({
    change: change.change,
    before: find(change.before, before),
    after: find(change.after, after),
  }))
}
