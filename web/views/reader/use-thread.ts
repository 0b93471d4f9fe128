import { useQueries } from '@tanstack/react-query'
import type { StoredMessage } from '../../../src/wire/messages.ts'
import { askThread } from '../../asks.ts'
import { pagesOf } from './thread-pages.ts'

/** What of a conversation is in sight, and where its pages begin. */
interface InSight {
  readonly first: number
  readonly last: number
  readonly origin: number
}

/** The messages in sight of a conversation, as far as they have come; undefined for one still on its way. */
export function useThread(
  id: string,
  { first, last, origin }: InSight,
): (index: number) => StoredMessage | undefined {
  const slices = pagesOf(first, last, origin)
  const pages = useQueries({ queries: slices.map((slice) => askThread(id, slice)) })
  return (index) => {
    const page = slices.findIndex(({ offset, limit }) => index >= offset && index < offset + limit)
    return pages[page]?.data?.messages[index - (slices[page]?.offset ?? 0)]
  }
}
