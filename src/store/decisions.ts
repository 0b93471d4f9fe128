import type { Relevance } from '../core/review.ts'
import type { SearchQuery } from '../core/search/search-query.ts'
import type { SampleCall, SavedKind } from './saved-views.ts'

/**
 * Which messages a decision is of: some by their uids (any uid of a copy stands for its message), or every hit of a search,
 * which must find as many as the person was shown.
 */
export type ChosenMessages =
  | { readonly uids: readonly string[] }
  | {
      readonly hitsOf: { readonly text: string; readonly query: SearchQuery; readonly expected: number }
    }

/** The entry of the search journal whose hits were being reviewed. */
interface FromSearch {
  readonly search?: number | null
}

/**
 * Everything people decide in a case. A decision never changes evidence: it is a row beside it that says who, when and
 * what. Uids are hex. Decisions and outcomes cross a process boundary as they are.
 */
export interface Decisions {
  /** Puts a tag on messages, or takes it off them. */
  readonly tag: ChosenMessages & FromSearch & { readonly tag: string; readonly on: boolean }
  /** Says whether messages are relevant. What others said is kept beside it. */
  readonly relevance: ChosenMessages & FromSearch & { readonly relevance: Relevance }
  /** Says that the person who decides read messages, or did not: because they stood in sight long enough, or by hand. */
  readonly read: ChosenMessages & { readonly read: boolean; readonly how: 'in-sight' | 'by-hand' }
  /** Takes back what the person decided, by its place in the audit log. */
  readonly undo: { readonly decision: number }
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
  readonly tag: Decided
  readonly relevance: Decided
  readonly read: Decided
  readonly undo: Decided
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

/** That a decision about messages was taken. */
export interface Decided {
  /** How many messages it changed: those that were so already stay as they are. */
  readonly changed: number
  /** Its place in the audit log, by which it can be undone. */
  readonly decision: number
  /** SHA-256 over the marks it put and over those it ended, by which a check knows them; see `mark-hashes.ts`. */
  readonly marks: MarkHashes
}

/** The marks of a decision, in short. */
export interface MarkHashes {
  readonly put: string
  readonly ended: string
}
