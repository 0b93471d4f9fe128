import { useQueries } from '@tanstack/react-query'
import type { ReadMessage } from '../../../src/wire/reading.ts'
import { askPage, type Reading } from '../../reading-asks.ts'
import { pagesOf } from './thread-pages.ts'

/** What of a thread is in sight, and where its pages begin. */
interface InSight {
  readonly first: number
  readonly last: number
  readonly origin: number
}

/** The messages in sight of a thread, as far as they have come; undefined for one still on its way. */
export function useThread(
  reading: Reading,
  { first, last, origin }: InSight,
): (index: number) => ReadMessage | undefined {
  const slices = pagesOf(first, last, origin)
  const pages = useQueries({ queries: slices.map((slice) => askPage(reading, slice)) })
  return (index) => {
    const page = slices.findIndex(({ offset, limit }) => index >= offset && index < offset + limit)
    return pages[page]?.data?.messages[index - (slices[page]?.offset ?? 0)]
  }
}
