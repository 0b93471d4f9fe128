import type { ArchiveBytes } from './archive-bytes.ts'

/** Where the central directory of a zip file stands. */
export interface ZipDirectory {
  readonly start: number
  readonly end: number
  /** Records it is said to have; modulo 65,536 where it is no zip64. */
  readonly count: number
  readonly isZip64: boolean
  /** What is to be added to every offset it states, for an archive that something was put in front of. */
  readonly shift: number
  /** Bytes after the end of the archive. */
  readonly after: number
}

/** A member as a header of the archive states it. */
export interface ZipRecord {
  readonly rawName: Uint8Array
  readonly unicodePath: Uint8Array | null
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  /** Of its local header. */
  readonly at: number
  /** Unix mode, 0 where none is stated. */
  readonly mode: number
}

/** A local header, and where the member's data begins. */
export interface ZipLocal extends ZipRecord {
  readonly dataStart: number
}

/** The marks of a zip file's records. */
export const zipMarks = { local: 0x04034b50, central: 0x02014b50, descriptor: 0x08074b50 } as const

const endMark = Buffer.from('PK\u0005\u0006', 'latin1')
const tailBytes = 1 << 20
const max16 = 0xffff
const max32 = 0xffffffff

/** The last directory of the file that stands where its end record says, or null. */
export function findDirectory(file: ArchiveBytes): ZipDirectory | null {
  const tailStart = Math.max(0, file.size - tailBytes)
  const tail = file.read(tailStart, tailBytes)
  for (let at = tail.lastIndexOf(endMark); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(endMark, at - 1)) {
    if (at + 22 > tail.length) continue
    const directory = directoryAt(file, tailStart + at, tail.subarray(at, at + 22))
    if (directory) return directory
  }
  return null
}

function directoryAt(file: ArchiveBytes, at: number, end: Buffer): ZipDirectory | null {
  const comment = end.readUInt16LE(20)
  const after = file.size - at - 22 - comment
  if (after < 0) return null
  const zip64 = zip64At(file, at)
  const stated = zip64 ?? {
    count: end.readUInt16LE(10),
    bytes: end.readUInt32LE(12),
    offset: end.readUInt32LE(16),
    end: at,
  }
  const place = stated.end - stated.bytes
  const found = [stated.offset, place].find(
    (start) => start >= 0 && start <= stated.end && (stated.bytes === 0 || isCentral(file, start)),
  )
  if (found === undefined) return null
  return {
    start: found,
    end: stated.end,
    count: stated.count,
    isZip64: zip64 !== null,
    shift: found - stated.offset,
    after,
  }
}

function isCentral(file: ArchiveBytes, at: number): boolean {
  const mark = file.read(at, 4)
  return mark.length === 4 && mark.readUInt32LE(0) === zipMarks.central
}

function zip64At(
  file: ArchiveBytes,
  endAt: number,
): { readonly count: number; readonly bytes: number; readonly offset: number; readonly end: number } | null {
  const locator = file.read(Math.max(0, endAt - 20), 20)
  if (endAt < 20 || locator.readUInt32LE(0) !== 0x07064b50) return null
  for (const at of [number64(locator, 8), endAt - 76]) {
    if (at < 0 || at > file.size) continue
    const record = file.read(at, 56)
    if (record.length === 56 && record.readUInt32LE(0) === 0x06064b50)
      return {
        count: number64(record, 32),
        bytes: number64(record, 40),
        offset: number64(record, 48),
        end: at,
      }
  }
  return null
}

/** Inexact beyond 2^53, where no file reaches. */
function number64(bytes: Buffer, at: number): number {
  return Number(bytes.readBigUInt64LE(at))
}

const windowBytes = 1 << 20

/** The records of a directory in order; returns what is wrong with it, or null. */
export function* directoryRecords(
  file: ArchiveBytes,
  { start, end, count, isZip64, shift }: ZipDirectory,
): Generator<ZipRecord, string | null> {
  let window = file.read(start, windowBytes)
  let windowAt = start
  const take = (at: number, length: number): Buffer => {
    if (at < windowAt || at + length > windowAt + window.length) {
      window = file.read(at, Math.max(windowBytes, length))
      windowAt = at
    }
    return window.subarray(at - windowAt, at - windowAt + length)
  }
  let at = start
  let n = 0
  for (; at < end; n++) {
    const head = take(at, 46)
    if (head.length < 46 || head.readUInt32LE(0) !== zipMarks.central)
      return `The directory of the archive is damaged after its record ${n}.`
    const [name, extra, comment] = [head.readUInt16LE(28), head.readUInt16LE(30), head.readUInt16LE(32)]
    const length = 46 + name + extra + comment
    // Copied: the record outlives the window.
    const record = Buffer.from(take(at, length))
    if (record.length < length) return `The directory of the archive is cut short in its record ${n + 1}.`
    yield centralRecord(record, name, extra, shift)
    at += length
  }
  const isComplete = isZip64 ? n === count : (n & max16) === count
  return isComplete ? null : `The archive states ${count} members and its directory has ${n}.`
}

function centralRecord(record: Buffer, name: number, extra: number, shift: number): ZipRecord {
  const fields = extraFields(record.subarray(46 + name, 46 + name + extra))
  const system = record.readUInt8(5)
  const wide = wideNumbers(fields.get(1), [
    record.readUInt32LE(24),
    record.readUInt32LE(20),
    record.readUInt32LE(42),
  ])
  return {
    rawName: record.subarray(46, 46 + name),
    unicodePath: fields.get(0x7075) ?? null,
    flags: record.readUInt16LE(8),
    method: record.readUInt16LE(10),
    crc: record.readUInt32LE(16),
    size: wide[0] ?? 0,
    packed: wide[1] ?? 0,
    at: (wide[2] ?? 0) + shift,
    mode: system === 3 || system === 19 ? record.readUInt16LE(40) : 0,
  }
}

/** The local header at that place, or null. */
export function localHeader(file: ArchiveBytes, at: number): ZipLocal | null {
  if (at < 0 || at > file.size) return null
  const head = file.read(at, 30)
  if (head.length < 30 || head.readUInt32LE(0) !== zipMarks.local) return null
  const [name, extra] = [head.readUInt16LE(26), head.readUInt16LE(28)]
  const rest = file.read(at + 30, name + extra)
  if (rest.length < name + extra) return null
  const fields = extraFields(rest.subarray(name))
  const wide = wideNumbers(fields.get(1), [head.readUInt32LE(22), head.readUInt32LE(18)])
  return {
    rawName: rest.subarray(0, name),
    unicodePath: fields.get(0x7075) ?? null,
    flags: head.readUInt16LE(6),
    method: head.readUInt16LE(8),
    crc: head.readUInt32LE(14),
    size: wide[0] ?? 0,
    packed: wide[1] ?? 0,
    at,
    mode: 0,
    dataStart: at + 30 + name + extra,
  }
}

function extraFields(bytes: Buffer): ReadonlyMap<number, Buffer> {
  const fields = new Map<number, Buffer>()
  for (let at = 0; at + 4 <= bytes.length; ) {
    const length = bytes.readUInt16LE(at + 2)
    const id = bytes.readUInt16LE(at)
    if (!fields.has(id)) fields.set(id, bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return fields
}

/** Numbers of 32 bits, each taken from the zip64 field in turn where it is written as all ones. */
function wideNumbers(field: Buffer | undefined, narrow: readonly number[]): number[] {
  let at = 0
  return narrow.map((value) => {
    if (value !== max32 || !field || at + 8 > field.length) return value
    at += 8
    return number64(field, at - 8)
  })
}
