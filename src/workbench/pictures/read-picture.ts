import type { PictureFacts } from '../../core/derived.ts'
import { readExif } from './exif.ts'
import { decodeGif } from './gif-decode.ts'
import { PictureFault } from './picture-fault.ts'
import { type PictureHeader, readPictureHeader } from './picture-header.ts'
import { decodePng } from './png-decode.ts'
import { encodePng } from './png-encode.ts'
import { openShrinker, type Pixels } from './shrinker.ts'
import { upright } from './upright.ts'
import { decodeInWasm } from './wasm-decode.ts'

/** What is read of a picture. With `refused` there is no thumbnail, and without a readable header no facts either. */
export interface ReadPicture {
  readonly facts: PictureFacts | null
  /** A PNG whose longer side is at most {@link thumbnailSide}. */
  readonly thumbnail: Uint8Array | null
  readonly refused: string | null
}

/** Longer side of a thumbnail in pixels. */
const thumbnailSide = 256

const million = 1_000_000
/** Those that are decoded row by row, and those that are held whole while they are. */
const mostPixels = { png: 64 * million, gif: 64 * million, jpeg: 48 * million, webp: 48 * million } as const

/** Measures a picture and makes its thumbnail. What cannot be decoded is refused with a sentence; nothing is thrown for it. */
export async function readPicture(file: Buffer): Promise<ReadPicture> {
  let facts: PictureFacts | null = null
  try {
    const header = readPictureHeader(file)
    if (header === null) return refusal(null, 'It is no JPEG, PNG, GIF or WebP.')
    facts = factsOf(header)
    const limit = mostPixels[header.type]
    if (header.width * header.height > limit)
      return refusal(facts, `It has more than ${limit / million} million pixels.`)
    const small = upright(await shrunk(header, file), facts.exif?.orientation ?? null)
    return { facts, thumbnail: encodePng(small), refused: null }
  } catch (error) {
    if (error instanceof PictureFault) return refusal(facts, error.message)
    throw error
  }
}

function refusal(facts: PictureFacts | null, refused: string): ReadPicture {
  return { facts, thumbnail: null, refused }
}

function factsOf({ width, height, exif }: PictureHeader): PictureFacts {
  return { width, height, exif: exif && readExif(exif) }
}

async function shrunk({ type, width, height }: PictureHeader, file: Buffer): Promise<Pixels> {
  const shrinker = openShrinker(width, height, thumbnailSide)
  if (type === 'png') await decodePng(file, shrinker)
  else if (type === 'gif') decodeGif(file, shrinker)
  else await decodeInWasm(type, file, shrinker)
  return shrinker.result()
}
