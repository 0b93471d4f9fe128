import type { TextEncoding } from './sqlite-pages.ts'

/** A value as SQLite stores it; an integer that a double does not hold exactly is a bigint. */
export type SqlValue = null | number | bigint | string | Uint8Array

/** A record cut into its columns; values are read when they are asked for. */
export interface SqlRecord {
  readonly payload: Uint8Array
  /** The serial type of each column stored. */
  readonly types: readonly number[]
  /** Where each column's bytes begin. */
  readonly starts: readonly number[]
}

/** A number of up to 64 bits and the offset past it. */
export interface Varint {
  readonly value: number | bigint
  readonly end: number
}

/** No table has more columns. */
const mostColumns = 32_767

/** The variable-length integer at `at`; null when the bytes end within it. */
export function readVarint(bytes: Uint8Array, at: number): Varint | null {
  let value = 0
  for (let index = 0; index < 9; index += 1) {
    const byte = bytes[at + index]
    if (byte === undefined) return null
    if (index >= 7) return readLongVarint(bytes, at)
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return { value, end: at + index + 1 }
  }
  return null
}

/** One of eight or nine bytes, which a double may not hold. */
function readLongVarint(bytes: Uint8Array, at: number): Varint | null {
  let value = 0n
  for (let index = 0; index < 9; index += 1) {
    const byte = bytes[at + index]
    if (byte === undefined) return null
    if (index === 8) return { value: narrow(BigInt.asIntN(64, (value << 8n) | BigInt(byte))), end: at + 9 }
    value = (value << 7n) | BigInt(byte & 0x7f)
    if (byte < 0x80) return { value: narrow(BigInt.asIntN(64, value)), end: at + index + 1 }
  }
  return null
}

/** Cuts a record into columns; null when its header is not one or its columns do not fit in it. */
export function cutRecord(payload: Uint8Array): SqlRecord | null {
  const header = readVarint(payload, 0)
  if (header === null || typeof header.value === 'bigint' || header.value > payload.length) return null
  const types: number[] = []
  const starts: number[] = []
  let start = header.value
  for (let at = header.end; at < header.value; ) {
    const type = readVarint(payload, at)
    if (type === null || typeof type.value === 'bigint' || type.end > header.value) return null
    if (type.value === 10 || type.value === 11 || types.length >= mostColumns) return null
    types.push(type.value)
    starts.push(start)
    start += sizeOf(type.value)
    at = type.end
  }
  return start <= payload.length && header.end <= header.value ? { payload, types, starts } : null
}

/** The value of a column, undefined when the record has fewer columns. */
export function readColumn(
  { payload, types, starts }: SqlRecord,
  column: number,
  encoding: TextEncoding,
): SqlValue | undefined {
  const type = types[column]
  const start = starts[column]
  if (type === undefined || start === undefined) return undefined
  if (type >= 12) {
    const bytes = payload.subarray(start, start + sizeOf(type))
    return type % 2 === 0 ? bytes : textOf(bytes, encoding)
  }
  if (type === 0) return null
  if (type === 8) return 0
  if (type === 9) return 1
  const view = new DataView(payload.buffer, payload.byteOffset + start, sizeOf(type))
  return type === 7 ? realOf(view) : integerOf(view)
}

/** Whether a text column holds bytes that are no text in the database's encoding; they read as U+FFFD. */
export function isBrokenText(record: SqlRecord, column: number, encoding: TextEncoding): boolean {
  const type = record.types[column] ?? 0
  const start = record.starts[column] ?? 0
  if (type < 13 || type % 2 === 0) return false
  if (encoding !== 'utf-8') return sizeOf(type) % 2 === 1
  try {
    strictUtf8.decode(record.payload.subarray(start, start + sizeOf(type)))
    return false
  } catch (error) {
    if (error instanceof TypeError) return true
    throw error
  }
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

/** Text as it stands; in UTF-16 unit by unit, so that half a pair stays what it is. */
function textOf(bytes: Uint8Array, encoding: TextEncoding): string {
  if (encoding === 'utf-8') return utf8.decode(bytes)
  const [low, high] = encoding === 'utf-16le' ? [0, 1] : [1, 0]
  let text = ''
  for (let from = 0; from + 1 < bytes.length; from += 8192) {
    const units: number[] = []
    for (let at = from; at < from + 8192 && at + 1 < bytes.length; at += 2)
      units.push((bytes[at + low] ?? 0) | ((bytes[at + high] ?? 0) << 8))
    text += String.fromCharCode(...units)
  }
  return text
}

const fixedSizes = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0]

function sizeOf(type: number): number {
  return type >= 12 ? Math.floor((type - 12) / 2) : (fixedSizes[type] ?? 0)
}

function integerOf(view: DataView): number | bigint {
  switch (view.byteLength) {
    case 1:
      return view.getInt8(0)
    case 2:
      return view.getInt16(0)
    case 3:
      return view.getInt8(0) * 0x1_0000 + view.getUint16(1)
    case 4:
      return view.getInt32(0)
    case 6:
      return view.getInt16(0) * 0x1_0000_0000 + view.getUint32(2)
    default:
      return narrow(view.getBigInt64(0))
  }
}

/** A real number; what is no number is stored as null by SQLite itself. */
function realOf(view: DataView): number | null {
  const value = view.getFloat64(0)
  return Number.isNaN(value) ? null : value
}

function narrow(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
