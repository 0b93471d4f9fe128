import type { ProblemCode, RepairCode } from '../core/problem.ts'
import { parseEpochMicros, type SentTime } from '../core/time.ts'
import { noRepairs } from './row-tiles.ts'
import { hasBrokenText, type StoredRow, valueIn } from './sqlite-file.ts'

/** Units a database counts a time in, and the moment it counts from. */
export type TimeUnit = 'seconds' | 'milliseconds' | 'microseconds'

/** The text of a column, or a whole number as its digits; null for anything else. */
export function textIn(row: StoredRow | null, column: string): string | null {
  const value = row && valueIn(row, column)
  if (typeof value === 'string') return value
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))
    ? String(value)
    : null
}

/** The text of a column; null when it is none or blank. */
export function wordsIn(row: StoredRow | null, column: string): string | null {
  const text = textIn(row, column)
  return text === null || text.trim() === '' ? null : text
}

/** The whole number of a column; null when it is none, or text that looks like one. */
export function integerIn(row: StoredRow | null, column: string): number | null {
  const value = row && valueIn(row, column)
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null
}

/** The number of a column; null when it is none. */
export function numberIn(row: StoredRow | null, column: string): number | null {
  const value = row && valueIn(row, column)
  return typeof value === 'number' ? value : null
}

/** The bytes of a column; null when it holds none. */
export function bytesIn(row: StoredRow | null, column: string): Uint8Array | null {
  const value = row && valueIn(row, column)
  return value instanceof Uint8Array ? value : null
}

/** A count of a unit since 1970 as it stands in a column: a whole number and nothing that only looks like one. */
export function timeIn(row: StoredRow, column: string, unit: TimeUnit): SentTime | ProblemCode {
  const value = valueIn(row, column)
  if (value === null) return 'no-timestamp'
  if (typeof value !== 'number' || !Number.isInteger(value)) return 'bad-timestamp'
  const at = parseEpochMicros(value * (unit === 'seconds' ? 1_000_000 : unit === 'milliseconds' ? 1000 : 1))
  return at === null ? 'bad-timestamp' : { at, text: String(value), zone: 'stated' }
}

/** What has to be noted of a row whose words are no text of the database's encoding. */
export function textRepairs(row: StoredRow, columns: readonly string[]): readonly RepairCode[] {
  return columns.some((column) => hasBrokenText(row, column)) ? substituted : noRepairs
}

/** The beginning of a database file as text, whatever its encoding, for telling whose it is. Empty when it is none. */
export function schemaText(head: Uint8Array): string {
  const text = latin.decode(head)
  return text.startsWith('SQLite format 3\0') ? text.replaceAll('\0', '') : ''
}

/** Whether the file is the write-ahead log of a database with such a name. */
export function isLogOf(name: string, head: Uint8Array, database: RegExp): boolean {
  const found = /([^/]{1,200})-wal$/i.exec(name)?.[1] ?? ''
  return head[0] === 0x37 && head[1] === 0x7f && head[2] === 0x06 && database.test(found)
}

/** A position in degrees; null when either number is missing, out of range, or both are nought. */
export function positionIn(
  row: StoredRow | null,
): { readonly latitude: number; readonly longitude: number } | null {
  const latitude = numberIn(row, 'latitude')
  const longitude = numberIn(row, 'longitude')
  if (latitude === null || longitude === null || (latitude === 0 && longitude === 0)) return null
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null
}

const latin = new TextDecoder('latin1')
const substituted: readonly RepairCode[] = ['substituted-character']
