import { BaileyError } from '../../core/errors.ts'
import { type Language, languages } from '../../core/language.ts'
import { renderSearch } from '../../core/search/render-search.ts'
import { isExtractedTerm, isWordsQuery, type SearchQuery } from '../../core/search/search-query.ts'
import { trafficMarks } from '../../core/traffic.ts'
import { havingFeature } from './feature-indexes.ts'
import {
  addHit,
  addHits,
  type HitSet,
  hitsBetween,
  hitsWhere,
  keepCommon,
  noHits,
  turnRound,
} from './hit-set.ts'
import { checkTold } from './language-condition.ts'
import { type Compiling, toMatch } from './match-expression.ts'
import { firstFrom, type MessageColumns, noHour, openWalk, type Walk } from './message-columns.ts'
import type { NumberFeed } from './number-feed.ts'
import { askedMarks } from './review-condition.ts'
import { type ConditionTerm, entriesOfExhibit, isConditionTerm, timeOf } from './search-condition.ts'

/** What a search is evaluated over. */
export interface Evaluating {
  readonly compiling: Compiling
  readonly columns: MessageColumns
  readonly feed: NumberFeed
}

/**
 * Every hit of a search, each asked for once. What the index of words knows it gives as it is; what is a matter of numbers
 * is read off the columns; both are put together as sets, so that `NOT` and `OR` cost nothing.
 */
export function evaluateSearch(of: Evaluating, query: SearchQuery): HitSet {
  const { length } = of.columns
  if (isWordsQuery(query) || query.kind === 'within') return matching(of, query)
  if (isConditionTerm(query)) return ofCondition(of, query)
  if (isExtractedTerm(query)) throw new BaileyError('not-extracted', renderSearch(query))
  switch (query.kind) {
    case 'everything':
      return hitsBetween(length, 0, length)
    case 'and':
      return conjunction(of, query.terms)
    case 'or':
      return disjunction(of, query.terms)
    case 'not':
      return turnRound(evaluateSearch(of, query.term), length)
    case 'field':
      return ofField(of, query)
    case 'language':
      return ofLanguage(of, query.language)
  }
}

type Field = Extract<SearchQuery, { readonly kind: 'field' }>
/** Hits of the index of words, within a stretch of ids. */
function matching(
  { compiling, columns, feed }: Evaluating,
  query: SearchQuery,
  { from, until }: Stretch = everywhere,
): HitSet {
  const match = toMatch(compiling, query)
  if (match === null) throw new Error('Not a matter of words')
  const within = [
    'message_fts match ?',
    ...(from === null ? [] : [`m.rowid >= ${from}`]),
    ...(until === null ? [] : [`m.rowid < ${until}`]),
  ]
  const into = collecting(columns)
  feed({ columns: 'm.rowid', from: `message_fts m where ${within.join(' and ')}` }, [match], into.take)
  return into.set
}

function collecting(columns: MessageColumns): { readonly set: HitSet; readonly take: (id: number) => void } {
  const set = noHits(columns.length)
  const placeOf: Walk = openWalk(columns.ids)
  return {
    set,
    take(id) {
      const place = placeOf(id)
      if (place >= 0) addHit(set, place)
    },
  }
}

interface Stretch {
  readonly from: number | null
  readonly until: number | null
}
const everywhere: Stretch = { from: null, until: null }

/** Words are asked of the index together with whatever else it knows, so that it finds no more than it must. */
function conjunction(of: Evaluating, terms: readonly SearchQuery[]): HitSet {
  const inner = terms.flatMap((term) => (term.kind === 'and' ? term.terms : [term]))
  if (inner.length > terms.length) return conjunction(of, inner)
  const known = terms.filter((term) => toMatch(of.compiling, term) !== null)
  const asked = known.some((term) => term.kind !== 'not' && hasWords(term)) ? known : []
  const rest = terms.filter((term) => !asked.includes(term))
  const after = rest.flatMap((term) => (term.kind === 'after' ? [term.at] : []))
  const before = rest.flatMap((term) => (term.kind === 'before' ? [term.at] : []))
  const stretch: Stretch = {
    from: after.length === 0 ? null : Math.max(...after),
    until: before.length === 0 ? null : Math.min(...before),
  }
  const { length } = of.columns
  const start =
    asked.length === 0 ? hitsBetween(length, 0, length) : matching(of, { kind: 'and', terms: asked }, stretch)
  return rest.reduce((set, term) => keepCommon(set, evaluateSearch(of, term)), start)
}

function disjunction(of: Evaluating, terms: readonly SearchQuery[]): HitSet {
  const asked = terms.filter((term) => hasWords(term) && toMatch(of.compiling, term) !== null)
  const rest = terms.filter((term) => !asked.includes(term))
  const start = asked.length === 0 ? noHits(of.columns.length) : matching(of, { kind: 'or', terms: asked })
  return rest.reduce((set, term) => addHits(set, evaluateSearch(of, term)), start)
}

