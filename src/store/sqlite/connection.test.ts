import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { initCase } from '../../workbench/case-folder.ts'
import { databaseName, openConnection } from './connection.ts'

/** Holds the whole database for half a second, as one does that closes it as its last. */
const holder = `
const { DatabaseSync } = require('node:sqlite')
const db = new DatabaseSync(process.argv[1])
db.exec("pragma locking_mode = exclusive; begin immediate; update case_info set name = name; commit")
process.stdout.write('held')
setTimeout(() => db.close(), 500)`

test('opening a case waits while another process holds all of it for a moment', async (t) => {
  const root = mkdtempSync(join(tmpdir(), 'bailey-opening-'))
  t.after(() => rmSync(root, { recursive: true, force: true }))
  const dir = join(root, 'case')
  await initCase(dir, { name: 'Held', timezone: 'UTC', actor: 'tester' })
  const child = spawn(process.execPath, ['-e', holder, join(dir, databaseName)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  const connection = await openConnection(dir)
  assert.equal(connection.raw.prepare('pragma busy_timeout').get()?.['timeout'], 0)
  connection.close()
})
