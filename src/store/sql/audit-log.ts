import { createHash, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import { canonicalJson } from '../../core/canonical-json.ts'
import { appendLeaf, leafHash, rootOf } from '../../core/merkle.ts'
import type { AuditLog, SignCheckpoint } from '../audit-log.ts'
import type { Tables } from './tables.ts'

/**
 * The append-only log of a case: an RFC 6962 Merkle tree whose leaves are canonical JSON entries
 * `{action, actor, at, detail, object, seq, v, via}`; the head is signed anew with every entry.
 */
export function openAuditLog(db: Kysely<Tables>, sign: SignCheckpoint): AuditLog {
  const headNow = () =>
    db.selectFrom('audit_head').select(['size', 'frontier']).where('id', '=', 1).executeTakeFirst()
  return {
    next: async () => (await headNow())?.size ?? 0,
    async append(asker, { action, object, detail, at = new Date().toISOString() }) {
      const head = await headNow()
      const seq = head?.size ?? 0
      const frontier = splitHashes(head?.frontier ?? new Uint8Array())
      const kept = canonicalJson({ ...detail, salt: randomBytes(16).toString('hex') })
      const { actor, via } = asker
      const entry = canonicalJson({ v: 1, seq, at, actor, via, action, object, detail: sha256Hex(kept) })
      const leaf = leafHash(Buffer.from(entry, 'utf8'))
      const next = appendLeaf(frontier, seq, leaf)
      const written = {
        size: seq + 1,
        frontier: Buffer.concat(next),
        note: sign(seq + 1, rootOf(next, seq + 1)),
      }
      await db.insertInto('audit_entry').values({ seq, entry, detail: kept, leaf }).execute()
      await db
        .insertInto('audit_head')
        .values({ id: 1, ...written })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(written))
        .execute()
    },
    async keepCheckpoint() {
      await db
        .insertInto('audit_checkpoint')
        .columns(['size', 'note'])
        .expression(db.selectFrom('audit_head').select(['size', 'note']).where('id', '=', 1))
        .onConflict((conflict) => conflict.column('size').doNothing())
        .execute()
    },
  }
}

/** SHA-256 of a text's UTF-8 bytes, in hex. */
export function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

function splitHashes(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: bytes.length / 32 }, (_, i) => bytes.slice(i * 32, i * 32 + 32))
}
