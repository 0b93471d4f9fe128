import { renderSearch } from '../../core/search/render-search.ts'
import { withWord, wordsAskedFor } from '../../core/search/reworded-query.ts'
import type { SearchQuery } from '../../core/search/search-query.ts'
import type { SearchSuggestions } from '../found-words.ts'
import type { SearchIndex } from '../search-index.ts'

const mostDropped = 6
const budgetMs = 1000

/** What may have been meant by a search that found nothing, and which term of it keeps the hits of the others away. */
export async function suggest(index: SearchIndex, query: SearchQuery): Promise<SearchSuggestions> {
  const unknown = await index.nearWords(wordsAskedFor(query))
  const corrected = unknown.reduce((read, { word, near }) => {
    const [best] = near
    return best === undefined ? read : withWord(read, word, best.word)
  }, query)
  return {
    words: unknown.map(({ word, near }) => ({
      word,
      near: near.map((one) => ({ ...one, query: renderSearch(withWord(query, word, one.word)) })),
    })),
    corrected: corrected === query ? null : renderSearch(corrected),
    without: await withoutOne(index, query),
  }
}

/** The search less one of the terms that must all hold, where that finds something. */
async function withoutOne(index: SearchIndex, query: SearchQuery): Promise<SearchSuggestions['without']> {
  if (query.kind !== 'and' || query.terms.length > mostDropped) return []
  const until = performance.now() + budgetMs
  const found: SearchSuggestions['without'][number][] = []
  for (const [i, term] of query.terms.entries()) {
    if (performance.now() > until) break
    const [only, ...more] = query.terms.toSpliced(i, 1)
    const rest: SearchQuery =
      only !== undefined && more.length === 0 ? only : { kind: 'and', terms: query.terms.toSpliced(i, 1) }
    const { total } = await index.find(rest, { sort: 'time', limit: 0, offset: 0, count: 'global' })
    if (total > 0) found.push({ term: renderTerm(term), query: renderSearch(rest), messages: total })
  }
  return found
}

function renderTerm(term: SearchQuery): string {
  return term.kind === 'and' || term.kind === 'or' ? `(${renderSearch(term)})` : renderSearch(term)
}
