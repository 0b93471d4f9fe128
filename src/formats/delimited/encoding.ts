import type { Unit } from '../lines.ts'
import { decodeUtf8 } from '../lines.ts'

/** The character encoding of a text file, and how to read bytes of it. */
export interface Encoding {
  readonly name: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1251' | 'windows-1252'
  readonly unit: Unit
  /** Bytes of the byte order mark the file begins with. */
  readonly mark: number
  /** The text, or null when the bytes are not of this encoding. */
  readonly decode: (bytes: Uint8Array) => string | null
}

interface Tally {
  size: number
  /** The first bytes, up to three. */
  readonly first: number[]
  zerosAtEven: number
  zerosAtOdd: number
  /** Bytes over 0x7f inside and outside of well-formed UTF-8. */
  inUtf8: number
  outOfUtf8: number
  /** Continuation bytes still due, and how many bytes of the sequence were seen. */
  due: number
  begun: number
  readonly counts: number[]
  /** Stretches of bytes over 0x7f. */
  runs: number
  poundsBeforeDigits: number
  last: number
}

/**
 * Works out the encoding from bytes handed over in order. A byte order mark decides; then zero bytes at every other
 * place (UTF-16); then UTF-8. A single-byte encoding is taken only on clear evidence, see {@link isCyrillic} and
 * {@link isWestern}: otherwise the answer is UTF-8, and what is not becomes a problem.
 */
export function encodingSniffer(): { add(chunk: Uint8Array): void; result(): Encoding } {
  const tally: Tally = {
    size: 0,
    first: [],
    zerosAtEven: 0,
    zerosAtOdd: 0,
    inUtf8: 0,
    outOfUtf8: 0,
    due: 0,
    begun: 0,
    counts: Array.from({ length: 256 }, () => 0),
    runs: 0,
    poundsBeforeDigits: 0,
    last: 0,
  }
  return { add: (chunk) => chunk.forEach((byte) => count(tally, byte)), result: () => decide(tally) }
}

function count(tally: Tally, byte: number): void {
  if (tally.size < 3) tally.first.push(byte)
  if (byte === 0) tally[tally.size % 2 === 0 ? 'zerosAtEven' : 'zerosAtOdd'] += 1
  tally.size += 1
  if (byte >= 0x80 || tally.due > 0) countHigh(tally, byte)
  if (tally.last === 0xa3 && byte >= 48 && byte <= 57) tally.poundsBeforeDigits += 1
  tally.last = byte
}

function countHigh(tally: Tally, byte: number): void {
  if (byte >= 0x80) {
    tally.counts[byte] = (tally.counts[byte] ?? 0) + 1
    if (tally.last < 0x80) tally.runs += 1
  }
  if (tally.due > 0 && (byte & 0xc0) === 0x80) {
    tally.begun += 1
    tally.due -= 1
    if (tally.due === 0) tally.inUtf8 += tally.begun
    return
  }
  if (tally.due > 0) tally.outOfUtf8 += tally.begun
  tally.due = byte < 0xc2 || byte > 0xf4 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3
  tally.begun = 1
  if (tally.due === 0 && byte >= 0x80) tally.outOfUtf8 += 1
}

function decide(tally: Tally): Encoding {
  const [a, b, c] = tally.first
  if (a === 0xef && b === 0xbb && c === 0xbf) return { ...utf8, mark: 3 }
  if (a === 0xff && b === 0xfe) return { ...utf16le, mark: 2 }
  if (a === 0xfe && b === 0xff) return { ...utf16be, mark: 2 }
  const units = tally.size / 2
  if (tally.zerosAtOdd > units * 0.15 && tally.zerosAtEven < units * 0.02) return utf16le
  if (tally.zerosAtEven > units * 0.15 && tally.zerosAtOdd < units * 0.02) return utf16be
  if (tally.outOfUtf8 <= tally.inUtf8) return utf8
  if (isCyrillic(tally)) return singleByte('windows-1251')
  return isWestern(tally) ? singleByte('windows-1252') : utf8
}

