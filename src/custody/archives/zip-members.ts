/**
 * Zip archives (PKWARE APPNOTE 6.3.10): each member its directory lists, in that order; then what stands between them
 * with a header of its own and is not listed, which is all there is when a copy was cut short and has no directory.
 *
 * CRC-32, sizes, and what the directory and a member's own header say of it are compared; a member that fails is told
 * with its fault and what could be read of it. Stored, Deflate and Zstandard are unpacked.
 */
import { type ArchiveBytes, type ArchiveEvent, fault } from './archive-bytes.ts'
import { Spans } from './spans.ts'
import { isZipDocument } from './zip-document.ts'
import { nameOf, unpackMember } from './zip-member.ts'
import {
  directoryRecords,
  findDirectory,
  localHeader,
  type ZipDirectory,
  type ZipLocal,
  type ZipRecord,
} from './zip-records.ts'
import { unlistedMembers } from './zip-unlisted.ts'

/** More members than any phone or account gave. */
const mostMembers = 2_000_000

/** Unpacks a zip file. */
export async function* zipMembers(file: ArchiveBytes): AsyncGenerator<ArchiveEvent> {
  const directory = findDirectory(file)
  if (directory && isZipDocument(file, directory)) {
    yield { kind: 'document' }
    return
  }
  const spans = new Spans()
  if (directory) {
    const isStopped = yield* listedMembers(file, directory, spans)
    if (isStopped) return
    if (directory.after > 0) yield whatFollows(file, directory)
  } else {
    const says =
      'The archive has no directory: it was cut short, or its end is damaged. Members were unpacked by their own headers.'
    yield fault('unread-part', { start: 0, end: file.size }, says)
  }
  yield* unlistedMembers(file, spans, { until: directory?.start ?? file.size, isListed: directory !== null })
}

function whatFollows({ size }: ArchiveBytes, { after }: ZipDirectory): ArchiveEvent {
  const says = `${after} bytes follow the end of the archive and belong to no member.`
  return fault('archive-conflict', { start: size - after, end: size }, says)
}

/** Returns true when nothing more may be unpacked. */
async function* listedMembers(
  file: ArchiveBytes,
  directory: ZipDirectory,
  spans: Spans,
): AsyncGenerator<ArchiveEvent, boolean> {
  const shared = sharedBytes(file, directory)
  const records = directoryRecords(file, directory)
  for (let n = 0; ; n++) {
    const next = records.next()
    if (next.done === true) {
      if (next.value !== null)
        yield fault('unread-part', { start: directory.start, end: directory.end }, next.value)
      return false
    }
    const stop = n === mostMembers || (shared.has(n) && shared.size > mostShared)
    if (stop || shared.has(n)) yield refusal(next.value, { isFull: n === mostMembers, stop })
    else yield* listedMember(file, next.value, { spans, end: directory.start })
    if (stop) return true
  }
}

/** Damage may let a few members seem to share bytes; more of them are an archive made to swell. */
const mostShared = 100

function refusal(
  record: ZipRecord,
  { isFull, stop }: { readonly isFull: boolean; readonly stop: boolean },
): ArchiveEvent {
  const why = isFull
    ? `the archive holds more than ${mostMembers} members`
    : 'its bytes are also those of another member, as in an archive made to swell'
  const name = nameOf(record)
  const says = stop ? `Unpacking stopped at ${name}: ${why}.` : `${name} was not unpacked: ${why}.`
  const problem = { code: 'archive-budget', says } as const
  return { kind: 'fault', stop, fault: { start: record.at, length: record.packed, problem } }
}

/** The members, by their number, that use bytes of another. */
function sharedBytes(file: ArchiveBytes, directory: ZipDirectory): ReadonlySet<number> {
  const spans = new Spans()
  for (const { at, rawName, packed } of directoryRecords(file, directory)) {
    const dataStart = at + 30 + rawName.length
    spans.add(at, dataStart + packed > directory.start ? dataStart : dataStart + packed)
    if (spans.count > mostMembers) break
  }
  return spans.overlapping()
}

async function* listedMember(
  file: ArchiveBytes,
  record: ZipRecord,
  { spans, end }: { readonly spans: Spans; readonly end: number },
): AsyncGenerator<ArchiveEvent> {
  const local = localHeader(file, record.at)
  if (!local) {
    const says = `There is no member ${nameOf(record)} where the directory of the archive says.`
    yield fault('unread-part', { start: record.at, end: record.at }, says)
    return
  }
  const { dataStart } = local
  const faults = conflicts(record, local)
  const room = end - dataStart
  // Data that is said to reach into the directory is read as far as it says itself, or its own header does.
  const packed = record.packed <= room ? record.packed : record.method === 0 ? local.packed : null
  if (packed === null || packed <= room) {
    const used = yield* unpackMember(file, { ...record, packed, dataStart, faults })
    spans.add(record.at, dataStart + used)
  } else {
    const says = `${nameOf(record)} was not unpacked: it is said to reach beyond the members of the archive.`
    yield fault('unread-part', { start: record.at, end: dataStart }, says)
    spans.add(record.at, dataStart)
  }
}

/** What the directory and the member's own header say differently. */
function conflicts(record: ZipRecord, local: ZipLocal): readonly string[] {
  const said: string[] = []
  const differs = (what: string, listed: string | number, own: string | number): void => {
    if (listed !== own) said.push(`the directory states the ${what} ${listed} and its own header ${own}`)
  }
  differs('name', nameOf(record), nameOf(local))
  differs('method', record.method, local.method)
  // With bit 3 the header was written before these were known.
  if ((local.flags & 8) === 0) {
    differs('checksum', record.crc, local.crc)
    differs('size', record.size, local.size)
    differs('packed size', record.packed, local.packed)
  }
  return said
}
