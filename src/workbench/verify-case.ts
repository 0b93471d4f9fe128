import { hash } from 'node:crypto'
import { BaileyError } from '../core/errors.ts'
import type { Network } from '../core/handle.ts'
import { messageKinds } from '../core/message.ts'
import { parseEpochMicros } from '../core/time.ts'
import { conversationId, identityForm } from '../core/uid.ts'
import { openVault, type Vault } from '../custody/vault.ts'
import { inPages } from '../store/sql/in-pages.ts'
import { bodyOf, countAll, hex } from '../store/sql/stored-message.ts'
import { fileDamage } from '../store/sqlite/connection.ts'
import { writing } from '../store/sqlite/transaction.ts'
import type { Asker } from '../store/store.ts'
import { parsedJson } from './logged-acts.ts'
import { type LocalCase, openLocalCase } from './open-case.ts'
import { verifyArchives } from './verify-archives.ts'
import { verifyAuditLog } from './verify-audit-log.ts'
import { type Derivation, openDerivation, verifyDerived } from './verify-derived.ts'
import { verifyEntries } from './verify-entries.ts'
import { verifyJournal } from './verify-journal.ts'
import { verifyReceipts } from './verify-receipts.ts'
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
    await verifyAuditLog(local, problems, checkpoint ?? null)
    onProgress?.({ step: 'database' })
    for (const damage of fileDamage(local.connection.raw))
      problems.add({ code: 'database-damaged', says: `The database file is damaged: ${damage}.` })
    await verifyReceipts(local, problems)
    await verifyJournal(local, problems)
    onProgress?.({ step: 'exhibits' })
    const altered = await verifyExhibits(local, openVault(caseDir), problems)
    onProgress?.({ step: 'archives' })
    await verifyArchives(local, openVault(caseDir), problems)
    onProgress?.({ step: 'messages' })
    const derivation = openDerivation(local.timezone)
    await verifyMessages(local, derivation, problems)
    onProgress?.({ step: 'records' })
    await verifyEntries(local, openVault(caseDir), problems, altered)
    if (problems.total === 0) await verifyDerived(local, derivation, problems)
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
  const { raw, db } = local.connection
  const count = async (table: 'exhibit' | 'message' | 'sighting' | 'audit_entry'): Promise<number> =>
    (await db.selectFrom(table).select(countAll).executeTakeFirstOrThrow()).n
  const figures = {
    exhibits: await count('exhibit'),
    messages: await count('message'),
    sightings: await count('sighting'),
  }
  await writing(raw, async () => {
    await db
      .updateTable('case_info')
      .set({ verified_at: new Date().toISOString(), verified_problems: problems.total })
      .execute()
    const detail = { ...figures, problems: problems.total }
    await local.log.append(asker, { action: 'case.verify', object: null, detail })
    await local.log.keepCheckpoint()
  })
  const head = await db.selectFrom('audit_head').select('note').where('id', '=', 1).executeTakeFirstOrThrow()
  return {
    ok: problems.total === 0,
    ...figures,
    auditEntries: await count('audit_entry'),
    checkpoint: head.note,
    problems: problems.kept,
    problemsTotal: problems.total,
    seconds: Math.round(performance.now() - started) / 1000,
  }
}

/** Re-hashes every sealed file; returns the hashes of those altered or missing. */
async function verifyExhibits(
  { connection: { db } }: LocalCase,
  vault: Vault,
  problems: ProblemList,
): Promise<ReadonlySet<string>> {
  const bad = new Set<string>()
  const entries = await db
    .selectFrom('entry as e')
    .innerJoin('exhibit as x', 'x.id', 'e.exhibit_id')
    .select(['x.ref as exhibit', 'e.name as entry', 'e.sha256'])
    .orderBy('e.id')
    .execute()
  const checked = new Set<string>()
  for (const { sha256, exhibit, entry } of entries) {
    if (checked.has(sha256)) continue
    checked.add(sha256)
    const found = await vault.rehash(sha256)
    if (found?.sha256 === sha256) continue
    bad.add(sha256)
    const what = `The sealed bytes of ${entry} (exhibit ${exhibit})`
    problems.add(
      found === null
        ? { code: 'exhibit-missing', says: `${what} are missing.`, exhibit, entry }
        : {
            code: 'exhibit-altered',
            says: `${what} were altered: SHA-256 is ${found.sha256}, was ${sha256} on receipt.`,
            exhibit,
            entry,
          },
    )
  }
  await verifyManifests(db, vault, problems)
  return bad
}

