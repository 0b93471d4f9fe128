import type { EpochMicros } from './time.ts'
import type { TrafficMark } from './traffic.ts'

/** Where words may stand. */
export const searchLayers = ['written', 'in-file'] as const
export type SearchLayer = (typeof searchLayers)[number]

/** Words to be found. */
export type WordsQuery =
  | { readonly kind: 'word'; readonly text: string; readonly prefix: boolean }
  | { readonly kind: 'phrase'; readonly words: string; readonly prefix: boolean }

/** A search as a tree, the same for every engine. */
export type SearchQuery =
  | { readonly kind: 'everything' }
  | WordsQuery
  /** The same in one layer alone: what was `written` (or translated by somebody), or what a machine read or heard in a file. */
  | { readonly kind: 'within'; readonly layer: SearchLayer; readonly term: WordsQuery }
  /** `value` as written; compared with the address, or with `network:address`, without case. */
  | { readonly kind: 'field'; readonly field: 'from' | 'to' | 'in' | 'network'; readonly value: string }
  /** What a message is; see `traffic.ts`. */
  | { readonly kind: 'is'; readonly mark: TrafficMark }
  | { readonly kind: 'after' | 'before'; readonly at: EpochMicros }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly SearchQuery[] }
  | { readonly kind: 'not'; readonly term: SearchQuery }
