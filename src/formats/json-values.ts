import { utf8Head } from './utf16-file.ts'

/** An object of a JSON file, its fields not yet looked at. */
export type JsonObject = Readonly<Record<string, unknown>>

/** A JSON object as read, and whether backslashes that escape nothing had to be read as themselves. */
export interface ParsedObject {
  readonly object: JsonObject
  readonly badEscape: boolean
}

/**
 * The text as a JSON object, or null when it is none. A whole number too large for JavaScript to hold becomes its
 * digits as text, so that none of them changes.
 */
export function parseJsonObject(text: string): ParsedObject | null {
  const plain = parse(text)
  if (plain !== undefined) return isObject(plain) ? { object: plain, badEscape: false } : null
  const mended = parse(withoutBadEscapes(text))
  return isObject(mended) ? { object: mended, badEscape: true } : null
}

/** The text as any JSON value; undefined when it is not JSON. */
export function parseJsonValue(text: string): unknown {
  return parse(text)
}

/** True for an object that is no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The field as text when it is text and not blank, or a whole number; null for anything else. */
export function textOf(object: JsonObject, name: string): string | null {
  const value = object[name]
  if (typeof value === 'string') return value.trim() === '' ? null : value
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : null
}

/** The field as words, blank or not; empty when it is no text. */
export function wordsOf(object: JsonObject, name: string): string {
  const value = object[name]
  return typeof value === 'string' ? value : ''
}

/** The field as a finite number, written as one or as text; null for anything else. */
export function numberOf(object: JsonObject, name: string): number | null {
  const value = object[name]
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

/** The field as an object; empty when it is none. */
export function objectOf(object: JsonObject, name: string): JsonObject {
  const value = object[name]
  return isObject(value) ? value : nothing
}

/** The field as a list; empty when it is none. */
export function listOf(object: JsonObject, name: string): readonly unknown[] {
  const value: unknown = object[name]
  return Array.isArray(value) ? value : []
}

/** The objects in a field that is a list. */
export function objectsOf(object: JsonObject, name: string): readonly JsonObject[] {
  return listOf(object, name).filter(isObject)
}

/** The start of a file in UTF-8 or UTF-16 as text, its byte order mark left out, for recognising it. */
export function headText(head: Uint8Array): string {
  return decoder.decode(utf8Head(head))
}

/** How many of these patterns the text matches. */
export function matches(text: string, patterns: readonly RegExp[]): number {
  return patterns.filter((pattern) => pattern.test(text)).length
}

const nothing: JsonObject = {}
const decoder = new TextDecoder()
const longNumber = /\d{16}/
const escape = /\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|)/g

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(longNumber.test(text) ? withLongNumbersAsText(text) : text)
    return value
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Hand-written, because a regular expression that knows strings runs out of stack on one of many megabytes. */
function withLongNumbersAsText(text: string): string {
  const parts: string[] = []
  let from = 0
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit === 0x22) at = stringEnd(text, at)
    if (!isDigit(unit)) continue
    const start = text[at - 1] === '-' ? at - 1 : at
    while (isDigit(text.charCodeAt(at + 1))) at += 1
    const whole = !/[.eE+]/.test(text[start - 1] ?? '') && !/[.eE]/.test(text[at + 1] ?? '')
    const number = text.slice(start, at + 1)
    if (!whole || number.length < 16 || Number.isSafeInteger(Number(number))) continue
    parts.push(text.slice(from, start), `"${number}"`)
    from = at + 1
  }
  return parts.join('') + text.slice(from)
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57
}

/** Where the quotation mark stands that ends the string begun at `from`; the last place of the text when none does. */
function stringEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit === 0x5c) at += 1
    else if (unit === 0x22) return at
  }
  return text.length
}

/** The text with every backslash that begins no escape of JSON doubled, so that it stands for itself. */
function withoutBadEscapes(text: string): string {
  return text.replace(escape, (found, valid: string | undefined) => (valid === undefined ? '\\\\' : found))
}
