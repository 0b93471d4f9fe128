/**
 * How the columns of a table (or the fields of a JSON line) map to a message. A profile is a JSON file; the SHA-256
 * of its canonical JSON is its id and part of each record's provenance.
 */
export interface MappingProfile {
  /** Short name, kebab-case. */
  readonly name: string
  readonly version: number
  /** Network the handles are on, e.g. `encrochat`. */
  readonly network: string
  /** Column headings (compared without case and surrounding space), the first one present counts. */
  readonly columns: {
    readonly from: readonly string[]
    readonly to: readonly string[]
    readonly time: readonly string[]
    readonly body: readonly string[]
    /** A room or thread key; a row that has one is a group message. */
    readonly conversation?: readonly string[]
    readonly fromName?: readonly string[]
    /** `in`/`out` (or incoming/outgoing, received/sent), for tables that name an owner and a peer instead of sender and recipient. */
    readonly direction?: readonly string[]
    readonly owner?: readonly string[]
    readonly peer?: readonly string[]
  }
  /** Order of day, month and year in slashed or dotted dates; `sniff` accepts an order only when the file proves it. */
  readonly dateOrder: 'dmy' | 'mdy' | 'ymd' | 'sniff'
  /** What parts several recipients in one cell; null when a cell holds one. */
  readonly recipientSeparator: string | null
}
