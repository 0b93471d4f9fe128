import { PictureFault } from './picture-fault.ts'

/** Kinds of picture that are decoded. */
export type PictureType = 'jpeg' | 'png' | 'gif' | 'webp'

/** What the first bytes of a picture say, and where its EXIF stands. */
export interface PictureHeader {
  readonly type: PictureType
  readonly width: number
  readonly height: number
  /** The TIFF structure that holds what the camera wrote, or null. */
  readonly exif: Uint8Array | null
}

/** Reads a picture's kind and size without decoding any of it; null when it is of no kind that is decoded. @throws {PictureFault} */
export function readPictureHeader(file: Buffer): PictureHeader | null {
  const header = readKnownHeader(file)
  if (header !== null && (header.width === 0 || header.height === 0))
    throw new PictureFault('Its header says that it has no pixels.')
  return header
}

function readKnownHeader(file: Buffer): PictureHeader | null {
  const mark = file.toString('latin1', 0, 12)
  if (mark.startsWith('\xff\xd8\xff')) return readJpeg(file)
  if (mark.startsWith('\x89PNG\r\n\x1a\n')) return readPng(file)
  if (/^GIF8[79]a/.test(mark)) return readGif(file)
  return /^RIFF.{4}WEBP$/s.test(mark) ? readWebp(file) : null
}

/** Segments up to the first frame header. */
function readJpeg(file: Buffer): PictureHeader {
  let exif: Uint8Array | null = null
  for (let at = 2; at + 9 < file.length; ) {
    if (file[at] !== 0xff) throw new PictureFault('Its segments do not follow one another.')
    const marker = file[at + 1] ?? 0
    if (marker === 0xff) {
      at++
      continue
    }
    const hasLength = marker !== 0x01 && (marker < 0xd0 || marker > 0xd8)
    if (marker === 0xd9 || marker === 0xda) break
    if (isFrame(marker))
      return { type: 'jpeg', width: file.readUInt16BE(at + 7), height: file.readUInt16BE(at + 5), exif }
    const length = hasLength ? file.readUInt16BE(at + 2) : 0
    if (marker === 0xe1) exif ??= exifOf(file.subarray(at + 4, at + 2 + length))
    at += 2 + length
  }
  throw new PictureFault('It has no header that says how large it is.')
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

/** What follows the mark `Exif`, where it stands. */
function exifOf(bytes: Buffer): Uint8Array | null {
  return bytes.toString('latin1', 0, 6) === 'Exif\0\0' ? bytes.subarray(6) : null
}

function readPng(file: Buffer): PictureHeader {
  if (file.length < 33 || file.toString('latin1', 12, 16) !== 'IHDR')
    throw new PictureFault('It has no header that says how large it is.')
  let exif: Uint8Array | null = null
  for (let at = 8; at + 8 <= file.length; at += 12 + file.readUInt32BE(at)) {
    const name = file.toString('latin1', at + 4, at + 8)
    if (name === 'eXIf') exif ??= file.subarray(at + 8, at + 8 + file.readUInt32BE(at))
  }
  return { type: 'png', width: file.readUInt32BE(16), height: file.readUInt32BE(20), exif }
}

function readGif(file: Buffer): PictureHeader {
  if (file.length < 13) throw new PictureFault('It has no header that says how large it is.')
  return { type: 'gif', width: file.readUInt16LE(6), height: file.readUInt16LE(8), exif: null }
}

/** The largest of the canvas and what its first picture says of itself: either may lie. */
function readWebp(file: Buffer): PictureHeader {
  let [width, height] = [0, 0]
  let exif: Uint8Array | null = null
  for (let at = 12; at + 8 <= file.length; ) {
    const length = file.readUInt32LE(at + 4)
    const bytes = file.subarray(at + 8, at + 8 + length)
    const name = file.toString('latin1', at, at + 4)
    const [w, h] = sizeOfWebpChunk(name, bytes)
    width = Math.max(width, w)
    height = Math.max(height, h)
    if (name === 'EXIF') exif ??= exifOf(bytes) ?? bytes
    at += 8 + length + (length % 2)
  }
  if (width === 0) throw new PictureFault('It has no header that says how large it is.')
  return { type: 'webp', width, height, exif }
}

function sizeOfWebpChunk(name: string, bytes: Buffer): readonly [number, number] {
  if (bytes.length < 10) return [0, 0]
  if (name === 'VP8X') return [bytes.readUIntLE(4, 3) + 1, bytes.readUIntLE(7, 3) + 1]
  if (name === 'VP8 ') return [bytes.readUInt16LE(6) & 0x3fff, bytes.readUInt16LE(8) & 0x3fff]
  if (name !== 'VP8L') return [0, 0]
  const packed = bytes.readUInt32LE(1)
  return [(packed & 0x3fff) + 1, ((packed >>> 14) & 0x3fff) + 1]
}
