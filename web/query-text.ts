/** Edits of the text of a query, so that a facet is a change of words the reader can see and undo. */

/** A term as a query writes it: `from:"xmpp:a b"`; quoted only where it must be. */
export function fieldTerm(field: 'from' | 'to' | 'with' | 'in' | 'network', value: string): string {
  return /^[\p{L}\p{N}_.@:/+-]+$/u.test(value)
    ? `${field}:${value}`
    : `${field}:"${value.replaceAll('"', '')}"`
}

/** The value of the first term of a field that must hold, as it was written and without its quotation marks; null for none. */
export function valueOf(query: string, field: string): string | null {
  const words = topLevel(query)
  const word = words.find((one, i) => one.startsWith(`${field}:`) && words[i - 1] !== 'NOT')
  return word === undefined ? null : word.slice(field.length + 1).replaceAll('"', '')
}

/** The query with the term of a field put in the place of those it had; null takes them out. */
export function withField(query: string, field: string, term: string | null): string {
  const words = topLevel(query)
  const others = words.filter((one, i) => !one.startsWith(`${field}:`) || words[i - 1] === 'NOT').join(' ')
  return term === null ? others : withTerm(others, term)
}

/** Terms for the days `from` to `until`, both included; `dayAfter` steps one day on. */
export function daysTerm(from: string, until: string, dayAfter: (day: string) => string): string {
  return `after:${from} before:${dayAfter(until)}`
}

/** The query with a term that must hold as well. */
export function withTerm(query: string, term: string): string {
  const text = query.trim()
  if (text === '') return term
  if (hasTerm(text, term)) return text
  return `${needsBrackets(text) ? `(${text})` : text} ${term}`
}

/** The query with a term that must not hold; the same term asked for is taken out first. */
export function withoutHits(query: string, term: string): string {
  return withTerm(withoutTerm(query, term), excluding(term))
}

/** A term turned round: `NOT from:x`, `NOT (after:a before:b)`. */
export function excluding(term: string): string {
  return topLevel(term).length > 1 ? `NOT (${term})` : `NOT ${term}`
}

/** True when the words of the term stand in the query side by side, outside brackets and not after NOT. */
export function hasTerm(query: string, term: string): boolean {
  return placeOf(query, term) !== null
}

/** The query with a term taken out, asked for or excluded as the term says. */
export function withoutTerm(query: string, term: string): string {
  const place = placeOf(query, term)
  if (place === null) return query.trim()
  const words = topLevel(query).toSpliced(place, topLevel(term).length)
  return words.join(' ')
}

function placeOf(query: string, term: string): number | null {
  const words = topLevel(query)
  const wanted = topLevel(term)
  const at = words.findIndex(
    (_, i) =>
      wanted.every((word, k) => words[i + k] === word) && (words[i - 1] !== 'NOT' || wanted[0] === 'NOT'),
  )
  return at < 0 ? null : at
}

function needsBrackets(query: string): boolean {
  return topLevel(query).includes('OR')
}

/** The words of a query at the outermost level: a quoted phrase or a bracket is one word. */
function topLevel(query: string): string[] {
  const words: string[] = []
  let word = ''
  let depth = 0
  let quoted = false
  for (const character of query) {
    if (character === '"') quoted = !quoted
    if (!quoted && character === '(') depth++
    if (!quoted && character === ')') depth--
    if (/\s/.test(character) && !quoted && depth === 0) {
      if (word !== '') words.push(word)
      word = ''
    } else word += character
  }
  return word === '' ? words : [...words, word]
}
