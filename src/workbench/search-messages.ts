import type { CountingScope } from '../core/counting-scope.ts'
import { parseSearch } from '../core/search/parse-search.ts'
import { renderSearch } from '../core/search/render-search.ts'
import type { JournalRequest } from '../store/journal.ts'
import type { Answers, Facets } from '../store/questions.ts'
import type { Asker, CaseReader } from '../store/store.ts'

/** What is searched for, as typed, and which page of it is wanted. */
export interface SearchRequest {
  readonly text: string
  readonly sort: 'time' | 'rank'
  readonly limit: number
  readonly offset: number
  /** Messages wanted before and after each hit in its conversation; none where it is not stated. */
  readonly context?: number
  /** By which scope the hits are counted; each once where it is not stated. */
  readonly count?: CountingScope
  /** How it is entered in the search journal; not where this is left out. */
  readonly journal?: JournalRequest
}

/**
 * Searches the messages of a case.
 *
 * @param zone - the case zone, in which dates without one are read.
 * @returns the hits with the true total, and how the query was read.
 * @throws {BaileyError} `bad-query`.
 */
export async function searchMessages(
  store: CaseReader,
  asker: Asker,
  zone: string,
  request: SearchRequest,
): Promise<Answers['search'] & { readonly readAs: string }> {
  const query = parseSearch(request.text, zone)
  const answer = await store.ask(asker, 'search', { ...request, query })
  return { readAs: renderSearch(query), ...answer }
}

/** Searches, and gives the conversations the hits stand in, most hits first, with `best` hits of each. @throws {BaileyError} `bad-query`. */
export async function searchThreads(
  store: CaseReader,
  asker: Asker,
  zone: string,
  request: Omit<SearchRequest, 'context'> & { readonly best: number },
): Promise<Answers['threads'] & { readonly readAs: string }> {
  const query = parseSearch(request.text, zone)
  const answer = await store.ask(asker, 'threads', { ...request, query })
  return { readAs: renderSearch(query), ...answer }
}

/** Counts the hits of a search by everything they can be narrowed by. @throws {BaileyError} `bad-query`. */
export async function countFacets(
  store: CaseReader,
  asker: Asker,
  zone: string,
  { text, count = 'global' }: Pick<SearchRequest, 'text' | 'count'>,
): Promise<Facets> {
  return await store.ask(asker, 'facets', { text, query: parseSearch(text, zone), count })
}
