import { crc32 } from 'node:zlib'
import { type ArchiveBytes } from './archive-bytes.ts'
import type { Uncompressed } from './compressed-members.ts'
import { CompressionFault, decompress } from './inflate.ts'

/** Decompresses a gzip file and checks each part against its checksum. @see https://www.rfc-editor.org/rfc/rfc1952 */
export function gunzip(file: ArchiveBytes): Uncompressed {
  let at = 0
  async function* parts(): AsyncGenerator<Uint8Array, undefined> {
    for (let header = gzipHeader(file, 0); header; header = gzipHeader(file, at)) {
      const part = decompress('deflate', file, { start: header.end, end: file.size })
      let crc = 0
      let size = 0
      for await (const piece of part.bytes) {
        crc = crc32(piece, crc)
        size += piece.length
        yield piece
      }
      at = header.end + part.used()
      const trailer = file.read(at, 8)
      if (trailer.length < 8) throw new CompressionFault('its compressed bytes end too soon')
      at += 8
      if (trailer.readUInt32LE(0) !== crc || trailer.readUInt32LE(4) !== size % 2 ** 32)
        throw new CompressionFault('its bytes do not give the checksum stated, so they are damaged')
    }
    return undefined
  }
  return { bytes: parts(), end: () => at }
}

/** The header at that place, with the file name it states; null when there is none. */
export function gzipHeader(
  file: ArchiveBytes,
  start: number,
): { readonly end: number; readonly rawName: Uint8Array | null } | null {
  const head = file.read(start, 1 << 17)
  if (head.length < 18 || head.readUIntBE(0, 3) !== 0x1f8b08) return null
  const flags = head[3] ?? 0
  let at = (flags & 4) === 0 ? 10 : 12 + head.readUInt16LE(10)
  let rawName: Uint8Array | null = null
  if ((flags & 8) !== 0) {
    const end = Math.max(at, head.indexOf(0, at))
    rawName = head.subarray(at, end)
    at = end + 1
  }
  if ((flags & 16) !== 0) at = Math.max(at, head.indexOf(0, at)) + 1
  if ((flags & 2) !== 0) at += 2
  return { end: start + at, rawName }
}
