import { BaileyError } from './errors.ts'
import { type SearchQuery, searchLayers, type WordsQuery } from './search-query.ts'
import { type EpochMicros, parseEpochMicros, parseInstant, renderInstant, startOfDay } from './time.ts'
import { trafficMarks } from './traffic.ts'

/**
 * Reads a search as typed: words (all of them, in any order), "phrases", prefix*, AND, OR, NOT, -word, parentheses,
 * and the fields from: to: in: network: is: after: before:. Dates without an offset are read in `zone`, an IANA name;
 * `after:` is at or after, `before:` strictly before. Words are found wherever they stand; `written:` and `in-file:`
 * before a word or a phrase hold it to one layer. Nothing typed finds everything.
 *
 * @throws {BaileyError} bad-query, naming the column, on anything that cannot be read.
 */
export function parseSearch(text: string, zone: string): SearchQuery {
  const tokens = tokensOf(text, zone)
  if (tokens.length === 0) return { kind: 'everything' }
  const source: Source = { text, tokens, at: 0 }
  const query = readOr(source, 0)
  const left = tokens[source.at]
  if (left !== undefined) throw refusal('a closing parenthesis has no opening one', text, left.at)
  return query
}

// oxlint-disable typescript/consistent-return -- the switch is exhaustive, which the compiler checks
/** The search as it was read, in the same language: `parseSearch` of it gives the same tree. */
export function renderSearch(query: SearchQuery): string {
  switch (query.kind) {
    case 'everything':
      return ''
    case 'word':
      return query.prefix ? `${query.text}*` : query.text
    case 'phrase':
      return `"${query.words}"${query.prefix ? '*' : ''}`
    case 'field':
      return `${query.field}:${/^[^\s()"]+$/.test(query.value) ? query.value : `"${query.value}"`}`
    case 'within':
      return `${query.layer}:${renderSearch(query.term)}`
    case 'is':
      return `is:${query.mark}`
    case 'after':
    case 'before':
      return `${query.kind}:${renderInstant(query.at)}`
    case 'and':
    case 'or':
      return query.terms.map(renderTerm).join(query.kind === 'and' ? ' AND ' : ' OR ')
    case 'not':
      return `NOT ${renderTerm(query.term)}`
  }
}

// oxlint-enable typescript/consistent-return

type Token =
  | { readonly kind: 'term'; readonly at: number; readonly term: SearchQuery }
  | { readonly kind: 'AND' | 'OR' | 'NOT' | '(' | ')'; readonly at: number }

interface Source {
  readonly text: string
  readonly tokens: readonly Token[]
  at: number
}

