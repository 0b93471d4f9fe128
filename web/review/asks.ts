import { queryOptions } from '@tanstack/react-query'
import type { Reading, TagList } from '../../src/wire/review.ts'
import { ask } from '../api.ts'

/** The tags there are. */
export const askTags = () =>
  queryOptions({
    queryKey: ['tags'],
    staleTime: 15_000,
    queryFn: ({ signal }) => ask<TagList>('/tags', {}, signal),
  })

/** How much of a conversation, or of the case, people read. */
export const askReading = (conversation: string | null) =>
  queryOptions({
    queryKey: ['reading', conversation],
    staleTime: 5000,
    queryFn: ({ signal }) => ask<Reading>('/reading', { conversation }, signal),
  })
