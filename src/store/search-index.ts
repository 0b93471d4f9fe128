import type { CountingScope } from '../core/counting-scope.ts'
import type { SearchQuery } from '../core/search/search-query.ts'
import type { StreamIndex } from './stream-index.ts'

/** Which hits are wanted, in which order. */
export interface HitPage {
  /** `rank`: the best first; `time`: the earliest first. */
  readonly sort: 'time' | 'rank'
  readonly limit: number
  readonly offset: number
  /** By which scope the hits are counted; the page itself holds each once. */
  readonly count: CountingScope
}

/** A hit by its words, each layer as the index has it, or null. */
export interface HitWords {
  readonly id: number
  readonly body: string
  /** What its sources state that it said before it was edited. */
  readonly earlier: string | null
  /** What machines read or heard in its files. */
  readonly derived: string | null
}

/** Half-open UTF-16 ranges. */
type Ranges = readonly (readonly [number, number])[]

/** What matched of a hit. */
export interface HitRanges {
  readonly body: Ranges
  readonly earlier: Ranges
  readonly derived: Ranges
}

/** A page of hits. */
export interface FoundPage {
  readonly total: number
  readonly counted: number
  readonly ids: readonly number[]
}

/** Which conversations of hits are wanted, and how many hits of each: its first ones, or those that match best. */
export interface ThreadsPage {
  readonly sort: 'time' | 'rank'
  readonly limit: number
  readonly offset: number
  readonly best: number
  readonly count: CountingScope
}

/** A conversation with hits; the ids are the store's own. */
export interface FoundThread {
  readonly conversation: number
  /** Its hits, as the scope counts them. */
  readonly hits: number
  readonly first: number
  readonly last: number
  /** A few of them. */
  readonly ids: readonly number[]
}

/** A page of conversations, most hits first. */
export interface FoundThreads {
  /** Hits of the whole search, each once. */
  readonly total: number
  readonly counted: number
  /** Conversations that hits stand in. */
  readonly threads: number
  readonly items: readonly FoundThread[]
}

/** Hits by what they have in common, counted by a scope; the keys are the store's own ids. */
export interface HitTally {
  readonly conversations: ReadonlyMap<number, number>
  readonly senders: ReadonlyMap<number, number>
  /** Hits that are marked, by the place of the mark in `trafficMarks`. */
  readonly marks: ReadonlyMap<number, number>
  /** By language, by its place in `languages`; empty where not every message has been told its own. */
  readonly languages: ReadonlyMap<number, number>
  /** Hits that carry a tag; one may carry several. */
  readonly tags: ReadonlyMap<number, number>
  /** By exhibits of which a copy stands in one: a message may count in several. */
  readonly exhibits: ReadonlyMap<number, number>
  /** Every hit. */
  readonly total: number
  /** By days since 1970 in the case zone, in order. */
  readonly days: ReadonlyMap<number, number>
  /** By `YYYY-MM` in the case zone, in order of time. */
  readonly months: ReadonlyMap<string, number>
  /** By hour of the week in the case zone, Monday 00:00 first. */
  readonly hours: readonly number[]
  /** Hits that state no time: they stand on no day and in no hour. */
  readonly untimed: number
}

/** The hits of a search in a few figures; senders by the store's own ids, times as epoch microseconds. */
export interface HitSummary {
  readonly total: number
  readonly conversations: number
  readonly senders: ReadonlyMap<number, number>
  /** Null where no hit states a time. */
  readonly firstAt: number | null
  readonly lastAt: number | null
}

/** What a search does not find within a scope. */
export interface MissedMessages {
  readonly population: number
  /** Messages of the scope that it does find. */
  readonly hits: number
  /** The uids of those at some places, counted from 0 in the order of their uids. */
  at(places: readonly number[]): readonly string[]
}

/** A word that no message has, with the nearest that some have, at most three. */
export interface UnknownWord {
  readonly word: string
  readonly near: readonly { readonly word: string; readonly messages: number }[]
}

/**
 * A search engine over the messages of a case: FTS5 beside SQLite, a cluster at scale. It is derived: it can be made
 * anew from the messages at any time. It knows messages by the store's own ids, which order them by time.
 */
export interface SearchIndex extends StreamIndex {
  /** The true number of hits, the same counted by the scope, and a page of them. */
  find(query: SearchQuery, page: HitPage): Promise<FoundPage>
  /** What matched, for each of some hits, in each of its layers. */
  highlight(query: SearchQuery, hits: readonly HitWords[]): Promise<readonly HitRanges[]>
  tally(query: SearchQuery, count: CountingScope): Promise<HitTally>
  summary(query: SearchQuery): Promise<HitSummary>
  missed(query: SearchQuery, scope: SearchQuery): Promise<MissedMessages>
  threads(query: SearchQuery, page: ThreadsPage): Promise<FoundThreads>
  /** Those of some words that no message has. */
  nearWords(words: readonly string[]): Promise<readonly UnknownWord[]>
  /** Reads beforehand what the next questions would wait for. */
  warm(): void
  /** False when the index does not hold what the messages hold. */
  isSound(): Promise<boolean>
}
