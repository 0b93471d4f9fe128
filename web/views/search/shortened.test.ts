import assert from 'node:assert/strict'
import test from 'node:test'
import { shortened } from './shortened.ts'

test('leaves out the host where every address stays told apart', () => {
  assert.deepEqual(shortened(['tango@a.example', 'tango@a.example ↔ brick@b.example']), [
    'tango',
    'tango ↔ brick',
  ])
})

test('keeps addresses whole where two would look the same', () => {
  const labels = ['tango@a.example', 'tango@b.example']
  assert.deepEqual(shortened(labels), labels)
})

test('keeps an address that begins with its @', () => {
  assert.deepEqual(shortened(['@room']), ['@room'])
})
