import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { BaileyError } from '../../core/errors.ts'
import { ConversationDetail, ConversationPath, Position, PositionQuery } from '../../wire/conversations.ts'
import { Coverage } from '../../wire/coverage.ts'
import { CountingQuery } from '../../wire/schema.ts'
import type { ReadRoutes } from './case.ts'

/** Reading a conversation from any place in it. */
export const conversationRoutes: FastifyPluginAsyncTypebox<ReadRoutes> = async (app, { store, asker }) => {
  app.get(
    '/conversations/:id',
    {
      schema: {
        summary: 'A conversation: days and senders',
        params: ConversationPath,
        querystring: CountingQuery,
        response: { 200: ConversationDetail },
      },
      config: { permission: 'read-messages' },
    },
    async ({ params: { id }, query: { count = 'global' } }) =>
      await store.ask(asker, 'conversation', { id, count }),
  )
  app.get(
    '/conversations/:id/coverage',
    {
      schema: {
        summary: 'How much each side shows of a conversation, gaps and clocks',
        params: ConversationPath,
        response: { 200: Coverage },
      },
      config: { permission: 'read-messages' },
    },
    async ({ params: { id } }) => await store.ask(asker, 'coverage', { id }),
  )
  app.get(
    '/conversations/:id/position',
    {
      schema: {
        summary: 'How many messages come before a uid or an instant',
        params: ConversationPath,
        querystring: PositionQuery,
        response: { 200: Position },
      },
      config: { permission: 'read-messages' },
    },
    async ({ params: { id }, query: { uid = null, at = null } }) => {
      if ((uid === null) === (at === null))
        throw new BaileyError('bad-value', 'A position is asked for by a uid or an instant, one of the two')
      return await store.ask(asker, 'position', { id, uid: uid?.toLowerCase() ?? null, at })
    },
  )
}
