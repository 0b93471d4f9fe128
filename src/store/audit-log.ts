import type { Json } from '../core/canonical-json.ts'
import type { Asker } from './store.ts'

/** Something done in a case, to be put on record. */
export interface Act {
  /** Noun and verb: `messages.search`, `exhibit.receive`, `case.verify`. */
  readonly action: string
  /** What it was done to: a uid, a conversation id, an exhibit's SHA-256; null for the case as a whole. */
  readonly object: string | null
  /** What else is to be known of it. Kept beside the log and bound to it by a salted hash, so that it can be erased by law without breaking the tree. */
  readonly detail: { readonly [name: string]: Json }
  /** The instant it goes on record by, where that was noted already, ISO 8601 UTC; else that of the entry. */
  readonly at?: string
}

/** Signs a checkpoint of the log: origin, size and root hash in, a C2SP signed note out. */
export type SignCheckpoint = (size: number, root: Uint8Array) => string

/** Appends acts to the log of a case. Each append must stand inside the transaction of the act itself. */
export interface AuditLog {
  /** The place that the next entry will have; it stays so within a transaction that writes. */
  next(): Promise<number>
  append(asker: Asker, act: Act): Promise<void>
  /** Keeps the present signed checkpoint for good, so that later ones can be compared with it. */
  keepCheckpoint(): Promise<void>
}
