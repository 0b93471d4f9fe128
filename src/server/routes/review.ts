import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { parseSearch } from '../../core/search/parse-search.ts'
import type { Asker, CaseStore } from '../../store/store.ts'
import {
  Decided,
  ReadBody,
  Reading,
  ReadingQuery,
  RelevanceBody,
  TagBody,
  TagList,
  UndoBody,
} from '../../wire/review.ts'
import { chosenBy } from '../../workbench/review-messages.ts'

/** What the routes of review need. */
export interface ReviewRoutes {
  readonly store: CaseStore
  readonly asker: Asker
  /** IANA zone of the case. */
  readonly zone: string
}

/** Which tags there are, and how much of the messages people read. */
export const reviewRoutes: FastifyPluginAsyncTypebox<ReviewRoutes> = async (app, { store, asker, zone }) => {
  app.get(
    '/tags',
    {
      schema: { summary: 'The tags there are, with counts', response: { 200: TagList } },
      config: { permission: 'read-messages' },
    },
    async () => await store.ask(asker, 'tags', {}),
  )
  app.get(
    '/reading',
    {
      schema: {
        summary: 'How many messages people read',
        querystring: ReadingQuery,
        response: { 200: Reading },
      },
      config: { permission: 'read-messages' },
    },
    async ({ query: { conversation = null, q = null } }) =>
      await store.ask(asker, 'reading', {
        conversation,
        found: q === null ? null : { text: q, query: parseSearch(q, zone) },
      }),
  )
}

/** What people decide of messages. */
export const decisionRoutes: FastifyPluginAsyncTypebox<ReviewRoutes> = async (
  app,
  { store, asker, zone },
) => {
  app.post(
    '/tags',
    {
      schema: { summary: 'Put a tag on messages, or take it off', body: TagBody, response: { 200: Decided } },
      config: { permission: 'review-messages' },
    },
    async ({ body }) =>
      await store.decide(asker, 'tag', {
        ...chosenBy(body, zone),
        tag: body.tag,
        on: body.on,
        search: body.search ?? null,
      }),
  )
  app.post(
    '/relevance',
    {
      schema: {
        summary: 'Say whether messages are relevant',
        body: RelevanceBody,
        response: { 200: Decided },
      },
      config: { permission: 'review-messages' },
    },
    async ({ body }) =>
      await store.decide(asker, 'relevance', {
        ...chosenBy(body, zone),
        relevance: body.relevance,
        search: body.search ?? null,
      }),
  )
  app.post(
    '/reads',
    {
      schema: {
        summary: 'Say which messages you read, or did not',
        body: ReadBody,
        response: { 200: Decided },
      },
      config: { permission: 'review-messages' },
    },
    async ({ body }) =>
      await store.decide(asker, 'read', { ...chosenBy(body, zone), read: body.read, how: body.how }),
  )
  app.post(
    '/undo',
    {
      schema: { summary: 'Take back what you decided', body: UndoBody, response: { 200: Decided } },
      config: { permission: 'review-messages' },
    },
    async ({ body }) => await store.decide(asker, 'undo', body),
  )
}
