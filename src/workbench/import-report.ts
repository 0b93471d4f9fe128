import type { CaptureMode } from '../core/exhibit.ts'
import type { Address } from '../core/handle.ts'
import type { Rejection } from '../store/questions.ts'

/** What the person who receives an exhibit states of it; everything but the paths may be left out. */
export interface ImportOptions {
  /** Format id; null lets each file be recognised. */
  readonly format: string | null
  /** Null takes the next free `E/1`, `E/2`, … of the case. */
  readonly exhibitRef: string | null
  readonly receivedFrom: string | null
  readonly authority: string | null
  readonly captureMode: CaptureMode
  /** IANA zone of times that name none; null leaves them flagged as of unknown zone. */
  readonly timezone: string | null
  /** Whose device or account it was taken from; null when nobody has stated it. */
  readonly owner: Address | null
  /** Language of the originals when these are translations of them; else null. */
  readonly translationOf: string | null
  /** A mapping profile's JSON text, or the name of a ready-made one, or null. */
  readonly mapping: string | null
}

/** What is stated when a person states nothing. */
export const nothingOnReceipt: ImportOptions = {
  format: null,
  exhibitRef: null,
  receivedFrom: null,
  authority: null,
  captureMode: 'unknown',
  timezone: null,
  owner: null,
  translationOf: null,
  mapping: null,
}

export interface ImportProgress {
  readonly phase: 'sealing' | 'reading' | 'done'
  readonly bytesDone: number
  readonly bytesTotal: number
  readonly records: number
}

/** Told how far an import is, and waited for: an import pauses while it is not answered, and ends when refused. */
export type TellProgress = (progress: ImportProgress) => void | Promise<void>

/** What `bailey import --json` prints. */
export interface ImportReport {
  readonly exhibits: readonly {
    readonly id: number
    readonly ref: string
    readonly sha256: string
    readonly size: number
    readonly entries: number
    /** True when the case already held these bytes and nothing was read again. */
    readonly alreadyHeld: boolean
  }[]
  /** `records = sightings + rejected`, always. */
  readonly records: number
  /** Names saved for addresses; they are no records. */
  readonly contacts: number
  /** Cells and networks a device was at; they are no records. */
  readonly traces: number
  /** Messages new to the case. */
  readonly messages: number
  readonly sightings: number
  /** Sightings of messages that already had one. */
  readonly duplicates: number
  readonly repaired: number
  readonly rejected: number
  /** At most 1,000; `rejected` counts them all. */
  readonly rejections: readonly Rejection[]
  /** Messages whose time states no zone and for which none was stated on receipt. */
  readonly zoneUnknown: number
  /** What watches found in it. */
  readonly alerts: readonly {
    readonly name: string
    /** Hits first seen in it, and those known before that got a new copy. */
    readonly newHits: number
    readonly newCopies: number
    /** Why it could not be run, or null. */
    readonly failed: string | null
  }[]
  /** What a folder holds that is no file, such as a symbolic link: named here, not followed. */
  readonly notRead: readonly { readonly name: string; readonly reason: string }[]
  readonly seconds: number
}
