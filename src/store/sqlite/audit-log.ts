import { createHash, randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { canonicalJson, type Json } from '../../core/canonical-json.ts'
import { appendLeaf, leafHash, rootOf } from '../../core/merkle.ts'
import type { Asker } from '../store.ts'

/** Something done in a case, to be put on record. */
export interface Act {
  /** Noun and verb: `messages.search`, `exhibit.receive`, `case.verify`. */
  readonly action: string
  /** What it was done to: a uid, a conversation id, an exhibit's SHA-256; null for the case as a whole. */
  readonly object: string | null
  /** What else is to be known of it. Kept beside the log and bound to it by a salted hash, so that it can be erased by law without breaking the tree. */
  readonly detail: { readonly [name: string]: Json }
}

/** Signs a checkpoint of the log: origin, size and root hash in, a C2SP signed note out. */
export type SignCheckpoint = (size: number, root: Uint8Array) => string

/** Appends acts to the log of a case. Each append must stand inside the transaction of the act itself. */
export interface AuditLog {
  append(asker: Asker, act: Act): void
  /** Keeps the present signed checkpoint for good, so that later ones can be compared with it. */
  keepCheckpoint(): void
}

/**
 * The append-only log of a case: an RFC 6962 Merkle tree whose leaves are canonical JSON entries
 * `{action, actor, at, detail, object, seq, v, via}`; the head is signed anew with every entry.
 */
export function openAuditLog(raw: DatabaseSync, sign: SignCheckpoint): AuditLog {
  const readHead = raw.prepare('select size, frontier from audit_head where id = 1')
  const insert = raw.prepare('insert into audit_entry (seq, entry, detail, leaf) values (?, ?, ?, ?)')
  const writeHead = raw.prepare(
    'insert into audit_head (id, size, frontier, note) values (1, ?, ?, ?) on conflict (id) do update set size = excluded.size, frontier = excluded.frontier, note = excluded.note',
  )
  return {
    append(asker, { action, object, detail }) {
      const head = readHead.get()
      const seq = Number(head?.['size'] ?? 0)
      const stored = head?.['frontier']
      const frontier = splitHashes(stored instanceof Uint8Array ? stored : new Uint8Array())
      const kept = canonicalJson({ ...detail, salt: randomBytes(16).toString('hex') })
      const at = new Date().toISOString()
      const entry = canonicalJson({
        v: 1,
        seq,
        at,
        actor: asker.actor,
        via: asker.via,
        action,
        object,
        detail: sha256Hex(kept),
      })
      const leaf = leafHash(Buffer.from(entry, 'utf8'))
      const next = appendLeaf(frontier, seq, leaf)
      insert.run(seq, entry, kept, leaf)
      writeHead.run(seq + 1, Buffer.concat(next), sign(seq + 1, rootOf(next, seq + 1)))
    },
    keepCheckpoint() {
      raw.exec(
        'insert into audit_checkpoint (size, note) select size, note from audit_head where true on conflict (size) do nothing',
      )
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
