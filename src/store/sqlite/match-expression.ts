import type { DatabaseSync } from 'node:sqlite'
import { BaileyError } from '../../core/errors.ts'
import { renderSearch } from '../../core/search/render-search.ts'
import { isExtractedTerm, isWordsQuery, type SearchQuery } from '../../core/search/search-query.ts'
import { languageCondition } from './language-condition.ts'
import { type CaseNames, everythingToken, fieldTokens, openNames } from './match-fields.ts'
import { wordsMatch } from './match-words.ts'
import {
  type Condition,
  conditionFor,
  exhibitCondition,
  isConditionTerm,
  timedCondition,
} from './search-condition.ts'
import { type LimitedVocabulary, limited, type Vocabulary } from './vocabulary.ts'

/**
 * A search as FTS5 and SQL: a hit matches `match` (null where nothing of the search can be asked of the index) and fulfils
 * `condition` (null where there is none), and its row id, which is its time, lies from `from` until before `until`. `words`
 * is an expression for what is to be marked in a hit; null when no words were asked for.
 */
export interface CompiledSearch {
  readonly match: string | null
  /** What is searched where `match` is null: every message, or the languages of messages, by whose index some are found. */
  readonly table: 'message' | 'message_language'
  readonly condition: Condition | null
  readonly from: number | null
  readonly until: number | null
  readonly words: string | null
}

/** What a search is compiled against. */
export interface Compiling {
  readonly raw: DatabaseSync
  readonly vocabulary: LimitedVocabulary
  readonly names: CaseNames
  readonly everything: string
  /** Expressions of terms met before: a likeness walks every word of the case. */
  readonly known: Map<SearchQuery, string | null>
}

/** What a search is compiled against now: names and words of this state of the case. */
export function openCompiling(raw: DatabaseSync, vocabulary: Vocabulary): Compiling {
  return {
    raw,
    vocabulary: limited(vocabulary),
    names: openNames(raw),
    everything: everythingToken(raw),
    known: new Map(),
  }
}

/**
 * Compiles a search; names and likenesses are looked up in the case.
 *
 * @throws {BaileyError} bad-query for an expression that is none or stands for too many words; no-such-message.
 */
export function compileSearch(compiling: Compiling, query: SearchQuery): CompiledSearch {
  const { raw } = compiling
  const terms = conjuncts(query)
  const matched = terms.filter((term) => toMatch(compiling, term) !== null)
  const rest = terms.filter((term) => !matched.includes(term))
  const words = wantedWords(compiling, query)
  const match =
    matched.length === 0 && rest.length > 0 ? null : toMatch(compiling, { kind: 'and', terms: matched })
  const times = rest.filter((term) => term.kind === 'after' || term.kind === 'before')
  const others = rest.filter((term) => !times.some((time) => time === term))
  const driving = match === null ? drivingTerm(raw, others) : null
  const conditions = [
    ...(driving === null ? [] : [driving.condition]),
    ...(times.length === 0 ? [] : [timedCondition(raw)]),
    ...others.filter((term) => term !== driving?.term).map((term) => toCondition(compiling, term)),
  ]
  return {
    match,
    table: driving === null ? 'message' : 'message_language',
    words,
    from: greatest(times.flatMap((term) => (term.kind === 'after' ? [term.at] : []))),
    until: least(times.flatMap((term) => (term.kind === 'before' ? [term.at] : []))),
    condition: conditions.length === 0 ? null : walked(allOf(conditions), match !== null),
  }
}

/** Without words of the index, the messages a condition names are walked rather than all there are. */
function walked({ sql, parameters }: Condition, isMatched: boolean): Condition {
  return { sql: isMatched ? sql : sql.replaceAll('+m.rowid', 'm.rowid'), parameters }
}

/** The language asked for finds its messages by its index where no words do. */
function drivingTerm(
  raw: DatabaseSync,
  terms: readonly SearchQuery[],
): { readonly term: SearchQuery; readonly condition: Condition } | null {
  for (const term of terms) {
    const condition = languageCondition(raw, term, true)
    if (condition !== null) return { term, condition }
  }
  return null
}

