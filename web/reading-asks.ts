import { queryOptions } from '@tanstack/react-query'
import type { Position, ThreadPage } from '../src/wire/conversations.ts'
import type { ReadPage, StreamOutline, StreamStep } from '../src/wire/reading.ts'
import { ask } from './api.ts'
import type { Slice } from './asks.ts'
import { fieldTerm } from './query-text.ts'

/** What is read from end to end: a conversation, or the hits of a search whatever conversations they are of. */
export type Thread =
  | { readonly kind: 'conversation'; readonly id: string }
  | { readonly kind: 'stream'; readonly q: string }

/** A thread, and the search of which each of its messages is said to match it or not; empty for none. */
export interface Reading {
  readonly thread: Thread
  readonly filter: string
}

/** A message or an instant to be found in a thread. */
export type Place = { readonly uid: string } | { readonly at: string }

const minute = 60_000

/** The thread as a search. */
export function searchOf(thread: Thread): string {
  return thread.kind === 'conversation' ? fieldTerm('in', thread.id) : thread.q
}

/** The same for every thread that holds the same. */
export function threadKey(thread: Thread): string {
  return JSON.stringify(thread)
}

export const askPage = ({ thread, filter }: Reading, slice: Slice) =>
  queryOptions<ReadPage>({
    queryKey: ['thread', threadKey(thread), filter, slice],
    staleTime: minute,
    // While it is said anew which match, they stand as they are.
    placeholderData: (before, earlier) =>
      earlier?.queryKey[1] === threadKey(thread) &&
      JSON.stringify(earlier.queryKey[3]) === JSON.stringify(slice)
        ? before
        : undefined,
    queryFn: ({ signal }) =>
      thread.kind === 'conversation'
        ? ask<ThreadPage>(
            `/conversations/${encodeURIComponent(thread.id)}/messages`,
            { ...slice, filter },
            signal,
          )
        : ask<ReadPage>('/stream', { q: thread.q, ...slice, filter }, signal),
  })

export const askPlace = (thread: Thread, place: Place) =>
  queryOptions<Position>({
    queryKey: ['position', threadKey(thread), place],
    staleTime: minute,
    // Within a thread the reader stays as it is until the new place is known.
    placeholderData: (before, earlier) => (earlier?.queryKey[1] === threadKey(thread) ? before : undefined),
    queryFn: ({ signal }) =>
      thread.kind === 'conversation'
        ? ask<Position>(`/conversations/${encodeURIComponent(thread.id)}/position`, { ...place }, signal)
        : ask<Position>('/stream/position', { q: thread.q, ...place }, signal),
  })

/** How a thread, what of it matches, and the hits of another search in it are spread over time. */
export interface OutlineAsked extends Reading {
  /** A search whose hits are to be marked; empty for none. */
  readonly marks: string
}

/** Stretches of time a thread is drawn by. */
const bins = 400

export const askOutline = ({ thread, filter, marks }: OutlineAsked) =>
  queryOptions<StreamOutline>({
    queryKey: ['outline', threadKey(thread), filter, marks],
    staleTime: minute,
    retry: false,
    placeholderData: (before, earlier) => (earlier?.queryKey[1] === threadKey(thread) ? before : undefined),
    queryFn: ({ signal }) =>
      ask<StreamOutline>('/stream/outline', { q: searchOf(thread), filter, marks, bins }, signal),
  })

export const askStep = ({ thread, filter }: Reading, from: Place | null, by: 'next' | 'previous') =>
  queryOptions<StreamStep>({
    queryKey: ['step', threadKey(thread), filter, from, by],
    staleTime: minute,
    queryFn: ({ signal }) =>
      ask<StreamStep>('/stream/step', { q: searchOf(thread), filter, ...from, by }, signal),
  })
