import type { SearchQuery } from '../core/search/search-query.ts'

/** What the terms of a watch find among the messages that an exhibit brought. */
export interface WatchFound {
  /** Hits first seen in the exhibit, each once. */
  readonly newHits: number
  /** Hits known before that got a new copy. */
  readonly newCopies: number
  readonly terms: readonly {
    readonly text: string
    /** Null where it cannot be run. */
    readonly query: SearchQuery | null
    readonly hits: number
    readonly failed: string | null
  }[]
}

/** Looks with searches into what one exhibit brought, once all of it is read and its copies are joined. */
export interface WatchRunner {
  /** Lists what it brought; what is found after that is of it. */
  lookInto(exhibitId: number): void
  find(texts: readonly string[]): WatchFound
}
