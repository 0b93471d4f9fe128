import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { CountingScope } from '../src/core/counting-scope.ts'
import type { ConversationDetail } from '../src/wire/conversations.ts'
import type { Coverage, DropDiff } from '../src/wire/coverage.ts'
import type { RejectionPage, RepairPage } from '../src/wire/exhibits.ts'
import type { Facets, ThreadsOfHits } from '../src/wire/facets.ts'
import type { FileDetail } from '../src/wire/files.ts'
import type { HandleDetail, HandlePage } from '../src/wire/handles.ts'
import type { Folder, FormatList, ImportJob } from '../src/wire/imports.ts'
import type { MappingPreview } from '../src/wire/mapping.ts'
import type { MessageDetail, SearchPage, SourceList } from '../src/wire/messages.ts'
import type { Overview, Session } from '../src/wire/overview.ts'
import { ask, send } from './api.ts'
import { countingBy } from './counting-scope.ts'

/**
 * Everything a view may ask, with the key its answer is kept under. Messages never change, so what was read stays fresh. What
 * was counted by one scope is never shown for another, not even while that is on its way.
 */

const settled = { staleTime: Number.POSITIVE_INFINITY } as const
const seconds = 1000

/** A sighting with the bytes around its record, base64. */
export type SourceSighting = SourceList[number]

/** The page asked for by the list views. */
export interface Slice {
  readonly limit: number
  readonly offset: number
}

export const askSession = () =>
  queryOptions({
    queryKey: ['session'],
    ...settled,
    queryFn: ({ signal }) => ask<Session>('/session', {}, signal),
  })

export const askOverview = (scope: CountingScope) =>
  queryOptions({
    queryKey: ['overview', scope],
    staleTime: 15 * seconds,
    queryFn: ({ signal }) => ask<Overview>('/overview', countingBy(scope), signal),
  })

export const askRejections = (exhibit: string | null, slice: Slice) =>
  queryOptions({
    queryKey: ['rejections', exhibit, slice],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ask<RejectionPage>('/rejections', { exhibit, ...slice }, signal),
  })

export const askRepairs = (exhibit: string | null, slice: Slice) =>
  queryOptions({
    queryKey: ['repairs', exhibit, slice],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ask<RepairPage>('/repairs', { exhibit, ...slice }, signal),
  })

/** A search's answer with how the query was read and how long the whole round took. */
export type SearchAnswer = SearchPage & { readonly tookMs: number }

/** What is searched for, in which order, and by which scope the hits are counted. */
export interface SearchAsked {
  readonly q: string
  readonly sort: 'time' | 'rank'
  readonly scope: CountingScope
  /** Messages wanted before and after each hit. */
  readonly context?: number
  /** The entry of the search journal that it was narrowed from. */
  readonly parent?: string | null
  /** False where it only steps through a search that is entered already. */
  readonly enter?: false
}

export const askSearch = ({ q, sort, scope, context = 0, parent, enter }: SearchAsked, slice: Slice) =>
  queryOptions<SearchAnswer>({
    queryKey: ['search', q, sort, scope, slice, context],
    staleTime: 30 * seconds,
    retry: false,
    placeholderData: (earlier, query) => (query?.queryKey[3] === scope ? earlier : undefined),
    queryFn: async ({ signal }): Promise<SearchAnswer> => {
      const begun = performance.now()
      const journal = { parent, enter: enter === false ? 'no' : null }
      const beside = context > 0 ? { context } : {}
      const asked = { q, sort, ...slice, ...countingBy(scope), ...beside, ...journal }
      const answer = await ask<SearchPage>('/search', asked, signal)
      return { ...answer, tookMs: performance.now() - begun }
    },
  })

/** The conversations of a search's hits, and how long the whole round took. */
export type ThreadsAnswer = ThreadsOfHits & { readonly tookMs: number }

export const askThreads = ({ q, sort, scope, parent }: SearchAsked, slice: Slice) =>
  queryOptions<ThreadsAnswer>({
    queryKey: ['threads', q, sort, scope, slice],
    staleTime: 30 * seconds,
    retry: false,
    placeholderData: (earlier, query) => (query?.queryKey[3] === scope ? earlier : undefined),
    queryFn: async ({ signal }): Promise<ThreadsAnswer> => {
      const begun = performance.now()
      const asked = { q, sort, ...slice, ...countingBy(scope), parent }
      const answer = await ask<ThreadsOfHits>('/search/threads', asked, signal)
      return { ...answer, tookMs: performance.now() - begun }
    },
  })

