import { BaileyError } from '../core/errors.ts'
import type { Network } from '../core/handle.ts'
import { messageKinds } from '../core/message.ts'
import { parseEpochMicros } from '../core/time.ts'
import { conversationId, uidBytes } from '../core/uid.ts'
import { openVault, type Vault } from '../custody/vault.ts'
import { bodyOf, hex, type SqlRow, text } from '../store/sqlite/stored-message.ts'
import { writing } from '../store/sqlite/transaction.ts'
import type { Asker } from '../store/store.ts'
import { type LocalCase, openLocalCase } from './open-case.ts'
import { verifyAuditLog } from './verify-audit-log.ts'
import { verifyEntries } from './verify-entries.ts'
import { verifyDerived, verifyReceipts } from './verify-receipts.ts'
import type { VerifyProblem, VerifyReport } from './verify-report.ts'

/** What {@link verifyCase} may be told. */
export interface VerifyOptions {
  /** A checkpoint of the audit log that somebody else kept; the log must hold what it held then. */
  readonly checkpoint?: string
  readonly onProgress?: (done: { readonly step: string }) => void
}

/** Collects problems: counts all, keeps the first thousand. */
export class ProblemList {
  readonly kept: VerifyProblem[] = []
  total = 0

  add(problem: VerifyProblem): void {
    this.total++
    if (this.kept.length < 1000) this.kept.push(problem)
  }
}

/**
 * Checks a case from the bytes up: re-hashes every exhibit, reads every record again at its place and compares it with
 * what is stored, recomputes every uid from the stored message, and checks the audit log's tree against its signed
 * checkpoints. Nothing is repaired. The check itself is put on record.
 *
 * @throws {BaileyError} `not-permitted`, `not-a-case`.
 */
export async function verifyCase(
  caseDir: string,
  asker: Asker,
  { checkpoint, onProgress }: VerifyOptions = {},
): Promise<VerifyReport> {
  if (!asker.may.includes('verify-case')) throw new BaileyError('not-permitted', 'verify the case')
  const started = performance.now()
  const local = await openLocalCase(caseDir)
  try {
    const problems = new ProblemList()
    onProgress?.({ step: 'audit log' })
    verifyAuditLog(local, problems, checkpoint ?? null)
    onProgress?.({ step: 'database' })
    verifyDatabase(local, problems)
    verifyReceipts(local, problems)
    onProgress?.({ step: 'exhibits' })
    const altered = await verifyExhibits(local, openVault(caseDir), problems)
    onProgress?.({ step: 'messages' })
    verifyMessages(local, problems)
    onProgress?.({ step: 'records' })
    await verifyEntries(local, openVault(caseDir), problems, altered)
    if (problems.total === 0) verifyDerived(local, problems)
    return await conclude(local, asker, problems, started)
  } finally {
    local.connection.close()
  }
}

async function conclude(
  local: LocalCase,
  asker: Asker,
  problems: ProblemList,
  started: number,
): Promise<VerifyReport> {
  const { raw } = local.connection
  const count = (table: string): number =>
    Number(raw.prepare(`select count(*) as n from ${table}`).get()?.['n'])
  const figures = { exhibits: count('exhibit'), messages: count('message'), sightings: count('sighting') }
  await writing(raw, () => {
    raw
      .prepare('update case_info set verified_at = ?, verified_problems = ?')
      .run(new Date().toISOString(), problems.total)
    local.log.append(asker, {
      action: 'case.verify',
      object: null,
      detail: { ...figures, problems: problems.total },
    })
    local.log.keepCheckpoint()
  })
  return {
    ok: problems.total === 0,
    ...figures,
    auditEntries: count('audit_entry'),
    checkpoint: text(raw.prepare('select note from audit_head where id = 1').get()?.['note']),
    problems: problems.kept,
    problemsTotal: problems.total,
    seconds: Math.round(performance.now() - started) / 1000,
  }
}

function verifyDatabase({ connection: { raw } }: LocalCase, problems: ProblemList): void {
  for (const row of raw.prepare('pragma quick_check(20)').all()) {
    const says = text(row['quick_check'])
    if (says !== 'ok')
      problems.add({ code: 'database-damaged', says: `The database file is damaged: ${says}.` })
  }
}

