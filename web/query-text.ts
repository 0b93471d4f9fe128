/** Edits of the text of a query, so that a facet is a change of words the reader can see and undo. */

/** A term as a query writes it: `from:"xmpp:a b"`; quoted only where it must be. */
export function fieldTerm(
  field: 'from' | 'to' | 'with' | 'pair' | 'in' | 'network' | 'exhibit' | 'tag',
  value: string,
): string {
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

/** A term that narrows a search, as it stands in the query. */
export interface NarrowingTerm {
  /** With `NOT` where it is excluded. */
  readonly term: string
  /** Without. */
  readonly said: string
  readonly excluded: boolean
}

const narrows =
  /^(?:from|to|received|with|pair|in|network|exhibit|drop|is|has|after|before|on|sent|hour|day|near|tag|lang):/
/** Terms that belong together where they follow each other: the days of a stretch, an hour of a weekday. */
const couples = [
  [/^after:/, /^before:/],
  [/^day:/, /^hour:/],
] as const

/** The fields that must or must not hold, in order; none where the query is a choice of several. */
export function narrowingTerms(query: string): readonly NarrowingTerm[] {
  const words = topLevel(query)
  if (words.includes('OR')) return []
  const terms: NarrowingTerm[] = []
  for (let i = 0; i < words.length; i++) {
    const excluded = words[i] === 'NOT'
    if (excluded) i++
    const word = words[i] ?? ''
    const inner = excluded ? word.replace(/^\((.*)\)$/, '$1') : word
    if (!narrows.test(inner)) continue
    const next = words[i + 1] ?? ''
    const isCouple = !excluded && couples.some(([one, other]) => one.test(word) && other.test(next))
    if (isCouple) i++
    const said = isCouple ? `${word} ${next}` : inner
    terms.push({ said, term: excluded ? `NOT ${word}` : said, excluded })
  }
  return terms
}

/** The query without the days it is narrowed to. */
export function withoutDays(query: string): string {
  return narrowingTerms(query)
    .filter(({ said, excluded }) => !excluded && /^after:\S+ before:/.test(said))
    .reduce((text, { term }) => withoutTerm(text, term), query)
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
