import { parseLanguage } from '../language.ts'
import { reviewStates } from '../review.ts'
import type { EpochMicros } from '../time.ts'
import { trafficMarks } from '../traffic.ts'
import { parseUid } from '../uid.ts'
import { type ExtractedField, extractedFields, extractedTerm, isExtractedField } from './extracted-terms.ts'
import { hasWords, isUnspaced } from './fold-text.ts'
import {
  type Feature,
  features,
  type NamedField,
  namedFields,
  type SearchLayer,
  type SearchQuery,
  searchLayers,
  type WordsQuery,
} from './search-query.ts'
import { durationMicros, type TimeSpan, timeForms, timeSpan, weekdayOf } from './search-times.ts'
import { type FieldSign, refusal, type Token, tokensOf, unescaped } from './search-tokens.ts'
import { isStemLanguage, stemLanguages } from './stem-languages.ts'

/** Fields there are, and what else they are called. */
const fieldNames: ReadonlyMap<string, string> = new Map([
  ...namedFields.map((name) => [name, name] as const),
  ['drop', 'exhibit'],
  ...searchLayers.map((name) => [name, name] as const),
  ...['is', 'has', 'lang', 'tag', 'read-by', 'after', 'before', 'on', 'sent', 'day', 'hour', 'near'].map(
    (name) => [name, name] as const,
  ),
  ...extractedFields.map((name) => [name, name] as const),
])

const knownFields: ReadonlySet<string> = new Set(fieldNames.keys())

const deepest = 100
const mostTerms = 1000
const mostWithin = 100

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

type Value = Token & { readonly kind: 'word' | 'quoted' | 'regex' | 'range' }

function readValue(source: Source, token: Value): SearchQuery {
  const { text, field } = source
  if (++source.terms > mostTerms) throw refusal(`it has more than ${mostTerms} terms`, text, token.at)
  if (field !== null) return fieldTerm(source, field, token)
  if (token.kind === 'range')
    throw refusal('a range belongs to a field, as in sent:[2020-04-01 TO 2020-04-30]', text, token.at)
  return wordsTerm(token, text)
}

function wordsTerm(token: Exclude<Value, { kind: 'range' }>, text: string): WordsQuery {
  switch (token.kind) {
    case 'word':
      return wordTerm(token, text)
    case 'quoted':
      return quotedTerm(token, text)
    case 'regex':
      return { kind: 'regex', pattern: token.pattern }
  }
}

function quotedTerm(
  { words, prefix, within: others, at }: Token & { kind: 'quoted' },
  text: string,
): WordsQuery {
  checkWords(words, text, at)
  if (others === null) return { kind: 'phrase', words, prefix }
  if (!/^\d{1,3}$/.test(others) || Number(others) > mostWithin)
    throw refusal(`~ after a phrase takes a number of words up to ${mostWithin}`, text, at)
  return { kind: 'near', words, within: Number(others) }
}

/** A word as typed: with wildcards, with `~` for its like, or as it stands. */
function wordTerm({ raw, at }: Token & { kind: 'word' }, text: string): WordsQuery {
  const fuzzy = /^(?<word>(?:[^\\~]|\\[^])+)~(?<how>\d*(?:\.\d+)?|[A-Za-z]{1,3})$/.exec(raw)?.groups
  if (fuzzy) return likeTerm(fuzzy['word'] ?? '', fuzzy['how'] ?? '', { text, at })
  // Said at the end of a word a question mark is one: nobody asking "where?" means one letter more.
  const asked = raw.replace(/(?<!\\)\?+$/, '')
  const signs = asked.match(/\\[^]|[*?]/g)?.filter((sign) => sign.length === 1) ?? []
  if (signs.length === 0) {
    checkWords(asked, text, at)
    return { kind: 'word', text: unescaped(asked), prefix: false }
  }
  if (signs.length === 1 && asked.endsWith('*')) {
    const word = unescaped(asked.slice(0, -1))
    checkWords(word, text, at)
    return { kind: 'word', text: word, prefix: true }
  }
  const plain = unescaped(asked.replaceAll(/^\*+|\*+$/g, ''))
  if (isUnspaced(plain)) return unspacedTerm(plain, { text, at })
  const pattern = asked.replaceAll(/\\([^])/g, (_, shielded: string) =>
    /[*?]/.test(shielded) ? '' : shielded,
  )
  if (!/^[\p{L}\p{N}\p{M}*?]+$/u.test(pattern) || !/[\p{L}\p{N}]/u.test(pattern))
    throw refusal('* and ? stand within a single word', text, at)
  return { kind: 'wildcard', pattern }
}

