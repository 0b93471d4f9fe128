import assert from 'node:assert/strict'
import test from 'node:test'
import { nearestHit } from './nearest-hit.ts'

const hits = ['2020-03-16T10:00:00Z', '2020-03-16T10:00:00.5Z', '2020-03-17T09:00:00Z'].map((sentAt) => ({
  sentAt,
}))

test('finds the hit after and before a message that is none', () => {
  assert.equal(nearestHit(hits, '2020-03-16T10:00:00.25Z', 1), hits[1])
  assert.equal(nearestHit(hits, '2020-03-16T10:00:00.25Z', -1), hits[0])
  assert.equal(nearestHit(hits, '2020-03-18T00:00:00Z', 1), undefined)
})

test('begins at either end where nothing is chosen', () => {
  assert.equal(nearestHit(hits, null, 1), hits[0])
  assert.equal(nearestHit(hits, null, -1), hits[2])
})
