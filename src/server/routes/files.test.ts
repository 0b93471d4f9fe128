import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { buildGif, buildPng } from '../../../test/build-picture.ts'
import type { Asker } from '../../store/store.ts'
import type { FileDetail } from '../../wire/files.ts'
import { initCase, openCase } from '../../workbench/case-folder.ts'
import { importEvidence } from '../../workbench/import-evidence.ts'
import { openImportJobs } from '../../workbench/import-jobs.ts'
import { nothingOnReceipt } from '../../workbench/import-report.ts'
import { buildApp } from '../app.ts'

const host = 'localhost:8420'
const asker: Asker = {
  actor: 'tester',
  via: 'cli',
  may: ['import-evidence', 'read-messages', 'read-exhibits'],
}
const files = {
  'quay.png': buildPng([2, 1, 8, 0], Buffer.of(0, 10, 200)),
  'huge.png': buildPng([60_000, 60_000, 8, 6], Buffer.alloc(4)),
  'script.gif': Buffer.concat([buildGif(1, 1, [Uint8Array.of(4)]), Buffer.from('<script>alert(1)</script>')]),
  'drawing.png': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
  'chat.jsonl': Buffer.from('{"time":"2021-03-04T05:06:07Z","from":"heron","to":"wren","body":"see"}\n'),
} as const
const hashOf = (name: keyof typeof files) => createHash('sha256').update(files[name]).digest('hex')

async function servedFiles(t: TestContext) {
  const dir = await mkdtemp(join(tmpdir(), 'bailey-files-'))
  const caseDir = join(dir, 'case')
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(dir, name), bytes)
  await initCase(caseDir, { name: 'Heron', timezone: 'UTC', actor: 'tester' })
  const paths = Object.keys(files).map((name) => join(dir, name))
  const { exhibits } = await importEvidence({
    caseDir,
    paths,
    options: nothingOnReceipt,
    asker,
  })
  const { store, summary } = await openCase(caseDir)
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
    readSource: async () => [],
    readBytes: async () => new Uint8Array(),
    log: { write: () => {} },
  })
  t.after(async () => {
    imports.close()
    await app.close()
    await store.close()
    await rm(dir, { recursive: true })
  })
  const login = await app.inject({ url: '/login?token=the-token', headers: { host } })
  const headers = { host, cookie: String(login.headers['set-cookie']).split(';')[0] ?? '' }
  const get = (path: string) => app.inject({ url: `/api/files/${path}`, headers })
  return { get, manifest: exhibits[0]?.sha256 ?? '' }
}

test('a file is described, and its bytes are to be saved, never shown', async (t) => {
  const { get } = await servedFiles(t)
  const described = await get(hashOf('script.gif').toUpperCase())
  assert.equal(described.statusCode, 200, described.body)
  const { mediaType, size, places } = described.json<FileDetail>()
  assert.deepEqual([mediaType, size, places.total], ['image/gif', files['script.gif'].length, 1])
  for (const name of ['script.gif', 'drawing.png'] as const) {
    const { rawPayload, headers } = await get(`${hashOf(name)}/bytes`)
    assert.deepEqual(rawPayload, files[name])
    assert.equal(headers['content-type'], 'application/octet-stream')
    assert.equal(headers['content-disposition'], `attachment; filename="${hashOf(name)}.bin"`)
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.match(String(headers['content-security-policy']), /^sandbox; default-src 'none'/)
  }
})

test('a thumbnail is a PNG of ours with nothing of the file but its pixels', async (t) => {
  const { get } = await servedFiles(t)
  const names = ['quay.png', 'script.gif', 'quay.png', 'script.gif'] as const
  for (const reply of await Promise.all(names.map((name) => get(`${hashOf(name)}/thumbnail`)))) {
    const { statusCode, headers, rawPayload, body } = reply
    assert.equal(statusCode, 200, body)
    assert.equal(headers['content-type'], 'image/png')
    assert.equal(rawPayload.toString('latin1', 1, 4), 'PNG')
    assert.ok(!rawPayload.includes('script'))
  }
})

test('what has no thumbnail, and what is no file of the case, is refused, and the server goes on answering', async (t) => {
  const { get, manifest } = await servedFiles(t)
  for (const name of ['huge.png', 'drawing.png', 'chat.jsonl'] as const) {
    const reply = await get(`${hashOf(name)}/thumbnail`)
    assert.equal(reply.statusCode, 422)
    assert.equal(reply.json().error.code, 'no-thumbnail')
  }
  for (const path of [manifest, `${manifest}/bytes`, `${'0'.repeat(64)}/thumbnail`])
    assert.equal((await get(path)).json().error.code, 'no-such-file')
  assert.equal((await get('..%2F..%2Fcase.sqlite/bytes')).statusCode, 400)
  assert.equal((await get(`${hashOf('quay.png')}/thumbnail`)).statusCode, 200)
})
