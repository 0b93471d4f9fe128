import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyInstance } from 'fastify'
import { BaileyError } from '../core/errors.ts'
import { formats } from '../formats/registry.ts'
import type { Asker, CaseStore } from '../store/store.ts'
import type { SourceList } from '../wire/messages.ts'
import type { CaseSummary } from '../wire/overview.ts'
import { openCaseFiles } from '../workbench/case-files.ts'
import { decideCopiesApart } from '../workbench/decide-copies.ts'
import type { ImportJobs } from '../workbench/import-jobs.ts'
import { previewMapping } from '../workbench/preview-mapping.ts'
import { describeApi } from './describe-api.ts'
import { answerErrors, placeOf } from './error-replies.ts'
import { guardEveryRequest, isApi } from './guards.ts'
import { checkAbsolute, listFolder } from './list-folder.ts'
import { requirePermissionOnEveryRoute } from './permissions.ts'
import { compileRequestSchema } from './read-request.ts'
import { caseRoutes, handleRoutes } from './routes/case.ts'
import { conversationRoutes } from './routes/conversations.ts'
import { copyRoutes } from './routes/copies.ts'
import { docsRoutes } from './routes/docs.ts'
import { fileRoutes } from './routes/files.ts'
import { importListRoutes, importOrderRoutes, importRoutes } from './routes/imports.ts'
import { journalRoutes } from './routes/journal.ts'
import { mappingRoutes } from './routes/mapping.ts'
import { messageRoutes, searchRoutes } from './routes/messages.ts'
import { decisionRoutes, reviewRoutes } from './routes/review.ts'
import { signInRoutes } from './routes/sign-in.ts'
import { pageRoutes, streamRoutes } from './routes/stream.ts'
import { openSessions } from './sign-in.ts'
import { openStaging } from './staging.ts'

/** What the server is made of. */
export interface AppOptions {
  readonly store: CaseStore
  readonly caseDir: string
  readonly summary: CaseSummary
  readonly imports: ImportJobs
  readonly readSource: (asker: Asker, uid: string) => Promise<SourceList>
  /** The exact bytes of a message's first copy. */
  readonly readBytes: (asker: Asker, uid: string) => Promise<Uint8Array>
  /** Opens one session, once. */
  readonly loginToken: string
  /** The built web application, or null for the API alone. */
  readonly webRoot: string | null
  /** The name written into the audit log. */
  readonly actor: string
  /** `Host` values that are this server. */
  readonly hosts: () => readonly string[]
  /** Where warnings go. */
  readonly log: { write(line: string): void }
}

/** What whoever is signed in may do. */
const everything: Asker['may'] = [
  'read-messages',
  'read-exhibits',
  'review-messages',
  'read-audit',
  'import-evidence',
  'verify-case',
]

/** The server of one case, not yet listening. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { store, summary, imports, actor, hosts, caseDir } = options
  const asker: Asker = { actor, via: 'api', may: everything }
  const sessions = openSessions(options.loginToken)
  const app = newApp(options.log)
  app.setValidatorCompiler(compileRequestSchema)
  requirePermissionOnEveryRoute(app)
  answerErrors(app)
  await app.register(cookie)
  await describeApi(app)
  guardEveryRequest(app, { hosts, sessions, asker })
  await app.register(signInRoutes, { sessions, actor, summary })
  await app.register(
    async (api) => {
      await api.register(docsRoutes)
      await api.register(caseRoutes, { store, asker })
      await api.register(handleRoutes, { store, asker })
      await api.register(conversationRoutes, { store, asker })
      await api.register(pageRoutes, { store, asker, zone: summary.timezone })
      await api.register(streamRoutes, { store, asker, zone: summary.timezone })
      await api.register(copyRoutes, {
        store,
        asker,
        decide: (by, decision) => decideCopiesApart(caseDir, by, decision),
      })
      await api.register(searchRoutes, { store, asker, zone: summary.timezone })
      await api.register(journalRoutes, { store, asker, zone: summary.timezone })
      await api.register(messageRoutes, {
        store,
        asker,
        readSource: (uid) => options.readSource(asker, uid),
        readBytes: (uid) => options.readBytes(asker, uid),
      })
      await api.register(reviewRoutes, { store, asker, zone: summary.timezone })
      await api.register(decisionRoutes, { store, asker, zone: summary.timezone })
      const files = openCaseFiles(store, caseDir)
      app.addHook('onClose', async () => files.close())
      await api.register(fileRoutes, { asker, files })
      const read = formats.map(({ id, title: name, accepts, extensions, detects, example }) => ({
        id,
        name,
        accepts,
        extensions,
        detects,
        example,
      }))
      await api.register(importListRoutes, { store, asker, imports, formats: read, listFolder })
      const staging = openStaging(caseDir)
      await api.register(importOrderRoutes, { asker, imports })
      await api.register(importRoutes, { asker, imports, staging, checkAbsolute })
      await api.register(mappingRoutes, { staging, checkAbsolute, previewMapping })
    },
    { prefix: '/api' },
  )
  await servePages(app, options.webRoot)
  return app
}

function newApp(stream: AppOptions['log']): FastifyInstance {
  return Fastify({
    // Serialisers keep addresses of pages (which hold searches) and messages of errors (which may quote evidence) out of the log.
    logger: {
      level: 'warn',
      stream,
      serializers: {
        req: ({ id }) => ({ id }),
        res: ({ statusCode }) => ({ statusCode }),
        err: (error) => ({ type: error.name, message: '', stack: placeOf(error).at.join('\n') }),
      },
    },
    // An address that cannot be decoded never reaches the error handler.
    frameworkErrors: (_error, _request, reply) => {
      const error = { code: 'bad-value', message: 'The address cannot be read.', remedy: 'See /api/docs.' }
      reply.hijack()
      reply.raw.writeHead(400, {
        'content-type': 'application/json; charset=utf-8',
        'x-content-type-options': 'nosniff',
      })
      reply.raw.end(JSON.stringify({ error }))
    },
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: 1024 * 1024,
    // Of a whole request, so that a large upload fits; a silent connection is dropped sooner.
    requestTimeout: 3_600_000,
    connectionTimeout: 120_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 4096 },
  })
}

/** The web application; what is no file and no API is one of its own addresses. */
async function servePages(app: FastifyInstance, webRoot: string | null): Promise<void> {
  if (webRoot !== null) {
    await app.register(fastifyStatic, { root: webRoot, serve: false })
    app.get('/*', { schema: { hide: true }, config: { permission: 'public' } }, async (request, reply) => {
      if (isApi(request)) return reply.callNotFound()
      const file = request.url.replace(/[?#].*$/, '').slice(1)
      const isFile =
        /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(file) &&
        statSync(join(webRoot, file), { throwIfNoEntry: false })?.isFile()
      // What is built into assets/ carries its hash in its name.
      if (isFile)
        return reply.sendFile(
          file,
          file.startsWith('assets/') ? { maxAge: '365d', immutable: true } : { maxAge: 0 },
        )
      return file.startsWith('assets/') ? reply.callNotFound() : reply.sendFile('index.html')
    })
  }
  app.setNotFoundHandler(async () => {
    throw new BaileyError('no-such-route', '')
  })
}
