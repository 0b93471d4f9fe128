import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { BaileyError } from '../../core/errors.ts'
import { parseAddress } from '../../core/handle.ts'
import { isTimeZone } from '../../core/time.ts'
import type { Asker } from '../../store/store.ts'
import {
  Folder,
  FolderQuery,
  FormatList,
  ImportBody,
  ImportJob,
  ImportJobList,
  type ImportOptionsBody,
  ImportOrderPath,
  ImportPath,
  Uploaded,
  UploadPath,
} from '../../wire/imports.ts'
import type { ImportJob as Job } from '../../workbench/import-job.ts'
import type { ImportJobs } from '../../workbench/import-jobs.ts'
import type { ImportOptions } from '../../workbench/import-report.ts'
import type { Staging } from '../staging.ts'
import type { ReadRoutes } from './case.ts'

/** What the import routes need. */
export interface ImportRoutes {
  readonly asker: Asker
  readonly imports: ImportJobs
  readonly staging: Staging
  readonly formats: FormatList
  readonly listFolder: (path: string | null) => Promise<Folder>
  readonly checkAbsolute: (path: string) => string
}

const permission = 'import-evidence' as const

/** Choosing what to import, and how far imports are. */
export const importListRoutes: FastifyPluginAsyncTypebox<
  ReadRoutes & Pick<ImportRoutes, 'imports' | 'formats' | 'listFolder'>
> = async (app, { store, asker, imports, formats, listFolder }) => {
  // A report quotes rejected records, so that reading it is reading the case; how far an import is, is not.
  const record = async (jobs: readonly Job[]): Promise<void> => {
    const read = jobs.filter(({ report }) => report !== null).map(({ id }) => id)
    if (read.length > 0) await store.ask(asker, 'importReports', { imports: read })
  }
  app.get(
    '/formats',
    {
      schema: { summary: 'The formats that are read', response: { 200: FormatList } },
      config: { permission },
    },
    async () => formats,
  )
  app.get(
    '/imports',
    {
      schema: {
        summary: 'Imports since the server started, and those an earlier one left',
        response: { 200: ImportJobList },
      },
      config: { permission },
    },
    async () => {
      const jobs = imports.list()
      await record(jobs)
      return jobs
    },
  )
  app.get(
    '/imports/:id',
    {
      schema: { summary: 'An import and how far it is', params: ImportPath, response: { 200: ImportJob } },
      config: { permission },
    },
    async ({ params: { id } }) => {
      const job = imports.find(id)
      if (job === null) throw new BaileyError('no-such-import', id)
      await record([job])
      return job
    },
  )
  app.get(
    '/folders',
    {
      schema: {
        summary: 'What a folder of the server holds',
        querystring: FolderQuery,
        response: { 200: Folder },
      },
      config: { permission },
    },
    async ({ query: { path = null } }) => await listFolder(path),
  )
}

/** Pausing, resuming and cancelling imports. */
export const importOrderRoutes: FastifyPluginAsyncTypebox<Pick<ImportRoutes, 'asker' | 'imports'>> = async (
  app,
  { asker, imports },
) => {
  app.post(
    '/imports/:id/:order',
    {
      schema: {
        summary: 'Pause an import after the batch under way, let it go on, or cancel it',
        params: ImportOrderPath,
        response: { 200: ImportJob },
      },
      config: { permission },
    },
    async ({ params: { id, order } }) => imports.order(asker, id, order),
  )
}

/** Uploading and importing evidence. */
export const importRoutes: FastifyPluginAsyncTypebox<
  Pick<ImportRoutes, 'asker' | 'imports' | 'staging' | 'checkAbsolute'>
> = async (app, { asker, imports, staging, checkAbsolute }) => {
  const importing = new Set<string>()
  const uploads = imports.takeUp((upload) => {
    staging.remove(upload).then(
      () => importing.delete(upload),
      () => app.log.warn({ upload }, 'Upload could not be removed'),
    )
  })
  for (const upload of uploads) importing.add(upload)
  // The bytes go from the socket to the disk; nothing of them is kept in memory.
  app.addContentTypeParser('application/octet-stream', (_request, bytes, done) => done(null, bytes))

  app.post(
    '/imports',
    {
      schema: {
        summary: 'Queue an import of files of the server, or of a batch that was uploaded',
        body: ImportBody,
        response: { 202: ImportJob },
      },
      config: { permission },
    },
    async ({ body }, reply) => {
      const options = statementOf(body.options ?? {})
      reply.code(202)
      if ('paths' in body) {
        if (body.paths.length === 0) throw new BaileyError('bad-value', 'An import needs a path')
        return imports.start(asker, { paths: body.paths.map(checkAbsolute), options, upload: null })
      }
      const { upload } = body
      const paths = await staging.pathsOf(upload)
      if (importing.has(upload)) throw new BaileyError('import-running', 'the case')
      const job = imports.start(asker, { paths, options, upload })
      importing.add(upload)
      return job
    },
  )
  app.put(
    '/uploads/:batch/*',
    {
      bodyLimit: Number.MAX_SAFE_INTEGER,
      schema: {
        summary: 'Upload a file for a later import',
        consumes: ['application/octet-stream'],
        params: UploadPath,
        response: { 201: Uploaded },
      },
      config: { permission },
    },
    async ({ params: { batch, '*': path }, body, headers }, reply) => {
      if (importing.has(batch)) throw new BaileyError('import-running', 'the case')
      if (headers['content-type'] !== 'application/octet-stream')
        throw new BaileyError('bad-value', 'A file is uploaded as application/octet-stream')
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the parser above hands over the stream itself
      const size = await staging.put(batch, path, body as Parameters<Staging['put']>[2])
      reply.code(201)
      return { path, size }
    },
  )
}

function statementOf({ timezone = null, ...stated }: ImportOptionsBody): ImportOptions {
  if (timezone !== null && !isTimeZone(timezone))
    throw new BaileyError('bad-value', `${timezone} is not an IANA time zone such as Europe/London`)
  const {
    format = null,
    exhibitRef = null,
    receivedFrom = null,
    authority = null,
    captureMode = 'unknown',
    mapping = null,
    owner = null,
    translationOf = null,
  } = stated
  return {
    format,
    exhibitRef,
    receivedFrom,
    authority,
    captureMode,
    timezone,
    owner: owner === null ? null : parseAddress(owner),
    translationOf,
    mapping,
  }
}
