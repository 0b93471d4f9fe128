import type { EvidenceFile } from './format.ts'
import { longestRecord } from './format.ts'

/** How many bytes a character unit takes, and for two which comes first. */
export type Unit = 'byte' | 'utf-16le' | 'utf-16be'

/** A line of a file with the bytes it stands at. */
export interface Line {
  /** Offset of its first byte. */
  readonly start: number
  /** Offset past its line break; past its last byte when it has none. */
  readonly end: number
  /** Its bytes without the LF or CR LF that ends it; null when it is longer than `longestRecord`. Valid until the next list is asked for. */
  readonly bytes: Uint8Array | null
  /** False for a last line that no line break ends. */
  readonly ended: boolean
}

const lineFeed = 10
const carriageReturn = 13
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The lines of a file, in order and without gap, in lists of any length. Only LF ends a line (a CR before it is its
 * part); a byte order mark stays in the first line. Holds no more than `longestRecord` bytes of a line.
 */
export async function* readLines(file: EvidenceFile, unit: Unit = 'byte'): AsyncGenerator<readonly Line[]> {
  const cutter = lineCutter(unit)
  for await (const chunk of unit === 'byte' ? file.bytes() : evenChunks(file.bytes())) {
    const lines = cutter.cut(chunk)
    if (lines.length > 0) yield lines
  }
  const last = cutter.rest()
  if (last) yield [last]
}

/** The bytes as UTF-8 text, or null when they are not. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

/** Length of the UTF-8 byte order mark the bytes begin with: 3 or 0. */
export function markLength(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
}

/** Pieces of bytes as one. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1 && parts[0]) return parts[0]
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

interface LineCutter {
  cut(chunk: Uint8Array): Line[]
  rest(): Line | null
}

/** Chunks of an even number of bytes, so that no unit of two bytes is split; only the last may be odd. */
async function* evenChunks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let odd = new Uint8Array(0)
  for await (const chunk of chunks) {
    const whole = odd.length === 0 ? chunk : joinBytes([odd, chunk])
    const even = whole.length - (whole.length % 2)
    odd = whole.slice(even)
    if (even > 0) yield whole.subarray(0, even)
  }
  if (odd.length > 0) yield odd
}

function lineCutter(unit: Unit): LineCutter {
  let begun: Uint8Array[] = []
  let held = 0
  let start = 0
  const keep = (piece: Uint8Array): void => {
    held += piece.length
    if (held > longestRecord) begun = []
    else if (piece.length > 0) begun.push(piece.slice())
  }
  const finish = (last: Uint8Array, ended: boolean): Line => {
    const length = held + last.length
    const bytes = length > longestRecord ? null : held === 0 ? last : joinBytes([...begun, last])
    const line = {
      start,
      end: start + length,
      bytes: bytes && ended ? withoutBreak(bytes, unit) : bytes,
      ended,
    }
    begun = []
    held = 0
    start = line.end
    return line
  }
  return {
    cut(chunk) {
      const lines: Line[] = []
      let from = 0
      for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, at + 1)) {
        const end = breakEnd(chunk, at, unit)
        if (end === null) continue
        lines.push(finish(chunk.subarray(from, end), true))
        from = end
      }
      keep(chunk.subarray(from))
      return lines
    },
    rest: () => (held > 0 ? finish(new Uint8Array(0), false) : null),
  }
}

/** Offset past the line break whose LF is at `at`, or null when that byte is half of another character. */
function breakEnd(chunk: Uint8Array, at: number, unit: Unit): number | null {
  if (unit === 'byte') return at + 1
  if (unit === 'utf-16le') return at % 2 === 0 && chunk[at + 1] === 0 ? at + 2 : null
  return at % 2 === 1 && chunk[at - 1] === 0 ? at + 1 : null
}

function withoutBreak(bytes: Uint8Array, unit: Unit): Uint8Array {
  const width = unit === 'byte' ? 1 : 2
  const end = bytes.length - width
  const low = unit === 'utf-16le' ? end - 2 : end - 1
  const high = unit === 'utf-16le' ? end - 1 : end - 2
  const returned = bytes[low] === carriageReturn && (width === 1 || bytes[high] === 0)
  return bytes.subarray(0, returned ? end - width : end)
}
