import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Asker, CaseStore } from '../../store/store.ts'
import { Done, EntryPath, JournalPage, JournalQuery, OpenedBody, WhyBody } from '../../wire/journal.ts'
import { auditRoutes } from './audit.ts'

/** What routes that read and decide need. */
export interface StoreRoutes {
  readonly store: CaseStore
  readonly asker: Asker
}

/** What was searched for, why, and what was opened of it. */
export const journalRoutes: FastifyPluginAsyncTypebox<StoreRoutes> = async (app, { store, asker }) => {
  await app.register(auditRoutes, { store, asker })
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
      await store.decide(asker, 'explainSearch', { entry, why }),
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
      await store.decide(asker, 'openHit', { entry, uid: uid.toLowerCase() })
      return {}
    },
  )
}
