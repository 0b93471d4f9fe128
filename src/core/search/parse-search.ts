import { fieldTerm, knownFields, type Value } from './parse-field.ts'
import { wordsTerm } from './parse-words.ts'
import type { SearchQuery } from './search-query.ts'
import { refusal, type Token, tokensOf } from './search-tokens.ts'

const deepest = 100
const mostTerms = 1000

/**
 * Reads a search as typed; `docs/search.md` is the language. Times without an offset are read in `zone`, an IANA name.
 * Nothing typed finds everything.
 *
 * @throws {BaileyError} bad-query, naming the column, on anything that cannot be read.
 */
export function parseSearch(text: string, zone: string): SearchQuery {
  const tokens = tokensOf(text, knownFields)
  if (tokens.length === 0) return { kind: 'everything' }
  const source: Source = { text, zone, tokens, at: 0, terms: 0, field: null }
  const query = readOr(source, 0)
  const left = tokens[source.at]
  if (left !== undefined) throw refusal('a closing parenthesis has no opening one', text, left.at)
  return query
}

interface Source {
  readonly text: string
  readonly zone: string
  readonly tokens: readonly Token[]
  at: number
  terms: number
  /** Within `field:( … )`: whose values stand there. */
  field: (Token & { readonly kind: 'field' }) | null
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
  switch (token.kind) {
    case 'NOT':
      return { kind: 'not', term: readTerm(source, depth + 1) }
    case '(':
      return readGroup(source, token, depth)
    case 'field':
      return readField(source, token, depth)
    case 'word':
    case 'quoted':
    case 'regex':
    case 'range':
      return readValue(source, token)
    case 'AND':
    case 'OR':
    case ')':
      throw refusal(`${token.kind} stands where a word was expected`, source.text, token.at)
  }
}

function readGroup(source: Source, opening: Token, depth: number): SearchQuery {
  const inner = readOr(source, depth + 1)
  if (source.tokens[source.at]?.kind !== ')')
    throw refusal('a parenthesis is not closed', source.text, opening.at)
  source.at++
  return inner
}

function readField(source: Source, field: Token & { kind: 'field' }, depth: number): SearchQuery {
  const { text } = source
  if (source.field !== null)
    throw refusal(`a field stands among the values of ${source.field.field}:`, text, field.at)
  const value = source.tokens[source.at]
  if (value === undefined || value.at > field.end)
    throw refusal(`${field.field}: has no value`, text, field.at)
  source.at++
  if (value.kind === '(') {
    source.field = field
    const inner = readGroup(source, value, depth)
    source.field = null
    return inner
  }
  if (value.kind !== 'word' && value.kind !== 'quoted' && value.kind !== 'regex' && value.kind !== 'range')
    throw refusal(`${field.field}: has no value`, text, field.at)
  source.field = field
  const term = readValue(source, value)
  source.field = null
  return term
}

function readValue(source: Source, token: Value): SearchQuery {
  const { text, field } = source
  if (++source.terms > mostTerms) throw refusal(`it has more than ${mostTerms} terms`, text, token.at)
  if (field !== null) return fieldTerm(source, field, token)
  if (token.kind === 'range')
    throw refusal('a range belongs to a field, as in sent:[2020-04-01 TO 2020-04-30]', text, token.at)
  return wordsTerm(token, text)
}

function joined(kind: 'and' | 'or', terms: readonly SearchQuery[]): SearchQuery {
  const [only, ...others] = terms
  return only !== undefined && others.length === 0 ? only : { kind, terms }
}