const deepest = 100
const mostTerms = 1000
const tokenPattern =
  /(?<space>\s+)|(?<mark>[()]|-(?=[^\s]))|(?<layer>written|in-file):(?:"(?<layerPhrase>[^"]*)"(?<layerStar>\*?)|(?<layerWord>[^\s()"]*))|(?<field>from|to|in|network|is|after|before):(?:"(?<quoted>[^"]*)"|(?<bare>[^\s()"]*))|"(?<phrase>[^"]*)"(?<star>\*?)|(?<word>[^\s()"]+)|(?<open>")/y

function renderTerm(query: SearchQuery): string {
  return query.kind === 'and' || query.kind === 'or' ? `(${renderSearch(query)})` : renderSearch(query)
}

function tokensOf(text: string, zone: string): readonly Token[] {
  const tokens: Token[] = []
  let terms = 0
  for (const match of text.matchAll(new RegExp(tokenPattern, 'gy'))) {
    const token = tokenOf(match, text, zone)
    if (token === null) continue
    tokens.push(token)
    if (token.kind === 'term' && ++terms > mostTerms) {
      throw refusal(`it has more than ${mostTerms} terms`, text, token.at)
    }
  }
  return tokens
}

function tokenOf(match: RegExpExecArray, text: string, zone: string): Token | null {
  const { space, mark, layer, field, quoted, bare, phrase, star, word } = match.groups ?? {}
  const at = match.index
  if (space !== undefined) return null
  if (mark === '(' || mark === ')') return { kind: mark, at }
  if (mark !== undefined) return { kind: 'NOT', at }
  if (layer !== undefined)
    return { kind: 'term', at, term: withinOf(layer, match.groups ?? {}, { text, at, zone }) }
  if (field !== undefined)
    return { kind: 'term', at, term: fieldOf(field, quoted ?? bare ?? '', { text, at, zone }) }
  if (phrase !== undefined) return { kind: 'term', at, term: phraseOf(phrase, star, { text, at, zone }) }
  if (word === undefined) throw refusal('a quotation mark is not closed', text, at)
  if (word === 'AND' || word === 'OR' || word === 'NOT') return { kind: word, at }
  return { kind: 'term', at, term: wordOf(word, { text, at, zone }) }
}

interface Place {
  readonly text: string
  readonly at: number
  readonly zone: string
}

function wordOf(word: string, { text, at }: Place): WordsQuery {
  checkWords(word, text, at)
  const prefix = word.endsWith('*')
  return { kind: 'word', text: prefix ? word.slice(0, -1) : word, prefix }
}

function phraseOf(words: string, star: string | undefined, { text, at }: Place): WordsQuery {
  checkWords(words, text, at)
  return { kind: 'phrase', words, prefix: star === '*' }
}

function withinOf(
  name: string,
  { layerPhrase, layerStar, layerWord = '' }: Readonly<Record<string, string | undefined>>,
  place: Place,
): SearchQuery {
  const layer = searchLayers.find((known) => known === name)
  if (layer === undefined || (layerPhrase ?? layerWord).trim() === '')
    throw refusal(`${name}: has no value`, place.text, place.at)
  const term = layerPhrase === undefined ? wordOf(layerWord, place) : phraseOf(layerPhrase, layerStar, place)
  return { kind: 'within', layer, term }
}

function fieldOf(field: string, value: string, { text, at, zone }: Place): SearchQuery {
  if (value.trim() === '') throw refusal(`${field}: has no value`, text, at)
  if (field === 'from' || field === 'to' || field === 'in' || field === 'network')
    return { kind: 'field', field, value }
  if (field === 'is') {
    const mark = trafficMarks.find((name) => name === value.toLowerCase())
    if (mark === undefined) throw refusal(`is: is one of ${trafficMarks.join(', ')}`, text, at)
    return { kind: 'is', mark }
  }
  const time = timeOf(value, zone)
  if (time === null) {
    const forms = 'write YYYY-MM-DD, or YYYY-MM-DDTHH:MM with an offset where the clocks change'
    throw refusal(`${field}: has no time that can be read (${forms})`, text, at)
  }
  return { kind: field === 'after' ? 'after' : 'before', at: time }
}

function timeOf(value: string, zone: string): EpochMicros | null {
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return startOfDay(value, zone)
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(value)) return parseInstant(value)
  try {
    // An hour that the clocks skip or repeat is refused rather than guessed.
    const zoned = Temporal.PlainDateTime.from(value).toZonedDateTime(zone, { disambiguation: 'reject' })
    return parseEpochMicros(zoned.epochMilliseconds * 1000)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function checkWords(words: string, text: string, at: number): void {
  if (!/[\p{L}\p{N}]/u.test(words)) throw refusal('marks alone cannot be searched yet', text, at)
}

function readOr(source: Source, depth: number): SearchQuery {
  const terms = [readAnd(source, depth)]
  while (source.tokens[source.at]?.kind === 'OR') {
    source.at++
    terms.push(readAnd(source, depth))
  }
  return joined('or', terms)
}

function readAnd(source: Source, depth: number): SearchQuery {
  const terms = [readTerm(source, depth)]
  for (;;) {
    const kind = source.tokens[source.at]?.kind
    if (kind === undefined || kind === 'OR' || kind === ')') return joined('and', terms)
    if (kind === 'AND') source.at++
    terms.push(readTerm(source, depth))
  }
}

function readTerm(source: Source, depth: number): SearchQuery {
  const token = source.tokens[source.at]
  if (token === undefined) throw refusal('it ends where a word was expected', source.text, source.text.length)
  if (depth > deepest) throw refusal(`it is nested more than ${deepest} deep`, source.text, token.at)
  source.at++
  if (token.kind === 'term') return token.term
  if (token.kind === 'NOT') return { kind: 'not', term: readTerm(source, depth + 1) }
  if (token.kind !== '(')
    throw refusal(`${token.kind} stands where a word was expected`, source.text, token.at)
  const inner = readOr(source, depth + 1)
  if (source.tokens[source.at]?.kind !== ')')
    throw refusal('a parenthesis is not closed', source.text, token.at)
  source.at++
  return inner
}

function joined(kind: 'and' | 'or', terms: readonly SearchQuery[]): SearchQuery {
  const [only, ...others] = terms
  return only !== undefined && others.length === 0 ? only : { kind, terms }
}

function refusal(says: string, text: string, at: number): BaileyError {
  return new BaileyError('bad-query', `${says}, at column ${Array.from(text.slice(0, at)).length + 1}`)
}
