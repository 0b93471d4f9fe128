import { leafHash, merkleRoot } from '../core/merkle.ts'
import { parseCheckpoint } from '../custody/checkpoint.ts'
import { verifyNote } from '../custody/signed-note.ts'
import { sha256Hex } from '../store/sqlite/audit-log.ts'
import { hex, type SqlRow, text } from '../store/sqlite/stored-message.ts'
import type { LocalCase } from './open-case.ts'
import type { ProblemList } from './verify-case.ts'

/**
 * Checks the audit log: every entry against its leaf, every detail against its entry, no gap, the present head and all
 * kept checkpoints against the tree, and, if given, a checkpoint that somebody else kept.
 */
export function verifyAuditLog(
  { connection: { raw }, logVkey, logOrigin }: LocalCase,
  problems: ProblemList,
  outside: string | null,
): void {
  const leaves: Uint8Array[] = []
  for (const row of raw.prepare('select seq, entry, detail, leaf from audit_entry order by seq').iterate()) {
    const seq = Number(row['seq'])
    for (; leaves.length < seq; leaves.push(new Uint8Array(32))) {
      problems.add({
        code: 'audit-entry-missing',
        says: `Audit entry ${leaves.length} is missing.`,
        seq: leaves.length,
      })
    }
    checkEntry(row, seq, problems)
    leaves.push(row['leaf'] instanceof Uint8Array ? row['leaf'] : new Uint8Array())
  }
  const notes = raw
    .prepare('select note from audit_checkpoint order by size')
    .all()
    .map((row) => text(row['note']))
  const head = text(raw.prepare('select note from audit_head where id = 1').get()?.['note'])
  const known = { vkey: logVkey, origin: logOrigin }
  if (problems.total > 0 && problems.kept.some(({ code }) => code === 'audit-entry-missing')) return
  checkNotes([...notes, head], leaves, known, problems)
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

function checkEntry(row: SqlRow, seq: number, problems: ProblemList): void {
  const entry = text(row['entry'])
  if (Buffer.from(leafHash(Buffer.from(entry, 'utf8'))).toString('hex') !== hex(row['leaf'])) {
    problems.add({ code: 'audit-entry-altered', says: `Audit entry ${seq} was altered.`, seq })
    return
  }
  if (row['detail'] === null) return
  const parsed: unknown = JSON.parse(entry)
  const expected = typeof parsed === 'object' && parsed !== null && 'detail' in parsed ? parsed.detail : null
  if (sha256Hex(text(row['detail'])) !== expected) {
    problems.add({ code: 'audit-detail-altered', says: `The detail of audit entry ${seq} was altered.`, seq })
  }
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
