import type { SampleCall, SavedKind } from './saved-views.ts'

/**
 * Everything people decide in a case. A decision never changes evidence: it is a row beside it that says who, when and
 * what. Uids are hex; any uid of a copy stands for its message. Decisions and outcomes cross a process boundary as they are.
 */
export interface Decisions {
  /** Puts a tag on messages, or takes it off them. */
  readonly tag: { readonly uids: readonly string[]; readonly tag: string; readonly on: boolean }
  /** Says why a search was made. */
  readonly explainSearch: { readonly entry: number; readonly why: string }
  /** Keeps that a hit was opened from a search of the journal. */
  readonly openHit: { readonly entry: number; readonly uid: string }
  /** Keeps a search, or a list of terms, by a name. */
  readonly saveSearch: { readonly name: string; readonly kind: SavedKind; readonly query: string }
  readonly renameSaved: { readonly id: number; readonly name: string }
  /** Deletes it, and with it its watch; the audit log and the alerts it gave stay. */
  readonly forgetSaved: { readonly id: number }
  /** Has it run over every exhibit that comes, or no longer. */
  readonly watchSaved: { readonly id: number; readonly on: boolean }
  readonly acknowledgeAlert: { readonly id: number }
  /** What a message of a sample is; null takes back what it was called. */
  readonly callSample: { readonly sample: number; readonly uid: string; readonly call: SampleCall | null }
}

/** What each decision comes to. */
export interface Outcomes {
  /** How many messages it changed: those that had it already, or had it not, stay as they are. */
  readonly tag: { readonly changed: number }
  readonly explainSearch: Record<string, never>
  /** Whether it was the first time. */
  readonly openHit: { readonly first: boolean }
  readonly saveSearch: { readonly id: number }
  readonly renameSaved: { readonly before: string }
  /** What was deleted. */
  readonly forgetSaved: { readonly name: string; readonly kind: string; readonly query: string }
  readonly watchSaved: { readonly name: string }
  readonly acknowledgeAlert: { readonly name: string; readonly exhibit: string }
  readonly callSample: { readonly before: string | null }
}
