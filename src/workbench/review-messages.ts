import { parseSearch } from '../core/search/parse-search.ts'
import type { ChosenMessages } from '../store/decisions.ts'

/** Messages as they are named from outside: by uids, or as every hit of a search of which a person was shown how many. */
export type NamedMessages =
  | { readonly uids: readonly string[] }
  | { readonly q: string; readonly expected: number }

/** The messages that a decision is of. @param zone - the case zone. @throws {BaileyError} `bad-query`. */
export function chosenBy(named: NamedMessages, zone: string): ChosenMessages {
  if ('uids' in named) return { uids: named.uids.map((uid) => uid.toLowerCase()) }
  const { q, expected } = named
  return { hitsOf: { text: q, query: parseSearch(q, zone), expected } }
}
