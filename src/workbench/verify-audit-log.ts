import { leafHash, merkleRoot } from '../core/merkle.ts'
import { parseCheckpoint } from '../custody/checkpoint.ts'
import { verifyNote } from '../custody/signed-note.ts'
import { sha256Hex } from '../store/sql/audit-log.ts'
import { inPages } from '../store/sql/in-pages.ts'
import { hex } from '../store/sql/stored-message.ts'
import type { LocalCase } from './open-case.ts'
import type { ProblemList } from './verify-case.ts'

/**
 * Checks the audit log: every entry against its leaf, every detail against its entry, no gap, the present head and all
 * kept checkpoints against the tree, and, if given, a checkpoint that somebody else kept.
 */
export async function verifyAuditLog(
  { connection: { db }, logVkey, logOrigin }: LocalCase,
  problems: ProblemList,
  outside: string | null,
): Promise<void> {
  const leaves: Uint8Array[] = []
  const signedSizes: number[] = []
  const entries = inPages((after, limit) =>
    db
      .selectFrom('audit_entry')
      .select(['seq as id', 'entry', 'detail', 'leaf'])
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(limit)
      .execute(),
  )
  for await (const row of entries) {
    const seq = row.id
    for (; leaves.length < seq; leaves.push(new Uint8Array(32))) {
      problems.add({
        code: 'audit-entry-missing',
        says: `Audit entry ${leaves.length} is missing.`,
        seq: leaves.length,
      })
    }
    checkEntry(row, seq, problems)
    if (keepsCheckpoint.test(row.entry)) signedSizes.push(seq + 1)
    leaves.push(row.leaf)
  }
  const kept = await db.selectFrom('audit_checkpoint').select(['size', 'note']).orderBy('size').execute()
  const notes = kept.map(({ note }) => note)
  const head =
    (await db.selectFrom('audit_head').select('note').where('id', '=', 1).executeTakeFirst())?.note ?? ''
  const known = { vkey: logVkey, origin: logOrigin }
  if (problems.total > 0 && problems.kept.some(({ code }) => code === 'audit-entry-missing')) return
  checkNotes([...notes, head], leaves, known, problems)
  // By what the notes themselves say; one that cannot be read is reported as such.
  const held = new Set(kept.map(({ size, note }) => sizeOf(note, known) ?? size))
  for (const size of signedSizes) {
    if (held.has(size)) continue
    const says = `The checkpoint signed over the first ${size} audit entries is missing.`
    problems.add({ code: 'checkpoint-missing', says, seq: size - 1 })
  }
  const size = sizeOf(head, known)
  if (size !== null && size !== leaves.length) {
    problems.add({
      code: 'audit-entry-missing',
      says: `The log was signed with ${size} entries and holds ${leaves.length}.`,
      seq: Math.min(size, leaves.length),
    })
  }
  if (outside !== null) checkNotes([outside], leaves, known, problems)
}

/** Acts with which a checkpoint is kept. */
const keepsCheckpoint = /^\{"action":"(?:case\.init|exhibit\.complete|case\.verify)",/

interface LoggedEntry {
  readonly entry: string
  readonly detail: string | null
  readonly leaf: Uint8Array
}

function checkEntry({ entry, detail, leaf }: LoggedEntry, seq: number, problems: ProblemList): void {
  if (hex(leafHash(Buffer.from(entry, 'utf8'))) !== hex(leaf)) {
    problems.add({ code: 'audit-entry-altered', says: `Audit entry ${seq} was altered.`, seq })
    return
  }
  const parsed: unknown = JSON.parse(entry)
  const expected = typeof parsed === 'object' && parsed !== null && 'detail' in parsed ? parsed.detail : null
  if (detail !== null && sha256Hex(detail) === expected) return
  const says = `The detail of audit entry ${seq} ${detail === null ? 'is missing' : 'was altered'}.`
  problems.add({ code: 'audit-detail-altered', says, seq })
}

interface KnownLog {
  readonly vkey: string
  readonly origin: string
}

function checkNotes(
  notes: readonly string[],
  leaves: readonly Uint8Array[],
  log: KnownLog,
  problems: ProblemList,
): void {
  for (const note of notes) {
    const checkpoint = readNote(note, log)
    if (checkpoint === null) {
      problems.add({
        code: 'checkpoint-invalid',
        says: 'A checkpoint of the audit log is not signed with the key of this case, or was altered.',
      })
    } else if (checkpoint.size > leaves.length) {
      const says = `A checkpoint was signed with ${checkpoint.size} audit entries; the log holds ${leaves.length}.`
      problems.add({ code: 'checkpoint-inconsistent', says, seq: leaves.length })
    } else if (!sameBytes(merkleRoot(leaves.slice(0, checkpoint.size)), checkpoint.root)) {
      const says = `The first ${checkpoint.size} audit entries are not those the checkpoint was signed over.`
      problems.add({ code: 'audit-tree-differs', says, seq: checkpoint.size })
    }
  }
}

function readNote(note: string, { vkey, origin }: KnownLog): ReturnType<typeof parseCheckpoint> | null {
  try {
    const checkpoint = parseCheckpoint(verifyNote(note, [vkey]))
    return checkpoint?.origin === origin ? checkpoint : null
  } catch (error) {
    if (error instanceof Error) return null
    throw error
  }
}

function sizeOf(note: string, log: KnownLog): number | null {
  return readNote(note, log)?.size ?? null
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}
