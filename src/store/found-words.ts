/** Words that matched far into a long body. */
export type FurtherOn = Pick<EarlierFound, 'excerpt' | 'highlights' | 'before' | 'after'>

/** Words that matched in what an engine read or heard in a file: nobody wrote them. */
export interface FileWords {
  readonly sha256: string
  readonly kind: 'ocr' | 'speech'
  readonly engine: string
  readonly version: string
  readonly language: string | null
  /** The words around the first match. */
  readonly excerpt: string
  /** Half-open UTF-16 ranges of `excerpt` that matched. */
  readonly highlights: readonly (readonly [number, number])[]
  /** UTF-16 units left out on either side. */
  readonly before: number
  readonly after: number
}

/** What may have been meant by a search that found nothing. Searches are in the language of search. */
export interface SearchSuggestions {
  /** Words of it that no message has, each with at most three that are near it and the search with them in its place. */
  readonly words: readonly {
    readonly word: string
    readonly near: readonly { readonly word: string; readonly messages: number; readonly query: string }[]
  }[]
  /** The search with the nearest word in place of each; null where no word has one. */
  readonly corrected: string | null
  /** Terms without which the rest finds messages. */
  readonly without: readonly {
    readonly term: string
    readonly query: string
    readonly messages: number
  }[]
}

/** Words that matched in what a message said before it was edited, as a copy of it states. */
export interface EarlierFound {
  /** When it said so, exactly as it stands in the source, or null. */
  readonly timeText: string | null
  readonly exhibit: string
  readonly entry: string
  readonly offset: number
  /** The words around the first match. */
  readonly excerpt: string
  /** Half-open UTF-16 ranges of `excerpt` that matched. */
  readonly highlights: readonly (readonly [number, number])[]
  /** UTF-16 units left out on either side. */
  readonly before: number
  readonly after: number
}
