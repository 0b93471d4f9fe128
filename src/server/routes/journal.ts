import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Done, EntryPath, JournalPage, JournalQuery, OpenedBody, WhyBody } from '../../wire/journal.ts'
import { auditRoutes } from './audit.ts'
import { alertRoutes, batchRoutes, sampleRoutes, savedRoutes } from './saved.ts'
import type { StoreRoutes } from './store-routes.ts'

/** What was searched for, why, and what was opened of it. */
export const journalRoutes: FastifyPluginAsyncTypebox<StoreRoutes & { readonly zone: string }> = async (
  app,
  { store, asker, zone },
) => {
  await app.register(auditRoutes, { store, asker })
  await app.register(savedRoutes, { store, asker })
  await app.register(alertRoutes, { store, asker })
  await app.register(batchRoutes, { store, asker, zone })
  await app.register(sampleRoutes, { store, asker, zone })
  app.get(
    '/journal',
    {
      schema: {
        summary: 'The search journal, newest first',
        querystring: JournalQuery,
        response: { 200: JournalPage },
      },
      config: { permission: 'read-messages' },
    },
    async ({ query: { who = null, contains = null, before = null, limit } }) =>
      await store.ask(asker, 'journal', { who, contains, before, limit }),
  )
  app.post(
    '/journal/:entry/why',
    {
      schema: {
        summary: 'Say why a search was made',
        params: EntryPath,
        body: WhyBody,
        response: { 200: Done },
      },
      config: { permission: 'review-messages' },
    },
    async ({ params: { entry }, body: { why } }) =>
      await store.decide(asker, 'explainSearch', { entry: Number(entry), why }),
  )
  app.post(
    '/journal/:entry/opened',
    {
      schema: {
        summary: 'Keep that a hit was opened from a search',
        params: EntryPath,
        body: OpenedBody,
        response: { 200: Done },
      },
      config: { permission: 'review-messages' },
    },
    async ({ params: { entry }, body: { uid } }) => {
      await store.decide(asker, 'openHit', { entry: Number(entry), uid: uid.toLowerCase() })
      return {}
    },
  )
}
