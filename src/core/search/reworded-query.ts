import { isWordsQuery, type SearchQuery, type WordsQuery } from './search-query.ts'

const wordPattern = /[\p{L}\p{N}\p{M}]+/gu

/** The words that a search asks for as they stand, each once: not those it refuses, and none that stand for others. */
export function wordsAskedFor(query: SearchQuery): readonly string[] {
  return [...new Set(asked(query))]
}

function asked(query: SearchQuery): readonly string[] {
  if (query.kind === 'word') return query.prefix ? [] : wordsIn(query.text)
  if (query.kind === 'phrase') return wordsIn(query.words).slice(0, query.prefix ? -1 : undefined)
  if (query.kind === 'near') return wordsIn(query.words)
  if (query.kind === 'within') return asked(query.term)
  return query.kind === 'and' || query.kind === 'or' ? query.terms.flatMap(asked) : []
}

function wordsIn(text: string): readonly string[] {
  return text.match(wordPattern) ?? []
}

/** The search with another word wherever it asks for one. */
export function withWord(query: SearchQuery, word: string, other: string): SearchQuery {
  if (query.kind === 'within') return { ...query, term: wordsWith(query.term, word, other) }
  if (isWordsQuery(query)) return wordsWith(query, word, other)
  if (query.kind !== 'and' && query.kind !== 'or') return query
  return { ...query, terms: query.terms.map((term) => withWord(term, word, other)) }
}

function wordsWith(query: WordsQuery, word: string, other: string): WordsQuery {
  const reworded = (text: string) => text.replaceAll(wordPattern, (found) => (found === word ? other : found))
  if (query.kind === 'word') return query.prefix ? query : { ...query, text: reworded(query.text) }
  return query.kind === 'phrase' || query.kind === 'near' ? { ...query, words: reworded(query.words) } : query
}
