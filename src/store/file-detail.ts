import type { Derived, DerivedKind } from '../core/derived.ts'

/** What is wanted of a file: what is known of it, its bytes, or its thumbnail. */
const fileUses = ['facts', 'bytes', 'thumbnail'] as const
export type FileUse = (typeof fileUses)[number]

/** A file of the case, known by its bytes: where it stands, which messages carry it, and what was made of it. */
export interface FileDetail {
  readonly sha256: string
  readonly size: number
  /** Media type by its first bytes; null for a file that may hold messages, or is of no known kind. */
  readonly mediaType: string | null
  /** Where these bytes stand; the first 100 in order of receipt. */
  readonly places: { readonly total: number; readonly items: readonly FilePlace[] }
  /** Messages with a copy that carries it; the first 100 in order of time. */
  readonly messages: { readonly total: number; readonly uids: readonly string[] }
  /** In order of kind, engine and version. */
  readonly derived: readonly DerivedLayer[]
}

/** An entry of an exhibit. */
export interface FilePlace {
  readonly exhibit: string
  readonly entry: string
}

/** What one engine made of the file. It is no evidence: the file is. */
export interface DerivedLayer extends Derived {
  readonly kind: DerivedKind
  readonly engine: string
  readonly version: string
}
