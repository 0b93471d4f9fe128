import { decodeUtf8 } from '../lines.ts'

/** Text mended, and whether anything was. */
export interface Mended<Value> {
  readonly value: Value
  readonly mended: boolean
}

/**
 * Text whose UTF-8 bytes were written as though each were a character of Latin-1, read as what it was. Only where every
 * character is below U+0100, some are above U+007F, and the bytes are UTF-8; any other text stays as it is.
 */
export function mendText(text: string): Mended<string> {
  if (!/[\u0080-\u00ff]/.test(text) || /[\u0100-\uffff]/.test(text)) return { value: text, mended: false }
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at)
  const read = decodeUtf8(bytes)
  return read === null ? { value: text, mended: false } : { value: read, mended: true }
}

/** Every string in a value of JSON mended, names of fields excepted. */
export function mendValue(value: unknown): Mended<unknown> {
  if (typeof value === 'string') return mendText(value)
  if (Array.isArray(value)) {
    const items = value.map(mendValue)
    return { value: items.map((item) => item.value), mended: items.some(({ mended }) => mended) }
  }
  if (typeof value !== 'object' || value === null) return { value, mended: false }
  const fields = Object.entries(value).map(([name, field]) => [name, mendValue(field)] as const)
  return {
    value: Object.fromEntries(fields.map(([name, field]) => [name, field.value])),
    mended: fields.some(([, { mended }]) => mended),
  }
}
