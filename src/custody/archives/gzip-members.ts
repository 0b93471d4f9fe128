/** Gzip (RFC 1952): the one file it holds, or the members of a tar inside. */
import { basename } from 'node:path'
import { type ArchiveBytes, type ArchiveEvent, fault } from './archive-bytes.ts'
import { isTarHeader } from './archive-kind.ts'
import { gunzip, gzipHeader } from './gunzip.ts'
import { CompressionFault } from './inflate.ts'
import { decodeTarName, visiblePath } from './member-name.ts'
import { tarMembers } from './tar-members.ts'

/** Unpacks a gzip file; `name` is its own, used where it states none for what it holds. */
export async function* gzipMembers(file: ArchiveBytes, name: string): AsyncGenerator<ArchiveEvent> {
  const whole = { start: 0, end: file.size }
  const unpacked = gunzip(file)
  const { head, bytes } = await peek(unpacked.bytes)
  try {
    if (isSticker(head)) yield { kind: 'document' }
    else if (isTarHeader(head)) yield* tarMembers(bytes, () => whole)
    else {
      const isWhole = yield* only(bytes, visiblePath(statedName(file) ?? withoutEnding(name)), whole)
      const after = file.size - unpacked.end()
      const says = `${after} bytes follow the end of the archive and belong to no member.`
      if (isWhole && after > 0)
        yield fault('archive-conflict', { start: unpacked.end(), end: file.size }, says)
    }
  } finally {
    await bytes.return(undefined)
  }
}

/** True for an animated sticker of Telegram, which is JSON compressed. */
export function isSticker(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 8)).toString('latin1') === '{"tgs":1'
}

/** The first block, and everything again from the start, an error that cut the block short included. */
async function peek(bytes: AsyncGenerator<Uint8Array>) {
  const held: Uint8Array[] = []
  let size = 0
  let broken: Error | null = null
  try {
    while (size < 512) {
      const next = await bytes.next()
      if (next.done === true) break
      held.push(next.value)
      size += next.value.length
    }
  } catch (error) {
    if (!(error instanceof CompressionFault)) throw error
    broken = error
  }
  async function* again(): AsyncGenerator<Uint8Array, undefined> {
    yield* held.splice(0)
    if (broken !== null) throw broken
    yield* bytes
    return undefined
  }
  return { head: Buffer.concat(held).subarray(0, 512), bytes: again() }
}

/** Tells of the one member; returns true when it is whole. */
async function* only(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  whole: { readonly start: number; readonly end: number },
): AsyncGenerator<ArchiveEvent, boolean> {
  yield { kind: 'member', name, at: 0 }
  let broken = ''
  try {
    for await (const piece of bytes) yield { kind: 'bytes', bytes: piece }
  } catch (error) {
    if (!(error instanceof CompressionFault)) throw error
    broken = error.message
  }
  const problem = { code: 'unread-part', says: `${name}: ${broken}.` } as const
  yield { kind: 'end', fault: broken === '' ? null : { start: whole.start, length: whole.end, problem } }
  return broken === ''
}

function statedName(file: ArchiveBytes): string | null {
  const raw = gzipHeader(file, 0)?.rawName
  const name = raw ? basename(decodeTarName(raw)) : ''
  return name === '' ? null : name
}

function withoutEnding(name: string): string {
  const base = name.slice(name.lastIndexOf('/') + 1).replace(/\.(?:gz|gzip|z)$/i, '')
  return base === '' ? 'content' : base
}
