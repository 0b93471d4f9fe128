/**
 * RAR archives of versions 4 and 5. Libarchive unpacks them, by code of its own and not by that of unRAR. It compares no
 * checksum of a member, and says nothing where an archive was cut short between two or goes on in another file: both are
 * done here.
 */
import { type ArchiveBytes, type ArchiveEvent, fault } from './archive-bytes.ts'
import { libarchiveMembers, type StatedMember } from './libarchive-members.ts'
import { type RarEnd, rarRecords } from './rar-records.ts'

const says: Readonly<Record<Exclude<RarEnd, 'whole'>, string>> = {
  cut: 'The archive ends without its end mark: it was cut short, or is damaged.',
  volume:
    'The archive goes on in another volume: unpack all of them with another program and import the folder.',
}

/** Unpacks a RAR file. */
export async function* rarMembers(file: ArchiveBytes): AsyncGenerator<ArchiveEvent> {
  const records = rarRecords(file)
  const reached: { end: RarEnd } = { end: 'cut' }
  const nextStated = (): StatedMember | null => {
    const next = records.next()
    if (next.done !== true) return next.value
    reached.end = next.value ?? reached.end
    return null
  }
  const isWhole = yield* libarchiveMembers(file, nextStated)
  for (let left = nextStated(); left; left = nextStated())
    if (isWhole)
      yield fault('unread-part', left, 'A member stands here that was not unpacked: its record is damaged.')
  const { end } = reached
  if (end !== 'whole') yield fault('unread-part', { start: file.size, end: file.size }, says[end])
}
