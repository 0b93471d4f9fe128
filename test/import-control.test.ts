/** What stops an import and starts it again, from outside: kill -9 of the server, Ctrl-C in the terminal. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ImportJob } from '../src/wire/imports.ts'
import type { ImportReport } from '../src/workbench/import-report.ts'
import { bailey, cli, temporaryFolder } from './run-bailey.ts'

async function emptyCase(t: TestContext) {
  const folder = await temporaryFolder()
  t.after(() => folder[Symbol.asyncDispose]())
  const dir = join(folder.path, 'case')
  await bailey(['init', dir, '--name', 'Plover', '--timezone', 'UTC'])
  return { dir, path: folder.path }
}

async function writeRecords(path: string, count: number): Promise<string> {
  const line = (i: number): string =>
    `${JSON.stringify({ ts: new Date(Date.UTC(2020, 3, 1) + i * 60_000).toISOString(), from: 'heron', to: 'otter', body: `${path} ${i}` })}\n`
  await writeFile(path, Array.from({ length: count }, (_, i) => line(i)).join(''))
  return path
}

/** A server of its own, and ways to ask it. */
async function startServer(t: TestContext, dir: string) {
  const child = spawn(process.execPath, [cli, 'serve', '--case', dir, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.after(() => child.kill('SIGKILL'))
  const link = await linkOf(child)
  const login = await fetch(link, { redirect: 'manual' })
  const cookie = String(login.headers.get('set-cookie')).split(';')[0] ?? ''
  const ask = async (method: 'GET' | 'POST' | 'PUT', path: string, sent?: object | string) => {
    const type = typeof sent === 'string' ? 'application/octet-stream' : 'application/json'
    const headers = { cookie, 'x-bailey': '1', 'sec-fetch-site': 'same-origin' }
    return await fetch(
      `${new URL(link).origin}/api${path}`,
      sent === undefined
        ? { method, headers }
        : {
            method,
            headers: { ...headers, 'content-type': type },
            body: typeof sent === 'string' ? sent : JSON.stringify(sent),
          },
    )
  }
  return {
    child,
    ask,
    order: async (id: string, order: string) => (await ask('POST', `/imports/${id}/${order}`)).status,
    find: async (id: string) => await jobOf(await ask('GET', `/imports/${id}`)),
    start: async (body: object) => await jobOf(await ask('POST', '/imports', body)),
  }
}

async function jobOf(reply: Response): Promise<ImportJob> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server serialises with this schema
  return (await reply.json()) as ImportJob
}

async function linkOf(child: ChildProcess): Promise<string> {
  assert.ok(child.stdout)
  for await (const line of createInterface(child.stdout)) {
    const [link] = /http:\/\/\S+/.exec(line) ?? []
    if (link !== undefined) return link
  }
  throw new Error('The server ended without a link')
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 1200; i++) {
    if (await holds()) return
    await sleep(50)
  }
  throw new Error('It did not come to hold')
}

function countOf(dir: string, table: 'message' | 'exhibit' | 'rejection'): number {
  using db = new DatabaseSync(join(dir, 'case.sqlite'), { readOnly: true })
  return Number(db.prepare(`select count(*) as n from ${table}`).get()?.['n'])
}

test('a server killed with imports in its queue goes on with both when it is started again', async (t) => {
  const { dir, path } = await emptyCase(t)
  const [many, few] = [40_000, 1000]
  const first = await startServer(t, dir)
  const record = '{"ts":"2021-03-04T05:06:07Z","from":"heron","to":"wren","body":"by the lock"}\n'
  const put = await first.ask('PUT', '/uploads/b1/two.jsonl', record.repeat(few))
  assert.equal(put.status, 201)
  const a = await first.start({ paths: [await writeRecords(join(path, 'a.jsonl'), many)] })
  const b = await first.start({ upload: 'b1' })
  assert.deepEqual([a.state, b.state, b.ahead], ['running', 'waiting', 1])
  assert.equal((await first.ask('POST', '/imports', { upload: 'b1' })).status, 409)
  await until(async () => (await first.find(a.id)).progress.records > 0)
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  const second = await startServer(t, dir)
  await until(async () => (await second.find(b.id)).state === 'done')
  const [again, upload] = [await second.find(a.id), await second.find(b.id)]
  assert.deepEqual([again.state, again.report?.records, upload.report?.sightings], ['done', many, few])
  assert.equal(countOf(dir, 'message'), many + 1)
  assert.ok(!existsSync(join(dir, 'imports.json')))
  await until(async () => !(await readdir(join(dir, '.uploads'))).includes('b1'))
  assert.equal((await bailey(['verify', dir])).code, 0)
})

test('an import is paused, let go on and cancelled over HTTP, and told no when that makes no sense', async (t) => {
  const { dir, path } = await emptyCase(t)
  const server = await startServer(t, dir)
  const { id } = await server.start({ paths: [await writeRecords(join(path, 'a.jsonl'), 40_000)] })
  assert.equal(await server.order(id, 'pause'), 200)
  await until(async () => (await server.find(id)).state === 'paused')
  assert.equal(await server.order(id, 'pause'), 409)
  assert.equal(await server.order(id, 'resume'), 200)
  assert.equal(await server.order(id, 'cancel'), 200)
  await until(async () => (await server.find(id)).state === 'cancelled')
  assert.equal(await server.order(id, 'resume'), 409)
  assert.equal(await server.order('none', 'cancel'), 404)
  assert.equal(await server.order(id, 'forget'), 400)
})

test('Ctrl-C stops an import after its batch, and the same command goes on from there', async (t) => {
  const { dir, path } = await emptyCase(t)
  const count = 50_000
  const file = await writeRecords(join(path, 'a.jsonl'), count)
  const child = spawn(process.execPath, [cli, 'import', file, '--case', dir, '--json'], {
    // A group of its own, all of which is interrupted as a terminal does it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  child.stderr.on('data', (part: Buffer) => said.push(part.toString()))
  const printed: string[] = []
  child.stdout.on('data', (part: Buffer) => printed.push(part.toString()))
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
  await until(async () => countOf(dir, 'exhibit') > 0)
  process.kill(-(child.pid ?? Number.NaN), 'SIGINT')
  const code = await closed
  assert.equal(code, 130, said.join(''))
  assert.deepEqual(said.join('').trim().split('\n'), [
    'bailey: Stopping after the batch under way. Ctrl-C again stops at once.',
    'bailey: Stopped. Nothing that was read is lost: the same command goes on from here.',
  ])
  assert.equal(printed.join(''), '')
  assert.equal(countOf(dir, 'rejection'), 0)
  const kept = countOf(dir, 'message')
  assert.ok(kept > 0 && kept <= count, `${kept}`)
  const again = await bailey(['import', file, '--case', dir, '--json'])
  assert.equal(again.code, 0, again.stderr)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the shape is what is then checked
  const { records, messages } = JSON.parse(again.stdout.toString()) as ImportReport
  assert.deepEqual([records, messages], [count, count])
  assert.equal((await bailey(['verify', dir])).code, 0)
})
