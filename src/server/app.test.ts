import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import Fastify from 'fastify'
import type { ErrorReply } from '../wire/errors.ts'
import type { SearchPage } from '../wire/messages.ts'
import { initCase, openCase } from '../workbench/case-folder.ts'
import { importEvidence } from '../workbench/import-evidence.ts'
import { openImportJobs } from '../workbench/import-jobs.ts'
import { nothingOnReceipt } from '../workbench/import-report.ts'
import { encodePng } from '../workbench/pictures/png-encode.ts'
import { readRecordBytes, readSource } from '../workbench/read-source.ts'
import { buildApp } from './app.ts'
import { requirePermissionOnEveryRoute } from './permissions.ts'
import { parseUploadPath } from './staging.ts'

const host = 'localhost:8420'
const evidence =
  '{"time":"2021-03-04T05:06:07Z","from":"heron","to":"wren","body":"canaryword by the lock"}\n'

const picture = encodePng({ width: 1, height: 1, rgba: Uint8ClampedArray.of(9, 9, 9, 255) })
const pictureHash = createHash('sha256').update(picture).digest('hex')

async function servedCase(t: TestContext) {
  const dir = await mkdtemp(join(tmpdir(), 'bailey-server-'))
  const caseDir = join(dir, 'case')
  const file = join(dir, 'chat.jsonl')
  await writeFile(file, evidence)
  await writeFile(join(dir, 'quay.png'), picture)
  await initCase(caseDir, { name: 'Heron', timezone: 'UTC', actor: 'tester' })
  await importEvidence({
    caseDir,
    paths: [file, join(dir, 'quay.png')],
    options: nothingOnReceipt,
    asker: {
      actor: 'tester',
      via: 'cli',
      may: ['import-evidence', 'read-messages', 'read-exhibits', 'review-messages', 'verify-case'],
    },
  })
  const { store, summary } = await openCase(caseDir)
  const lines: string[] = []
  const imports = openImportJobs(caseDir)
  const app = await buildApp({
    store,
    caseDir,
    summary,
    imports,
    loginToken: 'the-token',
    webRoot: null,
    actor: 'tester',
    hosts: () => [host],
    readSource: (asker, uid) => readSource(store, caseDir, asker, uid),
    readBytes: (asker, uid) => readRecordBytes(store, caseDir, asker, uid),
    log: { write: (line) => void lines.push(line) },
  })
  t.after(async () => {
    imports.close()
    await app.close()
    await store.close()
    await rm(dir, { recursive: true })
  })
  const login = await app.inject({ url: '/login?token=the-token', headers: { host } })
  const cookie = String(login.headers['set-cookie']).split(';')[0] ?? ''
  return { app, login, headers: { host, cookie }, lines, caseDir }
}

test('a case is read over HTTP, from search to the bytes', async (t) => {
  const { app, login, headers, lines } = await servedCase(t)
  assert.equal(login.statusCode, 303)
  assert.match(String(login.headers['set-cookie']), /HttpOnly.*SameSite=Strict/)
  assert.equal((await app.inject({ url: '/login?token=the-token', headers: { host } })).statusCode, 403)
  const found = await app.inject({ url: '/api/search?q=canaryword&limit=5', headers })
  assert.equal(found.statusCode, 200, found.body)
  assert.equal(found.json().total, 1)
  const [hit] = found.json<SearchPage>().hits
  assert.ok(hit)
  const { uid, conversation, from } = hit
  const raw = await app.inject({ url: `/api/messages/${uid}/raw`, headers })
  assert.equal(raw.body, evidence.trim())
  assert.match(String(raw.headers['content-security-policy']), /^sandbox/)
  for (const path of [
    'overview',
    'exhibits',
    'rejections',
    'repairs',
    'facets?q=',
    `messages/${uid}?context=2`,
    `messages/${uid}/source`,
    `conversations/${conversation}`,
    `conversations/${conversation}/messages`,
    `conversations/${conversation}/position?uid=${uid}`,
    'handles',
    `handles/${encodeURIComponent(from)}`,
    'formats',
    'imports',
    'folders?path=/',
    'session',
  ]) {
    const reply = await app.inject({ url: `/api/${path}`, headers })
    assert.equal(reply.statusCode, 200, `${path}: ${reply.body}`)
    assert.equal(reply.headers['cache-control'], 'no-store')
  }
  assert.equal((await app.inject({ url: '/api/search?q=%22open', headers })).json().error.code, 'bad-query')
  const refusal = async (url: string) => {
    const reply = await app.inject({ url: `/api/${url}`, headers })
    return [reply.statusCode, reply.json<ErrorReply>().error.code]
  }
  assert.deepEqual(await refusal('search?limit=9999'), [400, 'bad-value'])
  assert.deepEqual(await refusal('stream?q=a&filter=%22open'), [400, 'bad-query'])
  assert.deepEqual(await refusal('stream/position?q=a'), [400, 'bad-value'])
  assert.deepEqual(await refusal('rejections?exhibit=E%2F9'), [404, 'no-such-exhibit'])
  assert.deepEqual(await refusal('repairs?exhibit=E%2F9'), [404, 'no-such-exhibit'])
  assert.deepEqual(await refusal('nowhere'), [404, 'no-such-route'])
  assert.deepEqual(lines, [])
})

