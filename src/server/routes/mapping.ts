import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { MappingPreview, MappingProposalBody } from '../../wire/mapping.ts'
import type { previewMapping } from '../../workbench/preview-mapping.ts'
import type { Staging } from '../staging.ts'

/** What the mapping route needs. */
export interface MappingRoutes {
  readonly staging: Pick<Staging, 'fileOf'>
  readonly checkAbsolute: (path: string) => string
  readonly previewMapping: typeof previewMapping
}

/** Proposing how a table is read. */
export const mappingRoutes: FastifyPluginAsyncTypebox<MappingRoutes> = async (
  app,
  { staging, checkAbsolute, previewMapping: preview },
) => {
  app.post(
    '/mapping-proposal',
    {
      schema: {
        summary: 'The first rows of a table, and a proposal of which column holds what',
        body: MappingProposalBody,
        response: { 200: MappingPreview },
      },
      config: { permission: 'import-evidence' },
    },
    async ({ body }) => {
      const path = 'path' in body ? checkAbsolute(body.path) : await staging.fileOf(body.upload, body.file)
      return await preview({ path, name: body.name ?? null, network: body.network ?? null })
    },
  )
}
