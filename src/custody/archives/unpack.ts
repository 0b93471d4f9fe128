import { type ArchiveBytes, type ArchiveEvent, type ArchiveFault, fault, piecesOf } from './archive-bytes.ts'
import { archiveHead, archiveKind } from './archive-kind.ts'
import { compressedMembers, type Uncompressed, withoutEnding } from './compressed-members.ts'
import { gzipMembers } from './gzip-members.ts'
import { decompress } from './inflate.ts'
import { rarMembers } from './rar-members.ts'
import { sevenZipMembers } from './seven-zip-members.ts'
import { tarMembers } from './tar-members.ts'
import { decompressWhole } from './xz-and-bzip2.ts'
import { zipMembers } from './zip-members.ts'

/** Unpacks an archive of any kind; `name` is that of its file. What it is not able to unpack is told as a fault. */
export async function* unpackArchive(file: ArchiveBytes, name: string): AsyncGenerator<ArchiveEvent> {
  for await (const event of eventsOf(file, name)) {
    if ((event.kind !== 'end' && event.kind !== 'fault') || event.fault === null) yield event
    else yield { ...event, fault: within(file, event.fault) }
  }
}

/** What an archive says of its own places may lie outside it. */
function within({ size }: ArchiveBytes, { start, length, problem }: ArchiveFault): ArchiveFault {
  const from = Math.max(0, Math.min(start, size))
  return { start: from, length: Math.max(0, Math.min(length, size - from)), problem }
}

async function* eventsOf(file: ArchiveBytes, name: string): AsyncGenerator<ArchiveEvent> {
  switch (archiveKind(file.read(0, archiveHead))) {
    case 'zip':
      yield* zipMembers(file)
      return
    case 'gzip':
      yield* gzipMembers(file, name)
      return
    case 'tar':
      yield* tarMembers(piecesOf(file, 0, file.size), (start, end) => ({ start, end }))
      return
    case '7-zip':
      yield* sevenZipMembers(file)
      return
    case 'rar':
      yield* rarMembers(file)
      return
    case 'xz':
      yield* compressedMembers(file, decompressWhole('xz', file), { name: withoutEnding(name) })
      return
    case 'bzip2':
      yield* compressedMembers(file, decompressWhole('bzip2', file), { name: withoutEnding(name) })
      return
    case 'zstandard':
      yield* compressedMembers(file, unzstd(file), { name: withoutEnding(name) })
      return
    case null:
      yield fault('unread-part', { start: 0, end: file.size }, 'This file is no archive.')
  }
}

/** Zstandard (RFC 8878), frame after frame, each checked where it states a checksum. */
function unzstd(file: ArchiveBytes): Uncompressed {
  const frames = decompress('zstd', file, { start: 0, end: file.size })
  return { bytes: frames.bytes, end: () => frames.used() }
}
