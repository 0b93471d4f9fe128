/** Where the parts of a text stand, well-formed or not, so that a mutation can move a field and not just a byte. */

/** A part of a text: a member or element as a whole, or the value within one. */
export interface Part {
  readonly kind: 'whole' | 'value'
  readonly start: number
  readonly end: number
}

/** What a text is made of. */
export type Shape = 'json' | 'markup' | 'lines'

/** The shape of a text, from how it begins. */
export function shapeOf(text: string): Shape {
  if (/^\s*[[{]\s*["\]}{[]/.test(text)) return 'json'
  return /^\s*</.test(text) ? 'markup' : 'lines'
}

const outlines = { json: jsonParts, markup: markupParts, lines: lineParts } as const

/** So much of a text is looked at for its parts: the patterns are no match for one that has swollen. */
const most = 8_000

/** The parts of the beginning of a text. */
export function partsOf(text: string): readonly Part[] {
  const parts = outlines[shapeOf(text.slice(0, most))](text.slice(0, most))
  return parts.length > 0 ? parts : [{ kind: 'whole', start: 0, end: text.length }]
}

/** Every member, item and scalar, by brackets and quotation marks alone. */
function jsonParts(text: string): Part[] {
  const parts: Part[] = []
  const open: number[] = []
  for (const { 0: token, index } of text.matchAll(/"(?:\\.|[^"\\])*"|[[\]{}]|[^\s[\]{}",:]+/g)) {
    const end = index + token.length
    if (token === '[' || token === '{') open.push(index)
    else if (token === ']' || token === '}') addValue(parts, text, open.pop() ?? 0, end)
    else if (!/^\s*:/.test(text.slice(end, end + 8))) addValue(parts, text, index, end)
  }
  return parts
}

function addValue(parts: Part[], text: string, start: number, end: number): void {
  parts.push({ kind: 'value', start, end })
  const key = /"[^"\\\n]{0,80}"\s*:\s*$/.exec(text.slice(Math.max(0, start - 90), start))
  if (key) parts.push({ kind: 'whole', start: start - key[0].length, end })
}

/** Every element with what is in it, every attribute's value and every text. */
function markupParts(text: string): Part[] {
  const parts: Part[] = []
  const open: { readonly name: string; readonly start: number }[] = []
  for (const { 0: token, 1: name = '', index } of text.matchAll(/<\/?([\w:.-]*)[^>]*>|[^<]+/g)) {
    const end = index + token.length
    if (token.startsWith('</')) {
      const start = open.pop()?.start ?? index
      parts.push({ kind: 'whole', start, end })
    } else if (!token.startsWith('<')) {
      if (token.trim() !== '') parts.push({ kind: 'value', start: index, end })
    } else {
      for (const found of token.matchAll(/=\s*"([^"]*)"/g)) {
        const to = index + found.index + found[0].length - 1
        parts.push({ kind: 'value', start: to - (found[1]?.length ?? 0), end: to })
      }
      if (token.endsWith('/>')) parts.push({ kind: 'whole', start: index, end })
      else if (name !== '') open.push({ name, start: index })
    }
  }
  return parts
}

/** Every line with its end, and every field within it. */
function lineParts(text: string): Part[] {
  const parts: Part[] = []
  for (const { 0: line, index } of text.matchAll(/[^\n]*\n|[^\n]+$/g)) {
    parts.push({ kind: 'whole', start: index, end: index + line.length })
    for (const { 0: field, index: at } of line.matchAll(/[^,;\t|<>[\]()\s]+/g))
      parts.push({ kind: 'value', start: index + at, end: index + at + field.length })
  }
  return parts
}
