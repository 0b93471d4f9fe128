import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Asker, CaseReader } from '../../store/store.ts'
import { ExhibitList, RecordQuery, RejectionPage, RepairPage } from '../../wire/exhibits.ts'
import { HandleDetail, HandlePage, HandlePath, HandleQuery } from '../../wire/handles.ts'
import { Overview } from '../../wire/overview.ts'
import { CountingQuery } from '../../wire/schema.ts'

/** What routes that only read need. */
export interface ReadRoutes {
  readonly store: CaseReader
  readonly asker: Asker
}

/** The case on one page, and what was received. */
export const caseRoutes: FastifyPluginAsyncTypebox<ReadRoutes> = async (app, { store, asker }) => {
  app.get(
    '/overview',
    {
      schema: {
        summary: 'The case on one page',
        querystring: CountingQuery,
        response: { 200: Overview },
      },
      config: { permission: 'read-messages' },
    },
    async ({ query: { count = 'global' } }) => await store.ask(asker, 'overview', { count }),
  )
  app.get(
    '/exhibits',
    {
      schema: { summary: 'What was received', response: { 200: ExhibitList } },
      config: { permission: 'read-exhibits' },
    },
    async () => await store.ask(asker, 'exhibits', {}),
  )
  app.get(
    '/rejections',
    {
      schema: {
        summary: 'Records that could not be read',
        querystring: RecordQuery,
        response: { 200: RejectionPage },
      },
      config: { permission: 'read-exhibits' },
    },
    async ({ query: { exhibit = null, limit, offset } }) =>
      await store.ask(asker, 'rejections', { exhibit, limit, offset }),
  )
  app.get(
    '/repairs',
    {
      schema: {
        summary: 'Records repaired to be read',
        querystring: RecordQuery,
        response: { 200: RepairPage },
      },
      config: { permission: 'read-exhibits' },
    },
    async ({ query: { exhibit = null, limit, offset } }) =>
      await store.ask(asker, 'repairs', { exhibit, limit, offset }),
  )
}

/** Handles and what is counted of them. */
export const handleRoutes: FastifyPluginAsyncTypebox<ReadRoutes> = async (app, { store, asker }) => {
  app.get(
    '/handles',
    {
      schema: { summary: 'Handles, busiest first', querystring: HandleQuery, response: { 200: HandlePage } },
      config: { permission: 'read-messages' },
    },
    async ({ query: { contains = null, limit, offset, count = 'global' } }) =>
      await store.ask(asker, 'handles', { contains, limit, offset, count }),
  )
  app.get(
    '/handles/:handle',
    {
      schema: {
        summary: 'A handle: hours, days, whom it wrote with',
        params: HandlePath,
        querystring: CountingQuery,
        response: { 200: HandleDetail },
      },
      config: { permission: 'read-messages' },
    },
    async ({ params: { handle }, query: { count = 'global' } }) =>
      await store.ask(asker, 'handle', { handle, count }),
  )
}
