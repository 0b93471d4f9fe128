import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Asker } from '../../store/store.ts'
import {
  CopyDecided,
  CopyDecisionBody,
  CountingScopes,
  DiffQuery,
  DropDiff,
  ScopesQuery,
} from '../../wire/coverage.ts'
import type { CopyDecision } from '../../workbench/decide-copies.ts'
import type { ReadRoutes } from './case.ts'

/** What deciding about copies needs. */
export interface CopyRoutes extends ReadRoutes {
  readonly decide: (asker: Asker, decision: CopyDecision) => Promise<void>
}

/** Which copies are one message, how they are counted, and what hand-overs differ in. */
export const copyRoutes: FastifyPluginAsyncTypebox<CopyRoutes> = async (app, { store, asker, decide }) => {
  app.get(
    '/scopes',
    {
      schema: {
        summary: 'Messages by each way of counting copies',
        querystring: ScopesQuery,
        response: { 200: CountingScopes },
      },
      config: { permission: 'read-messages' },
    },
    async ({ query: { conversation = null, handle = null } }) =>
      await store.ask(asker, 'scopes', { conversation, handle }),
  )
  app.get(
    '/diff',
    {
      schema: {
        summary: 'What changed between two hand-overs',
        querystring: DiffQuery,
        response: { 200: DropDiff },
      },
      config: { permission: 'read-messages' },
    },
    async ({ query }) => await store.ask(asker, 'diff', query),
  )
  app.post(
    '/copies',
    {
      schema: {
        summary: 'Part a copy from its message, or make one message of two',
        body: CopyDecisionBody,
        response: { 200: CopyDecided },
      },
      config: { permission: 'import-evidence' },
    },
    async ({ body }) => {
      const decision: CopyDecision =
        'split' in body
          ? { kind: 'split', uid: body.split.toLowerCase() }
          : { kind: 'join', uids: [body.join[0].toLowerCase(), body.join[1].toLowerCase()] }
      await decide(asker, decision)
      return { done: true as const }
    },
  )
}
