import type { SearchQuery } from '../core/search/search-query.ts'

/** Which hits are wanted, in which order. */
export interface HitPage {
  /** `rank`: the best first; `time`: the earliest first. */
  readonly sort: 'time' | 'rank'
  readonly limit: number
  readonly offset: number
}

/** Hits by what they have in common; the keys are the store's own ids. */
export interface HitTally {
  readonly conversations: ReadonlyMap<number, number>
  readonly senders: ReadonlyMap<number, number>
  /** Hits that are marked, by the place of the mark in `trafficMarks`. */
  readonly marks: ReadonlyMap<number, number>
  /** Every hit. */
  readonly total: number
  /** By `YYYY-MM` in the case zone, in order of time. */
  readonly months: ReadonlyMap<string, number>
}

/**
 * A search engine over the messages of a case: FTS5 beside SQLite, a cluster at scale. It is derived: it can be made
 * anew from the messages at any time. It knows messages by the store's own ids, which order them by time.
 */
export interface SearchIndex {
  /** The true number of hits and a page of them. */
  find(
    query: SearchQuery,
    page: HitPage,
  ): Promise<{ readonly total: number; readonly ids: readonly number[] }>
  /** Half-open UTF-16 ranges that matched, for each of some hits, from their bodies. */
  highlight(
    query: SearchQuery,
    hits: readonly { readonly id: number; readonly body: string }[],
  ): Promise<readonly (readonly (readonly [number, number])[])[]>
  tally(query: SearchQuery, zone: string): Promise<HitTally>
  /** False when the index does not hold what the messages hold. */
  isSound(): Promise<boolean>
}