test('strangers, other names, other sites and unmarked changes are turned away', async (t) => {
  const { app, headers } = await servedCase(t)
  const status = async (request: object) => (await app.inject(request)).statusCode
  assert.equal(await status({ url: '/api/overview', headers: { host } }), 401)
  assert.equal(await status({ url: '/api/nowhere', headers: { host } }), 401)
  assert.equal(
    await status({ url: '/api/overview', headers: { ...headers, host: 'evil.example:8420' } }),
    403,
  )
  assert.equal(
    await status({ url: '/api/overview', headers: { ...headers, 'sec-fetch-site': 'same-site' } }),
    403,
  )
  const post = { method: 'POST', url: '/api/imports', payload: { paths: ['relative'] } }
  assert.equal(await status({ ...post, headers }), 403)
  assert.equal(
    await status({ ...post, headers: { ...headers, 'x-bailey': '1', origin: 'http://evil.example' } }),
    403,
  )
  assert.equal(
    await status({ ...post, headers: { ...headers, 'x-bailey': '1', origin: `http://${host}` } }),
    400,
  )
})

test('an upload is staged, imported and removed', async (t) => {
  const { app, headers, caseDir, lines } = await servedCase(t)
  const marked = { ...headers, 'x-bailey': '1', 'sec-fetch-site': 'same-origin' }
  const url = '/api/uploads/b1/two.jsonl'
  const put = await app.inject({
    method: 'PUT',
    url,
    payload: evidence.replace('lock', 'weir'),
    headers: { ...marked, 'content-type': 'application/octet-stream' },
  })
  assert.equal(put.statusCode, 201, put.body + lines.join())
  assert.equal((await readFile(join(caseDir, '.uploads', 'b1', 'two.jsonl'), 'utf8')).length, evidence.length)
  const escape = await app.inject({
    method: 'PUT',
    url: '/api/uploads/b1/..%2F..%2Fcase.sqlite',
    payload: 'x',
    headers: { ...marked, 'content-type': 'application/octet-stream' },
  })
  assert.equal(escape.statusCode, 400)
  const { id } = (
    await app.inject({ method: 'POST', url: '/api/imports', payload: { upload: 'b1' }, headers: marked })
  ).json<{ id: string }>()
  let job = { state: 'running', report: { messages: 0 } }
  while (job.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 50))
    job = (await app.inject({ url: `/api/imports/${id}`, headers })).json()
  }
  assert.equal(job.report.messages, 1)
  await new Promise((resolve) => setTimeout(resolve, 200))
  assert.deepEqual(await readdir(join(caseDir, '.uploads')), ['.partial'])
})

/** What is asked of each route that takes parameters or a query. */
const askedOf = (uid: string, conversation: string, job: string): Record<string, string> => ({
  '/api/search': '/api/search?q=canaryword',
  '/api/facets': '/api/facets?q=canaryword',
  '/api/messages/{uid}': `/api/messages/${uid}`,
  '/api/messages/{uid}/source': `/api/messages/${uid}/source`,
  '/api/messages/{uid}/raw': `/api/messages/${uid}/raw`,
  '/api/files/{sha256}': `/api/files/${pictureHash}`,
  '/api/files/{sha256}/bytes': `/api/files/${pictureHash}/bytes`,
  '/api/files/{sha256}/thumbnail': `/api/files/${pictureHash}/thumbnail`,
  '/api/conversations/{id}': `/api/conversations/${conversation}`,
  '/api/conversations/{id}/messages': `/api/conversations/${conversation}/messages`,
  '/api/conversations/{id}/position': `/api/conversations/${conversation}/position?uid=${uid}`,
  '/api/stream': '/api/stream?q=canaryword&filter=has:file',
  '/api/stream/position': `/api/stream/position?q=canaryword&uid=${uid}`,
  '/api/stream/outline': '/api/stream/outline?q=canaryword&marks=has:link',
  '/api/stream/step': '/api/stream/step?q=canaryword&by=next',
  '/api/handles/{handle}': '/api/handles/unknown:heron',
  '/api/conversations/{id}/coverage': `/api/conversations/${conversation}/coverage`,
  '/api/diff': '/api/diff?before=E%2F1&after=E%2F1',
  '/api/imports/{id}': `/api/imports/${job}`,
})

