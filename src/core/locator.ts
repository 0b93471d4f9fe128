/** Bytes `start` (inclusive) to `end` (exclusive) of one file, or of one part inside a container file. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Where a record stands: an exhibit, an entry within it, and a byte range of that entry. */
export interface Locator {
  /** The exhibit's reference, e.g. `NCA/EC/1`. */
  readonly exhibit: string
  /** Path of the file within the exhibit; a part of a container follows after `!/`, as in `book.xlsx!/xl/worksheets/sheet1.xml`. */
  readonly entry: string
  /** Offset in bytes from the start of the entry (for a part: of its decompressed bytes). */
  readonly offset: number
  readonly length: number
}
