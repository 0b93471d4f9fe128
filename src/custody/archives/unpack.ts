import { type ArchiveBytes, type ArchiveEvent, type ArchiveFault, fault, piecesOf } from './archive-bytes.ts'
import { archiveHead, archiveKind } from './archive-kind.ts'
import { gzipMembers } from './gzip-members.ts'
import { tarMembers } from './tar-members.ts'
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
  const found = archiveKind(file.read(0, archiveHead))
  switch (found?.kind) {
    case 'zip':
      yield* zipMembers(file)
      return
    case 'gzip':
      yield* gzipMembers(file, name)
      return
    case 'tar':
      yield* tarMembers(piecesOf(file, 0, file.size), (start, end) => ({ start, end }))
      return
    case undefined:
    case 'unread': {
      const says = `This file is ${found?.called ?? 'no archive'}: unpack it with another program and import the folder.`
      yield fault('unread-part', { start: 0, end: file.size }, says)
    }
  }
}
