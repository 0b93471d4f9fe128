import { RE2JS, RE2JSException } from 're2js'
import { BaileyError } from '../../core/errors.ts'
import { expressionSize } from '../../core/search/expression-size.ts'
import { foldLetters, foldPhrase, foldText, isUnspaced } from '../../core/search/fold-text.ts'
import { renderSearch } from '../../core/search/render-search.ts'
import type { SearchLayer, WordsQuery } from '../../core/search/search-query.ts'
import { isSpellingOf, isWithinEdits, matchesWildcard } from '../../core/search/word-likeness.ts'
import { nothing } from './match-fields.ts'
import { hasStemOf } from './stemming.ts'
import { type LimitedVocabulary, type Vocabulary, wordsThat } from './vocabulary.ts'

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
      return `${of} : ${phrase(query.text, query.prefix)}`
    case 'phrase':
      return `${of} : ${phrase(query.words, query.prefix)}`
    case 'near':
      return nearMatch(of, query, vocabulary)
    case 'wildcard':
    case 'fuzzy':
    case 'stem':
    case 'regex': {
      const words = wordsThat(vocabulary, renderSearch(query), likeness(query, vocabulary))
      return words.length === 0 ? nothing : `${of} : (${words.map(quoted).join(' OR ')})`
    }
  }
}

function phrase(text: string, isPrefix: boolean): string {
  const { words, goesOn } = foldPhrase(text)
  return `${quoted(words)}${isPrefix || goesOn ? ' *' : ''}`
}

function nearMatch(
  of: string,
  { words, within }: { readonly words: string; readonly within: number },
  vocabulary: Vocabulary,
): string {
  const parts = wordsApart(vocabulary.fold(foldText(words)))
  if (parts.length === 0) return nothing
  const sizes = parts.map(({ length }) => length).toSorted((a, b) => a - b)
  // FTS5 counts the words sought that stand in between as well, and a stretch without spaces ends in a word of its own.
  const between = sizes.slice(2).reduce((sum, size) => sum + size, 0)
  const ends = parts.filter(([word = '']) => isUnspaced(word)).length
  const phrases = parts.map((part) => phrase(part.join(' '), false))
  return `${of} : NEAR(${phrases.join(' ')}, ${within + between + ends})`
}

/** Folded words one by one, but the characters of a stretch without spaces together as they were before it was cut into pairs. */
function wordsApart(words: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = []
  let stretch = ''
  for (const word of words) {
    const letters = Array.from(word)
    if (letters.length === 2 && isUnspaced(word)) {
      stretch += letters[0] ?? ''
      continue
    }
    parts.push([stretch + word])
    stretch = ''
  }
  return parts
}

/** Which words of the index a term stands for; both are folded alike. */
function likeness(
  query: WordsQuery & { readonly kind: 'wildcard' | 'fuzzy' | 'stem' | 'regex' },
  vocabulary: LimitedVocabulary,
): (word: string) => boolean {
  switch (query.kind) {
    case 'wildcard': {
      const parts = query.pattern
        .split(/([*?])/)
        .map((part, i) => (i % 2 === 0 ? vocabulary.fold(foldText(part)).join('') : part))
      return matchesWildcard(parts.join(''))
    }
    case 'fuzzy': {
      const word = vocabulary.fold(foldText(query.text)).join('')
      return query.edits === 0
        ? isSpellingOf(word)
        : anyOf(isSpellingOf(word), isWithinEdits(word, query.edits))
    }
    case 'stem':
      return hasStemOf(vocabulary.fold(foldText(query.text)).join(''), query.language)
    case 'regex':
      return expressionFor(query.pattern)
  }
}

function anyOf(...checks: readonly ((word: string) => boolean)[]): (word: string) => boolean {
  return (word) => checks.some((check) => check(word))
}

/** Steps of an expression: with more it takes longer than a second only to make ready to match. */
const largestExpression = 10_000

/** RE2 never takes more than linear time, whatever the expression (https://swtch.com/~rsc/regexp/regexp1.html). */
function expressionFor(pattern: string): (word: string) => boolean {
  try {
    const folded = foldLetters(pattern)
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
