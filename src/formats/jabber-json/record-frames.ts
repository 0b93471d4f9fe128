import { byteWindow } from '../byte-window.ts'
import { longestRecord } from '../format.ts'

/** The bytes from where one record begins to where the next does. */
export interface Frame {
  readonly start: number
  readonly end: number
  /** Valid until the next call; null when the frame is longer than `longestRecord`. */
  readonly bytes: Uint8Array | null
  /** False for what stands before the first record. */
  readonly begun: boolean
}

/** Cuts a stream into frames, whatever is damaged inside them. */
export interface FrameCutter {
  /** The frames that end in this chunk. */
  cut(chunk: Uint8Array): readonly Frame[]
  /** The frame the stream ends in; null when it held no byte. */
  rest(): Frame | null
}

/**
 * A cutter that knows a record by its beginning: a brace, white space and a quoted field name. Inside a string of
 * valid JSON those bytes cannot follow each other, so a valid record is never cut.
 */
export function frameCutter(): FrameCutter {
  const window = byteWindow()
  let start = 0
  let scanned = 0
  let begun = false
  let tooLong = false
  const frameTo = (from: number, to: number): Frame => {
    const end = window.base + to
    const bytes = tooLong || end - start > longestRecord ? null : window.bytes.subarray(from, to)
    return { start, end, bytes, begun }
  }
  return {
    cut(chunk) {
      const frames: Frame[] = []
      window.append(chunk)
      const bytes = window.bytes
      let from = 0
      for (let at = bytes.indexOf(openBrace, scanned); at >= 0; at = bytes.indexOf(openBrace, scanned)) {
        const found = beginsRecord(bytes, at)
        scanned = at
        if (found === null) break
        scanned = at + 1
        if (!found) continue
        if (window.base + at > start) frames.push(frameTo(from, at))
        start = window.base + at
        from = at
        begun = true
        tooLong = false
      }
      if (bytes.indexOf(openBrace, scanned) < 0) scanned = bytes.length
      if (window.base + bytes.length - start > longestRecord) {
        tooLong = true
        from = scanned
      }
      window.drop(from)
      scanned -= from
      return frames
    },
    rest() {
      const held = window.bytes.length
      return window.base + held > start ? frameTo(0, held) : null
    },
  }
}

const openBrace = 0x7b
const quote = 0x22
const longestGap = 256
const fieldNames = ['ts"', 'to"', 'from"', 'body"'].map((name) => Array.from(new TextEncoder().encode(name)))

/** Whether a record begins at this brace; null when the bytes end before that can be told. */
function beginsRecord(bytes: Uint8Array, brace: number): boolean | null {
  let at = brace + 1
  const furthest = at + longestGap
  while (at < furthest && isJsonSpace(bytes[at])) at += 1
  const quotes = at
  while (at < quotes + 3 && bytes[at] === quote) at += 1
  if (at >= bytes.length) return null
  if (at === quotes) return false
  let unsure = false
  for (const name of fieldNames) {
    let length = 0
    while (length < name.length && lowerCase(bytes[at + length]) === name[length]) length += 1
    if (length === name.length) return true
    if (at + length >= bytes.length) unsure = true
  }
  return unsure ? null : false
}

/** True for the four bytes JSON calls white space. */
function isJsonSpace(byte: number | undefined): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9
}

function lowerCase(byte: number | undefined): number | undefined {
  return byte !== undefined && byte >= 65 && byte <= 90 ? byte + 32 : byte
}
