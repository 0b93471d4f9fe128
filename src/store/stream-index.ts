import type { SearchQuery } from '../core/search/search-query.ts'

/** Ids of messages, both ends included. */
export interface IdSpan {
  readonly from: number
  readonly until: number
}

/** Equal stretches of time, counted from `from` on. */
export interface TimeBins {
  /** Epoch microseconds. */
  readonly from: number
  /** Microseconds each. */
  readonly width: number
  readonly bins: number
}

/** Hits over time. */
export interface Spread {
  readonly total: number
  readonly counts: readonly number[]
}

/** What a message answers, as a copy of it states it. */
export interface ReplyRow {
  /** The message that answers. */
  readonly id: number
  /** Words of the other that the source repeats, or null. */
  readonly words: string | null
  /** How many messages of its conversation, in the exhibit of the copy, go by the id it answers; null where it states no id. */
  readonly found: number | null
  /** The one message it answers; null where none or several go by that id. */
  readonly target: number | null
}

/** By how many messages a message is answered. */
export interface AnsweredRow {
  readonly id: number
  readonly messages: number
  /** The first of them. */
  readonly first: number
}

/**
 * The hits of a search read as one stream in order of time: any page of it, the place of any message in it, what of it
 * matches a further search, and how it is spread over time. Ids are the store's own, which order messages by time.
 */
export interface StreamIndex {
  /** Hits `offset` to `offset + limit` in order of time, and how many there are. */
  slice(
    query: SearchQuery,
    page: { readonly offset: number; readonly limit: number },
  ): Promise<{ readonly total: number; readonly ids: readonly number[] }>
  count(query: SearchQuery): Promise<number>
  /** How many hits come before an id. */
  countBefore(query: SearchQuery, id: number): Promise<number>
  /** The hits between two ids, in order. */
  among(query: SearchQuery, span: IdSpan): Promise<readonly number[]>
  /** The first hit after an id, or the last before it; null where there is none. */
  next(query: SearchQuery, id: number, by: 1 | -1): Promise<number | null>
  /** The first and the last hit that state a time; null where none does. */
  extent(query: SearchQuery): Promise<IdSpan | null>
  /** How many hits there are, and those that state a time by stretch of time. */
  spread(query: SearchQuery, bins: TimeBins): Promise<Spread>
  /** What some messages answer. */
  replies(ids: readonly number[]): Promise<readonly ReplyRow[]>
  /** By how many messages some messages are answered. */
  answered(ids: readonly number[]): Promise<readonly AnsweredRow[]>
}
