import { parseLanguage } from '../language.ts'
import { reviewStates } from '../review.ts'
import type { EpochMicros } from '../time.ts'
import { trafficMarks } from '../traffic.ts'
import { parseUid } from '../uid.ts'
import { type ExtractedField, extractedFields, extractedTerm, isExtractedField } from './extracted-terms.ts'
import { type Place, wordsTerm } from './parse-words.ts'
import {
  type Feature,
  features,
  type NamedField,
  namedFields,
  type SearchLayer,
  type SearchQuery,
  searchLayers,
} from './search-query.ts'
import { durationMicros, type TimeSpan, timeForms, timeSpan, weekdayOf } from './search-times.ts'
import { type FieldSign, refusal, type Token, unescaped } from './search-tokens.ts'

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

/** Every name a field goes by. */
export const knownFields: ReadonlySet<string> = new Set(fieldNames.keys())

/** A token that can be a value. */
export type Value = Token & { readonly kind: 'word' | 'quoted' | 'regex' | 'range' }

/** Reads a value of a field; times without an offset are of `zone`. @throws {BaileyError} bad-query, naming the column. */
export function fieldTerm(
  { text, zone }: { readonly text: string; readonly zone: string },
  field: Token & { kind: 'field' },
  value: Value,
): SearchQuery {
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
    const [only, ...others] = bounds
    return only !== undefined && others.length === 0 ? only : { kind: 'and', terms: bounds }
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