/** What is written without spaces is found anywhere: a star before it or behind it changes nothing. */
function unspacedTerm(plain: string, { text, at }: Place): WordsQuery {
  if (/[*?]/.test(plain))
    throw refusal('* and ? do not stand within what is written without spaces', text, at)
  checkWords(plain, text, at)
  return { kind: 'word', text: plain, prefix: false }
}

interface Place {
  readonly text: string
  readonly at: number
}

function likeTerm(word: string, how: string, { text, at }: Place): WordsQuery {
  const plain = unescaped(word)
  if (!/^[\p{L}\p{N}\p{M}]+$/u.test(plain)) throw refusal('~ stands behind a single word', text, at)
  if (isUnspaced(plain)) throw refusal('~ does not stand behind what is written without spaces', text, at)
  if (how === '0') return { kind: 'word', text: plain, prefix: false }
  if (how === '' || how === '2') return { kind: 'fuzzy', text: plain, edits: 2 }
  if (how === '1') return { kind: 'fuzzy', text: plain, edits: 1 }
  const name = how.toLowerCase()
  if (name === 'v') return { kind: 'fuzzy', text: plain, edits: 0 }
  if (isStemLanguage(name)) return { kind: 'stem', text: plain, language: name }
  throw refusal(
    `~ behind a word takes 1 or 2 changes of a letter, v for its spellings, or a language for its stem (${Object.keys(stemLanguages).join(' ')})`,
    text,
    at,
  )
}

function checkWords(words: string, text: string, at: number): void {
  if (!hasWords(words)) throw refusal('marks that only part words cannot be searched', text, at)
}

function fieldTerm(source: Source, field: Token & { kind: 'field' }, value: Value): SearchQuery {
  const { text, zone } = source
  const name = fieldNames.get(field.field) ?? field.field
  const place: FieldPlace = { text, at: field.at, name, zone }
  if (isLayer(name)) {
    if (value.kind === 'range' || field.sign !== ':') throw refusal(`${name}: takes words`, text, field.at)
    if (value.kind !== 'regex' && (value.kind === 'word' ? value.raw : value.words).trim() === '')
      throw refusal(`${name}: has no value`, text, field.at)
    return { kind: 'within', layer: name, term: wordsTerm(value, text) }
  }
  if (value.kind === 'regex') throw refusal(`${name}: takes no expression`, text, value.at)
  if (isExtractedField(name)) return readExtracted(name, field.sign, value, place)
  if (value.kind === 'range' || field.sign !== ':') return rangeTerm(place, field.sign, value)
  const said = value.kind === 'quoted' ? value.words : unescaped(value.raw)
  if (said.trim() === '') throw refusal(`${name}: has no value`, text, field.at)
  if (isNamed(name)) return { kind: 'field', field: name, value: said }
  switch (name) {
    case 'is':
      return isTerm(said, place)
    case 'tag':
      return { kind: 'tag', tag: said }
    case 'read-by':
      return { kind: 'read-by', reader: said }
    case 'has':
      return hasTerm(said, place)
    case 'lang':
      return languageTerm(said, place)
    case 'near':
      return nearTerm(said, place)
    case 'hour':
      return hourTerm(said, place)
    case 'day':
      return dayTerm(said, place)
    case 'after':
      return { kind: 'after', at: spanOf(said, place).from }
    case 'before':
      return { kind: 'before', at: spanOf(said, place).from }
    default:
      return within(spanOf(said, place))
  }
}

interface FieldPlace extends Place {
  /** The field's own name. */
  readonly name: string
  readonly zone: string
}

function isNamed(name: string): name is NamedField {
  return namedFields.some((field) => field === name)
}

function isLayer(name: string): name is SearchLayer {
  return searchLayers.some((layer) => layer === name)
}

function isTerm(said: string, { text, at }: FieldPlace): SearchQuery {
  const mark = trafficMarks.find((name) => name === said.toLowerCase())
  if (mark !== undefined) return { kind: 'is', mark }
  const state = reviewStates.find((name) => name === said.toLowerCase())
  if (state !== undefined) return { kind: 'reviewed', state }
  throw refusal(`is: is one of ${[...trafficMarks, ...reviewStates].join(', ')}`, text, at)
}

function hasTerm(said: string, { text, at }: FieldPlace): SearchQuery {
  const what = said.toLowerCase()
  if (!isFeature(what)) throw refusal(`has: is one of ${Object.keys(features).join(', ')}`, text, at)
  return { kind: 'has', what }
}

function languageTerm(said: string, { text, at }: FieldPlace): SearchQuery {
  const language = parseLanguage(said)
  if (language === null)
    throw refusal('lang: takes the code or the name of a language such as en or Russian, or none', text, at)
  return { kind: 'language', language }
}

