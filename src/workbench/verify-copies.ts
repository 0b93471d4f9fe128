import { messageKinds } from '../core/message.ts'
import type { ReadBatch } from '../store/read-batch.ts'
import { bodyOf, hex } from '../store/sql/stored-message.ts'
import { actsOf, fieldsOf } from './logged-acts.ts'
import type { LocalCase } from './open-case.ts'
import type { ProblemList } from './verify-case.ts'

/** A sighting with what its message is stored as; the words only where they go by another copy's uid. */
export interface SightedRow {
  readonly uid: Uint8Array
  readonly copy: string | null
  readonly message_id: number
  readonly message_uid: Uint8Array | null
  readonly time_text: string | null
  readonly zone: number | null
  readonly body: string | null
  readonly body_exact: Uint8Array | null
  readonly conversation_kind: string | null
  readonly conversation_key: string | null
  readonly network: string | null
  readonly sender: string | null
  readonly former_message: number | null
  readonly translated: number
  /** 1 for the first received of those of this uid. */
  readonly first: number
  /** 1 where another copy of its message carries its id. */
  readonly same_id: number
}

/** Which copies the audit log says were joined, and how. */
export interface LoggedJoins {
  /** Uids that a person joined. */
  readonly byPerson: ReadonlySet<string>
  /** Differences of clocks at which copies were joined, either way round. */
  readonly offsets: ReadonlySet<unknown>
  readonly translations: boolean
  readonly ids: boolean
  /** Shares that the log gives for each rule, as text; null stands for none. */
  readonly shares: ReadonlySet<string>
}

/** Reads what the audit log says of joins. */
export async function loggedJoins(local: LocalCase): Promise<LoggedJoins> {
  const byPerson = new Set<string>()
  const offsets = new Set<unknown>()
  const shares = new Set<string>()
  let translations = false
  let ids = false
  for await (const { detail } of actsOf(local, 'copies.join')) {
    const { rule, offset, share, uids } = detail
    shares.add(shareOf(rule, share))
    if (rule === 'translation') translations = true
    if (rule === 'original-id') ids = true
    if (rule === 'clock' && typeof offset === 'number') offsets.add(offset).add(-offset)
    if (rule === 'person' && Array.isArray(uids)) for (const uid of uids) byPerson.add(String(uid))
  }
  return { byPerson, offsets, translations, ids, shares }
}

/** A rule with the share that was found for it. Cases from before it was kept have none on either side. */
function shareOf(rule: unknown, share: unknown): string {
  return JSON.stringify([rule, share ?? null])
}

/** True when its message goes by the sighting's own uid. */
export function isOwn(row: SightedRow): boolean {
  return row.message_uid !== null && Buffer.compare(row.message_uid, row.uid) === 0
}

/**
 * True when a sighting whose message goes by another copy's uid was joined to it as the log says, is of the same sender
 * and conversation, and keeps exactly what message `i` of the batch, read again, says otherwise.
 */
export function isExplainedCopy(
  row: SightedRow,
  { batch, i, files }: { readonly batch: ReadBatch; readonly i: number; readonly files: string | null },
  joins: LoggedJoins,
): boolean {
  const copy = row.copy === null ? {} : fieldsOf(row.copy)
  const m = batch.messages
  const conversation = batch.conversations[m.conversation[i] ?? 0]
  const sender = batch.handles[m.sender[i] ?? 0]
  return (
    row.former_message === row.message_id &&
    isLogged(row, copy, joins) &&
    row.network === conversation?.network &&
    row.conversation_kind === conversation.kind &&
    row.conversation_key === wellFormed(conversation.key) &&
    row.sender === wellFormed(sender?.address ?? '') &&
    copy['sentAt'] === m.at[i] &&
    (row.first === 0 || copy['timeText'] === wellFormed(m.timeText[i] ?? '')) &&
    (row.first === 0 || copy['zone'] === m.zone[i]) &&
    copy['kind'] === messageKinds.indexOf(m.kind[i] ?? 'text') &&
    copy['media'] === files &&
    saysSame(row, copy['body'], m.body[i] ?? '')
  )
}