/** Routes that tell nothing of the case: of Bailey itself, of the server's own folders, of who is signed in. */
const ofNoCase = ['/api/session', '/api/openapi.json', '/api/formats', '/api/folders']

const ofNoSession = ['/login', '/api/session', '/api/openapi.json']

test('every route that reads the case leaves exactly one entry in its log', async (t) => {
  const { app, headers, caseDir } = await servedCase(t)
  const marked = { ...headers, 'x-bailey': '1', 'sec-fetch-site': 'same-origin' }
  const payload = { paths: [join(caseDir, '..', 'chat.jsonl')] }
  const { id: job } = (
    await app.inject({ method: 'POST', url: '/api/imports', payload, headers: marked })
  ).json<{ id: string }>()
  const isRunning = async (): Promise<boolean> =>
    (await app.inject({ url: `/api/imports/${job}`, headers })).json<{ state: string }>().state === 'running'
  while (await isRunning()) await new Promise((resolve) => setTimeout(resolve, 50))
  const found = await app.inject({ url: '/api/search?q=canaryword', headers })
  const [hit] = found.json<SearchPage>().hits
  assert.ok(hit)
  const drawn = await app.inject({
    method: 'POST',
    url: '/api/samples',
    payload: { q: 'elsewhere', size: 1, seed: 'a', parent: null, why: null },
    headers: marked,
  })
  const { entry } = drawn.json<{ entry: number }>()
  const asked = {
    ...askedOf(hit.uid, hit.conversation, job),
    '/api/samples/{entry}': `/api/samples/${entry}`,
  }
  const paths = Object.entries(app.swagger().paths ?? {}).flatMap(([path, methods]) =>
    'get' in methods && !ofNoCase.includes(path) ? [path] : [],
  )
  assert.ok(paths.length >= 15, 'the routes are not listed')
  for (const path of paths) {
    const before = logSize(caseDir)
    const reply = await app.inject({ url: new Map(Object.entries(asked)).get(path) ?? path, headers })
    assert.equal(reply.statusCode, 200, `${path}: ${reply.body}`)
    assert.equal(logSize(caseDir), before + 1, path)
  }
})

function logSize(caseDir: string): number {
  using db = new DatabaseSync(join(caseDir, 'case.sqlite'), { readOnly: true })
  return Number(db.prepare('select size from audit_head').get()?.['size'])
}

test('the page of the API lists every route and runs no script', async (t) => {
  const { app } = await servedCase(t)
  const page = await app.inject({ url: '/api/docs', headers: { host } })
  const { paths } = (await app.inject({ url: '/api/openapi.json', headers: { host } })).json<{
    paths: object
  }>()
  for (const path of Object.keys(paths)) assert.ok(page.body.includes(path), path)
  assert.ok(Object.keys(paths).length >= 18)
  assert.doesNotMatch(page.body, /<script|style=/)
})

interface Described {
  readonly parameters?: readonly { readonly name: string; readonly required?: boolean }[]
  readonly responses: object
  readonly security: readonly object[]
}

test('the description of the API says what may be left out, what is refused and how to sign in', async (t) => {
  const { app } = await servedCase(t)
  const { paths, components } = (await app.inject({ url: '/api/openapi.json', headers: { host } })).json<{
    paths: Record<string, Record<string, Described>>
    components: { securitySchemes: unknown }
  }>()
  const neededOf = (path: string) =>
    paths[path]?.['get']?.parameters?.filter(({ required }) => required).map(({ name }) => name)
  assert.deepEqual(neededOf('/api/search'), [])
  assert.deepEqual(neededOf('/api/diff'), ['before', 'after'])
  assert.deepEqual(neededOf('/api/messages/{uid}'), ['uid'])
  for (const [path, methods] of Object.entries(paths))
    for (const { responses, security } of Object.values(methods)) {
      assert.ok('4XX' in responses && '5XX' in responses, path)
      assert.deepEqual(security, ofNoSession.includes(path) ? [] : [{ session: [] }], path)
    }
  assert.deepEqual(Object.keys(components.securitySchemes ?? {}), ['session'])
})

test('a route without a permission cannot start', () => {
  const app = Fastify()
  requirePermissionOnEveryRoute(app)
  assert.throws(() => app.get('/open', async () => 'x'), /names no permission/)
})

test('an uploaded path cannot leave its folder', () => {
  for (const path of ['', '..', 'a/../b', '/etc', 'a//b', 'a\\b', 'a\0', 'C:x', 'x'.repeat(256)])
    assert.throws(() => parseUploadPath(path), { code: 'bad-value' }, path)
  assert.deepEqual(parseUploadPath('июнь/chat 1.txt'), ['июнь', 'chat 1.txt'])
})
