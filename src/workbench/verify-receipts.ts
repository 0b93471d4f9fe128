import { createHash } from 'node:crypto'
import { renderManifest } from '../custody/manifest.ts'
import { sha256Hex } from '../store/sqlite/audit-log.ts'
import { type SqlRow, text } from '../store/sqlite/stored-message.ts'
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
  'format',
  'mapping',
  'received_at',
  'received_by',
] as const

/**
 * Checks what the case says of its exhibits against the audit log, which was signed when they were received: each
 * receipt field by field, the list of files against the manifest the exhibit is known by, and the totals.
 */
export function verifyReceipts(local: LocalCase, problems: ProblemList): void {
  const { raw } = local.connection
  const stored = new Map(
    raw
      .prepare('select * from exhibit')
      .all()
      .map((row) => [text(row['sha256']), row]),
  )
  for (const { object, detail } of acts(local, 'exhibit.receive')) {
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
    verifyManifest(local, row, problems)
    if (row['state'] !== 'complete') {
      const says = `The import of exhibit ${exhibit} was not finished: import the same files again to complete it.`
      problems.add({ code: 'import-unfinished', says, exhibit })
    }
  }
  for (const { object, detail } of acts(local, 'exhibit.complete'))
    verifyTotals(local, object, detail, problems)
}

interface LoggedAct {
  readonly object: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** The acts of one kind whose details are still kept as they were, in order; an altered one is reported by the audit log's own check. */
function acts({ connection: { raw } }: LocalCase, action: string): LoggedAct[] {
  return raw
    .prepare('select entry, detail from audit_entry where entry like ? and detail is not null order by seq')
    .all(`{"action":"${action}",%`)
    .filter((row) => fieldsOf(row['entry'])['detail'] === sha256Hex(text(row['detail'])))
    .map((row) => ({ object: String(fieldsOf(row['entry'])['object']), detail: fieldsOf(row['detail']) }))
}

function fieldsOf(json: SqlRow[string] | undefined): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text(json))
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}

/** The names and hashes of an exhibit's files give its own hash; a single file is its own exhibit. */
function verifyManifest({ connection: { raw } }: LocalCase, exhibit: SqlRow, problems: ProblemList): void {
  const entries = raw
    .prepare('select name, sha256 from entry where exhibit_id = ?')
    .all(Number(exhibit['id']))
    .map((row) => ({ name: text(row['name']), sha256: text(row['sha256']) }))
  const sha256 = text(exhibit['sha256'])
  const manifest = createHash('sha256').update(renderManifest(entries), 'utf8').digest('hex')
  const [only] = entries
  const isSingle = entries.length === 1 && only?.sha256 === sha256 && only.name === exhibit['name']
  if (manifest === sha256 || isSingle) return
  const ref = text(exhibit['ref'])
  problems.add({
    code: 'receipt-altered',
    says: `The list of files of exhibit ${ref} was altered.`,
    exhibit: ref,
  })
}

function verifyTotals(
  { connection: { raw } }: LocalCase,
  sha256: string,
  logged: LoggedAct['detail'],
  problems: ProblemList,
): void {
  const row = raw
    .prepare(
      `select x.ref, coalesce(sum(e.rows_done - e.contacts - e.traces), 0) as records, coalesce(sum(e.sightings), 0) as sightings,
         coalesce(sum(e.messages), 0) as messages, coalesce(sum(e.repaired), 0) as repaired, coalesce(sum(e.rejected), 0) as rejected
       from exhibit x left join entry e on e.exhibit_id = x.id where x.sha256 = ? group by x.id`,
    )
    .get(sha256)
  if (!row) return
  const differ = ['records', 'sightings', 'messages', 'repaired', 'rejected'].filter(
    (name) => row[name] !== logged[name],
  )
  if (differ.length === 0) return
  const exhibit = text(row['ref'])
  problems.add({
    code: 'totals-differ',
    says: `The totals of exhibit ${exhibit} differ from those logged: ${differ.join(', ')}.`,
    exhibit,
  })
}

/**
 * Checks what is derived: the roll-ups and the search index against the messages. Only asked when the messages
 * themselves are as they were, since a changed message shows in all of them.
 */
export function verifyDerived({ connection: { raw } }: LocalCase, problems: ProblemList): void {
  const count = (sql: string): number => Number(raw.prepare(sql).get()?.['n'])
  const messages = count('select count(*) as n from message')
  const rollUps: readonly (readonly [string, string])[] = [
    ['messages by day', 'select coalesce(sum(messages), 0) as n from activity_day'],
    ['messages by conversation', 'select coalesce(sum(messages), 0) as n from conversation'],
    ['messages by handle', 'select coalesce(sum(sent), 0) as n from handle'],
    ['messages by hour of the week', 'select coalesce(sum(messages), 0) as n from handle_hour'],
  ]
  for (const [name, sql] of rollUps) {
    if (count(sql) !== messages)
      problems.add({ code: 'totals-differ', says: `The counts of ${name} do not add up to the messages.` })
  }
  try {
    raw.exec(`insert into message_fts (message_fts, rank) values ('integrity-check', 1)`)
  } catch (error) {
    if (!(error instanceof Error) || !/malformed|corrupt/i.test(error.message)) throw error
    problems.add({
      code: 'index-differs',
      says: 'The search index does not hold what the messages hold; it can be rebuilt from them.',
    })
  }
}
