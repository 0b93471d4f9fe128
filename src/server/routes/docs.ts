import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { docsStyle, renderDocs } from '../docs-page.ts'

/** The description of the API, for programs and for people. */
export const docsRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const config = { permission: 'public' } as const
  app.get('/openapi.json', { schema: { summary: 'This description as OpenAPI' }, config }, async () =>
    app.swagger(),
  )
  app.get('/docs', { schema: { hide: true }, config }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(renderDocs(app.swagger())),
  )
  app.get('/docs.css', { schema: { hide: true }, config }, async (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(docsStyle),
  )
}
