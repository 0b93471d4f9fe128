/**
 * The words of an `attributedBody`: an NSAttributedString archived as Apple's typedstream. Only the string at its front
 * is read; fonts, links and mentions that follow it are not.
 */
import { decodeUtf8 } from '../lines.ts'

const streamName = new TextEncoder().encode('streamtyped')
const stringClass = new TextEncoder().encode('NSString')
/** What stands before the length of a string: a new object of one field, whose type is `+`. */
const stringMark = new Uint8Array([0x84, 0x01, 0x2b])

/** The string of an archived attributed string; null when the bytes hold none that can be read. */
export function wordsOfArchive(bytes: Uint8Array): string | null {
  const named = placeOf(bytes, stringClass, 0, 512)
  if (placeOf(bytes, streamName, 0, 4) < 0 || named < 0) return null
  const mark = placeOf(bytes, stringMark, named, named + 64)
  const length = mark < 0 ? null : readLength(bytes, mark + 3)
  if (length === null || length.end + length.value > bytes.length) return null
  return decodeUtf8(bytes.subarray(length.end, length.end + length.value))
}

/** Where some bytes begin, at `from` or after it and before `end`; -1 when they do not. */
function placeOf(bytes: Uint8Array, sought: Uint8Array, from: number, end: number): number {
  for (let at = from; at < Math.min(end, bytes.length - sought.length + 1); at += 1)
    if (sought.every((byte, index) => bytes[at + index] === byte)) return at
  return -1
}

/** A length: one byte, or two or four after a mark, the lowest first. */
function readLength(bytes: Uint8Array, at: number): { readonly value: number; readonly end: number } | null {
  const first = bytes[at]
  if (first === undefined) return null
  const width = first === 0x81 ? 2 : first === 0x82 ? 4 : 0
  if (width === 0) return first < 0x80 ? { value: first, end: at + 1 } : null
  if (at + 1 + width > bytes.length) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset + at + 1, width)
  return { value: width === 2 ? view.getUint16(0, true) : view.getUint32(0, true), end: at + 1 + width }
}
