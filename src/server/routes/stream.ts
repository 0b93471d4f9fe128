import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { BaileyError } from '../../core/errors.ts'
import { ConversationPath, Position, ThreadPage, ThreadQuery } from '../../wire/conversations.ts'
import {
  OutlineQuery,
  ReadPage,
  StepQuery,
  StreamOutline,
  StreamPositionQuery,
  StreamQuery,
  StreamStep,
} from '../../wire/reading.ts'
import { openStreamReader } from '../../workbench/read-stream.ts'
import type { ReadRoutes } from './case.ts'

/** What the reading routes need. */
interface ReadingRoutes extends ReadRoutes {
  /** IANA zone of the case. */
  readonly zone: string
}

/** Messages that follow one another: of a conversation, or the hits of a search whatever conversations they are of. */
export const pageRoutes: FastifyPluginAsyncTypebox<ReadingRoutes> = async (app, { store, asker, zone }) => {
  const streams = openStreamReader(store, asker, zone)
  app.get(
    '/conversations/:id/messages',
    {
      schema: {
        summary: 'Messages of a conversation in time order',
        params: ConversationPath,
        querystring: ThreadQuery,
        response: { 200: ThreadPage },
      },
      config: { permission: 'read-messages' },
    },
    async ({ params: { id }, query: { filter = '', offset, limit } }) =>
      await streams.readThread({ id, filter, offset, limit }),
  )
  app.get(
    '/stream',
    {
      schema: {
        summary: 'The hits of a search as one stream in time order',
        querystring: StreamQuery,
        response: { 200: ReadPage },
      },
      config: { permission: 'read-messages' },
    },
    async ({ query: { q, filter = '', offset, limit } }) =>
      await streams.read({ text: q, filter, offset, limit }),
  )
}

/** Finding the way in a stream. */
export const streamRoutes: FastifyPluginAsyncTypebox<ReadingRoutes> = async (app, { store, asker, zone }) => {
  const streams = openStreamReader(store, asker, zone)
  app.get(
    '/stream/position',
    {
      schema: {
        summary: 'How many messages of a stream come before a uid or an instant',
        querystring: StreamPositionQuery,
        response: { 200: Position },
      },
      config: { permission: 'read-messages' },
    },
    async ({ query: { q, uid = null, at = null } }) => {
      if ((uid === null) === (at === null))
        throw new BaileyError('bad-value', 'A position is asked for by a uid or an instant, one of the two')
      return await streams.locate({ text: q, uid: uid?.toLowerCase() ?? null, at })
    },
  )
  app.get(
    '/stream/outline',
    {
      schema: {
        summary: 'How a stream, and what of it matches, is spread over time',
        querystring: OutlineQuery,
        response: { 200: StreamOutline },
      },
      config: { permission: 'read-messages' },
    },
    async ({ query: { q, filter = '', marks = '', bins } }) =>
      await streams.outline({ text: q, filter, marks, bins }),
  )
  app.get(
    '/stream/step',
    {
      schema: {
        summary: 'The next message of a stream that matches',
        querystring: StepQuery,
        response: { 200: StreamStep },
      },
      config: { permission: 'read-messages' },
    },
    async ({ query: { q, filter = '', uid = null, at = null, by } }) =>
      await streams.step({
        text: q,
        filter,
        uid: uid?.toLowerCase() ?? null,
        at,
        by: by === 'next' ? 1 : -1,
      }),
  )
}
