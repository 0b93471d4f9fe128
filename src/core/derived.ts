/** What is made of a file by a machine: pictures measured and shrunk by Bailey, words read or heard by a program of the user's. */
export const derivedKinds = ['picture', 'ocr', 'speech'] as const
export type DerivedKind = (typeof derivedKinds)[number]

/** What a camera or phone wrote into a picture, each text as it stands there. Anybody can change it without a trace. */
export interface Exif {
  /** When it was taken, by the device's own clock, without a zone: `2020:03:16 10:00:00`. */
  readonly takenText: string | null
  readonly make: string | null
  readonly model: string | null
  /** 1 to 8: how it has to be turned to stand upright. */
  readonly orientation: number | null
  /** `N 51/1 30/1 26/1, W 0/1 7/1 39/1`. */
  readonly gpsText: string | null
  /** The same in degrees, WGS 84; null when what is written is no place. */
  readonly position: { readonly latitude: number; readonly longitude: number } | null
}

/** A picture as its header describes it: pixels before it is turned. */
export interface PictureFacts {
  readonly width: number
  readonly height: number
  readonly exif: Exif | null
}

/** What one engine made of one file. */
export interface Derived {
  readonly picture: PictureFacts | null
  /** The words read or heard; null for a picture. */
  readonly text: string | null
  /** Language the engine was told to expect, as the user names it; null when it was not said. */
  readonly language: string | null
  /** True when the engine gave more words than are kept. */
  readonly cut: boolean
  /** Why nothing, or not all, could be made of the file; null when all was. */
  readonly refused: string | null
}

/** True for one of {@link derivedKinds}. */
export function isDerivedKind(text: string): text is DerivedKind {
  return derivedKinds.some((kind) => kind === text)
}
