/** What is wrong with a case, one entry a thing, naming exactly what and where. */
export interface VerifyProblem {
  readonly code:
    | 'exhibit-altered'
    | 'exhibit-missing'
    | 'record-altered'
    | 'record-missing'
    | 'record-unexplained'
    | 'message-altered'
    | 'rejection-altered'
    | 'contact-altered'
    | 'trace-altered'
    | 'copy-altered'
    | 'marks-differ'
    | 'derived-altered'
    | 'case-altered'
    | 'decision-altered'
    | 'journal-differs'
    | 'member-differs'
    | 'receipt-altered'
    | 'import-unfinished'
    | 'totals-differ'
    | 'index-differs'
    | 'audit-entry-altered'
    | 'audit-detail-altered'
    | 'audit-entry-missing'
    | 'audit-tree-differs'
    | 'checkpoint-invalid'
    | 'checkpoint-missing'
    | 'checkpoint-inconsistent'
    | 'database-damaged'
  /** One sentence that names the exhibit, entry, offset, uid or audit sequence number. */
  readonly says: string
  readonly exhibit?: string
  readonly entry?: string
  readonly offset?: number
  readonly uid?: string
  readonly seq?: number
}

/** What `bailey verify --json` prints. */
export interface VerifyReport {
  readonly ok: boolean
  readonly exhibits: number
  readonly messages: number
  readonly sightings: number
  readonly auditEntries: number
  /** The signed checkpoint (C2SP) of the audit log as it stood, to be kept by somebody else. */
  readonly checkpoint: string
  /** At most 1,000, `problemsTotal` counts them all. */
  readonly problems: readonly VerifyProblem[]
  readonly problemsTotal: number
  readonly seconds: number
}
