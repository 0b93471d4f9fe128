import { createHash } from 'node:crypto'
import { renderManifest } from '../custody/manifest.ts'
import { sha256Hex } from '../store/sql/audit-log.ts'
import { answerExhibits } from '../store/sql/exhibit-answers.ts'
import { countAll } from '../store/sql/stored-message.ts'
import { zoneSources } from '../store/sql/tables.ts'
import { askable, type LocalCase } from './open-case.ts'
import type { ProblemList } from './verify-case.ts'

const receiptFields = [
  'ref',
  'name',
  'sha256',
  'size',
  'received_from',
  'authority',
  'capture_mode',
  'timezone',
  'owner',
  'translation_of',
  'format',
  'mapping',
  'received_at',
  'received_by',
] as const

/**
 * Checks what the case says of its exhibits against the audit log, which was signed when they were received: each
 * receipt field by field, the list of files against the manifest the exhibit is known by, and the totals.
 */
export async function verifyReceipts(local: LocalCase, problems: ProblemList): Promise<void> {
  const rows = await local.connection.db.selectFrom('exhibit').selectAll().execute()
  const stored = new Map(rows.map((row) => [row.sha256, row]))
  for (const { object, detail } of await acts(local, 'exhibit.receive')) {
    const exhibit = String(detail['ref'])
    const row = stored.get(object)
    if (!row) {
      problems.add({
        code: 'exhibit-missing',
        says: `Exhibit ${exhibit} was received and is no longer in the case.`,
        exhibit,
      })
      continue
    }
    const altered = receiptFields.filter((field) => row[field] !== (detail[field] ?? null))
    if (altered.length > 0) {
      const says = `The receipt of exhibit ${exhibit} was altered: ${altered.join(', ')}.`
      problems.add({ code: 'receipt-altered', says, exhibit })
    }
    await verifyManifest(local, row, problems)
    if (row.state !== 'complete') {
      const says = `The import of exhibit ${exhibit} was not finished: import the same files again to complete it.`
      problems.add({ code: 'import-unfinished', says, exhibit })
    }
  }
  const messages = await messagesAfterJoins(local)
  for (const { object, detail } of await acts(local, 'exhibit.complete'))
    await verifyTotals(local, object, { ...detail, ...messages.get(object) }, problems)
}

/** Messages of each exhibit as the log says they were after copies were last joined or parted. */
async function messagesAfterJoins(
  local: LocalCase,
): Promise<ReadonlyMap<string, { readonly messages: unknown }>> {
  const counted = [...(await acts(local, 'copies.join')), ...(await acts(local, 'copies.split'))].toSorted(
    (a, b) => a.seq - b.seq,
  )
  const last = counted.at(-1)?.detail['messages']
  return new Map(
    typeof last === 'object' && last !== null
      ? Object.entries(last).map(([sha256, n]: [string, unknown]) => [sha256, { messages: n }])
      : [],
  )
}

interface LoggedAct {
  readonly seq: number
  readonly object: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** The acts of one kind whose details are still kept as they were, in order; an altered one is reported by the audit log's own check. */
async function acts({ connection: { db } }: LocalCase, action: string): Promise<LoggedAct[]> {
  const rows = await db
    .selectFrom('audit_entry')
    .select(['seq', 'entry', 'detail'])
    .where('entry', 'like', `{"action":"${action}",%`)
    .where('detail', 'is not', null)
    .orderBy('seq')
    .execute()
  return rows.flatMap(({ seq, entry, detail }) => {
    const fields = fieldsOf(entry)
    return detail !== null && fields['detail'] === sha256Hex(detail)
      ? [{ seq, object: String(fields['object']), detail: fieldsOf(detail) }]
      : []
  })
}

function fieldsOf(json: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(json)
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}

interface KnownExhibit {
  readonly id: number
  readonly ref: string
  readonly name: string
  readonly sha256: string
}

/** The names and hashes of an exhibit's files give its own hash; a single file is its own exhibit. */
async function verifyManifest(
  { connection: { db } }: LocalCase,
  { id, ref, name, sha256 }: KnownExhibit,
  problems: ProblemList,
): Promise<void> {
  const entries = await db
    .selectFrom('entry')
    .select(['name', 'sha256'])
    .where('exhibit_id', '=', id)
    .where('container_id', 'is', null)
    .execute()
  const manifest = createHash('sha256').update(renderManifest(entries), 'utf8').digest('hex')
  const [only] = entries
  const isSingle = entries.length === 1 && only?.sha256 === sha256 && only.name === name
  if (manifest === sha256 || isSingle) return
  const says = `The list of files of exhibit ${ref} was altered.`
  problems.add({ code: 'receipt-altered', says, exhibit: ref })
}

async function verifyTotals(
  { connection: { db } }: LocalCase,
  sha256: string,
  logged: LoggedAct['detail'],
  problems: ProblemList,
): Promise<void> {
  const receipt = (await answerExhibits({ db })).find((exhibit) => exhibit.sha256 === sha256)
  if (!receipt) return
  const { records, sightings, duplicates, repaired, rejected, ref: exhibit } = receipt
  const totals = { records, sightings, messages: sightings - duplicates, repaired, rejected }
  const differ = Object.entries(totals).flatMap(([name, n]) => (n === logged[name] ? [] : [name]))
  if (differ.length === 0) return
  const says = `The totals of exhibit ${exhibit} differ from those logged: ${differ.join(', ')}.`
  problems.add({ code: 'totals-differ', says, exhibit })
}

/**
 * Checks what is derived: the roll-ups and the search index against the messages. Only asked when the messages
 * themselves are as they were, since a changed message shows in all of them.
 */
export async function verifyDerived(local: LocalCase, problems: ProblemList): Promise<void> {
  const { db, index } = askable(local)
  const all = await countMessages(db, null)
  const timed = all - (await countMessages(db, zoneSources.indexOf('none')))
  const sum = async (table: 'activity_day' | 'conversation' | 'handle_hour'): Promise<number> =>
    (
      await db
        .selectFrom(table)
        .select((of) => of.fn.sum<number | null>('messages').as('n'))
        .executeTakeFirstOrThrow()
    ).n ?? 0
  const sent = await db
    .selectFrom('handle')
    .select((of) => of.fn.sum<number | null>('sent').as('n'))
    .executeTakeFirstOrThrow()
  const sums: readonly (readonly [string, number, number])[] = [
    ['day', await sum('activity_day'), timed],
    ['hour of the week', await sum('handle_hour'), timed],
    ['conversation', await sum('conversation'), all],
    ['handle', sent.n ?? 0, all],
  ]
  for (const [by, counted, expected] of sums) {
    if (counted === expected) continue
    const says = `The counts of messages by ${by} do not add up to the messages.`
    problems.add({ code: 'totals-differ', says })
  }
  if (!(await index.isSound())) {
    const says = 'The search index does not hold what the messages hold; it can be rebuilt from them.'
    problems.add({ code: 'index-differs', says })
  }
}

async function countMessages(db: LocalCase['connection']['db'], zone: number | null): Promise<number> {
  const { n } = await db
    .selectFrom('message')
    .select(countAll)
    .$if(zone !== null, (query) => query.where('zone', '=', zone))
    .executeTakeFirstOrThrow()
  return n
}
