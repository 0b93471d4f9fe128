import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import Fastify from 'fastify'
import { previewMapping } from '../../workbench/preview-mapping.ts'
import { answerErrors } from '../error-replies.ts'
import { checkAbsolute } from '../list-folder.ts'
import { compileRequestSchema } from '../read-request.ts'
import { openStaging } from '../staging.ts'
import { mappingRoutes } from './mapping.ts'

const table = 'Date,From,To,Text\n2021-03-04 05:06,anna,boris,ready?\n'

async function served(t: TestContext) {
  const dir = await mkdtemp(join(tmpdir(), 'bailey-mapping-'))
  const staging = openStaging(dir)
  const app = Fastify()
  app.setValidatorCompiler(compileRequestSchema)
  answerErrors(app)
  await app.register(mappingRoutes, { staging, checkAbsolute, previewMapping })
  t.after(async () => {
    await app.close()
    await rm(dir, { recursive: true })
  })
  const ask = async (body: object) => await app.inject({ method: 'POST', url: '/mapping-proposal', body })
  return { dir, staging, ask }
}

test('proposes a mapping for a file of the server and for an upload alike', async (t) => {
  const { dir, staging, ask } = await served(t)
  await writeFile(join(dir, 'chats.csv'), table)
  await staging.put('batch-1', 'evidence/chats.csv', Readable.from([Buffer.from(table)]))
  const own = await ask({ path: join(dir, 'chats.csv'), network: 'sms' })
  assert.equal(own.statusCode, 200, own.body)
  assert.deepEqual(own.json().profile, {
    name: 'chats',
    version: 1,
    network: 'sms',
    columns: { time: ['Date'], from: ['From'], to: ['To'], body: ['Text'] },
    dateOrder: 'sniff',
    recipientSeparator: null,
  })
  const uploaded = await ask({ upload: 'batch-1', file: 'evidence/chats.csv', network: 'sms' })
  assert.deepEqual(uploaded.json(), own.json())
})

test('refuses paths that lead out, are not there or are not whole', async (t) => {
  const { dir, ask } = await served(t)
  assert.equal((await ask({ path: 'chats.csv' })).statusCode, 400)
  assert.equal((await ask({ path: join(dir, 'none.csv') })).statusCode, 422)
  assert.equal((await ask({ upload: 'batch-1', file: '../../secret' })).statusCode, 400)
  assert.equal((await ask({ upload: 'batch-1', file: 'none.csv' })).statusCode, 422)
  assert.equal((await ask({ upload: 'batch-1' })).statusCode, 400)
})
