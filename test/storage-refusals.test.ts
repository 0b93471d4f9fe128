import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, openSync } from 'node:fs'
import { chmod, open, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openLocalCase } from '../src/workbench/open-case.ts'
import { bailey, cli, temporaryFolder } from './run-bailey.ts'

const folder = await temporaryFolder()
after(() => folder[Symbol.asyncDispose]())
const file = join(folder.path, 'chat.jsonl')

before(async () => {
  const line = { time: '2021-03-04T05:06:07Z', from: 'heron', to: 'wren', body: 'by the lock' }
  await writeFile(file, `${JSON.stringify(line)}\n`)
})

async function caseWithOneExhibit(name: string): Promise<string> {
  const dir = join(folder.path, name)
  assert.equal((await bailey(['init', dir, '--name', name])).code, 0)
  const imported = await bailey(['import', file, '--case', dir, '--exhibit-ref', 'A/1'])
  assert.equal(imported.code, 0, imported.stderr)
  return dir
}

async function refused(args: readonly string[], code: 1 | 2, says: RegExp): Promise<void> {
  const ran = await bailey(args)
  assert.equal(ran.code, code, `${args.join(' ')}: ${ran.stderr}`)
  assert.match(ran.stderr, says)
  assert.doesNotMatch(ran.stderr, /fault|\n./)
  assert.equal(ran.stdout.length, 0)
}

test('a damaged database is said to be damaged', async () => {
  const dir = await caseWithOneExhibit('damaged')
  const database = join(dir, 'case.sqlite')
  const { size } = await stat(database)
  await using handle = await open(database, 'r+')
  // The first pages hold the schema, without which it would be no database at all.
  const start = 8 * 8192
  await handle.write(Buffer.alloc(size - start, 0xa5), 0, size - start, start)
  await refused(['search', 'lock', '--case', dir], 1, /^bailey: The database of .+ is damaged\. Restore it/)
  await refused(['import', cli, '--case', dir], 1, /^bailey: The database of .+ is damaged\. Restore it/)
})

test('a case cannot be made where nothing can be written', { skip: !existsSync('/proc/self') }, async () => {
  await refused(['init', '/proc/x/y', '--name', 'x'], 1, /^bailey: Nothing can be written to \/proc\/x\/y\./)
  await refused(['init', join(file, 'x'), '--name', 'x'], 1, /^bailey: Nothing can be written to /)
})

test('output that cannot be written ends the command with one line', {
  skip: !existsSync('/dev/full'),
}, async () => {
  const child = spawn(process.execPath, [cli, 'formats'], {
    stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
  })
  let stderr = ''
  child.stderr?.on('data', (part: Buffer) => (stderr += part.toString()))
  await once(child, 'close')
  assert.equal(child.exitCode, 1)
  assert.equal(stderr, 'bailey: The output could not be written (ENOSPC).\n')
})

test('a case that may not be written is said to be so', {
  skip: process.getuid?.() === 0,
}, async () => {
  const dir = await caseWithOneExhibit('read-only')
  await chmod(join(dir, 'case.sqlite'), 0o400)
  await chmod(dir, 0o500)
  try {
    await refused(['search', 'lock', '--case', dir], 1, /^bailey: Nothing can be written to /)
    await refused(['verify', dir], 1, /^bailey: Nothing can be written to /)
  } finally {
    await chmod(dir, 0o700)
  }
})

test('an import refused after a look into the case is on record', async () => {
  const dir = await caseWithOneExhibit('refused')
  await refused(['import', file, '--case', dir, '--timezone', 'Europe/Paris'], 2, /was already read with/)
  await refused(['import', cli, '--case', dir, '--exhibit-ref', 'A/1'], 2, /is already used for other bytes/)
  const { connection } = await openLocalCase(dir)
  const rows = await connection.db.selectFrom('audit_entry').selectAll().orderBy('seq').execute()
  connection.close()
  const refusals = rows.filter((row) => JSON.stringify(row).includes('import.refused'))
  assert.equal(refusals.length, 2)
})

test('a port that is taken is said once', async () => {
  const dir = await caseWithOneExhibit('port')
  await using server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  const { port } = address
  await refused(
    ['serve', '--case', dir, '--port', String(port)],
    1,
    /^bailey: Another program listens on 127\.0\.0\.1:\d+ already\. Give another port, or --port 0 for any that is free\.$/m,
  )
})

test('two different uids are needed to join copies, and no two ways of printing one', async () => {
  const dir = await caseWithOneExhibit('usage')
  const uid = 'ab'.repeat(16)
  const joining = (...uids: string[]): string[] => ['copies', '--case', dir, '--join', ...uids]
  await refused(joining(uid, uid.toUpperCase()), 2, /Two different uids are needed\./)
  await refused(joining('A'), 2, /--join takes the uids of two messages\./)
  await refused(['message', uid, '--raw', '--json', '--case', dir], 2, /cannot be used with/)
})

test('help can be asked for as a command', async () => {
  assert.deepEqual((await bailey(['help'])).stdout, (await bailey(['--help'])).stdout)
  assert.deepEqual((await bailey(['help', 'search'])).stdout, (await bailey(['search', '--help'])).stdout)
})
