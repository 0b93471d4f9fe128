import type { EvidenceFile } from './format.ts'
import { longestRecord } from './format.ts'
import { type JsonList, type JsonPiece, type JsonRecords, jsonCutter } from './json-records.ts'
import { isObject, type JsonObject, parseJsonValue } from './json-values.ts'
import { decodeUtf8 } from './lines.ts'

/** A JSON file without its records: what it states before, between and after its lists of them. */
export interface JsonOutline {
  /** The file's outermost value; in each list that holds records stands a marker instead. Null when it cannot be read. */
  readonly root: unknown
  /** The objects a list of records stands in, innermost first; none where that is not known. */
  around(list: JsonList | null): readonly JsonObject[]
}

/**
 * Reads a file once for what stands around its records. Up to the first damage only, and at most `longestRecord`
 * characters of it: what follows is not known.
 *
 * @param visit - sees each record on the way, its bytes valid for the call only.
 */
export async function readJsonOutline(
  file: EvidenceFile,
  shape: JsonRecords,
  visit: (piece: JsonPiece) => void = () => {},
): Promise<JsonOutline> {
  const cutter = jsonCutter(shape)
  const sketch = outlineSketch()
  const see = (pieces: readonly JsonPiece[]): boolean =>
    pieces.every((piece) => {
      const known = sketch.add(piece)
      if (known && piece.kind === 'record') visit(piece)
      return known
    })
  for await (const chunk of file.bytes()) if (!see(cutter.cut(chunk))) return readOutline(sketch.parts())
  see(cutter.rest())
  return readOutline(sketch.parts())
}

/** Text of the outline, and numbers of lists where their records stand. */
type Part = string | number

/** Collects the parts of an outline; `add` is false once no more can be known. */
function outlineSketch(): { add(piece: JsonPiece): boolean; parts(): readonly Part[] } {
  const parts: Part[] = []
  let length = 0
  let list = -1
  let held = ''
  return {
    add({ kind, bytes, list: within, start }) {
      if (kind === 'damage') return false
      if (kind === 'record') {
        if (within === null) return false
        if (within.number !== list) parts.push(held, within.number)
        list = within.number
        held = ''
        return true
      }
      const text = bytes === null ? null : decodeUtf8(start === 0 ? unmarked(bytes) : bytes)
      if (text === null) return false
      held += text
      length += text.length
      return length <= longestRecord
    },
    parts: () => [...parts, held],
  }
}

function unmarked(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}

function readOutline(parts: readonly Part[]): JsonOutline {
  const text = parts.filter((part) => typeof part === 'string').join('')
  let name = 'records'
  while (text.includes(name)) name += '#'
  const marked = parts.map((part) => (typeof part === 'number' ? `{"${name}":${part}}` : part)).join('')
  const root = parseJsonValue(marked) ?? parseJsonValue(closed(marked)) ?? null
  const places = new Map<number, readonly JsonObject[]>()
  findLists(root, [], { name, places })
  return { root, around: (list) => (list === null ? [] : (places.get(list.number) ?? [])) }
}

/** JSON that ends anywhere outside a record, ended: cut back to its last whole value, and what is open closed. */
function closed(text: string): string {
  const open: string[] = []
  let inString = false
  let whole = { end: 0, closing: '' }
  for (let at = 0; at < text.length; at += 1) {
    const unit = text[at]
    if (inString) {
      if (unit === '\\') at += 1
      else if (unit === '"') inString = false
      continue
    }
    if (unit === '"') inString = true
    else if (unit === '{' || unit === '[') open.push(unit === '{' ? '}' : ']')
    else if (unit === '}' || unit === ']') open.pop()
    if (unit === ',') whole = { end: at, closing: open.toReversed().join('') }
    else if (unit === '{' || unit === '[' || unit === '}' || unit === ']')
      whole = { end: at + 1, closing: open.toReversed().join('') }
  }
  return text.slice(0, whole.end) + whole.closing
}

interface Search {
  readonly name: string
  readonly places: Map<number, readonly JsonObject[]>
}

function findLists(value: unknown, around: readonly JsonObject[], search: Search): void {
  if (Array.isArray(value)) {
    for (const item of value) findLists(item, around, search)
    return
  }
  if (!isObject(value)) return
  const marked = value[search.name]
  if (typeof marked === 'number') search.places.set(marked, around)
  else for (const field of Object.values(value)) findLists(field, [value, ...around], search)
}
