import type { EntityType } from '../entity-type.ts'
import type { Language } from '../language.ts'
import type { Unit } from '../quantity.ts'
import type { ReviewState } from '../review.ts'
import type { EpochMicros } from '../time.ts'
import type { TrafficMark } from '../traffic.ts'
import type { StemLanguage } from './stem-languages.ts'

/** Fields whose value is a name: of a handle, two handles, a conversation, a network, an exhibit. */
export const namedFields = ['from', 'to', 'received', 'with', 'pair', 'in', 'network', 'exhibit'] as const
export type NamedField = (typeof namedFields)[number]

/** Where words may stand. */
export const searchLayers = ['written', 'in-file'] as const
export type SearchLayer = (typeof searchLayers)[number]

/** What a message can have beside its words; any copy of it counts. */
export const features = {
  file: 'a file was sent with it, handed over or not',
  link: 'a web address stands in its words',
  call: 'it is a call',
  reply: 'it answers or quotes a message',
  reaction: 'somebody reacted to it',
  edit: 'it was edited, or its copies differ in words',
  deleted: 'it was taken back, or recovered from deleted space',
  forward: 'it was forwarded',
  position: 'it states a place',
  copies: 'more than one copy of it was seen',
  translation: 'a translation stands beside it',
  repair: 'its record was mended while it was read',
} as const satisfies Record<string, string>
export type Feature = keyof typeof features

/** Words to be found. */
export type WordsQuery =
  | { readonly kind: 'word'; readonly text: string; readonly prefix: boolean }
  | { readonly kind: 'phrase'; readonly words: string; readonly prefix: boolean }
  /** All the words, in any order, with at most `within` others between the first and the last. */
  | { readonly kind: 'near'; readonly words: string; readonly within: number }
  /** `*` stands for any characters of a word, `?` for one. */
  | { readonly kind: 'wildcard'; readonly pattern: string }
  /** Words that become this one by so many changes of a letter, whatever letters they repeat or have digits for. */
  | { readonly kind: 'fuzzy'; readonly text: string; readonly edits: 0 | 1 | 2 }
  /** Words with the same stem in a language. */
  | { readonly kind: 'stem'; readonly text: string; readonly language: StemLanguage }
  /** RE2 syntax, for a whole word. */
  | { readonly kind: 'regex'; readonly pattern: string }

const wordsKinds: ReadonlySet<string> = new Set([
  'word',
  'phrase',
  'near',
  'wildcard',
  'fuzzy',
  'stem',
  'regex',
])

/** Whether a term asks for words. */
export function isWordsQuery(query: SearchQuery): query is WordsQuery {
  return wordsKinds.has(query.kind)
}

/** From one value to another; null for no end on that side. `with` is true where the end itself is meant too. */
export interface Bounds<Value> {
  readonly from: { readonly value: Value; readonly with: boolean } | null
  readonly until: { readonly value: Value; readonly with: boolean } | null
}

/** So much of something. */
export interface Quantity {
  readonly value: number
  readonly unit: Unit
}

/** What extraction reads in words; an engine refuses it where extraction was not run. */
export type ExtractedTerm =
  | { readonly kind: 'entity'; readonly entity: EntityType }
  /** A sum of money, whatever its currency. */
  | ({ readonly kind: 'amount' } & Bounds<number>)
  /** A code of ISO 4217, or of a coin. */
  | { readonly kind: 'currency'; readonly code: string }
  | ({ readonly kind: 'quantity' } & Bounds<Quantity>)
  /** Any term of a lexicon, spelling variants included. */
  | { readonly kind: 'lexicon'; readonly lexicon: string }

const extractedKinds: ReadonlySet<string> = new Set(['entity', 'amount', 'currency', 'quantity', 'lexicon'])

/** Whether a term asks for what extraction reads. */
export function isExtractedTerm(query: SearchQuery): query is ExtractedTerm {
  return extractedKinds.has(query.kind)
}

/** A search as a tree, the same for every engine. */
export type SearchQuery =
  | { readonly kind: 'everything' }
  | WordsQuery
  /** The same in one layer alone: what was `written` (or translated by somebody), or what a machine read or heard in a file. */
  | { readonly kind: 'within'; readonly layer: SearchLayer; readonly term: WordsQuery }
  /** `value` as written; compared without case, `*` at its end stands for any ending. */
  | { readonly kind: 'field'; readonly field: NamedField; readonly value: string }
  /** What a message is; see `traffic.ts`. */
  | { readonly kind: 'is'; readonly mark: TrafficMark }
  /** What people decided of it. */
  | { readonly kind: 'reviewed'; readonly state: ReviewState }
  /** A tag's name, compared without case; `*` at its end stands for any ending, `none` for messages without a tag. */
  | { readonly kind: 'tag'; readonly tag: string }
  /** Messages that a person of that name read. */
  | { readonly kind: 'read-by'; readonly reader: string }
  | { readonly kind: 'has'; readonly what: Feature }
  /** In which language a message is written; `none` where it is not known. */
  | { readonly kind: 'language'; readonly language: Language }
  | ExtractedTerm
  | { readonly kind: 'after' | 'before'; readonly at: EpochMicros }
  /** Hours of the day in the case zone, 0 to 23, both included; past midnight where `from` is the greater. */
  | { readonly kind: 'hour'; readonly from: number; readonly until: number }
  /** Days of the week in the case zone, 0 for Monday to 6, both included; past Sunday where `from` is the greater. */
  | { readonly kind: 'weekday'; readonly from: number; readonly until: number }
  /** Messages of any conversation at most `micros` before or after that one. */
  | { readonly kind: 'around'; readonly uid: string; readonly micros: number }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly SearchQuery[] }
  | { readonly kind: 'not'; readonly term: SearchQuery }
