import { type ArchiveBytes, type ArchiveEvent, fault } from './archive-bytes.ts'
import type { Spans } from './spans.ts'
import { nameOf, unpackMember } from './zip-member.ts'
import { localHeader, type ZipLocal, zipMarks } from './zip-records.ts'

/**
 * Members that stand between those already unpacked, found by their own headers.
 *
 * @param where.isListed - true when the archive has a directory that these members are missing from.
 */
export async function* unlistedMembers(
  file: ArchiveBytes,
  spans: Spans,
  { until, isListed }: { readonly until: number; readonly isListed: boolean },
): AsyncGenerator<ArchiveEvent> {
  for (const { start, end } of spans.gaps(until)) {
    for (let at = start; ; ) {
      const found = yield* nextHeader(file, at, end)
      if (!found) break
      at = yield* unlistedMember(file, found, { end, isListed })
    }
  }
}

const localMark = Buffer.from('PK\u0003\u0004', 'latin1')
const windowBytes = 1 << 20

/** The first header that could be a member's, at or after `from`. */
async function* nextHeader(
  file: ArchiveBytes,
  from: number,
  end: number,
): AsyncGenerator<ArchiveEvent, ZipLocal | null> {
  for (let windowAt = from; windowAt + 30 <= end; windowAt += windowBytes) {
    const window = file.read(windowAt, Math.min(windowBytes + 3, end - windowAt))
    for (let at = window.indexOf(localMark); at >= 0; at = window.indexOf(localMark, at + 1)) {
      const local = localHeader(file, windowAt + at)
      if (local && isPlausible(local) && local.dataStart <= end) return local
    }
    yield { kind: 'alive' }
  }
  return null
}

/** Four bytes may be a mark by chance; a header has a method that was ever given out and a name without NUL. */
function isPlausible({ method, rawName, flags }: ZipLocal): boolean {
  return (
    (method <= 20 || (method >= 93 && method <= 99)) &&
    !rawName.includes(0) &&
    rawName.length > 0 &&
    flags < 0x4000
  )
}

/** Tells of a member known by its own header only; returns where the search goes on. */
async function* unlistedMember(
  file: ArchiveBytes,
  local: ZipLocal,
  { end, isListed }: { readonly end: number; readonly isListed: boolean },
): AsyncGenerator<ArchiveEvent, number> {
  const faults = isListed ? ['it stands in the archive and not in its directory'] : []
  const isOpen = (local.flags & 8) !== 0 && local.packed === 0
  if (!isOpen) {
    const room = end - local.dataStart
    const packed = Math.min(local.packed, room)
    if (local.packed > room) faults.push('the archive ends before it does')
    yield* unpackMember(file, { ...local, packed, faults })
    return local.dataStart + packed
  }
  if (local.method === 8) {
    const closing = (used: number) => closingRecord(file, local.dataStart + used, used)
    const used = yield* unpackMember(file, { ...local, packed: null, faults, closing })
    return local.dataStart + used
  }
  const packed = yield* storedLength(file, local.dataStart, end)
  if (packed === null) {
    const says = `${nameOf(local)} was not unpacked: nothing tells where it ends.`
    yield fault('unread-part', { start: local.at, end: local.dataStart }, says)
    return local.dataStart
  }
  const stated = closingRecord(file, local.dataStart + packed, packed)
  yield* unpackMember(file, { ...local, packed, faults, closing: () => stated })
  return local.dataStart + packed
}

/** The record behind a member's data: its mark may be missing, and its sizes have 32 or 64 bits. */
function closingRecord(
  file: ArchiveBytes,
  at: number,
  packed: number,
): { readonly crc: number; readonly size: number } | null {
  const record = file.read(at, 24)
  const marked = record.length >= 4 && record.readUInt32LE(0) === zipMarks.descriptor ? 4 : 0
  if (record.length < marked + 12) return null
  const crc = record.readUInt32LE(marked)
  if (record.readUInt32LE(marked + 4) === packed % 2 ** 32) {
    const isWide = record.length >= marked + 20 && Number(record.readBigUInt64LE(marked + 4)) === packed
    const narrow = { crc, size: record.readUInt32LE(marked + 8) }
    return isWide ? { crc, size: Number(record.readBigUInt64LE(marked + 12)) } : narrow
  }
  return null
}

const descriptorMark = Buffer.from('PK\u0007\u0008', 'latin1')

/** How long uncompressed data is whose header does not say: up to the first closing record that states that length. */
async function* storedLength(
  file: ArchiveBytes,
  from: number,
  end: number,
): AsyncGenerator<ArchiveEvent, number | null> {
  for (let windowAt = from; windowAt + 16 <= end; windowAt += windowBytes) {
    const window = file.read(windowAt, Math.min(windowBytes + 3, end - windowAt))
    for (let at = window.indexOf(descriptorMark); at >= 0; at = window.indexOf(descriptorMark, at + 1)) {
      const packed = windowAt + at - from
      if (closingRecord(file, windowAt + at, packed)) return packed
    }
    yield { kind: 'alive' }
  }
  return null
}
