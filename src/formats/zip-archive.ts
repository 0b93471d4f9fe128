import type { Entry, ZipFile } from 'yauzl'
import yauzl from 'yauzl'
import { joinBytes } from './lines.ts'

/** A part of a zip container, not yet inflated. */
export interface ZipPart {
  readonly name: string
  /**
   * Inflates the part and checks it against its CRC-32; `room` is how many bytes it may take.
   * Null when it is damaged, encrypted, larger than that, or inflates as no document does.
   */
  inflate(room: number): Promise<Uint8Array | null>
}

/** The parts of a zip file held in memory, or null when it is not one or its directory is damaged. */
export async function openArchive(bytes: Uint8Array): Promise<readonly ZipPart[] | null> {
  try {
    const file = await openZip(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    return await listParts(file)
  } catch {
    // Whatever the library says of a damaged directory, the container cannot be opened.
    return null
  }
}

const mostParts = 10_000
/** Deflate reaches about 1,000 to 1; sheets of real words stay far below this. */
const highestRatio = 200
const ratioMattersFrom = 8 * 1024 * 1024

// Names are decoded here: the library would refuse the whole file for one name with a backslash or `..`.
const options = { lazyEntries: true, decodeStrings: false, autoClose: false } as const

function openZip(buffer: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(buffer, { ...options }, (error: Error | null, file?: ZipFile) =>
      file ? resolve(file) : reject(error ?? new Error('no zip file')),
    )
  })
}

function listParts(file: ZipFile): Promise<readonly ZipPart[]> {
  return new Promise((resolve, reject) => {
    const parts: ZipPart[] = []
    file.on('error', reject)
    file.on('end', () => resolve(parts))
    file.on('entry', (entry: Entry) => {
      parts.push({ name: nameOf(entry), inflate: (room) => inflate(file, entry, room) })
      if (parts.length > mostParts) reject(new Error('too many parts'))
      else file.readEntry()
    })
    file.readEntry()
  })
}

const utf8 = new TextDecoder()

function nameOf(entry: Entry): string {
  const raw: unknown = entry.fileName
  return typeof raw === 'string' ? raw : raw instanceof Uint8Array ? utf8.decode(raw) : ''
}

async function inflate(file: ZipFile, entry: Entry, room: number): Promise<Uint8Array | null> {
  if (entry.uncompressedSize > room || (entry.generalPurposeBitFlag & 1) === 1) return null
  const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize)
  if (entry.uncompressedSize > ratioMattersFrom && ratio > highestRatio) return null
  try {
    const pieces: Uint8Array[] = []
    let size = 0
    for await (const piece of await openPart(file, entry)) {
      if (!(piece instanceof Uint8Array)) return null
      size += piece.length
      if (size > room) return null
      pieces.push(piece)
    }
    const whole = joinBytes(pieces)
    return crc32(whole) === entry.crc32 >>> 0 ? whole : null
  } catch {
    // A damaged stream, an unknown method or a wrong size: the part cannot be read, whichever it was.
    return null
  }
}

function openPart(file: ZipFile, entry: Entry): Promise<AsyncIterable<unknown>> {
  return new Promise((resolve, reject) => {
    file.openReadStream(entry, (error, stream) =>
      stream ? resolve(stream) : reject(error ?? new Error('no stream')),
    )
  })
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/** CRC-32 of zip (polynomial 0xedb88320). */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