/** Re-hashes every sealed file; returns the hashes of those altered or missing. */
async function verifyExhibits(
  { connection }: LocalCase,
  vault: Vault,
  problems: ProblemList,
): Promise<ReadonlySet<string>> {
  const bad = new Set<string>()
  const rows = connection.raw
    .prepare(
      'select x.ref, e.name, e.sha256, e.size from entry e join exhibit x on x.id = e.exhibit_id order by e.id',
    )
    .all()
  const checked = new Set<string>()
  for (const row of rows) {
    const sha256 = text(row['sha256'])
    if (checked.has(sha256)) continue
    checked.add(sha256)
    const place = { exhibit: text(row['ref']), entry: text(row['name']) }
    const found = await vault.rehash(sha256)
    if (found === null) {
      bad.add(sha256)
      problems.add({
        code: 'exhibit-missing',
        says: `The sealed bytes of ${place.entry} (exhibit ${place.exhibit}) are missing.`,
        ...place,
      })
    } else if (found.sha256 !== sha256) {
      bad.add(sha256)
      const says = `The sealed bytes of ${place.entry} (exhibit ${place.exhibit}) were altered: SHA-256 is ${found.sha256}, was ${sha256} on receipt.`
      problems.add({ code: 'exhibit-altered', says, ...place })
    }
  }
  await verifyManifests(connection.raw, vault, problems)
  return bad
}

/** An exhibit of several files is known by the hash of its manifest, which is sealed too. */
async function verifyManifests(
  raw: LocalCase['connection']['raw'],
  vault: Vault,
  problems: ProblemList,
): Promise<void> {
  const rows = raw
    .prepare(
      'select x.ref, x.sha256 from exhibit x where not exists (select 1 from entry e where e.exhibit_id = x.id and e.sha256 = x.sha256)',
    )
    .all()
  for (const row of rows) {
    const exhibit = text(row['ref'])
    const sha256 = text(row['sha256'])
    const found = await vault.rehash(sha256)
    if (found === null)
      problems.add({
        code: 'exhibit-missing',
        says: `The manifest of exhibit ${exhibit} is missing.`,
        exhibit,
      })
    else if (found.sha256 !== sha256)
      problems.add({
        code: 'exhibit-altered',
        says: `The manifest of exhibit ${exhibit} was altered.`,
        exhibit,
      })
  }
}

/** Recomputes the uid of every message from what is stored of it, and checks that each has a sighting. */
function verifyMessages({ connection: { raw } }: LocalCase, problems: ProblemList): void {
  const rows = raw
    .prepare(
      `select m.uid, m.sent_at, m.kind, m.body, m.body_exact, m.media, n.name as network, c.kind as conversation_kind, c.key, c.public_id, h.address,
         exists (select 1 from sighting where message_id = m.id) as seen
       from message m join conversation c on c.id = m.conversation_id join network n on n.id = c.network_id join handle h on h.id = m.sender_id`,
    )
    .iterate()
  for (const row of rows) {
    const uid = hex(row['uid'])
    if (storedUid(row) !== uid)
      problems.add({
        code: 'message-altered',
        says: `The stored message ${uid} was altered: its words, sender, time or conversation no longer give its uid.`,
        uid,
      })
    else if (row['seen'] === 0)
      problems.add({
        code: 'record-missing',
        says: `The message ${uid} has no sighting in any exhibit.`,
        uid,
      })
  }
}

function storedUid(row: SqlRow): string | null {
  const at = parseEpochMicros(Number(row['sent_at']))
  const kind = messageKinds[Number(row['kind'])]
  const conversationKind = row['conversation_kind'] === 'direct' ? 'direct' : 'group'
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only hashed: a network that is none gives another uid
  const network = text(row['network']) as Network
  const conversationKey = text(row['key'])
  if (
    at === null ||
    kind === undefined ||
    conversationId(network, conversationKind, conversationKey) !== row['public_id']
  )
    return null
  const mediaHashes: unknown = row['media'] === null ? [] : JSON.parse(text(row['media']))
  if (!Array.isArray(mediaHashes)) return null
  return uidBytes({
    network,
    conversationKind,
    conversationKey,
    sender: text(row['address']),
    at,
    kind,
    body: bodyOf(row),
    mediaHashes: mediaHashes.map(String),
  }).toHex()
}
