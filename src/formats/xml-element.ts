import type { Span } from '../core/locator.ts'
import type { RepairCode } from '../core/problem.ts'
import { literalText, resolveText, type XmlEncoding } from './xml-text.ts'

/** An opening tag: its name without prefix, and its attributes as written, the first of each name. */
export interface XmlTag {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
}

/** An element that was read whole, with the bytes it stands at. */
export interface XmlElement extends XmlTag, Span {
  /** Its own characters, without those of its children; where it has CDATA, white space around that is left out. */
  readonly text: string
  readonly children: readonly XmlElement[]
}

/** Units of the file that are held, as a reader of characters takes them. */
export interface XmlUnits {
  readonly encoding: XmlEncoding
  readonly bytes: Uint8Array
  readonly base: number
  /** The bytes of the file themselves, where a unit is not a byte. */
  readonly raw: Uint8Array | null
}

/** More attributes than this a tag may not have. */
export const mostAttributes = 1024

/** The characters of units `from` to `to`, references resolved unless they are `literal`. */
function readText(units: XmlUnits, { start, end }: Span, literal: boolean, repairs: Set<RepairCode>): string {
  const { encoding, base } = units
  const bytes = (units.raw ?? units.bytes).subarray(
    (start - base) * encoding.width,
    (end - base) * encoding.width,
  )
  const note = (): void => void repairs.add('substituted-character')
  const text = encoding.decode(bytes, note)
  return literal ? literalText(text, note) : resolveText(text, note)
}

/** The tag that stands at units `start` to `end`, angle brackets included. */
export function readTag(units: XmlUnits, { start, end }: Span, repairs: Set<RepairCode>): XmlTag {
  const { bytes, base } = units
  const nameEnd = endOfName(bytes, start - base + 1, end - base)
  const name = nameOf(units, start - base + 1, nameEnd, repairs)
  const attributes = new Map<string, string>()
  let at = nameEnd
  while (attributes.size < mostAttributes) {
    const found = nextAttribute(bytes, at, end - base)
    if (!found) break
    const key = nameOf(units, found.name, found.nameEnd, repairs)
    const value = readText(units, { start: base + found.value, end: base + found.valueEnd }, false, repairs)
    if (attributes.has(key)) repairs.add('stray-character')
    else attributes.set(key, value)
    at = found.valueEnd + 1
  }
  return { name: name.slice(name.indexOf(':') + 1), attributes }
}

/** A number that two tags share when their names are the same, and hardly otherwise. */
export function nameHash(bytes: Uint8Array, from: number, to: number): number {
  const end = endOfName(bytes, from, to)
  let hash = 0x811c9dc5
  for (let at = from; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193)
  return hash
}

/** The first child of that name, or null. */
export function childOf(element: XmlElement, name: string): XmlElement | null {
  return element.children.find((child) => child.name === name) ?? null
}

function endOfName(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to) {
    const unit = bytes[at] ?? 0
    if (unit <= 0x20 || unit === 0x2f || unit === 0x3e || unit === 0x3d) break
    at += 1
  }
  return at
}

interface FoundAttribute {
  readonly name: number
  readonly nameEnd: number
  readonly value: number
  readonly valueEnd: number
}

function nextAttribute(bytes: Uint8Array, from: number, to: number): FoundAttribute | null {
  for (let quote = from; quote < to; quote += 1) {
    const unit = bytes[quote]
    if (unit !== 0x22 && unit !== 0x27) continue
    const valueEnd = bytes.indexOf(unit, quote + 1)
    if (valueEnd < 0 || valueEnd >= to) return null
    let nameEnd = quote
    while (nameEnd > from && ((bytes[nameEnd - 1] ?? 0) <= 0x20 || bytes[nameEnd - 1] === 0x3d)) nameEnd -= 1
    let name = nameEnd
    while (name > from && (bytes[name - 1] ?? 0) > 0x20) name -= 1
    return { name, nameEnd, value: quote + 1, valueEnd }
  }
  return null
}

function nameOf(units: XmlUnits, from: number, to: number, repairs: Set<RepairCode>): string {
  let name = ''
  for (let at = from; at < to; at += 1) {
    const unit = units.bytes[at] ?? 0
    if (unit >= 0x80)
      return readText(units, { start: units.base + from, end: units.base + to }, true, repairs)
    name += String.fromCharCode(unit)
  }
  return name
}

/** Builds the tree of one record from its tokens. */
export interface ElementBuilder {
  readonly repairs: Set<RepairCode>
  open(units: XmlUnits, at: Span): void
  text(units: XmlUnits, at: Span, literal: boolean): void
  /** Closes the innermost element; gives the tree when it was the outermost. */
  close(end: number): XmlElement | null
}

interface Growing extends XmlTag {
  readonly start: number
  readonly children: XmlElement[]
  readonly plain: string[]
  readonly literal: string[]
}

/** A builder with nothing in it. */
export function elementBuilder(width: number): ElementBuilder {
  const repairs = new Set<RepairCode>()
  const open: Growing[] = []
  return {
    repairs,
    open(units, at) {
      open.push({
        ...readTag(units, at, repairs),
        start: at.start * width,
        children: [],
        plain: [],
        literal: [],
      })
    },
    text(units, at, literal) {
      const element = open.at(-1)
      if (!element) return
      const { bytes, base } = units
      if (!literal && element.children.length > 0 && isBlank(bytes, at.start - base, at.end - base)) return
      const text = readText(units, at, literal, repairs)
      element[literal ? 'literal' : 'plain'].push(text)
      // Kept in both, so that the order of what is written between sections is not lost.
      if (literal) element.plain.push(text)
    },
    close(end) {
      const element = open.pop()
      if (!element) return null
      const { name, attributes, start, children, plain, literal } = element
      const joined = plain.join('')
      const inner = literal.join('')
      const text = literal.length > 0 && joined.trim() === inner.trim() ? inner : joined
      const whole = { name, attributes, start, end: end * width, text, children }
      open.at(-1)?.children.push(whole)
      return open.length === 0 ? whole : null
    },
  }
}

/** Whether units `from` to `to` are nothing but white space. */
export function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if ((bytes[at] ?? 0) > 0x20) return false
  return true
}

/**
 * Whether a CDATA section holds the beginning of another: then its own end was lost and it swallows what follows,
 * perhaps of another message.
 */
export function holdsSection({ bytes, base }: XmlUnits, section: Span): boolean {
  const end = section.end - base
  for (
    let at = bytes.indexOf(0x3c, Math.max(0, section.start + 9 - base));
    at >= 0 && at < end;
    at = bytes.indexOf(0x3c, at + 1)
  ) {
    if (bytes[at + 1] === 0x21 && bytes[at + 2] === 0x5b && bytes[at + 3] === 0x43 && bytes[at + 8] === 0x5b)
      return true
  }
  return false
}