/** Whether the index of words finds the hits by itself, but for a stretch of time, which is a stretch of its row ids. */
export function isFoundByWords(compiling: Compiling, query: SearchQuery): boolean {
  const terms = query.kind === 'and' ? query.terms : [query]
  const asked = terms.filter((term) => term.kind !== 'after' && term.kind !== 'before')
  return (
    asked.some((term) => term.kind !== 'not' && hasWords(term)) &&
    asked.every((term) => toMatch(compiling, term) !== null)
  )
}

/** Whether no hit is without a word that was asked for, so that the index finds few. */
export function hasWords(query: SearchQuery): boolean {
  if (isWordsQuery(query) || query.kind === 'within') return true
  if (query.kind === 'and') return query.terms.some(hasWords)
  return query.kind === 'or' && query.terms.every(hasWords)
}

function ofField(of: Evaluating, { field, value }: Field): HitSet {
  const { names } = of.compiling
  switch (field) {
    case 'from':
      return withValue(of.columns.senders, names.handles(value))
    case 'in':
      return withValue(of.columns.conversations, names.conversations(value))
    case 'pair':
      return withValue(of.columns.conversations, names.pairs(value))
    case 'network': {
      const conversations = names.networks(value).flatMap((id) => names.conversationsOn(id))
      return withValue(of.columns.conversations, conversations)
    }
    case 'exhibit': {
      const held = new Set(entriesOfExhibit(of.compiling.raw, value))
      const sets = of.columns.entrySets.flatMap((set, i) => (set.some((id) => held.has(id)) ? [i] : []))
      return withValue(of.columns.sets, sets)
    }
    case 'to':
    case 'received':
    case 'with':
      return matching(of, { kind: 'field', field, value })
  }
}

function withValue(column: Int32Array, values: readonly number[]): HitSet {
  // Of a network with hundreds of thousands of conversations there are more than a call takes arguments.
  const wanted = new Uint8Array(values.reduce((most, value) => Math.max(most, value), 0) + 1)
  for (const value of values) wanted[value] = 1
  return hitsWhere(column.length, (place) => wanted[column[place] ?? 0] === 1)
}

function ofLanguage({ compiling, columns, feed }: Evaluating, language: Language): HitSet {
  checkTold(compiling.raw, { kind: 'language', language })
  const into = collecting(columns)
  const where = `l.language = ${languages.indexOf(language)}`
  feed({ columns: 'l.message_id', from: `message_language l where ${where}` }, [], into.take)
  return into.set
}

function ofCondition(of: Evaluating, term: ConditionTerm): HitSet {
  const { ids, hours, length } = of.columns
  switch (term.kind) {
    case 'is': {
      const into = collecting(of.columns)
      const isPlain = term.mark === 'plain'
      const where = isPlain ? '' : ` where k.mark = ${trafficMarks.indexOf(term.mark)}`
      of.feed({ columns: 'k.message_id', from: `traffic_mark k${where}` }, [], into.take)
      return isPlain ? turnRound(into.set, length) : into.set
    }
    case 'reviewed':
    case 'tag':
    case 'read-by': {
      const into = collecting(of.columns)
      const { table, isAmong } = askedMarks(of.compiling.raw, term)
      of.feed(
        { columns: 'k.message_id', from: `(select distinct message_id from ${table}) k` },
        [],
        into.take,
      )
      return isAmong ? into.set : turnRound(into.set, length)
    }
    case 'has': {
      const into = collecting(of.columns)
      of.feed({ columns: 'f.message_id', from: `(${havingFeature[term.what]}) f` }, [], into.take)
      return into.set
    }
    case 'after':
      return timed(of, firstFrom(ids, term.at), length)
    case 'before':
      return timed(of, 0, firstFrom(ids, term.at))
    case 'around': {
      const at = timeOf(of.compiling.raw, term.uid)
      if (at === null) return noHits(length)
      return timed(of, firstFrom(ids, at - term.micros), firstFrom(ids, at + term.micros + 1))
    }
    case 'hour':
      return hitsWhere(
        length,
        atHours(hours, (hour) => isWithin(hour % 24, term)),
      )
    case 'weekday':
      return hitsWhere(
        length,
        atHours(hours, (hour) => isWithin(Math.floor(hour / 24), term)),
      )
  }
}

/** What states no time lies in no stretch of it. */
function timed({ columns: { hours, length } }: Evaluating, from: number, until: number): HitSet {
  const set = hitsBetween(length, from, until)
  return keepCommon(
    set,
    hitsWhere(length, (place) => hours[place] !== noHour),
  )
}

function atHours(hours: Uint8Array, passes: (hourOfWeek: number) => boolean): (place: number) => boolean {
  const wanted = Uint8Array.from({ length: noHour + 1 }, (_, hour) => (hour < 168 && passes(hour) ? 1 : 0))
  return (place) => wanted[hours[place] ?? noHour] === 1
}

function isWithin(at: number, { from, until }: { readonly from: number; readonly until: number }): boolean {
  return from <= until ? at >= from && at <= until : at >= from || at <= until
}
