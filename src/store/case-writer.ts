import type { Receipt } from '../core/exhibit.ts'
import type { Address } from '../core/handle.ts'
import type { ReadBatch } from './read-batch.ts'
import type { Asker } from './store.ts'

/** A file of an exhibit after it was sealed. */
export interface SealedEntry {
  readonly name: string
  readonly sha256: string
  readonly size: number
}

/** An exhibit after it was sealed. */
export interface SealedExhibit {
  readonly name: string
  readonly sha256: string
  readonly size: number
  readonly entries: readonly SealedEntry[]
}

/** An exhibit of the case, and whether all of it has been read. */
export interface ExhibitState {
  readonly id: number
  readonly ref: string
  readonly state: 'reading' | 'complete'
  readonly timezone: string | null
  readonly owner: Address | null
  readonly translationOf: string | null
  readonly format: string | null
  readonly mapping: string | null
}

/** An entry still to be read, from its row `rowsDone` on. */
export interface EntryToRead {
  readonly id: number
  readonly name: string
  readonly sha256: string
  readonly size: number
  readonly rowsDone: number
}

/** How an entry is read; written into its provenance. */
export interface EntryReading {
  readonly format: string
  readonly version: number
  /** Name, version and id of the mapping profile, or null. */
  readonly profile: string | null
}

/** What a batch, an entry or an exhibit added. `records = sightings + rejected`. */
export interface ImportTotals {
  readonly records: number
  readonly sightings: number
  readonly messages: number
  readonly repaired: number
  readonly rejected: number
  readonly zoneUnknown: number
}

/** Bytes of a sealed entry, for the copy of each record kept beside its message. */
export interface SealedBytes {
  readSync(offset: number, length: number): Uint8Array
}

/** What is put on record on receipt, and how the exhibit is to be read; a reference of null takes the next free one. */
export interface ReceiptRequest extends Omit<Receipt, 'ref'> {
  readonly ref: string | null
  /** Format id, null to recognise each file. */
  readonly format: string | null
  /** Mapping profile: a ready-made one's name, or JSON. */
  readonly mapping: string | null
}

/** Takes exhibits into a case. One importer at a time; each call is one transaction with its audit entry in it. */
export interface CaseWriter {
  findExhibit(sha256: string): Promise<ExhibitState | null>
  /** @throws {BaileyError} `exhibit-ref-taken` when another exhibit has the reference. */
  receiveExhibit(asker: Asker, exhibit: SealedExhibit, receipt: ReceiptRequest): Promise<ExhibitState>
  /** Records that bytes the case already holds were handed in again. */
  recordReceivedAgain(asker: Asker, exhibitId: number, name: string): Promise<void>
  /** Entries not read to their end, in the exhibit's order. An entry whose bytes another entry already holds is marked held and left out. */
  entriesToRead(asker: Asker, exhibitId: number): Promise<readonly EntryToRead[]>
  appendBatch(asker: Asker, entryId: number, batch: ReadBatch, sealed: SealedBytes): Promise<ImportTotals>
  /** Notes how an entry is about to be read; null when no format recognises it. */
  beginEntry(asker: Asker, entryId: number, reading: EntryReading | null): Promise<void>
  /** Marks an entry read to its end. */
  finishEntry(asker: Asker, entryId: number): Promise<void>
  /** Marks the exhibit complete. @throws {BaileyError} `not-reconciled` when the stored rows do not add up to what was read. */
  finishExhibit(asker: Asker, exhibitId: number): Promise<void>
}
