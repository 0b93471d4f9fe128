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
}

/** What each decision comes to. */
export interface Outcomes {
  /** How many messages it changed: those that had it already, or had it not, stay as they are. */
  readonly tag: { readonly changed: number }
  readonly explainSearch: Record<string, never>
  /** Whether it was the first time. */
  readonly openHit: { readonly first: boolean }
}
