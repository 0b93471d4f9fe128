import type { SearchPage, StoredMessage } from '../../../src/wire/messages.ts'

/** What is shown before and after a hit. */
export interface Beside {
  readonly before: readonly StoredMessage[]
  readonly after: readonly StoredMessage[]
}

/** What stands around each hit of a page, by its uid: no message twice, and none that is a hit of the page itself. */
export function besideHits({
  hits,
  around,
}: Pick<SearchPage, 'hits' | 'around'>): ReadonlyMap<string, Beside> {
  const shown = new Set(hits.map(({ uid }) => uid))
  const unseen = (messages: readonly StoredMessage[]): StoredMessage[] =>
    messages.filter(({ uid }) => {
      const isNew = !shown.has(uid)
      shown.add(uid)
      return isNew
    })
  return new Map(
    around.map(({ uid, before, after }) => [uid, { before: unseen(before), after: unseen(after) }]),
  )
}
