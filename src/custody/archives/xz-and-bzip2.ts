/**
 * Xz and bzip2 files, also of several streams one after another.
 *
 * Libarchive decompresses what holds an archive and nothing else. Both formats may be continued by another stream, so the
 * file is read behind a small one of our own: the compressed header of a tar member without end, whose content is then
 * whatever the file holds.
 *
 * @see https://tukaani.org/xz/xz-file-format.txt 2 "Overall Structure of .xz File"
 */
import { randomBytes } from 'node:crypto'
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
 * At the end of its input libarchive does not say whether the file was whole, damaged, or went on as something else. A
 * line is put behind the file, compressed: where it does not come out last, the file did not end as it should. It is drawn
 * anew each time, as a file that held it could hide what follows. These are the streams of `0` and of `1` it is made of.
 */
const closing = {
  xz: [
    '/Td6WFoAAAFpIt42AgAhAQAAAAA3J5fWAQAAMAAAAAAh39v0AAEVAaljNGCQQpkNAQAAAAABWVo=',
    '/Td6WFoAAAFpIt42AgAhAQAAAAA3J5fWAQAAMQAAAAC379yDAAEVAaljNGCQQpkNAQAAAAABWVo=',
  ],
  bzip2: [
    'QlpoMTFBWSZTWWXFLdsAAAAIAEAAIAAhGEaC7kinChIMuKW7YA==',
    'QlpoMTFBWSZTWWEEMGwAAAAIACAAIAAhGEaC7kinChIMIIYNgA==',
  ],
} as const

/** 64 digits nobody can know beforehand, and the streams that decompress to them. */
function drawClosing(method: keyof typeof closing): { readonly line: Buffer; readonly packed: Uint8Array } {
  const bits = [...randomBytes(64)].map((byte) => byte % 2)
  const [zero, one] = closing[method].map(bytesOf)
  const streams = bits.map((bit) => (bit === 0 ? zero : one) ?? new Uint8Array())
  return { line: Buffer.from(bits.join('')), packed: Buffer.concat(streams) }
}

/** Decompresses an xz or bzip2 file. Of a damaged one up to 64 KiB before the damage, with bzip2 its block, are lost. */
export function decompressWhole(method: keyof typeof opening, file: ArchiveBytes): Uncompressed {
  const { line, packed } = drawClosing(method)
  const source = between(bytesOf(opening[method]), file, packed)
  return { bytes: withoutClosing(memberOf(source), line), end: () => file.size }
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

async function* withoutClosing(
  bytes: AsyncGenerator<Uint8Array>,
  line: Buffer,
): AsyncGenerator<Uint8Array, undefined> {
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
