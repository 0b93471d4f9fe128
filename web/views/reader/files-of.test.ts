import assert from 'node:assert/strict'
import test from 'node:test'
import { filesOf } from './files-of.ts'

test('names a file once, as handed over when any copy holds it', () => {
  const named = { name: 'tides.pdf', claims: null, sha256: null }
  const held = { ...named, sha256: 'ab' }
  assert.deepEqual(
    filesOf([{ details: { attachments: [named] } }, { details: null }, { details: { attachments: [held] } }]),
    [held],
  )
})
