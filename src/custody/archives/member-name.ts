/**
 * Names of members, which are data and never a path on this machine: nothing is written under them. They are decoded by
 * the rules of their archive, without loss, and written so that whatever is odd in them can be seen.
 */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const cp437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'

/**
 * The name of a zip member: the Unicode Path field where it vouches for the name, else UTF-8 where it is that (marked so
 * or not, as macOS leaves it), else code page 437, which has a character for every byte.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.4.4 bit 11, 4.6.9, appendix D
 */
export function decodeZipName(raw: Uint8Array, unicodePath: Uint8Array | null): string {
  const better = unicodePath && vouchedName(raw, unicodePath)
  return better ?? decodeUtf8(raw) ?? fromCp437(raw)
}

/** The name of a tar member: UTF-8 where it is that, else one character a byte. */
export function decodeTarName(raw: Uint8Array): string {
  return decodeUtf8(raw) ?? Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1')
}

function vouchedName(raw: Uint8Array, field: Uint8Array): string | null {
  if (field.length < 6 || field[0] !== 1) return null
  const crc = new DataView(field.buffer, field.byteOffset, field.length).getUint32(1, true)
  return crc === crc32(raw) ? decodeUtf8(field.subarray(5)) : null
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes)
  } catch {
    // Not UTF-8: the caller has another way to read it.
    return null
  }
}

function fromCp437(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) =>
    byte < 0x80 ? String.fromCharCode(byte) : cp437.charAt(byte - 0x80),
  ).join('')
}

// oxlint-disable-next-line eslint/no-control-regex -- characters that cannot be seen, or that turn the line round
const unseen = /[\\\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g
const longest = 4096

/**
 * A member's name as it stands in the name of its entry, after `!/`. A part that is empty, `.` or `..` is written `\e`,
 * `\.` or `\.\.`; an exclamation mark at the end of a part `\!`; a backslash `\\`; other characters that do not show
 * `\u{…}`. A name longer than 4,096 characters ends in its hash.
 */
export function visiblePath(name: string): string {
  const path = name.toWellFormed().split('/').map(visiblePart).join('/')
  if (path.length <= longest) return path
  const hash = createHash('sha256').update(name, 'utf16le').digest('hex')
  return `${path.slice(0, longest).toWellFormed()}\\#${hash}`
}

function visiblePart(part: string): string {
  if (part === '') return '\\e'
  if (part === '.' || part === '..') return part.replaceAll('.', '\\.')
  return part
    .replaceAll(unseen, (mark) =>
      mark === '\\' ? '\\\\' : `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`,
    )
    .replace(/!$/, '\\!')
}
