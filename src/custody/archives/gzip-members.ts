/** Gzip (RFC 1952): the one file it holds, or the members of a tar inside. */
import { basename } from 'node:path'
import type { ArchiveBytes, ArchiveEvent } from './archive-bytes.ts'
import { compressedMembers, withoutEnding } from './compressed-members.ts'
import { gunzip, gzipHeader } from './gunzip.ts'
import { decodeTarName } from './member-name.ts'

/** Unpacks a gzip file; `name` is its own, used where it states none for what it holds. */
export function gzipMembers(file: ArchiveBytes, name: string): AsyncGenerator<ArchiveEvent> {
  const inner = statedName(file) ?? withoutEnding(name)
  return compressedMembers(file, gunzip(file), { name: inner, isDocument: isSticker })
}

/** True for an animated sticker of Telegram, which is JSON compressed. */
export function isSticker(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 8)).toString('latin1') === '{"tgs":1'
}

function statedName(file: ArchiveBytes): string | null {
  const raw = gzipHeader(file, 0)?.rawName
  const name = raw ? basename(decodeTarName(raw)) : ''
  return name === '' ? null : name
}
