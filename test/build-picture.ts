import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { deflateSync } from 'node:zlib'
import encodeJpegIn, { init as initJpeg } from '@jsquash/jpeg/encode.js'
import encodeWebpIn, { init as initWebp } from '@jsquash/webp/encode.js'
import { pngChunk } from '../src/workbench/pictures/png-encode.ts'

/** A PNG of any kind: `rows` are as they are stored, filter bytes and all. */
export function buildPng(
  header: readonly [width: number, height: number, depth: number, colourType: number, interlaced?: 0 | 1],
  rows: Uint8Array,
  before: readonly Uint8Array[] = [],
): Buffer {
  const [width, height, depth, colourType, interlaced = 0] = header
  const ihdr = Buffer.alloc(13)
  ihdr.writeUInt32BE(width, 0)
  ihdr.writeUInt32BE(height, 4)
  ihdr.set([depth, colourType, 0, 0, interlaced], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', ihdr),
    ...before,
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** A GIF of frames that each fill it; `places` are places in a palette of 256 greys. */
export function buildGif(width: number, height: number, frames: readonly Uint8Array[]): Buffer {
  const screen = Buffer.alloc(13)
  screen.write('GIF89a', 'latin1')
  screen.writeUInt16LE(width, 6)
  screen.writeUInt16LE(height, 8)
  screen[10] = 0xf7
  const greys = Buffer.from(Array.from({ length: 256 }, (_, grey) => [grey, grey, grey]).flat())
  const image = Buffer.alloc(10)
  image[0] = 0x2c
  image.writeUInt16LE(width, 5)
  image.writeUInt16LE(height, 7)
  return Buffer.concat([screen, greys, ...frames.flatMap((places) => [image, lzw(places)]), Buffer.of(0x3b)])
}

/** LZW as a GIF has it, in blocks of 255 bytes. */
function lzw(places: Uint8Array): Buffer {
  const bytes: number[] = []
  let [held, bits, width] = [0, 0, 9]
  const put = (code: number): void => {
    held |= code << bits
    for (bits += width; bits >= 8; bits -= 8, held >>>= 8) bytes.push(held & 255)
  }
  let table = new Map<string, number>()
  put(256)
  let run = ''
  const codeOf = (text: string): number => (text.includes(' ') ? (table.get(text) ?? 0) : Number(text))
  for (const place of places) {
    const longer = run === '' ? String(place) : `${run} ${place}`
    if (run === '' || table.has(longer)) run = longer
    else {
      put(codeOf(run))
      table.set(longer, 258 + table.size)
      if (table.size + 257 === 1 << width && width < 12) width++
      else if (table.size === 4096 - 258) {
        put(256)
        table = new Map()
        width = 9
      }
      run = String(place)
    }
  }
  put(codeOf(run))
  put(257)
  if (bits > 0) bytes.push(held & 255)
  const blocks = []
  for (let at = 0; at < bytes.length; at += 255) {
    const block = bytes.slice(at, at + 255)
    blocks.push(Buffer.of(block.length, ...block))
  }
  return Buffer.concat([Buffer.of(8), ...blocks, Buffer.of(0)])
}

interface Drawn {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray
}

/** A picture whose left half is red and whose right half is blue. */
export function redAndBlue(width: number, height: number): Drawn {
  const data = new Uint8ClampedArray(width * height * 4)
  for (let at = 0; at < width * height; at++)
    data.set(at % width < width / 2 ? [255, 0, 0, 255] : [0, 0, 255, 255], at * 4)
  return { width, height, data }
}

const wasmBinary = (name: string) => readFile(fileURLToPath(import.meta.resolve(name)))
/** A JPEG, with an EXIF block where one is given. */
export async function buildJpeg(drawn: Drawn, exif: Uint8Array | null = null): Promise<Buffer> {
  await initJpeg({ wasmBinary: await wasmBinary('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm') })
  const jpeg = Buffer.from(await encodeJpegIn(drawn, { quality: 90 }))
  if (exif === null) return jpeg
  const segment = Buffer.alloc(10)
  segment.writeUInt16BE(0xffe1, 0)
  segment.writeUInt16BE(exif.length + 8, 2)
  segment.write('Exif\0\0', 4, 'latin1')
  return Buffer.concat([jpeg.subarray(0, 2), segment, exif, jpeg.subarray(2)])
}

/** A WebP. */
export async function buildWebp(drawn: Drawn): Promise<Buffer> {
  await initWebp({ wasmBinary: await wasmBinary('@jsquash/webp/codec/enc/webp_enc.wasm') })
  return Buffer.from(await encodeWebpIn(drawn, { quality: 90 }))
}

type Value = string | readonly (readonly [number, number])[] | { readonly short: number }

/** An EXIF block, in the byte order of a camera, of fields by tag: in the main, the detail and the place directory. */
export function buildExif(
  main: Readonly<Record<number, Value>>,
  detail: Readonly<Record<number, Value>> = {},
  place: Readonly<Record<number, Value>> = {},
): Buffer {
  const directories = [main, detail, place].map((fields) => Object.entries(fields))
  const sizes = directories.map((fields, at) => 6 + 12 * (fields.length + (at === 0 ? 2 : 0)))
  const starts = [8, 8 + sizes[0]!, 8 + sizes[0]! + sizes[1]!]
  let next = starts[2]! + sizes[2]!
  const values: Buffer[] = []
  const built = directories.map((fields, at) => {
    const entries = fields.map(([tag, value]) => {
      const { type, count, bytes } = encoded(value)
      const entry = entryOf(Number(tag), type, count)
      if (bytes.length <= 4) bytes.copy(entry, 8)
      else {
        entry.writeUInt32BE(next, 8)
        values.push(bytes)
        next += bytes.length
      }
      return entry
    })
    if (at === 0) entries.push(pointerTo(0x8769, starts[1]!), pointerTo(0x8825, starts[2]!))
    const count = Buffer.alloc(2)
    count.writeUInt16BE(entries.length)
    return Buffer.concat([count, ...entries, Buffer.alloc(4)])
  })
  return Buffer.concat([Buffer.from('MM\0*\0\0\0\x08', 'latin1'), ...built, ...values])
}

function entryOf(tag: number, type: number, count: number): Buffer {
  const entry = Buffer.alloc(12)
  entry.writeUInt16BE(tag, 0)
  entry.writeUInt16BE(type, 2)
  entry.writeUInt32BE(count, 4)
  return entry
}

function pointerTo(tag: number, at: number): Buffer {
  const entry = entryOf(tag, 4, 1)
  entry.writeUInt32BE(at, 8)
  return entry
}

function encoded(value: Value): { readonly type: number; readonly count: number; readonly bytes: Buffer } {
  if (typeof value === 'string') {
    const bytes = Buffer.from(`${value}\0`)
    return { type: 2, count: bytes.length, bytes }
  }
  if ('short' in value) return { type: 3, count: 1, bytes: Buffer.of(0, value.short, 0, 0) }
  const bytes = Buffer.alloc(value.length * 8)
  for (const [at, [over, under]] of value.entries()) {
    bytes.writeUInt32BE(over, at * 8)
    bytes.writeUInt32BE(under, at * 8 + 4)
  }
  return { type: 5, count: value.length, bytes }
}
