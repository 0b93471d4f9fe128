/** Which acts of the audit log are wanted. */
export interface AuditQuestion {
  readonly actor: string | null
  readonly action: string | null
  /** A uid, a conversation, a handle, or any words: stands in the object or the detail of the act. */
  readonly object: string | null
  /** From this instant until before that one. */
  readonly from: string | null
  readonly until: string | null
  /** Only acts before this one. */
  readonly before: number | null
  readonly limit: number
}

/** An act as it stands in the audit log. */
export interface AuditItem {
  readonly seq: number
  readonly at: string
  readonly actor: string
  readonly via: string
  readonly action: string
  readonly object: string | null
  /** Null where it is no longer kept, or not as it was: `bailey verify` says so too. */
  readonly detail: Readonly<Record<string, unknown>> | null
}

/** Acts, newest first, and how far was looked for them. */
export interface AuditPage {
  readonly items: readonly AuditItem[]
  /** The earliest act looked at; there may be more before it. Null where all were. */
  readonly lookedTo: number | null
  /** The log as it stands: its size, and the note that was signed over it. */
  readonly head: { readonly auditEntries: number; readonly checkpoint: string }
  readonly verified: { readonly at: string; readonly ok: boolean; readonly problems: number } | null
}
