import { BaileyError } from './errors.ts'
import { parseSearch } from './search/parse-search.ts'
import { renderSearch } from './search/render-search.ts'
import type { SearchQuery } from './search/search-query.ts'

/** A line of a list of terms: how it is read, or why it cannot be. */
type TermLine =
  | { readonly line: number; readonly text: string; readonly readAs: string; readonly query: SearchQuery }
  | { readonly line: number; readonly text: string; readonly refused: string }

/** Lists are no longer than this. */
export const mostTerms = 1000

/**
 * Reads a list of terms, one a line. Blank lines and lines that begin with `#` are passed over.
 *
 * @param csv - the text is CSV by RFC 4180: its first column holds the terms, and a pair of quotation marks around a cell
 * is no part of it.
 * @param zone - the zone of times in the terms.
 */
export function readTerms(text: string, csv: boolean, zone: string): readonly TermLine[] {
  const cells = csv
    ? firstColumn(text)
    : text
        .replace(/^\uFEFF/, '')
        .split(/\r\n|\n|\r/)
        .map((cell, i) => ({ line: i + 1, cell }))
  return cells
    .map(({ line, cell }) => ({ line, text: cell.replaceAll(/\s+/g, ' ').trim() }))
    .filter(({ text: term }) => term !== '' && !term.startsWith('#'))
    .map((term) => readTerm(term, zone))
}

function readTerm({ line, text }: { readonly line: number; readonly text: string }, zone: string): TermLine {
  try {
    const query = parseSearch(text, zone)
    return { line, text, query, readAs: renderSearch(query) }
  } catch (error) {
    if (error instanceof BaileyError) return { line, text, refused: error.message }
    throw error
  }
}

interface Cell {
  readonly line: number
  readonly cell: string
}

function firstColumn(text: string): readonly Cell[] {
  const cells: Cell[] = []
  const source = text.replace(/^\uFEFF/, '')
  let line = 1
  for (let at = 0; at < source.length; ) {
    const begun = line
    const cell = source[at] === '"' ? quotedCell(source, at) : bareCell(source, at)
    cells.push({ line: begun, cell: cell.text })
    const row = endOfRow(source, cell.end)
    line += source.slice(at, row).match(/\r\n|\n|\r/g)?.length ?? 0
    at = row
  }
  return cells
}

function bareCell(source: string, at: number): { readonly text: string; readonly end: number } {
  const rest = /[,;\t\r\n]/.exec(source.slice(at))
  const end = rest === null ? source.length : at + rest.index
  return { text: source.slice(at, end), end }
}

/** A quotation mark that is never closed holds the rest of the text. */
function quotedCell(source: string, at: number): { readonly text: string; readonly end: number } {
  let text = ''
  for (let i = at + 1; i < source.length; i++) {
    if (source[i] !== '"') text += source[i]
    else if (source[i + 1] === '"') text += source[i++]
    else return { text, end: i + 1 }
  }
  return { text, end: source.length }
}

/** Behind the line break that ends the row, passing over those within quotation marks. */
function endOfRow(source: string, from: number): number {
  let isQuoted = false
  for (let i = from; i < source.length; i++) {
    if (source[i] === '"') isQuoted = !isQuoted
    if (isQuoted) continue
    if (source[i] === '\n') return i + 1
    if (source[i] === '\r') return source[i + 1] === '\n' ? i + 2 : i + 1
  }
  return source.length
}
