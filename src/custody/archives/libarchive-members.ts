/** The members of an archive as libarchive gives them, in its order. */
import { crc32 } from 'node:zlib'
import { type ArchiveBytes, type ArchiveEvent, fault } from './archive-bytes.ts'
import { type LibarchiveEntry, LibarchiveFault, type LibarchiveReader, openLibarchive } from './libarchive.ts'
import { faultWords, otherSum } from './libarchive-words.ts'
import { decodeTarName, visiblePath } from './member-name.ts'

/** What the records of an archive state of a member: its place and checksum. */
export interface StatedMember {
  readonly start: number
  readonly end: number
  /** CRC-32, where it is to be compared. */
  readonly crc: number | null
}

/**
 * Unpacks a 7-Zip or RAR file; returns true when its end was reached.
 *
 * @param nextStated - what the archive states of the next member; without it all stand at the start of the archive, since
 *   libarchive does not say where.
 */
export async function* libarchiveMembers(
  file: ArchiveBytes,
  nextStated?: () => StatedMember | null,
): AsyncGenerator<ArchiveEvent, boolean> {
  const whole = { start: 0, end: file.size, crc: null }
  let last = ''
  try {
    const reader = openLibarchive(file, { isCompressed: false })
    for (let entry = reader.next(); entry; entry = reader.next()) {
      const name = nameOf(entry)
      const goesOn = yield* tell(reader, { entry, name }, nextStated?.() ?? whole)
      if (!goesOn) return false
      last = name
    }
    return true
  } catch (error) {
    if (!(error instanceof LibarchiveFault)) throw error
    const where =
      last === ''
        ? 'Nothing of the archive was unpacked'
        : `What follows ${last} in the archive was not unpacked`
    yield fault(codeOf(error), whole, `${where}: ${faultWords(error)}.`)
    return false
  }
}

function codeOf(error: LibarchiveFault): 'archive-budget' | 'unread-part' {
  return error.isMemory ? 'archive-budget' : 'unread-part'
}

function nameOf({ rawName, type }: LibarchiveEntry): string {
  const name = rawName === null ? '' : decodeTarName(rawName)
  return visiblePath(isFolder(type) && name.endsWith('/') ? name.slice(0, -1) : name)
}

const fileType = 0o100000
const otherTypes: Readonly<Record<number, string>> = {
  0o120000: 'a symbolic link, and links are not followed',
  0o060000: 'a device and no file',
  0o020000: 'a device and no file',
  0o010000: 'a pipe and no file',
  0o140000: 'a socket and no file',
}

function isFolder(type: number): boolean {
  return type === 0o040000
}

function whyNot({ type, isHardLink, isEncrypted }: LibarchiveEntry): string | null {
  if (isHardLink) return 'it is a hard link to another member, and links are not followed'
  if (type !== fileType && type !== 0) return `it is ${otherTypes[type] ?? 'no file'}`
  return isEncrypted ? 'it is encrypted; unpack the archive with its password and import the folder' : null
}

/** Tells of one member; returns false when nothing more can be read. */
async function* tell(
  reader: LibarchiveReader,
  { entry, name }: { readonly entry: LibarchiveEntry; readonly name: string },
  stated: StatedMember,
): AsyncGenerator<ArchiveEvent, boolean> {
  if (isFolder(entry.type)) return true
  const why = whyNot(entry)
  if (why !== null) {
    yield fault('unread-part', stated, `${name} was not unpacked: ${why}.`)
    return true
  }
  yield { kind: 'member', name, at: stated.start }
  let crc = 0
  let broken: LibarchiveFault | null = null
  try {
    for (let bytes = reader.read(); bytes; bytes = reader.read()) {
      crc = crc32(bytes, crc)
      yield { kind: 'bytes', bytes }
    }
  } catch (error) {
    if (!(error instanceof LibarchiveFault)) throw error
    broken = error
  }
  const isOther = broken === null && stated.crc !== null && stated.crc !== crc
  const nameless = entry.rawName === null ? 'its name is no text and could not be read' : null
  const words = broken ? faultWords(broken) : isOther ? otherSum : nameless
  const rest = broken?.isEnd === true ? '; what follows it in the archive was not unpacked' : ''
  const problem = {
    code: broken ? codeOf(broken) : 'unread-part',
    says: `${name}: ${words}${rest}.`,
  } as const
  const { start, end } = stated
  yield { kind: 'end', fault: words === null ? null : { start, length: end - start, problem } }
  return broken?.isEnd !== true
}
