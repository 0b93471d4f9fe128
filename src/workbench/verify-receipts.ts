import { createHash } from 'node:crypto'
import { renderManifest } from '../custody/manifest.ts'
import { answerExhibits } from '../store/sql/exhibit-answers.ts'
import { actsOf, everyActOf, type LoggedAct } from './logged-acts.ts'
import type { LocalCase } from './open-case.ts'
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
  await verifyCaseInfo(local, problems)
  const received = new Set<string>()
  for await (const { object, detail } of everyActOf(local, 'exhibit.receive')) {
    received.add(object)
    // What is wrong with it is reported with the audit log.
    if (detail === null) continue
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
  // An exhibit that was opened again, because a reader had died on it, was completed twice: the last counts.
  const completed = new Map<string, LoggedAct['detail'] | null>()
  for await (const { object, detail } of everyActOf(local, 'exhibit.complete')) completed.set(object, detail)
  for (const [object, detail] of completed)
    if (detail !== null) await verifyTotals(local, object, { ...detail, ...messages.get(object) }, problems)
  for (const { ref: exhibit, sha256, state } of rows) {
    if (received.has(sha256) && (state !== 'complete' || completed.has(sha256))) continue
    const says = `Exhibit ${exhibit} is in the case and the audit log does not say that it was taken in.`
    problems.add({ code: 'receipt-altered', says, exhibit })
  }
}

const caseFields = [
  ['name', 'name'],
  ['timezone', 'timezone'],
  ['log_vkey', 'vkey'],
] as const

/** What the case is called, its zone and its key are those it was made with. */
async function verifyCaseInfo(local: LocalCase, problems: ProblemList): Promise<void> {
  const info = await local.connection.db.selectFrom('case_info').selectAll().executeTakeFirstOrThrow()
  for await (const { detail } of actsOf(local, 'case.init')) {
    const altered = caseFields.filter(([column, field]) => info[column] !== detail[field])
    if (altered.length === 0) continue
    const says = `What the case says of itself was altered: ${altered.map(([, field]) => field).join(', ')}.`
    problems.add({ code: 'case-altered', says })
  }
}

/** Messages of each exhibit as the log says they were after copies were last joined or parted. */
async function messagesAfterJoins(
  local: LocalCase,
): Promise<ReadonlyMap<string, { readonly messages: unknown }>> {
  let last: unknown
  let at = -1
  for (const action of ['copies.join', 'copies.split'])
    for await (const { seq, detail } of actsOf(local, action))
      if (seq > at) [at, last] = [seq, detail['messages']]
  return new Map(
    typeof last === 'object' && last !== null
      ? Object.entries(last).map(([sha256, n]: [string, unknown]) => [sha256, { messages: n }])
      : [],
  )
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