const commonCyrillic = [0xee, 0xe5, 0xe0, 0xe8, 0xed, 0xf2, 0xf1, 0xf0]

/**
 * Clear evidence of Windows-1251: forty letters or more, nine of ten bytes over 0x7f Cyrillic letters in that
 * encoding, most of them small, standing in words, and two fifths of them the eight letters Russian uses most.
 */
function isCyrillic({ counts, runs }: Tally): boolean {
  const high = sumOf(counts, 0x80, 0xff)
  const letters = sumOf(counts, 0xc0, 0xff) + (counts[0xa8] ?? 0) + (counts[0xb8] ?? 0)
  const common = commonCyrillic.reduce((sum, byte) => sum + (counts[byte] ?? 0), 0)
  const small = sumOf(counts, 0xe0, 0xff)
  return (
    high >= 40 && letters >= high * 0.9 && small >= high * 0.6 && common >= high * 0.4 && high >= runs * 2
  )
}

/** Bytes that mean the same in Windows-1250 and Windows-1252, so that accepting the latter changes no letter. */
const sameWestern = new Set([
  0x80, 0x82, 0x84, 0x85, 0x86, 0x87, 0x89, 0x8b, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99, 0x9b, 0xa0,
  0xa4, 0xa6, 0xa7, 0xa8, 0xa9, 0xab, 0xac, 0xad, 0xae, 0xb0, 0xb1, 0xb4, 0xb5, 0xb6, 0xb7, 0xb8, 0xbb, 0xc1,
  0xc2, 0xc4, 0xc7, 0xc9, 0xcb, 0xcd, 0xce, 0xd3, 0xd4, 0xd6, 0xd7, 0xda, 0xdc, 0xdd, 0xdf, 0xe1, 0xe2, 0xe4,
  0xe7, 0xe9, 0xeb, 0xed, 0xee, 0xf3, 0xf4, 0xf6, 0xf7, 0xfa, 0xfc, 0xfd,
])

/**
 * Clear evidence of Windows-1252: every byte over 0x7f stands alone among plain letters and means the same in the
 * Central European encoding, or is a pound sign before a figure.
 */
function isWestern({ counts, runs, poundsBeforeDigits }: Tally): boolean {
  const high = sumOf(counts, 0x80, 0xff)
  const strange = counts.some(
    (seen, byte) => byte >= 0x80 && byte !== 0xa3 && seen > 0 && !sameWestern.has(byte),
  )
  return !strange && (counts[0xa3] ?? 0) === poundsBeforeDigits && high <= runs * 1.2
}

function sumOf(counts: readonly number[], from: number, to: number): number {
  return counts.slice(from, to + 1).reduce((sum, seen) => sum + seen, 0)
}

const utf8: Encoding = { name: 'utf-8', unit: 'byte', mark: 0, decode: decodeUtf8 }
const utf16le: Encoding = {
  name: 'utf-16le',
  unit: 'utf-16le',
  mark: 0,
  decode: (bytes) => decodeUtf16(bytes, 0),
}
const utf16be: Encoding = {
  name: 'utf-16be',
  unit: 'utf-16be',
  mark: 0,
  decode: (bytes) => decodeUtf16(bytes, 1),
}

function singleByte(name: 'windows-1251' | 'windows-1252'): Encoding {
  const decoder = new TextDecoder(name)
  return { name, unit: 'byte', mark: 0, decode: (bytes) => decoder.decode(bytes) }
}

/** By hand, because `TextDecoder` replaces a lone surrogate or refuses it, and evidence may hold one. */
function decodeUtf16(bytes: Uint8Array, low: 0 | 1): string | null {
  if (bytes.length % 2 !== 0) return null
  const pieces: string[] = []
  for (let from = 0; from < bytes.length; from += 8192) {
    const units: number[] = []
    for (let at = from; at < Math.min(from + 8192, bytes.length); at += 2)
      units.push((bytes[at + low] ?? 0) | ((bytes[at + 1 - low] ?? 0) << 8))
    pieces.push(String.fromCharCode(...units))
  }
  return pieces.join('')
}
