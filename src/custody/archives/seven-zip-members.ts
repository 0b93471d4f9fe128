/**
 * 7-Zip archives. Libarchive unpacks them, and says nothing where one was cut short; so the places its first 32 bytes
 * state, and their checksums, are looked at here.
 *
 * @see https://py7zr.readthedocs.io/en/stable/archive_format.html 1.1 "Signature Header"
 */
import { crc32 } from 'node:zlib'
import { type ArchiveBytes, type ArchiveEvent, fault, piecesOf } from './archive-bytes.ts'
import { libarchiveMembers } from './libarchive-members.ts'

/** Unpacks a 7-Zip file. */
export async function* sevenZipMembers(file: ArchiveBytes): AsyncGenerator<ArchiveEvent> {
  const end = endOfList(file)
  if (typeof end === 'string') {
    yield fault('unread-part', { start: 0, end: file.size }, `Nothing of the archive was unpacked: ${end}.`)
    return
  }
  yield* libarchiveMembers(file)
  const says = `${file.size - end} bytes follow the end of the archive and belong to no member.`
  if (end < file.size) yield fault('archive-conflict', { start: end, end: file.size }, says)
}

/** Where the list of members ends, with which an archive ends; or what is wrong with it. */
function endOfList(file: ArchiveBytes): number | string {
  const head = file.read(0, 32)
  if (head.length < 32) return 'it was cut short'
  if (head.readUInt32LE(8) !== crc32(head.subarray(12)))
    return 'its first bytes do not give the checksum stated, so they are damaged'
  const start = 32 + Number(head.readBigUInt64LE(12))
  const end = start + Number(head.readBigUInt64LE(20))
  if (end > file.size)
    return 'the list of its members, with which it ends, is missing: it was cut short, or is one part of several'
  let crc = 0
  for (const piece of piecesOf(file, start, end)) crc = crc32(piece, crc)
  return crc === head.readUInt32LE(28)
    ? end
    : 'the list of its members does not give the checksum stated, so it is damaged'
}
