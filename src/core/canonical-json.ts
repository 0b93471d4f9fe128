/** A value whose JSON is the same on every machine: its numbers are whole and safe. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/**
 * The one JSON text of a value: no spaces, keys ordered by UTF-16 code unit.
 * @throws {TypeError} on a number that is not a safe integer, a text with half a surrogate pair, or anything JSON lacks.
 * @see RFC 8785
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return canonicalString(value)
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError('Only safe integers have a canonical form')
    return String(value)
  }
  // Array.from so that a hole is refused: map would pass over it.
  if (isArray(value)) return `[${Array.from(value, canonicalJson).join(',')}]`
  if (!isPlainObject(value)) throw new TypeError(`No canonical JSON for ${typeof value}`)
  const members = Object.keys(value)
    // oxlint-disable-next-line unicorn/no-array-sort -- the default order, by code unit, is the one required
    .sort()
    .map((key) => `${canonicalString(key)}:${canonicalJson(memberOf(value, key))}`)
  return `{${members.join(',')}}`
}

function canonicalString(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('A text with half a surrogate pair has no canonical form')
  return JSON.stringify(text)
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

function isPlainObject(value: unknown): value is { readonly [key: string]: Json } {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function memberOf(value: { readonly [key: string]: Json }, key: string): Json {
  const member = value[key]
  if (member === undefined) throw new TypeError(`No canonical JSON for undefined`)
  return member
}
