import type { CountingScope } from '../core/counting-scope.ts'

/** How a search that a person makes is to be entered in the search journal. */
export interface JournalRequest {
  /** The entry it was narrowed from. */
  readonly parent: number | null
  readonly why: string | null
}

/** What the case held. */
export interface CorpusState {
  readonly messages: number
  readonly sightings: number
  /** Those read to their end. */
  readonly exhibits: number
  /** SHA-256 over reference, hash and sightings of each of them, in the order they were received. */
  readonly fingerprint: string
}

/** A list run term by term, a watch over what an exhibit brought, and a sample of what was not found, are searches too. */
export const journalKinds = ['search', 'batch', 'watch', 'sample'] as const
export type JournalKind = (typeof journalKinds)[number]

/** One term of a list. */
export interface TermHits {
  readonly text: string
  readonly readAs: string
  readonly hits: number
}

/** How a sample was drawn from what a search did not find. */
export interface SampleDraw {
  readonly scope: string
  readonly seed: string
  readonly size: number
  /** Messages within the scope that the search did not find. */
  readonly population: number
}

/** What the journal keeps of a search; the same stands in the detail of its audit entry. */
export interface SearchRecord {
  readonly kind: JournalKind
  /** The entry it was narrowed from, or the first part of the list it is a part of. */
  readonly parent: number | null
  /** As typed; the name of the list for a batch. */
  readonly text: string
  readonly readAs: string
  readonly versions: { readonly language: number; readonly folding: number }
  /** Lexicons the search was widened by, and their versions. */
  readonly lexicons: null
  readonly corpus: CorpusState
  /** Each once, however they are counted. */
  readonly hits: number
  readonly countedBy: CountingScope
  readonly counted: number
  /** As stated with the search; what is said later stands beside it. */
  readonly why: string | null
  readonly terms: readonly TermHits[] | null
  readonly sample: SampleDraw | null
  /** The exhibit a watch looked into. */
  readonly exhibit: string | null
}

/** What somebody said of why a search was made. */
export interface SearchNote {
  readonly why: string
  readonly who: string
  readonly at: string
}

/** An entry of the search journal. */
export interface JournalEntry extends SearchRecord {
  /** Its number: that of its audit entry. */
  readonly entry: number
  readonly at: string
  readonly who: string
  readonly via: string
  /** The latest, or null. */
  readonly note: SearchNote | null
  /** Hits that were opened from it, each once. */
  readonly reviewed: number
  /** Messages of which something was decided while its hits were reviewed, and stands. */
  readonly decided: number
  /** The name the same search is saved by. */
  readonly savedAs: string | null
}

/** Which entries of the journal are wanted. */
export interface JournalQuestion {
  readonly who: string | null
  /** Stands in what was typed or in a note, in any case. */
  readonly contains: string | null
  /** Only entries before this one. */
  readonly before: number | null
  readonly limit: number
}

/** Entries, newest first. */
export interface JournalPage {
  readonly entries: readonly JournalEntry[]
  /** Whether there are earlier ones. */
  readonly more: boolean
  /** Everyone who has searched. */
  readonly people: readonly string[]
}

/** Where a search was entered, and how it went the last time. */
export interface EnteredSearch {
  readonly entry: number
  readonly corpus: CorpusState
  /** The same search before, by anybody. */
  readonly previous: {
    readonly entry: number
    readonly at: string
    readonly who: string
    readonly hits: number
    readonly corpus: CorpusState
  } | null
}
