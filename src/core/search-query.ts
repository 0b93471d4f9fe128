import type { EpochMicros } from './time.ts'
import type { TrafficMark } from './traffic.ts'

/** A search as a tree, the same for every engine. */
export type SearchQuery =
  | { readonly kind: 'everything' }
  | { readonly kind: 'word'; readonly text: string; readonly prefix: boolean }
  | { readonly kind: 'phrase'; readonly words: string; readonly prefix: boolean }
  /** `value` as written; compared with the address, or with `network:address`, without case. */
  | { readonly kind: 'field'; readonly field: 'from' | 'to' | 'in' | 'network'; readonly value: string }
  /** What a message is; see `traffic.ts`. */
  | { readonly kind: 'is'; readonly mark: TrafficMark }
  | { readonly kind: 'after' | 'before'; readonly at: EpochMicros }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly SearchQuery[] }
  | { readonly kind: 'not'; readonly term: SearchQuery }
