import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { isNearEdge, windowAround } from './window.ts'

test('holds a short conversation whole', () => {
  assert.deepEqual(windowAround(7, 300), { base: 0, count: 300 })
})

test('always holds the message it was made for, within the conversation', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000_000 }), fc.nat(), (total, n) => {
      const index = n % total
      const { base, count } = windowAround(index, total)
      assert.ok(base >= 0 && base <= index && index < base + count && base + count <= total)
    }),
  )
})

test('moves on before its end is in sight, and not at the end of the conversation', () => {
  const window = windowAround(50_000, 1_000_000)
  assert.equal(isNearEdge(window, 50_000, 50_030, 1_000_000), false)
  assert.equal(isNearEdge(window, window.base + 100, window.base + 130, 1_000_000), true)
  assert.equal(isNearEdge(windowAround(0, 1_000_000), 0, 30, 1_000_000), false)
  assert.equal(isNearEdge(windowAround(999_999, 1_000_000), 999_970, 999_999, 1_000_000), false)
})
