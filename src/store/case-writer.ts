import type { Receipt } from '../core/exhibit.ts'
import type { Address } from '../core/handle.ts'
import type { Problem } from '../core/problem.ts'
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

/** An archive about to be unpacked, and how far an earlier run came. */
export interface ArchiveBegun {
  /** Hashes of the archives it lies in, innermost first. */
  readonly within: readonly string[]
  /** The file it was received in, itself where it was received as it is. */
  readonly received: { readonly id: number; readonly size: number }
  /** Members and problems stored of it. */
  readonly members: number
  readonly problems: number
}

/** What was unpacked of an archive since the last call, in the archive's order. */
export interface UnpackedPart {
  /** Members of the archive added before. */
  readonly before: number
  /** Named as the archive names them. */
  readonly members: readonly SealedEntry[]
  readonly problems: readonly { readonly start: number; readonly length: number; readonly problem: Problem }[]
  /** True when nothing more will come. */
  readonly isLast: boolean
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
  /** Opens a complete exhibit again where a reader died on some of it, to be read from there; false when none did. */
  reopenFailed(asker: Asker, exhibitId: number): Promise<boolean>
  /** Records that bytes the case already holds were handed in again. */
  recordReceivedAgain(asker: Asker, exhibitId: number, name: string): Promise<void>
  /** Every file of an exhibit, those unpacked too, in the order they came. */
  entriesOf(exhibitId: number): Promise<readonly SealedEntry[]>
  /** Entries not read to their end with an id above `after`, in order; a page of them. */
  waitingEntries(exhibitId: number, after: number): Promise<readonly EntryToRead[]>
  /** Notes that an entry is about to be unpacked. Null when another entry of the same bytes is the one unpacked: this one is then held. */
  beginArchive(asker: Asker, entryId: number): Promise<ArchiveBegun | null>
  /** Bytes of everything unpacked, at any depth, from a file received. */
  unpackedBytes(receivedId: number): Promise<number>
  /** Adds members as entries named `archive!/member`, and problems; the last part marks the archive read. */
  addUnpacked(asker: Asker, entryId: number, part: UnpackedPart): Promise<void>
  /** Marks entries as files that hold no messages. */
  setAside(asker: Asker, files: readonly { readonly id: number; readonly mediaType: string }[]): Promise<void>
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