/** An exhibit of several files is known by the hash of its manifest, which is sealed too. */
async function verifyManifests(
  db: LocalCase['connection']['db'],
  vault: Vault,
  problems: ProblemList,
): Promise<void> {
  const exhibits = await db
    .selectFrom('exhibit as x')
    .select(['x.ref', 'x.sha256'])
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('entry as e')
            .select('e.id')
            .whereRef('e.exhibit_id', '=', 'x.id')
            .whereRef('e.sha256', '=', 'x.sha256'),
        ),
      ),
    )
    .execute()
  for (const { ref: exhibit, sha256 } of exhibits) {
    const found = await vault.rehash(sha256)
    if (found?.sha256 === sha256) continue
    const what = `The manifest of exhibit ${exhibit}`
    problems.add(
      found === null
        ? { code: 'exhibit-missing', says: `${what} is missing.`, exhibit }
        : { code: 'exhibit-altered', says: `${what} was altered.`, exhibit },
    )
  }
}

/**
 * Recomputes the uid of every message from what is stored of it, checks to whom it went and that each has a sighting, and
 * hands each on to have told anew what is derived from it.
 */
async function verifyMessages(
  { connection: { db } }: LocalCase,
  derivation: Derivation,
  problems: ProblemList,
): Promise<void> {
  const publicIdOf = publicIds()
  for await (const row of inPages((after, limit) => identityRows(db, after, limit))) {
    derivation.add(row)
    const uid = hex(row.uid)
    if (storedUid(row, publicIdOf) !== uid)
      problems.add({
        code: 'message-altered',
        says: `The stored message ${uid} was altered: its words, sender, time or conversation no longer give its uid.`,
        uid,
      })
    else if (!isAddressed(row))
      problems.add({
        code: 'message-altered',
        says: `To whom the stored message ${uid} went was altered.`,
        uid,
      })
    else if (Number(row.seen) === 0)
      problems.add({
        code: 'record-missing',
        says: `The message ${uid} has no sighting in any exhibit.`,
        uid,
      })
  }
}

/** What the identity of messages is made of, and how often each was seen. */
async function identityRows(db: LocalCase['connection']['db'], after: number, limit: number) {
  return await db
    .selectFrom('message as m')
    .innerJoin('conversation as c', 'c.id', 'm.conversation_id')
    .innerJoin('network as n', 'n.id', 'c.network_id')
    .innerJoin('handle as h', 'h.id', 'm.sender_id')
    .leftJoin('handle as r', 'r.id', 'm.recipient_id')
    .select(['m.id', 'm.uid', 'm.sent_at', 'm.kind', 'm.body', 'm.body_exact', 'm.media'])
    .select(['n.name as network', 'c.kind as conversation_kind', 'c.key', 'c.public_id', 'h.address'])
    .select(['m.conversation_id', 'm.sender_id', 'm.recipient_id', 'm.zone', 'r.address as recipient'])
    .select(['c.network_id', 'h.network_id as sender_network', 'r.network_id as recipient_network'])
    .select((eb) =>
      eb
        .selectFrom('sighting as s')
        .select((of) => of.fn.countAll<number>().as('n'))
        .whereRef('s.message_id', '=', 'm.id')
        .as('seen'),
    )
    .where('m.id', '>', after)
    .orderBy('m.id')
    .limit(limit)
    .execute()
}

type IdentityRow = Awaited<ReturnType<typeof identityRows>>[number]

type PublicIds = (row: IdentityRow, network: Network) => string

/** Public ids worked out of late, since messages of one conversation stand close together. */
function publicIds(): PublicIds {
  const known = new Map<number, string>()
  return ({ conversation_id, conversation_kind, key }, network) => {
    const id = known.get(conversation_id) ?? conversationId(network, conversation_kind, key)
    if (known.size > 100_000) known.clear()
    known.set(conversation_id, id)
    return id
  }
}

function storedUid(row: IdentityRow, publicIdOf: PublicIds): string | null {
  const at = parseEpochMicros(row.sent_at)
  const kind = messageKinds[row.kind]
  const conversationKind = row.conversation_kind
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only hashed: a network that is none gives another uid
  const network = row.network as Network
  const conversationKey = row.key
  if (
    at === null ||
    kind === undefined ||
    row.sender_network !== row.network_id ||
    publicIdOf(row, network) !== row.public_id
  )
    return null
  const mediaHashes: unknown = row.media === null ? [] : parsedJson(row.media)
  if (!Array.isArray(mediaHashes)) return null
  const form = identityForm({
    network,
    conversationKind,
    conversationKey,
    sender: row.address,
    at,
    kind,
    body: bodyOf(row),
    mediaHashes: mediaHashes.map(String),
  })
  return hash('sha256', form).slice(0, 32)
}

/** A direct message goes to the other of the two its conversation is of, or to its own sender; one in a room to nobody. */
function isAddressed(row: IdentityRow): boolean {
  if (row.conversation_kind !== 'direct') return row.recipient_id === null
  const parties = parsedJson(row.key)
  if (!Array.isArray(parties)) return true
  const other: unknown = parties.find((party) => party !== row.address) ?? row.address
  return row.recipient === other && row.recipient_network === row.network_id
}
