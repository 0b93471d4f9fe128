import { crc32, deflateSync } from 'node:zlib'
import type { Pixels } from './shrinker.ts'

/** A picture as a PNG of 8-bit RGBA, each pixel kept as its difference from the one before it. */
export function encodePng({ width, height, rgba }: Pixels): Buffer {
  const rows = Buffer.alloc(height * (width * 4 + 1))
  for (let y = 0, from = 0, to = 0; y < height; y++) {
    rows[to++] = 1
    for (let at = 0; at < width * 4; at++, from++)
      rows[to++] = (rgba[from] ?? 0) - (at < 4 ? 0 : (rgba[from - 4] ?? 0))
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 6, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows, { level: 9 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** A chunk with its length and checksum. */
export function pngChunk(name: string, bytes: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), bytes])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(bytes.length, 0)
  chunk.set(body, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}
