/** What a person can say of a message's relevance: the place in this list is what the store keeps. */
export const relevances = ['undecided', 'relevant', 'irrelevant'] as const
export type Relevance = (typeof relevances)[number]

/** What a message is by what people did with it; `disputed`: they do not agree on its relevance. */
export const reviewStates = ['relevant', 'irrelevant', 'undecided', 'disputed', 'read', 'unread'] as const
export type ReviewState = (typeof reviewStates)[number]

/** Names of tags that mean something in a search. */
const reservedTags: ReadonlySet<string> = new Set(['none', 'any'])

const longestTag = 64

/**
 * A tag's name as it is kept; null when it can be none: empty, too long, with characters that cannot be seen or turn the
 * text around them, or one of the words a search has for tags.
 */
export function parseTag(text: string): string | null {
  const name = text.normalize('NFC').trim().replace(/\s+/gu, ' ')
  const isUsable = name !== '' && name.length <= longestTag && !/[\p{C}\p{Zl}\p{Zp}*"\\]/u.test(name)
  return isUsable && !reservedTags.has(name.toLowerCase()) ? name : null
}

/** What stands before the first `/` of a tag, by which tags are put together; null where there is none. */
export function tagFamily(name: string): string | null {
  const at = name.indexOf('/')
  return at > 0 ? name.slice(0, at).trim() : null
}
