import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { Relevance } from '../../src/core/review.ts'
import type { StoredMessage } from '../../src/wire/messages.ts'
import type { Decided, MessageReview } from '../../src/wire/review.ts'
import { ApiError, send } from '../api.ts'
import { askSession } from '../asks.ts'
import { renderAmount } from '../ui/figures.ts'
import { type Before, patchReviews } from './patch-reviews.ts'
import { searchUnderReview } from './search-under-review.ts'
import type { AllHits } from './selection.ts'

/** A decision about messages as a page takes it. */
export type Deciding =
  | { readonly kind: 'tag'; readonly tag: string; readonly on: boolean }
  | { readonly kind: 'relevance'; readonly relevance: Relevance }
  | { readonly kind: 'read'; readonly read: boolean }

/** What was done last, or why it was not. */
export interface Said {
  readonly says: string
  readonly failed: boolean
}

const paths = { tag: '/tags', relevance: '/relevance', read: '/reads' } as const
const taken: { readonly decision: number; readonly before: Before | null; readonly says: string }[] = []
const listeners = new Set<() => void>()
let said: Said | null = null
let lastTag: string | null = null

function say(to: Said | null): void {
  said = to
  for (const listener of listeners) listener()
}

/** What was done last. */
export const useSaid = (): Said | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => said,
  )

/** Lets go of what was said. */
export const hush = (): void => say(null)

/** The tag that was put on last; null where none was. */
export const lastTagPutOn = (): string | null => lastTag

/** Ways to decide, and to take the last decision back; the pages show it before the server has it. */
export function useReview() {
  const client = useQueryClient()
  const actor = useQuery(askSession()).data?.actor ?? ''
  const decide = async (deciding: Deciding, of: readonly StoredMessage[] | AllHits): Promise<void> => {
    const { kind, ...decision } = deciding
    if (deciding.kind === 'tag' && deciding.on) lastTag = deciding.tag
    const search = searchUnderReview()
    const ofSearch = search === null ? {} : { search }
    const body = kind === 'read' ? { ...decision, how: 'by-hand' } : { ...decision, ...ofSearch }
    if ('expected' in of)
      return await attempt(client, null, () => send<Decided>(paths[kind], { ...body, ...of }), deciding)
    const uids = new Set(of.map(({ uid }) => uid))
    const before = patchReviews(client, (uid, review) =>
      uids.has(uid) ? decidedOf(review, deciding, actor) : null,
    )
    await attempt(client, before, () => send<Decided>(paths[kind], { ...body, uids: [...uids] }), deciding)
  }
  const undo = async (): Promise<void> => {
    const last = taken.pop()
    if (last === undefined) return say({ says: 'Nothing to undo', failed: false })
    try {
      await send<Decided>('/undo', { decision: last.decision })
      if (last.before !== null) restore(client, last.before)
      say({ says: `Undone: ${last.says}`, failed: false })
      await renew(client, last.before === null)
    } catch (error) {
      say({ says: wordsOf(error), failed: true })
    }
  }
  return { decide, undo } as const
}

async function attempt(
  client: QueryClient,
  before: Before | null,
  ask: () => Promise<Decided>,
  deciding: Deciding,
): Promise<void> {
  try {
    const { changed, decision } = await ask()
    const says = `${wordFor(deciding)}: ${renderAmount(changed, 'message')}`
    if (changed > 0) taken.push({ decision, before, says })
    say({ says, failed: false })
    await renew(client, before === null)
  } catch (error) {
    if (before !== null) restore(client, before)
    say({ says: wordsOf(error), failed: true })
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof ApiError) return `${error.message} ${error.remedy}`
  throw error
}

function restore(client: QueryClient, before: Before): void {
  patchReviews(client, (uid) => before.get(uid) ?? null)
}

/** What is counted of decisions is asked again, and after one about hits that are not on the page, everything. */
async function renew(client: QueryClient, isAll: boolean): Promise<void> {
  const names = isAll
    ? ['tags', 'reading', 'message', 'thread', 'search', 'facets']
    : ['tags', 'reading', 'message', 'facets']
  await Promise.all(names.map((name) => client.invalidateQueries({ queryKey: [name] })))
}

function wordFor(deciding: Deciding): string {
  switch (deciding.kind) {
    case 'tag':
      return `${deciding.on ? 'Tagged' : 'Taken off'} “${deciding.tag}”`
    case 'relevance':
      return relevanceWords[deciding.relevance]
    case 'read':
      return deciding.read ? 'Read by you' : 'Not read by you'
  }
}

/** What each relevance is called. */
export const relevanceWords = {
  relevant: 'Relevant',
  irrelevant: 'Not relevant',
  undecided: 'Undecided',
} as const satisfies Record<Relevance, string>

function decidedOf(review: MessageReview, deciding: Deciding, actor: string): MessageReview {
  switch (deciding.kind) {
    case 'tag':
      return { ...review, tags: withName(review.tags, deciding.tag.normalize('NFC').trim(), deciding.on) }
    case 'relevance':
      return { ...review, relevance: deciding.relevance }
    case 'read':
      return { ...review, readBy: withName(review.readBy, actor, deciding.read) }
  }
}

function withName(names: readonly string[], name: string, on: boolean): readonly string[] {
  const others = names.filter((other) => other.toLowerCase() !== name.toLowerCase())
  if (!on) return others
  return others.length < names.length ? names : [...names, name].toSorted()
}
