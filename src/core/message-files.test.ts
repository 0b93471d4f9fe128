import assert from 'node:assert/strict'
import test from 'node:test'
import { messageFiles } from './message-files.ts'

const missing = { name: 'tides.pdf', claims: null, sha256: null }
const copyOf = (
  ...attachments: readonly (typeof missing | { name: string; claims: null; sha256: string })[]
) => ({
  details: { attachments },
})

test('names a file once, as handed over when any copy holds it', () => {
  const held = { ...missing, sha256: 'ab' }
  assert.deepEqual(messageFiles([copyOf(missing), { details: null }, copyOf(held), copyOf(held)]), [held])
})

test('keeps apart files of one name with other bytes', () => {
  const files = ['ab', 'cd'].map((sha256) => ({ ...missing, sha256 }))
  assert.deepEqual(messageFiles([copyOf(...files)]), files)
})
