/**
 * Pages of an SQLite database file, with the committed pages of the write-ahead log beside it laid over them. Nothing
 * is executed and nothing is written: the bytes are read as the file format describes them.
 *
 * @see https://www.sqlite.org/fileformat2.html
 */
import type { ProblemCode } from '../core/problem.ts'
import { problemCodes } from '../core/problem.ts'
import type { EvidenceFile } from './format.ts'
import { isWriteAheadLog, readWriteAheadLog, type WriteAheadLog } from './sqlite-wal.ts'

/** How a database writes its text. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** Where a page stands: in the database file (no part) or in the log beside it. */
export interface PagePlace {
  readonly part: string | null
  readonly start: number
}

/** The pages of a database by number, the first being 1. */
export interface Pages {
  /** Bytes of a page. */
  readonly size: number
  /** Bytes of a page that hold content. */
  readonly usable: number
  /** How many pages the file itself holds, whatever its header says. */
  readonly count: number
  readonly encoding: TextEncoding
  /** The log beside the database, where there is one. */
  readonly log: WriteAheadLog | null
  /** A page; shorter where the file ends within it, empty where there is none. Must not be kept. */
  read(page: number): Uint8Array | Promise<Uint8Array>
  place(page: number): PagePlace
  /** Whether there is such a page, in the file or in the log. */
  exists(page: number): boolean
}

/** Why a file cannot be read as a database. */
export interface Refusal {
  readonly kind: 'refusal'
  readonly code: ProblemCode
  readonly says: string
}

/** The 16 bytes every database begins with, as text. */
const databaseMagic = 'SQLite format 3\0'

const blockSize = 1 << 16
const mostBlocks = 96

/** Opens a database file and the log beside it. */
export async function openPages(file: EvidenceFile): Promise<Pages | Refusal> {
  const header = await file.slice(0, Math.min(100, file.size))
  if (file.size === 0) return refusal('empty-file', problemCodes['empty-file'])
  if (isWriteAheadLog(header)) return refuseLog(file)
  if (String.fromCharCode(...header.subarray(0, 16)) !== databaseMagic)
    return refusal(
      'not-a-record',
      'The file does not begin as an SQLite database does: it is encrypted, damaged or something else. Hand over the decrypted database.',
    )
  if (header.length < 100) return refusal('truncated', 'The file ends within the header of the database.')
  const stated = ((header[16] ?? 0) << 8) | (header[17] ?? 0)
  const size = stated === 1 ? 65_536 : stated
  const usable = size - (header[20] ?? 0)
  if (size < 512 || (size & (size - 1)) !== 0 || usable < 480)
    return refusal(
      'unread-part',
      `The header of the database states pages of ${stated} bytes, which no database has.`,
    )
  const log = await readWriteAheadLog(file, size)
  const read = pageReader(file, size, log)
  const encoding = encodingOf(log ? await read(1) : header)
  if (encoding === null)
    return refusal('unread-part', 'The header of the database states a text encoding that does not exist.')
  const count = Math.ceil(file.size / size)
  return {
    size,
    usable,
    count,
    encoding,
    log,
    read,
    exists: (page) => (page >= 1 && page <= count) || log?.pages.has(page) === true,
    place(page) {
      const frame = log?.pages.get(page)
      return log && frame !== undefined
        ? { part: log.name, start: frame }
        : { part: null, start: (page - 1) * size }
    },
  }
}

/** A refusal as a value. */
export function refusal(code: ProblemCode, says: string): Refusal {
  return { kind: 'refusal', code, says }
}

function refuseLog(file: EvidenceFile): Refusal {
  const base = (file.name.split('/').at(-1) ?? '').replace(/-wal$/i, '')
  return file.beside(base)
    ? refusal('no-records', `This is the write-ahead log of ${base}; its records are read with that file.`)
    : refusal(
        'unread-part',
        'This is the write-ahead log of a database that was not handed over with it. Hand over both, under their own names.',
      )
}

function encodingOf(header: Uint8Array): TextEncoding | null {
  const stated = header[59] ?? 0
  if (stated > 3 || header[56] !== 0 || header[57] !== 0 || header[58] !== 0) return null
  return stated === 2 ? 'utf-16le' : stated === 3 ? 'utf-16be' : 'utf-8'
}

/** Reads pages in aligned blocks and keeps the blocks used last: about 6 MiB, however large the database. */
function pageReader(file: EvidenceFile, size: number, log: WriteAheadLog | null): Pages['read'] {
  const blocks = blockCache((block) =>
    file.slice(block * blockSize, Math.min((block + 1) * blockSize, file.size)),
  )
  const frames = blockCache((start) => (log ? log.read(start) : Promise.resolve(new Uint8Array(0))))
  return (page) => {
    const frame = log?.pages.get(page)
    if (frame !== undefined) return frames(frame)
    const at = (page - 1) * size
    if (page < 1 || at >= file.size) return new Uint8Array(0)
    const block = blocks(Math.floor(at / blockSize))
    const within = at % blockSize
    return block instanceof Promise
      ? block.then((bytes) => bytes.subarray(within, within + size))
      : block.subarray(within, within + size)
  }
}

function blockCache(
  load: (key: number) => Promise<Uint8Array>,
): (key: number) => Uint8Array | Promise<Uint8Array> {
  const held = new Map<number, Uint8Array>()
  let latest = -1
  let latestBytes: Uint8Array = new Uint8Array(0)
  const keep = (key: number, bytes: Uint8Array): Uint8Array => {
    held.delete(key)
    held.set(key, bytes)
    const oldest = held.keys().next()
    if (held.size > mostBlocks && oldest.done !== true) held.delete(oldest.value)
    latest = key
    latestBytes = bytes
    return bytes
  }
  return (key) => {
    if (key === latest) return latestBytes
    const known = held.get(key)
    return known ? keep(key, known) : load(key).then((bytes) => keep(key, plainBytes(bytes)))
  }
}

/** The same bytes as a plain array, whose `slice` copies; that of a Node buffer keeps the whole block alive. */
function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
