/**
 * Xz and bzip2 files, also of several streams one after another.
 *
 * Libarchive decompresses what holds an archive and nothing else. Both formats may be continued by another stream, so the
 * file is read behind a small one of our own: the compressed header of a tar member without end, whose content is then
 * whatever the file holds.
 *
 * @see https://tukaani.org/xz/xz-file-format.txt 2 "Overall Structure of .xz File"
 */
import type { ArchiveBytes } from './archive-bytes.ts'
import type { Uncompressed } from './compressed-members.ts'
import { CompressionFault } from './inflate.ts'
import { LibarchiveFault, openLibarchive } from './libarchive.ts'
import { faultWords } from './libarchive-words.ts'

/** The tar header, 512 bytes with a size of 2 ** 59, as each method compresses it. */
const opening = {
  xz: '/Td6WFoAAAFpIt42AgAhAQwAAACPmEGc4AH/AC1dADaAM1AYaImC7Z1Z3kmWiKg7Kjy0PBcoRK5dPtKtnYz5pyzbeCv5XBvTCdgIAAAAAAB+/KilAAFFgAQAAADHaESiPjANiwIAAAAAAVla',
  bzip2:
    'QlpoMTFBWSZTWRz7yzEAABtbwMjCQABVAAAA4AIeAEAABAAgADFMJpoDTEGQp6j1NNqGn6pFXVT8xBxzMAMwnx3gG+sTsXa4OlpJLj8XckU4UJAc+8sx',
} as const

/**
 * At the end of its input libarchive does not say whether the file was whole, damaged, or went on as something else. This
 * line is put behind the file, compressed: where it does not come out last, the file did not end as it should.
 */
const line = Buffer.from('the end of what was received\n')
const closing = {
  xz: '/Td6WFoAAAFpIt42AgAhAQwAAACPmEGcAQAcdGhlIGVuZCBvZiB3aGF0IHdhcyByZWNlaXZlZAoAAAAAjZ/GlgABMR1A3t2FkEKZDQEAAAAAAVla',
  bzip2: 'QlpoMTFBWSZTWa6nyzYAAAzRgAAQQAAvYZ2AIAAhqDQ009GoUwAE0bVzLqNg4pSU8dDChSyPi7kinChIV1PlmwA=',
} as const

/** Decompresses an xz or bzip2 file. Of a damaged one up to 64 KiB before the damage, with bzip2 its block, are lost. */
export function decompressWhole(method: keyof typeof opening, file: ArchiveBytes): Uncompressed {
  const source = between(bytesOf(opening[method]), file, bytesOf(closing[method]))
  return { bytes: withoutClosing(memberOf(source)), end: () => file.size }
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.fromBase64(base64)
}

/** A file with bytes before and after it. */
function between(before: Uint8Array, file: ArchiveBytes, after: Uint8Array) {
  const size = before.length + file.size + after.length
  const read = (start: number, length: number): Uint8Array => {
    if (start < before.length) return before.subarray(start, start + length)
    const at = start - before.length
    return at < file.size ? file.read(at, length) : after.subarray(at - file.size, at - file.size + length)
  }
  return { size, read }
}

/** The member without end, up to where the input ends or is no more of its method. */
async function* memberOf(source: ReturnType<typeof between>): AsyncGenerator<Uint8Array, undefined> {
  try {
    const reader = openLibarchive(source, { isCompressed: true })
    reader.next()
    for (let piece = reader.read(); piece; piece = reader.read()) yield piece
  } catch (error) {
    if (!(error instanceof LibarchiveFault)) throw error
    if (error.isMemory) throw new CompressionFault(faultWords(error), { cause: error })
  }
  return undefined
}

async function* withoutClosing(bytes: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array, undefined> {
  let held = Buffer.alloc(0)
  for await (const piece of bytes) {
    held = Buffer.concat([held, piece])
    const sure = Math.max(0, held.length - line.length)
    if (sure > 0) yield held.subarray(0, sure)
    held = held.subarray(sure)
  }
  if (held.equals(line)) return undefined
  yield held
  throw new CompressionFault('its compressed bytes are damaged, end too soon or are followed by others')
}
