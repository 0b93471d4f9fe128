import assert from 'node:assert/strict'
import test from 'node:test'
import { clockWords, copiesIn, renderSpan } from './copy-words.ts'

test('says by how much a clock is ahead or behind', () => {
  assert.equal(clockWords(37), 'its clock 37 s ahead')
  assert.equal(clockWords(-3602.5), 'its clock 1 h 0 m 2.5 s behind')
  assert.equal(clockWords(0), null)
  assert.equal(clockWords(null), null)
})

test('carries seconds over when they round up', () => {
  assert.equal(renderSpan(59.96), '1 m 0 s')
  assert.equal(renderSpan(3599.99), '1 h 0 m 0 s')
})

test('counts copies and the exhibits they are in', () => {
  assert.equal(copiesIn([{ exhibit: 'E/1' }]), '1 copy')
  assert.equal(
    copiesIn([{ exhibit: 'E/1' }, { exhibit: 'E/2' }, { exhibit: 'E/2' }]),
    '3 copies in 2 exhibits',
  )
})
