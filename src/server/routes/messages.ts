import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Static } from 'typebox'
import { FacetQuery, Facets, ThreadsOfHits, ThreadsQuery } from '../../wire/facets.ts'
import {
  MessageDetail,
  MessagePath,
  MessageQuery,
  SearchPage,
  SearchRequestQuery,
  SourceList,
} from '../../wire/messages.ts'
import {
  countFacets,
  type SearchRequest,
  searchMessages,
  searchThreads,
} from '../../workbench/search-messages.ts'
import type { ReadRoutes } from './case.ts'

/** What the message routes need. */
export interface MessageRoutes extends ReadRoutes {
  /** IANA zone of the case. */
  readonly zone: string
  readonly readSource: (uid: string) => Promise<SourceList>
  /** The exact bytes of a message's first copy. */
  readonly readBytes: (uid: string) => Promise<Uint8Array>
}

/** Searching the messages, and counting what was found. */
export const searchRoutes: FastifyPluginAsyncTypebox<ReadRoutes & Pick<MessageRoutes, 'zone'>> = async (
  app,
  { store, asker, zone },
) => {
  app.get(
    '/search',
    {
      schema: {
        summary: 'Search the messages',
        querystring: SearchRequestQuery,
        response: { 200: SearchPage },
      },
      config: { permission: 'read-messages' },
    },
    async ({ query }) =>
      await searchMessages(store, asker, zone, { ...requestOf(query), context: query.context ?? 0 }),
  )
  app.get(
    '/search/threads',
    {
      schema: {
        summary: 'The conversations that the hits of a search stand in',
        querystring: ThreadsQuery,
        response: { 200: ThreadsOfHits },
      },
      config: { permission: 'read-messages' },
    },
    async ({ query }) => await searchThreads(store, asker, zone, { ...requestOf(query), best: query.best }),
  )
  app.get(
    '/facets',
    {
      schema: {
        summary: 'Hits by everything they can be narrowed by, and over time',
        querystring: FacetQuery,
        response: { 200: Facets },
      },
      config: { permission: 'read-messages' },
    },
    async ({ query: { q, count = 'global' } }) => await countFacets(store, asker, zone, { text: q, count }),
  )
}

/** A search as asked for over HTTP; its first page is entered in the journal unless that is declined. */
function requestOf({
  q: text,
  sort = 'time',
  limit,
  offset,
  count = 'global',
  enter,
  parent,
  why,
}: Static<typeof SearchRequestQuery> | Static<typeof ThreadsQuery>): SearchRequest {
  const isEntered = offset === 0 && enter !== 'no'
  return {
    text,
    sort,
    limit,
    offset,
    count,
    ...(isEntered && { journal: { parent: parent ?? null, why: why ?? null } }),
  }
}

/** One message with the bytes it came from. */
export const messageRoutes: FastifyPluginAsyncTypebox<Omit<MessageRoutes, 'zone'>> = async (
  app,
  { store, asker, readSource, readBytes },
) => {
  app.get(
    '/messages/:uid',
    {
      schema: {
        summary: 'A message, its copies, and what stands around it',
        params: MessagePath,
        querystring: MessageQuery,
        response: { 200: MessageDetail },
      },
      config: { permission: 'read-messages' },
    },
    async ({ params: { uid }, query: { context } }) =>
      await store.ask(asker, 'message', { uid: uid.toLowerCase(), context }),
  )
  app.get(
    '/messages/:uid/source',
    {
      schema: {
        summary: 'Every copy of a message with the bytes around it',
        params: MessagePath,
        response: { 200: SourceList },
      },
      config: { permission: 'read-exhibits' },
    },
    async ({ params: { uid } }) => await readSource(uid.toLowerCase()),
  )
  app.get(
    '/messages/:uid/raw',
    {
      schema: {
        summary: 'The exact bytes of a message’s first copy',
        params: MessagePath,
        produces: ['application/octet-stream'],
      },
      config: { permission: 'read-exhibits' },
    },
    async ({ params: { uid } }, reply) => {
      const bytes = await readBytes(uid.toLowerCase())
      return reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename="${uid.toLowerCase()}.bin"`)
        .header('content-security-policy', "sandbox; default-src 'none'")
        .send(bytes)
    },
  )
}
