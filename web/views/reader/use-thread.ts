import { useQueries } from '@tanstack/react-query'
import type { StoredMessage } from '../../../src/wire/messages.ts'
import { askThread } from '../../asks.ts'

/** Messages fetched at a time. */
export const pageSize = 100

/** The messages `first` to `last` of a conversation, as far as they have come; undefined for one still on its way. */
export function useThread(
  id: string,
  first: number,
  last: number,
): (index: number) => StoredMessage | undefined {
  const from = Math.max(0, Math.floor(first / pageSize))
  const until = Math.max(from, Math.floor(last / pageSize))
  const numbers = Array.from({ length: until - from + 1 }, (_, i) => from + i)
  const pages = useQueries({
    queries: numbers.map((page) => askThread(id, { offset: page * pageSize, limit: pageSize })),
  })
  return (index) => pages[Math.floor(index / pageSize) - from]?.data?.messages[index % pageSize]
}
