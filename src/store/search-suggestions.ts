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
