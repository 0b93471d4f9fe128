import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Asker } from '../../store/store.ts'
import { FileDetail, FilePath } from '../../wire/files.ts'
import type { CaseFiles } from '../../workbench/case-files.ts'

/** What the file routes need. */
export interface FileRoutes {
  readonly asker: Asker
  readonly files: CaseFiles
}

const sandbox = "sandbox; default-src 'none'"

/** Files of exhibits: what is known of them, their bytes, and a small picture that is Bailey's own. */
export const fileRoutes: FastifyPluginAsyncTypebox<FileRoutes> = async (app, { asker, files }) => {
  app.get(
    '/files/:sha256',
    {
      schema: {
        summary: 'A file: where it stands, who sent it, what was made of it',
        params: FilePath,
        response: { 200: FileDetail },
      },
      config: { permission: 'read-exhibits' },
    },
    async ({ params: { sha256 } }) => await files.describe(asker, sha256.toLowerCase()),
  )
  app.get(
    '/files/:sha256/bytes',
    {
      schema: {
        summary: 'The exact bytes of a file, to be saved, never shown',
        params: FilePath,
        produces: ['application/octet-stream'],
      },
      config: { permission: 'read-exhibits' },
    },
    async ({ params: { sha256 } }, reply) => {
      const hash = sha256.toLowerCase()
      const { size, bytes } = await files.bytes(asker, hash)
      return reply
        .type('application/octet-stream')
        .header('content-length', size)
        .header('content-disposition', `attachment; filename="${hash}.bin"`)
        .header('content-security-policy', sandbox)
        .send(bytes)
    },
  )
  app.get(
    '/files/:sha256/thumbnail',
    {
      schema: {
        summary: 'A small PNG made of a picture',
        params: FilePath,
        produces: ['image/png'],
      },
      config: { permission: 'read-exhibits' },
    },
    async ({ params: { sha256 } }, reply) => {
      const png = await files.thumbnail(asker, sha256.toLowerCase())
      return reply.type('image/png').header('content-security-policy', sandbox).send(png)
    },
  )
}
