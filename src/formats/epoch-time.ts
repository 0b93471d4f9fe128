import { parseEpochMicros, type SentTime } from '../core/time.ts'

/**
 * Reads a count of seconds or milliseconds since 1970, whole or with decimals, as text or as a number; null for
 * anything else. It is exact to the microsecond; digits past that stay in the text only. The zone is stated: such a
 * count is UTC by definition.
 */
export function readEpochTime(value: unknown, unit: 'seconds' | 'milliseconds'): SentTime | null {
  const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value
  if (typeof text !== 'string') return null
  const found = /^\s{0,9}(\d{1,15})(?:\.(\d{1,20}))?\s{0,9}$/.exec(text)
  if (found === null) return null
  const decimals = unit === 'seconds' ? 6 : 3
  const fraction = (found[2] ?? '').slice(0, decimals).padEnd(decimals, '0')
  const at = parseEpochMicros(Number(`${found[1]}${fraction}`))
  return at === null ? null : { at, text, zone: 'stated' }
}
