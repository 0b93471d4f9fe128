import { parseSearch } from '../core/search/parse-search.ts'
import type { Answers } from '../store/questions.ts'
import type { TermCount } from '../store/saved-views.ts'
import type { Asker, CaseReader } from '../store/store.ts'

/** A list of terms, each as typed, and whose messages are to be counted for each; nobody for the busiest. */
export interface BatchRequest {
  readonly list: string
  readonly terms: readonly string[]
  readonly handles: readonly string[]
}

/** Where in a list to begin, and the journal entry of its first part. */
export interface BatchPlace {
  readonly first: number
  readonly of: number
  readonly parent: number | null
}

/** Counts the hits of some terms of a list, of as many as there is time for. @throws {BaileyError} bad-query. */
export async function countTerms(
  store: CaseReader,
  asker: Asker,
  zone: string,
  { list, terms, handles, ...place }: BatchRequest & BatchPlace,
): Promise<Answers['batch']> {
  const read = terms.map((text) => ({ text, query: parseSearch(text, zone) }))
  return await store.ask(asker, 'batch', { list, handles, terms: read, ...place })
}

/** Counts the hits of every term of a list, part by part. @throws {BaileyError} bad-query. */
export async function* runBatch(
  store: CaseReader,
  asker: Asker,
  zone: string,
  request: BatchRequest,
): AsyncGenerator<TermCount> {
  const of = request.terms.length
  let parent: number | null = null
  for (let first = 0; first < of; ) {
    const terms = request.terms.slice(first)
    const part = await countTerms(store, asker, zone, { ...request, terms, first, of, parent })
    yield* part.rows
    parent ??= part.entry
    first += part.rows.length
  }
}