export const askFacets = (q: string, scope: CountingScope) =>
  queryOptions<Facets>({
    queryKey: ['facets', q, scope],
    staleTime: 30 * seconds,
    retry: false,
    placeholderData: (earlier, query) => (query?.queryKey[2] === scope ? earlier : undefined),
    queryFn: ({ signal }) => ask<Facets>('/facets', { q, ...countingBy(scope) }, signal),
  })

export const askMessage = (uid: string, context: number) =>
  queryOptions({
    queryKey: ['message', uid, context],
    ...settled,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ask<MessageDetail>(`/messages/${encodeURIComponent(uid)}`, { context }, signal),
  })

export const askSource = (uid: string) =>
  queryOptions({
    queryKey: ['source', uid],
    ...settled,
    queryFn: ({ signal }) => ask<SourceList>(`/messages/${encodeURIComponent(uid)}/source`, {}, signal),
  })

export const askFile = (sha256: string) =>
  queryOptions({
    queryKey: ['file', sha256],
    staleTime: 60 * seconds,
    queryFn: ({ signal }) => ask<FileDetail>(`/files/${encodeURIComponent(sha256)}`, {}, signal),
  })

export const askConversation = (id: string, scope: CountingScope) =>
  queryOptions({
    queryKey: ['conversation', id, scope],
    staleTime: 60 * seconds,
    queryFn: ({ signal }) =>
      ask<ConversationDetail>(`/conversations/${encodeURIComponent(id)}`, countingBy(scope), signal),
  })

export const askCoverage = (id: string) =>
  queryOptions({
    queryKey: ['coverage', id],
    staleTime: 60 * seconds,
    queryFn: ({ signal }) => ask<Coverage>(`/conversations/${encodeURIComponent(id)}/coverage`, {}, signal),
  })

/** Two hand-overs to compare, by exhibit reference. */
export interface Drops {
  readonly before: string
  readonly after: string
}

export const askDiff = ({ before, after }: Drops, slice: Slice) =>
  queryOptions<DropDiff>({
    queryKey: ['diff', before, after, slice],
    staleTime: 60 * seconds,
    placeholderData: (earlier, query) =>
      query?.queryKey[1] === before && query.queryKey[2] === after ? earlier : undefined,
    queryFn: ({ signal }) => ask<DropDiff>('/diff', { before, after, ...slice }, signal),
  })

export const askHandles = (contains: string, scope: CountingScope, slice: Slice) =>
  queryOptions<HandlePage>({
    queryKey: ['handles', contains, scope, slice],
    staleTime: 30 * seconds,
    placeholderData: (earlier, query) => (query?.queryKey[2] === scope ? earlier : undefined),
    queryFn: ({ signal }) =>
      ask<HandlePage>('/handles', { contains, ...slice, ...countingBy(scope) }, signal),
  })

export const askHandle = (handle: string, scope: CountingScope) =>
  queryOptions({
    queryKey: ['handle', handle, scope],
    staleTime: 30 * seconds,
    queryFn: ({ signal }) =>
      ask<HandleDetail>(`/handles/${encodeURIComponent(handle)}`, countingBy(scope), signal),
  })

export const askFormats = () =>
  queryOptions({
    queryKey: ['formats'],
    ...settled,
    queryFn: ({ signal }) => ask<FormatList>('/formats', {}, signal),
  })

export const askFolder = (path: string | null) =>
  queryOptions({
    queryKey: ['folder', path],
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ask<Folder>('/folders', { path }, signal),
  })

/** The first rows of a table and what its columns may hold; asked once, so that what was chosen on the page stays. */
export const askMapping = (path: string) =>
  queryOptions({
    queryKey: ['mapping', path],
    ...settled,
    gcTime: 0,
    retry: false,
    queryFn: () => send<MappingPreview>('/mapping-proposal', { path }),
  })

export const askImports = () =>
  queryOptions({
    queryKey: ['imports'],
    queryFn: ({ signal }) => ask<readonly ImportJob[]>('/imports', {}, signal),
  })

/** How far an import is; asked twice a second while it runs. */
export const askImport = (id: string) =>
  queryOptions<ImportJob>({
    queryKey: ['imports', id],
    refetchInterval: ({ state }) =>
      state.data?.state === 'running' || state.data === undefined ? seconds / 2 : false,
    queryFn: ({ signal }) => ask<ImportJob>(`/imports/${encodeURIComponent(id)}`, {}, signal),
  })
