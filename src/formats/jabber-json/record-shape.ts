import { markLength } from '../lines.ts'
import { frameCutter } from './record-frames.ts'

/** What may stand between two records unsaid: white space, and the commas and brackets of a list around them. */
export const silent = /^[ \t\r\n,[\]}]*$/

/** True for a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const fields = ['ts', 'from', 'to', 'body'] as const
type FieldNames = Readonly<Record<(typeof fields)[number], string>>

/** How the record writes its four field names: `plain` when as they should be, null when it states one twice. */
export function namesOf(
  object: Readonly<Record<string, unknown>>,
  text: string,
): FieldNames | 'plain' | null {
  for (const field of fields) {
    const quoted = `"${field}"`
    const first = text.indexOf(quoted)
    if (first >= 0 && text.indexOf(quoted, first + 1) >= 0 && statedTwice(text, field)) return null
  }
  if ('ts' in object && 'from' in object && 'to' in object && 'body' in object) return 'plain'
  const named = (field: string): string[] => Object.keys(object).filter((key) => key.toLowerCase() === field)
  const [ts = ['ts'], from = ['from'], to = ['to'], body = ['body']] = fields.map(named)
  if ([ts, from, to, body].some((names) => names.length > 1)) return null
  const names = { ts: ts[0] ?? 'ts', from: from[0] ?? 'from', to: to[0] ?? 'to', body: body[0] ?? 'body' }
  return fields.every((field) => names[field] === field) ? 'plain' : names
}

/** A field's name may also be somebody's words; only before a colon is it a name. */
function statedTwice(text: string, field: string): boolean {
  return [...text.matchAll(new RegExp(`"${field}"[ \\t\\r\\n]{0,256}:`, 'g'))].length > 1
}

/** Past the brace that closes the object the text begins with, strings respected; null when none does. */
export function objectEnd(text: string): number | null {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (inString) {
      if (unit === 0x5c) at += 1
      else if (unit === 0x22) inString = false
    } else if (unit === 0x22) inString = true
    else if (unit === 0x7b) depth += 1
    else if (unit === 0x7d) {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return null
}

const likely =
  /^\{\s{0,256}"{1,3}ts"{1,2}\s{0,256}:\s{0,256}"[^"]{0,100}"\s{0,256},?\s{0,256}"{1,2}from"[^{}]{0,2000}?"{1,2}to"/i

/** How sure one may be that a file beginning so is a log of records. */
export function sniffJabber(head: Uint8Array): number {
  const bytes = head.subarray(markLength(head))
  if (bytes.includes(0)) return 0
  const cutter = frameCutter()
  const frames = [...cutter.cut(bytes)]
  const rest = cutter.rest()
  if (rest) frames.push(rest)
  const decoder = new TextDecoder()
  const texts = frames
    .slice(0, 50)
    .map((frame) => ({ begun: frame.begun, text: decoder.decode(bytes.subarray(frame.start, frame.end)) }))
  const records = texts.filter(({ begun }) => begun).map(({ text }) => text)
  if (records.length === 0) return 0
  const exact = records.filter(isExact).length
  const damaged = records.filter((text) => isDamaged(text) && likely.test(text)).length
  if (exact + damaged === 0) return 0
  if (texts[0]?.begun === false && !silent.test(texts[0].text)) return 0.4
  if (exact + damaged < records.length / 2) return 0.4
  return exact > 0 ? 0.9 : 0.7
}

function isDamaged(text: string): boolean {
  try {
    return !isRecord(JSON.parse(text)) || /"Body"/.test(text)
  } catch (error) {
    if (error instanceof SyntaxError) return !isExact(text)
    throw error
  }
}

function isExact(text: string): boolean {
  const end = objectEnd(text)
  if (end === null) return false
  try {
    const value: unknown = JSON.parse(text.slice(0, end))
    return isRecord(value) && Object.keys(value).toSorted().join() === 'body,from,to,ts'
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}
