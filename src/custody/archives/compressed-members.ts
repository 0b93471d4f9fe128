/** A file compressed as a whole: the one file it holds, or the members of a tar inside. */
import { type ArchiveBytes, type ArchiveEvent, fault } from './archive-bytes.ts'
import { isTarHeader } from './archive-kind.ts'
import { CompressionFault } from './inflate.ts'
import { visiblePath } from './member-name.ts'
import { tarMembers } from './tar-members.ts'

/** What a compressed file holds. */
export interface Uncompressed {
  /** Throws a {@link CompressionFault} where a part is damaged; what could be read of it has been handed out by then. */
  readonly bytes: AsyncGenerator<Uint8Array, undefined>
  /** Where the compressed bytes end; final when `bytes` has ended. */
  end(): number
}

/** How a compressed file is told of. */
export interface CompressedFile {
  /** Name of what it holds, when that is one file. */
  readonly name: string
  /** True for what is read whole though it is compressed, by its first bytes. */
  readonly isDocument?: (head: Uint8Array) => boolean
}

/** Tells what a compressed file holds. */
export async function* compressedMembers(
  file: ArchiveBytes,
  unpacked: Uncompressed,
  { name, isDocument }: CompressedFile,
): AsyncGenerator<ArchiveEvent> {
  const whole = { start: 0, end: file.size }
  const { head, bytes } = await peek(unpacked.bytes)
  try {
    if (isDocument?.(head)) yield { kind: 'document' }
    else if (isTarHeader(head)) yield* tarMembers(bytes, () => whole)
    else {
      const isWhole = yield* only(bytes, visiblePath(name), whole)
      const after = file.size - unpacked.end()
      const says = `${after} bytes follow the end of the archive and belong to no member.`
      if (isWhole && after > 0)
        yield fault('archive-conflict', { start: unpacked.end(), end: file.size }, says)
    }
  } finally {
    await bytes.return(undefined)
  }
}

/** The name of a compressed file without its folders and the ending that names the compression. */
export function withoutEnding(name: string): string {
  const base = name.slice(name.lastIndexOf('/') + 1).replace(/\.(?:gz|gzip|z|xz|bz2|bz|zst|zstd)$/i, '')
  return base === '' ? 'content' : base
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
