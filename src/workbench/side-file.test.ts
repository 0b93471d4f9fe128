import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FilesBeside } from './files-beside.ts'
import { sideFileType } from './side-file.ts'

const filesOf = (...names: string[]): FilesBeside =>
  new Map(names.map((name) => [name, { name, sha256: '', size: 1, path: '' }]))

test('a log beside its database belongs to it, alone it does not', () => {
  assert.equal(sideFileType('phone/chat.db-wal', filesOf('phone/chat.db')), 'application/x-sqlite3-wal')
  assert.equal(sideFileType('phone/chat.db-shm', filesOf('phone/chat.db')), 'application/x-sqlite3-shm')
  assert.equal(sideFileType('phone/chat.db-wal', filesOf('other/chat.db')), null)
  assert.equal(sideFileType('-wal', filesOf('chat.db')), null)
})

test('the description of a LAVA database belongs to it', () => {
  assert.equal(sideFileType('out/_lava_data.lava', filesOf('out/_lava_artifacts.db')), 'application/json')
  assert.equal(sideFileType('out/x_lava_data.lava', filesOf('out/_lava_artifacts.db')), null)
})
