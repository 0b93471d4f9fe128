import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { readTerms } from '../../core/batch-terms.ts'
import { parseSearch } from '../../core/search/parse-search.ts'
import { Done, EntryPath } from '../../wire/journal.ts'
import {
  AlertList,
  BatchBody,
  BatchPart,
  CallBody,
  IdPath,
  MadeId,
  SampleBody,
  SampleDetail,
  SampleDrawn,
  SampleList,
  SaveBody,
  SavedChange,
  SavedList,
  TermLines,
  TermsBody,
} from '../../wire/saved.ts'
import { countTerms } from '../../workbench/run-batch.ts'
import type { StoreRoutes } from './store-routes.ts'

/** What is saved and watched. */
export const savedRoutes: FastifyPluginAsyncTypebox<StoreRoutes> = async (app, { store, asker }) => {
  app.get(
    '/saved',
    {
      schema: { summary: 'Saved searches and lists', response: { 200: SavedList } },
      config: { permission: 'read-messages' },
    },
    async () => await store.ask(asker, 'saved', {}),
  )
  app.post(
    '/saved',
    {
      schema: { summary: 'Save a search or a list', body: SaveBody, response: { 200: MadeId } },
      config: { permission: 'review-messages' },
    },
    async ({ body }) => await store.decide(asker, 'saveSearch', body),
  )
  app.post(
    '/saved/:id',
    {
      schema: {
        summary: 'Rename a saved search, or have it watched',
        params: IdPath,
        body: SavedChange,
        response: { 200: Done },
      },
      config: { permission: 'review-messages' },
    },
    async ({ params, body }) => {
      const id = Number(params.id)
      if ('name' in body) await store.decide(asker, 'renameSaved', { id, name: body.name })
      else await store.decide(asker, 'watchSaved', { id, on: body.watched })
      return {}
    },
  )
  app.post(
    '/saved/:id/delete',
    {
      schema: { summary: 'Delete a saved search', params: IdPath, response: { 200: Done } },
      config: { permission: 'review-messages' },
    },
    async ({ params: { id } }) => {
      await store.decide(asker, 'forgetSaved', { id: Number(id) })
      return {}
    },
  )
}

/** What watches found. */
export const alertRoutes: FastifyPluginAsyncTypebox<StoreRoutes> = async (app, { store, asker }) => {
  app.get(
    '/alerts',
    {
      schema: { summary: 'What watches found in exhibits', response: { 200: AlertList } },
      config: { permission: 'read-messages' },
    },
    async () => await store.ask(asker, 'alerts', {}),
  )
  app.post(
    '/alerts/:id/acknowledge',
    {
      schema: { summary: 'Acknowledge an alert', params: IdPath, response: { 200: Done } },
      config: { permission: 'review-messages' },
    },
    async ({ params: { id } }) => {
      await store.decide(asker, 'acknowledgeAlert', { id: Number(id) })
      return {}
    },
  )
}

/** Lists of terms run at once. */
export const batchRoutes: FastifyPluginAsyncTypebox<StoreRoutes & { readonly zone: string }> = async (
  app,
  { store, asker, zone },
) => {
  app.post(
    '/batch/terms',
    {
      schema: { summary: 'How each line of a list is read', body: TermsBody, response: { 200: TermLines } },
      config: { permission: 'read-messages' },
    },
    async ({ body: { text, csv } }) =>
      readTerms(text, csv, zone).map((term) => ({
        line: term.line,
        text: term.text,
        readAs: 'readAs' in term ? term.readAs : null,
        refused: 'refused' in term ? term.refused : null,
      })),
  )
  app.post(
    '/batch',
    {
      schema: {
        summary: 'Count the hits of some terms of a list',
        body: BatchBody,
        response: { 200: BatchPart },
      },
      config: { permission: 'read-messages' },
    },
    async ({ body }) => await countTerms(store, asker, zone, body),
  )
}

/** Samples of what searches do not find. */
export const sampleRoutes: FastifyPluginAsyncTypebox<StoreRoutes & { readonly zone: string }> = async (
  app,
  { store, asker, zone },
) => {
  app.get(
    '/samples',
    {
      schema: { summary: 'Samples, newest first', response: { 200: SampleList } },
      config: { permission: 'read-messages' },
    },
    async () => await store.ask(asker, 'samples', {}),
  )
  app.post(
    '/samples',
    {
      schema: {
        summary: 'Draw a sample of what a search does not find',
        body: SampleBody,
        response: { 200: SampleDrawn },
      },
      config: { permission: 'review-messages' },
    },
    async ({ body: { q: text, scope: scopeText, ...how } }) =>
      await store.ask(asker, 'drawSample', {
        ...how,
        text,
        query: parseSearch(text, zone),
        scopeText,
        scope: parseSearch(scopeText, zone),
      }),
  )
  app.get(
    '/samples/:entry',
    {
      schema: { summary: 'A sample with its messages', params: EntryPath, response: { 200: SampleDetail } },
      config: { permission: 'read-messages' },
    },
    async ({ params: { entry } }) => await store.ask(asker, 'sample', { entry: Number(entry) }),
  )
  app.post(
    '/samples/:entry/calls',
    {
      schema: {
        summary: 'Say what a message of a sample is',
        params: EntryPath,
        body: CallBody,
        response: { 200: Done },
      },
      config: { permission: 'review-messages' },
    },
    async ({ params: { entry }, body: { uid, call } }) => {
      await store.decide(asker, 'callSample', { sample: Number(entry), uid: uid.toLowerCase(), call })
      return {}
    },
  )
}