function readExtracted(name: ExtractedField, sign: FieldSign, value: Value, place: FieldPlace): SearchQuery {
  if (value.kind === 'range') {
    if (sign !== ':') throw refusal(`${name}${sign} takes one value`, place.text, place.at)
    return extractedTerm(name, value, place)
  }
  const text = value.kind === 'quoted' ? value.words : value.kind === 'word' ? unescaped(value.raw) : ''
  if (text.trim() === '') throw refusal(`${name}: has no value`, place.text, place.at)
  return extractedTerm(name, { kind: 'one', sign, text }, place)
}

function isFeature(name: string): name is Feature {
  return Object.hasOwn(features, name)
}

function nearTerm(said: string, { text, at }: FieldPlace): SearchQuery {
  const [start = '', length = '1h', ...more] = said.split('~')
  const uid = parseUid(start)
  const micros = durationMicros(length)
  if (uid === null || micros === null || more.length > 0)
    throw refusal('near: takes a uid of 32 hex digits and a time such as ~15m, ~2h or ~3d', text, at)
  return { kind: 'around', uid, micros }
}

function hourTerm(said: string, place: FieldPlace): SearchQuery {
  const [from = '', until = from, ...more] = said.split('-')
  if (more.length > 0) throw hourRefusal(place)
  return { kind: 'hour', from: hourOf(from, place), until: hourOf(until, place) }
}

function hourOf(said: string, place: FieldPlace): number {
  if (!/^\d{1,2}$/.test(said) || Number(said) > 23) throw hourRefusal(place)
  return Number(said)
}

function hourRefusal({ text, at }: FieldPlace): Error {
  return refusal('hour: takes an hour from 0 to 23, or two as in 22-5', text, at)
}

function dayTerm(said: string, place: FieldPlace): SearchQuery {
  if (/^\d{4}/.test(said)) return within(spanOf(said, place))
  const [from = '', until = from, ...more] = said.split('-')
  if (more.length > 0) throw dayRefusal(place)
  return { kind: 'weekday', from: weekdayNamed(from, place), until: weekdayNamed(until, place) }
}

function weekdayNamed(said: string, place: FieldPlace): number {
  const day = weekdayOf(said)
  if (day === null) throw dayRefusal(place)
  return day
}

function dayRefusal({ text, at }: FieldPlace): Error {
  return refusal('day: takes a weekday, two as in fri-sun, or a date', text, at)
}

function spanOf(said: string, { name, text, at, zone }: FieldPlace): TimeSpan {
  const span = timeSpan(said, zone)
  if (span === null) throw refusal(`${name}: has no time that can be read (${timeForms})`, text, at)
  return span
}

function within({ from, until }: TimeSpan): SearchQuery {
  return { kind: 'and', terms: [after(from), before(until)] }
}

function after(at: EpochMicros): SearchQuery {
  return { kind: 'after', at }
}

function before(at: EpochMicros): SearchQuery {
  return { kind: 'before', at }
}

/** `sent>=2020-04-01`, `sent:[2020-04-01 TO 2020-04-30}`, `hour:[22 TO 5]`, `day:[fri TO sun]`. */
function rangeTerm(place: FieldPlace, sign: (Token & { kind: 'field' })['sign'], value: Value): SearchQuery {
  const { name, text, at } = place
  if (value.kind === 'range') {
    if (sign !== ':') throw refusal(`${name}${sign} takes one value`, text, at)
    const { from, to, withFrom, withTo } = value
    if ((name === 'hour' || name === 'day') && !/^\d{4}/.test(from)) {
      if (!withFrom || !withTo) throw refusal(`${name}: takes a range in square brackets`, text, at)
      return name === 'hour' ? hourTerm(`${from}-${to}`, place) : dayTerm(`${from}-${to}`, place)
    }
    checkTimes(place)
    const bounds = [
      ...(from === '*' ? [] : [after(withFrom ? spanOf(from, place).from : spanOf(from, place).until)]),
      ...(to === '*' ? [] : [before(withTo ? spanOf(to, place).until : spanOf(to, place).from)]),
    ]
    if (bounds.length === 0) throw refusal(`${name}: takes a range with at least one end`, text, at)
    return joined('and', bounds)
  }
  checkTimes(place)
  const span = spanOf(
    value.kind === 'quoted' ? value.words : value.kind === 'word' ? unescaped(value.raw) : '',
    place,
  )
  if (sign === '>') return after(span.until)
  if (sign === '>=') return after(span.from)
  return before(sign === '<' ? span.from : span.until)
}

function checkTimes({ name, text, at }: FieldPlace): void {
  if (name !== 'sent' && name !== 'day' && name !== 'on')
    throw refusal(`${name}: takes no range; sent: does, as in sent:[2020-04-01 TO 2020-04-30]`, text, at)
}

function joined(kind: 'and' | 'or', terms: readonly SearchQuery[]): SearchQuery {
  const [only, ...others] = terms
  return only !== undefined && others.length === 0 ? only : { kind, terms }
}