/** The terms that must all hold. */
function conjuncts(query: SearchQuery): readonly SearchQuery[] {
  return query.kind === 'and' ? query.terms.flatMap(conjuncts) : [query]
}

function greatest(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : Math.max(...numbers)
}

function least(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : Math.min(...numbers)
}

function allOf(conditions: readonly Condition[]): Condition {
  return {
    sql: conditions.map(({ sql }) => sql).join(' and '),
    parameters: conditions.flatMap(({ parameters }) => parameters),
  }
}

/** Any of the words that a hit may have been found by; of a hit that is known to be one, these are what to mark. */
function wantedWords(compiling: Compiling, query: SearchQuery): string | null {
  if (isWordsQuery(query) || query.kind === 'within') return toMatch(compiling, query)
  if (query.kind !== 'and' && query.kind !== 'or') return null
  const parts = query.terms.map((term) => wantedWords(compiling, term)).filter((part) => part !== null)
  return parts.length === 0 ? null : `(${parts.join(' OR ')})`
}

/** A search as an FTS5 expression; null where the index alone cannot answer. */
export function toMatch(compiling: Compiling, query: SearchQuery): string | null {
  const { known } = compiling
  const before = known.get(query)
  if (before !== undefined) return before
  const match = matchOf(compiling, query)
  known.set(query, match)
  return match
}

function matchOf(compiling: Compiling, query: SearchQuery): string | null {
  const { vocabulary, everything } = compiling
  if (isWordsQuery(query)) return wordsMatch(query, null, vocabulary)
  if (isExtractedTerm(query)) throw new BaileyError('not-extracted', renderSearch(query))
  if (isConditionTerm(query) || query.kind === 'language') return null
  switch (query.kind) {
    case 'everything':
      return everything
    case 'within':
      return wordsMatch(query.term, query.layer, vocabulary)
    case 'field':
      return query.field === 'exhibit' ? null : fieldTokens(compiling.names, query.field, query.value)
    case 'not': {
      const term = toMatch(compiling, query.term)
      return term === null ? null : `(${everything} NOT ${term})`
    }
    case 'or':
      return joined(
        query.terms.map((term) => toMatch(compiling, term)),
        ' OR ',
      )
    case 'and':
      return conjunction(compiling, query.terms)
  }
}

function conjunction(compiling: Compiling, terms: readonly SearchQuery[]): string | null {
  const wanted = joined(
    terms.filter((term) => term.kind !== 'not').map((term) => toMatch(compiling, term)),
    ' AND ',
  )
  const refused = terms.flatMap((term) => (term.kind === 'not' ? [toMatch(compiling, term.term)] : []))
  if (wanted === null || refused.includes(null)) return null
  const base = wanted === '' ? compiling.everything : wanted
  return refused.reduce<string>((expression, term) => `(${expression} NOT ${term})`, base)
}

function joined(parts: readonly (string | null)[], by: string): string | null {
  if (parts.includes(null)) return null
  return parts.length > 1 ? `(${parts.join(by)})` : (parts[0] ?? '')
}

function toCondition(compiling: Compiling, query: SearchQuery): Condition {
  const match = toMatch(compiling, query)
  if (match !== null)
    return {
      sql: 'm.rowid in (select rowid from message_fts where message_fts match ?)',
      parameters: [match],
    }
  if (isConditionTerm(query)) return conditionFor(compiling.raw, query)
  const language = languageCondition(compiling.raw, query)
  if (language !== null) return language
  if (query.kind === 'not') {
    const { sql, parameters } = toCondition(compiling, query.term)
    return { sql: `not (${sql})`, parameters }
  }
  if (query.kind === 'and' || query.kind === 'or') {
    const parts = query.terms.map((term) => toCondition(compiling, term))
    return {
      sql: `(${parts.map(({ sql }) => sql).join(` ${query.kind} `)})`,
      parameters: parts.flatMap(({ parameters }) => parameters),
    }
  }
  // Of the fields only the exhibit is not in the index.
  return exhibitCondition(query.kind === 'field' ? query.value : '')
}
