import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { AuditPage, AuditQuery } from '../../wire/audit.ts'
import type { ReadRoutes } from './case.ts'

/** Who saw, searched and decided what. */
export const auditRoutes: FastifyPluginAsyncTypebox<ReadRoutes> = async (app, { store, asker }) => {
  app.get(
    '/audit',
    {
      schema: {
        summary: 'The audit log, newest first',
        querystring: AuditQuery,
        response: { 200: AuditPage },
      },
      config: { permission: 'read-audit' },
    },
    async ({
      query: { actor = null, action = null, object = null, from = null, until = null, before = null, limit },
    }) => await store.ask(asker, 'audit', { actor, action, object, from, until, before, limit }),
  )
}
