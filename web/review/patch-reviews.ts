import type { QueryClient } from '@tanstack/react-query'
import type { MessageReview } from '../../src/wire/review.ts'

/** What messages had before they were patched, by uid. */
export type Before = ReadonlyMap<string, MessageReview>

/**
 * Changes what was decided of messages wherever an answer that was read holds them, so that every page shows it at once.
 *
 * @param change - null where a message stays as it is.
 */
export function patchReviews(
  client: QueryClient,
  change: (uid: string, review: MessageReview) => MessageReview | null,
): Before {
  const before = new Map<string, MessageReview>()
  const patched = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      const items = value.map(patched)
      return items.some((item, i) => item !== value[i]) ? items : value
    }
    if (typeof value !== 'object' || value === null) return value
    if ('uid' in value && 'review' in value && typeof value.uid === 'string') {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only messages have both, and it is theirs
      const review = value.review as MessageReview
      const to = change(value.uid, review)
      if (to === null) return value
      before.set(value.uid, before.get(value.uid) ?? review)
      return { ...value, review: to }
    }
    const entries = Object.entries(value).map(([name, part]) => [name, part, patched(part)] as const)
    return entries.some(([, part, to]) => part !== to)
      ? Object.fromEntries(entries.map(([name, , to]) => [name, to]))
      : value
  }
  for (const query of client.getQueryCache().getAll()) {
    const data: unknown = query.state.data
    const to = patched(data)
    if (to !== data) client.setQueryData(query.queryKey, to, { updatedAt: query.state.dataUpdatedAt })
  }
  return before
}
