import type { CorpusState, SampleDraw } from './journal.ts'

/** A search, or a list of terms, one a line. */
export const savedKinds = ['search', 'list'] as const
export type SavedKind = (typeof savedKinds)[number]

/** A search or a list that people keep by a name; everybody of the case sees it. */
export interface SavedSearch {
  readonly id: number
  readonly name: string
  readonly kind: SavedKind
  /** As typed, or the terms of the list, one a line. */
  readonly query: string
  readonly owner: string
  readonly createdAt: string
  /** Since when it is run over every new exhibit, and who wanted it; null where it is not. */
  readonly watched: { readonly by: string; readonly at: string } | null
  /** When it was run last, by anybody; hits are null for a list. */
  readonly lastRun: {
    readonly entry: number
    readonly at: string
    readonly who: string
    readonly hits: number | null
  } | null
}

/** What one term of a list finds. */
export interface TermCount {
  readonly text: string
  readonly readAs: string
  readonly messages: number
  readonly conversations: number
  /** Handles that sent them. */
  readonly handles: number
  readonly firstAt: string | null
  readonly lastAt: string | null
  /** How many of them the handles asked for sent, or else the busiest of them. */
  readonly senders: readonly { readonly handle: string; readonly messages: number }[]
}

/** What a watch found in an exhibit. */
export interface WatchAlert {
  readonly id: number
  /** The saved search it watches, and its name when it ran. */
  readonly saved: number
  readonly name: string
  readonly exhibit: string
  /** The journal entry of its search. */
  readonly entry: number
  /** Hits first seen in the exhibit. */
  readonly newHits: number
  /** Hits known before that got a new copy. */
  readonly newCopies: number
  /** Why it could not be run, or null. */
  readonly failed: string | null
  readonly at: string
  readonly seen: { readonly by: string; readonly at: string } | null
}

/** What a person called a message of a sample. */
export const sampleCalls = ['responsive', 'not-responsive', 'unsure'] as const
export type SampleCall = (typeof sampleCalls)[number]

/** A sample of what a search did not find, and how far it was reviewed. */
export interface SampleSummary extends SampleDraw {
  /** The journal entry that says how it was drawn. */
  readonly entry: number
  readonly text: string
  readonly at: string
  readonly who: string
  /** Messages within the scope that the search found. */
  readonly hits: number
  readonly calls: Readonly<Record<SampleCall, number>>
}

/** A sample as it is drawn; uids in the order drawn. */
export interface SampleDrawn {
  readonly entry: number
  readonly corpus: CorpusState
  readonly population: number
  readonly hits: number
  readonly uids: readonly string[]
}

/** A message of a sample. */
export interface SampleItem {
  /** From 0, in the order drawn. */
  readonly place: number
  readonly uid: string
  readonly call: SampleCall | null
  readonly who: string | null
  readonly at: string | null
}

/** A sample with its messages. */
export interface SampleDetail extends SampleSummary {
  readonly items: readonly SampleItem[]
}
