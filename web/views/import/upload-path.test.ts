import assert from 'node:assert/strict'
import test from 'node:test'
import { uploadPath } from './upload-path.ts'

test('encodes each part of a path and keeps its folders', () => {
  assert.equal(uploadPath('b-1', 'day 1/a#b?.json'), '/uploads/b-1/day%201/a%23b%3F.json')
})