function isLogged(
  row: SightedRow,
  { rule, offset, share }: Record<string, unknown>,
  joins: LoggedJoins,
): boolean {
  if (!joins.shares.has(shareOf(rule, share))) return false
  if (rule === 'original-id') return offset === null && joins.ids && row.same_id === 1
  if (rule === 'person') return offset === null && joins.byPerson.has(hex(row.uid))
  if (rule === 'translation') return offset === null && joins.translations && row.translated > 0
  return rule === 'clock' && joins.offsets.has(offset)
}

/** Its words are the message's unless it keeps others; words that TEXT cannot hold are kept as TEXT has them. */
function saysSame({ body, body_exact }: SightedRow, own: unknown, words: string): boolean {
  const stored = typeof own === 'string' ? own : bodyOf({ body: body ?? '', body_exact })
  return stored === words || (!words.isWellFormed() && wellFormed(stored) === wellFormed(words))
}

/** A text as SQLite keeps it. */
export function wellFormed(text: string): string {
  return text.isWellFormed() ? text : text.toWellFormed()
}

/** Checks what stands beside the copies: uids that lead to a message, clocks compared, and copies kept apart. */
export async function verifyCopyRecords(local: LocalCase, problems: ProblemList): Promise<void> {
  await verifyFormerUids(local, problems)
  await verifyClocks(local, problems)
  await verifyKeptApart(local, problems)
}

/** The other way round, every copy's uid leading to its message, is checked as its record is read again. */
async function verifyFormerUids({ connection: { db } }: LocalCase, problems: ProblemList): Promise<void> {
  const unexplained = await db
    .selectFrom('former_uid as f')
    .select('f.uid')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('sighting as g')
            .innerJoin('message as m', 'm.id', 'g.message_id')
            .select('g.id')
            .whereRef('g.message_id', '=', 'f.message_id')
            .whereRef('g.uid', '=', 'f.uid')
            .whereRef('m.uid', '<>', 'f.uid'),
        ),
      ),
    )
    .orderBy('f.uid')
    .limit(1000)
    .execute()
  for (const row of unexplained) {
    const uid = hex(row.uid)
    const says = `The uid ${uid} leads to a message that has no copy of that uid.`
    problems.add({ code: 'copy-altered', says, uid })
  }
}

async function verifyClocks(local: LocalCase, problems: ProblemList): Promise<void> {
  const logged = new Map<string, string>()
  for await (const { detail } of actsOf(local, 'copies.clock')) {
    const { first, second, offset, support, overlap, version } = detail
    const { first: one, second: other, both } = fieldsOf(JSON.stringify(overlap))
    logged.set(JSON.stringify([first, second]), JSON.stringify([offset, support, one, other, both, version]))
  }
  for (const row of await local.connection.db.selectFrom('clock_difference').selectAll().execute()) {
    const pair = JSON.stringify([row.first_entry_id, row.second_entry_id])
    const { offset_micros, support, first_overlap, second_overlap, both_overlap, version } = row
    const figures = [offset_micros, support, first_overlap, second_overlap, both_overlap, version]
    if (logged.get(pair) !== JSON.stringify(figures)) problems.add(clockDiffers(pair))
    logged.delete(pair)
  }
  for (const pair of logged.keys()) problems.add(clockDiffers(pair))
}

function clockDiffers(pair: string): { readonly code: 'copy-altered'; readonly says: string } {
  const says = `How the clocks of the entries ${pair} stand to each other is not what was logged.`
  return { code: 'copy-altered', says }
}

async function verifyKeptApart(local: LocalCase, problems: ProblemList): Promise<void> {
  const parted = new Set<string>()
  for await (const { object } of actsOf(local, 'copies.split')) parted.add(object)
  const rows = await local.connection.db
    .selectFrom('kept_apart as k')
    .leftJoin('sighting as g', 'g.id', 'k.sighting_id')
    .select(['k.sighting_id as id', 'g.uid'])
    .execute()
  for (const { id, uid } of rows) {
    if (uid !== null && parted.has(hex(uid))) continue
    const says = `Copy ${uid === null ? id : hex(uid)} is kept apart, which nobody is on record to have asked for.`
    problems.add({ code: 'copy-altered', says, ...(uid !== null && { uid: hex(uid) }) })
  }
}
