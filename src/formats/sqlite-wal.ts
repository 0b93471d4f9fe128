/**
 * The write-ahead log of an SQLite database: pages written since the database file was last brought up to date. Only
 * frames whose salts and checksums hold, up to the last commit, count; what older frames lie behind them is not read.
 *
 * @see https://www.sqlite.org/fileformat2.html#the_write_ahead_log
 */
import type { EvidenceFile } from './format.ts'

/** The committed pages of a write-ahead log. */
export interface WriteAheadLog {
  /** The log's file name, beside the database. */
  readonly name: string
  /** Offset in the log of the newest committed copy of each page that does not stand in the database just so. */
  readonly pages: ReadonlyMap<number, number>
  /** What of the log does not count, in a sentence; null when all of it does or is left from before. */
  readonly unused: string | null
  /** The page that stands at an offset. */
  read(start: number): Promise<Uint8Array>
}

const headerSize = 32
const frameHeader = 24

/** Whether the bytes begin as a write-ahead log does. */
export function isWriteAheadLog(head: Uint8Array): boolean {
  return head[0] === 0x37 && head[1] === 0x7f && head[2] === 0x06 && (head[3] === 0x82 || head[3] === 0x83)
}

/** Reads the log beside a database whose pages have `size` bytes; null when there is none or it is empty. */
export async function readWriteAheadLog(database: EvidenceFile, size: number): Promise<WriteAheadLog | null> {
  const name = `${database.name.split('/').at(-1) ?? ''}-wal`
  const file = database.beside(name)
  if (!file || file.size === 0) return null
  const read: WriteAheadLog['read'] = (start) => file.slice(start, Math.min(start + size, file.size))
  const frames = await soundFrames(file, size)
  if (frames === null) {
    const unused = `The write-ahead log ${name} has no sound header for this database; nothing of it was read.`
    return { name, pages: new Map(), unused, read }
  }
  const { uncommitted } = frames
  const unused =
    uncommitted &&
    `Bytes ${uncommitted.start} to ${uncommitted.end} of ${name} were written but never committed; they were not read.`
  return {
    name,
    pages: await changedPages(database, frames.pages, size, read),
    unused,
    read,
  }
}

interface Frames {
  readonly pages: ReadonlyMap<number, number>
  /** Bytes of sound frames that no commit follows. */
  readonly uncommitted: { readonly start: number; readonly end: number } | null
}

/** The frames of a log whose header belongs to the database; null when it does not. */
async function soundFrames(file: EvidenceFile, size: number): Promise<Frames | null> {
  if (file.size < headerSize) return null
  const header = viewOf(await file.slice(0, headerSize))
  const magic = header.getUint32(0)
  if ((magic & ~1) >>> 0 !== 0x377f0682 || header.getUint32(8) !== size) return null
  const sum = checksum((magic & 1) === 0)
  sum.add(header, 0, 24)
  if (!sum.matches(header, 24)) return null
  return await readFrames(file, size, [header.getUint32(16), header.getUint32(20)], sum)
}

/** Pages whose copy in the log differs from the one in the database: what was brought over stands in the database. */
async function changedPages(
  database: EvidenceFile,
  pages: ReadonlyMap<number, number>,
  size: number,
  read: WriteAheadLog['read'],
): Promise<ReadonlyMap<number, number>> {
  const changed = new Map<number, number>()
  for (const [page, start] of pages) {
    const at = (page - 1) * size
    const own = at + size > database.size ? null : await database.slice(at, at + size)
    if (own === null || !sameBytes(own, await read(start))) changed.set(page, start)
  }
  return changed
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

async function readFrames(
  file: EvidenceFile,
  size: number,
  salts: readonly [number, number],
  sum: Checksum,
): Promise<Frames> {
  const pages = new Map<number, number>()
  let pending: [number, number][] = []
  let lastPage = 0
  let committed = headerSize
  let end = headerSize
  const step = frameHeader + size
  const stride = step * Math.max(1, Math.floor((1 << 20) / step))
  for (let at = headerSize; at + step <= file.size && end === at; at += stride) {
    const bytes = viewOf(await file.slice(at, Math.min(at + stride, file.size)))
    for (let from = 0; from + step <= bytes.byteLength; from += step) {
      const page = bytes.getUint32(from)
      const commit = bytes.getUint32(from + 4)
      if (page === 0 || bytes.getUint32(from + 8) !== salts[0] || bytes.getUint32(from + 12) !== salts[1])
        break
      sum.add(bytes, from, 8)
      sum.add(bytes, from + frameHeader, size)
      if (!sum.matches(bytes, from + 16)) break
      pending.push([page, at + from + frameHeader])
      end = at + from + step
      if (commit === 0) continue
      for (const [number, start] of pending) pages.set(number, start)
      pending = []
      lastPage = commit
      committed = end
    }
  }
  const uncommitted = pending.length > 0 ? { start: committed, end } : null
  for (const page of pages.keys()) if (page > lastPage) pages.delete(page)
  return { pages, uncommitted }
}

interface Checksum {
  add(bytes: DataView, from: number, length: number): void
  matches(bytes: DataView, at: number): boolean
}

/** The running checksum of a log, over words of 32 bits in the order of bytes the log states. */
function checksum(littleEndian: boolean): Checksum {
  let first = 0
  let second = 0
  return {
    add(bytes, from, length) {
      for (let at = from; at < from + length; at += 8) {
        first = (first + bytes.getUint32(at, littleEndian) + second) >>> 0
        second = (second + bytes.getUint32(at + 4, littleEndian) + first) >>> 0
      }
    },
    matches: (bytes, at) => bytes.getUint32(at) === first && bytes.getUint32(at + 4) === second,
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
