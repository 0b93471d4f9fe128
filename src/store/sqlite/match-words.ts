import { RE2JS, RE2JSException } from 're2js'
import { BaileyError } from '../../core/errors.ts'
import { expressionSize } from '../../core/search/expression-size.ts'
import { renderSearch } from '../../core/search/render-search.ts'
import type { SearchLayer, WordsQuery } from '../../core/search/search-query.ts'
import { isWithinEdits, matchesWildcard } from '../../core/search/word-likeness.ts'
import { nothing } from './match-fields.ts'
import { type LimitedVocabulary, wordsThat } from './vocabulary.ts'

const columns = {
  written: '{body translated}',
  'in-file': 'derived',
  any: '{body translated derived}',
} as const

/** Words as an FTS5 expression over one layer or all. User text reaches FTS5 only as quoted strings. */
export function wordsMatch(
  query: WordsQuery,
  layer: SearchLayer | null,
  vocabulary: LimitedVocabulary,
): string {
  const of = columns[layer ?? 'any']
  switch (query.kind) {
    case 'word':
      return `${of} : ${quoted(query.text)}${query.prefix ? ' *' : ''}`
    case 'phrase':
      return `${of} : ${quoted(query.words)}${query.prefix ? ' *' : ''}`
    case 'near': {
      const words = vocabulary.fold(query.words).map(quoted)
      // FTS5 counts the words sought that stand in between as well.
      const within = query.within + Math.max(0, words.length - 2)
      return words.length === 0 ? nothing : `${of} : NEAR(${words.join(' ')}, ${within})`
    }
    case 'wildcard':
    case 'fuzzy':
    case 'regex': {
      const words = wordsThat(vocabulary, renderSearch(query), likeness(query, vocabulary))
      return words.length === 0 ? nothing : `${of} : (${words.map(quoted).join(' OR ')})`
    }
  }
}

/** Which words of the index a term stands for; both are folded alike. */
function likeness(
  query: WordsQuery & { readonly kind: 'wildcard' | 'fuzzy' | 'regex' },
  vocabulary: LimitedVocabulary,
): (word: string) => boolean {
  switch (query.kind) {
    case 'wildcard': {
      const parts = query.pattern
        .split(/([*?])/)
        .map((part, i) => (i % 2 === 0 ? vocabulary.fold(part).join('') : part))
      return matchesWildcard(parts.join(''))
    }
    case 'fuzzy':
      return isWithinEdits(vocabulary.fold(query.text).join(''), query.edits)
    case 'regex':
      return expressionFor(query.pattern)
  }
}

/** Steps of an expression: with more it takes longer than a second only to make ready to match. */
const largestExpression = 10_000

/** RE2 never takes more than linear time, whatever the expression (https://swtch.com/~rsc/regexp/regexp1.html). */
function expressionFor(pattern: string): (word: string) => boolean {
  try {
    const folded = pattern.normalize('NFD').replaceAll(/\p{M}/gu, '')
    if (expressionSize(folded) > largestExpression)
      throw new BaileyError(
        'bad-query',
        `an expression has more than ${largestExpression} steps with its repetitions written out`,
      )
    const expression = RE2JS.compile(folded, RE2JS.CASE_INSENSITIVE)
    return (word) => expression.matches(word)
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    throw new BaileyError('bad-query', `/${pattern}/ is no regular expression: ${error.message}`)
  }
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""').replaceAll('\0', ' ')}"`
}
