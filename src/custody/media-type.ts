import type { ArchiveBytes } from './archives/archive-bytes.ts'
import { gunzip } from './archives/gunzip.ts'
import { isSticker } from './archives/gzip-members.ts'
import { CompressionFault } from './archives/inflate.ts'
import { zipDocumentType } from './archives/zip-document.ts'
import { findDirectory } from './archives/zip-records.ts'

/** A mark in hex, a dot for a digit that may be any, from the first byte on; and the media type it stands for. */
const marks: readonly (readonly [RegExp, string])[] = [
  [/^ffd8ff/, 'image/jpeg'],
  [/^89504e470d0a1a0a/, 'image/png'],
  [/^474946383[79]61/, 'image/gif'],
  [/^52494646.{8}57454250/, 'image/webp'],
  [/^424d.{8}00000000.{8}(?:28|6c|7c|0c)000000/, 'image/bmp'],
  [/^(?:49492a00|4d4d002a)/, 'image/tiff'],
  [
    /^.{8}66747970(?:68656963|68656978|68656976|6865696d|68656973|68657663|68657678|6d696631|6d736631)/,
    'image/heic',
  ],
  [/^.{8}6674797061766966/, 'image/avif'],
  [/^.{8}667479704d3441/, 'audio/mp4'],
  [/^.{8}667479707174/, 'video/quicktime'],
  [/^.{8}667479703367/, 'video/3gpp'],
  [/^.{8}66747970/, 'video/mp4'],
  [/^.{8}(?:6d6f6f76|6d646174|77696465)/, 'video/quicktime'],
  [/^1a45dfa3/, 'video/webm'],
  [/^52494646.{8}41564920/, 'video/x-msvideo'],
  [/^52494646.{8}57415645/, 'audio/wav'],
  [/^000001b[a3]/, 'video/mpeg'],
  [/^3026b2758e66cf11/, 'video/x-ms-asf'],
  [/^464c5601/, 'video/x-flv'],
  [/^4f676753/, 'audio/ogg'],
  [/^664c6143/, 'audio/flac'],
  [/^2321414d52/, 'audio/amr'],
  [/^63616666000[12]0000/, 'audio/x-caf'],
  [/^494433(?:02|03|04)/, 'audio/mpeg'],
  [/^ff(?:f[23ab]|e[23ab])[1-9a-e][0-9a-f]/, 'audio/mpeg'],
  [/^fff[0189]/, 'audio/aac'],
  [/^255044462d/, 'application/pdf'],
]

/**
 * The media type of a picture, recording, film, document or program by its first bytes: files that stand beside messages
 * and hold none themselves. Null for anything else, old Office files and databases among it, which may hold messages.
 */
export async function mediaTypeOf(file: ArchiveBytes): Promise<string | null> {
  const head = file.read(0, 32).toHex()
  const [, type = null] = marks.find(([mark]) => mark.test(head)) ?? []
  if (type !== null) return type
  if (head.startsWith('504b0304')) {
    const directory = findDirectory(file)
    return directory && zipDocumentType(file, directory)
  }
  return head.startsWith('1f8b08') && (await isStickerFile(file)) ? 'application/x-tgsticker' : null
}

async function isStickerFile(file: ArchiveBytes): Promise<boolean> {
  try {
    for await (const piece of gunzip(file).bytes) return isSticker(piece)
  } catch (error) {
    if (!(error instanceof CompressionFault)) throw error
  }
  return false
}
