import type { Address } from './handle.ts'

/** How the data of an exhibit was taken. */
export const captureModes = ['stored', 'live', 'backup', 'export', 'unknown'] as const
export type CaptureMode = (typeof captureModes)[number]

/** What is put on record when an exhibit is received. */
export interface Receipt {
  /** Reference, unique in the case, e.g. `NCA/EC/1`. */
  readonly ref: string
  readonly receivedFrom: string | null
  /** The legal authority it is held under. */
  readonly authority: string | null
  readonly captureMode: CaptureMode
  /** IANA zone stated for times that name none; null when nobody has stated one. */
  readonly timezone: string | null
  /** Whose device or account it was taken from; null when nobody has stated it. */
  readonly owner: Address | null
  /** Language of the originals (BCP 47, such as `ru`) when the exhibit holds translations of them; else null. */
  readonly translationOf: string | null
}

/** True for one of {@link captureModes}. */
export function isCaptureMode(text: string): text is CaptureMode {
  return captureModes.some((mode) => mode === text)
}
