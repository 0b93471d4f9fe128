import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { originAround, pageAt, pageSize, pagesOf } from './thread-pages.ts'

test('puts the message gone to in the middle of a page', () => {
  assert.deepEqual(pageAt(48_117, originAround(48_117)), { offset: 48_067, limit: 100 })
  assert.deepEqual(pageAt(20, originAround(20)), { offset: 0, limit: 70 })
  assert.deepEqual(pageAt(0, originAround(0)), { offset: 0, limit: 50 })
})

test('pages follow one another and hold every message asked for, whatever they begin at', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.nat(400), fc.nat(pageSize - 1), (first, more, origin) => {
      const pages = pagesOf(first, first + more, origin)
      const starts = pages.map(({ offset }) => offset)
      const ends = pages.map(({ offset, limit }) => offset + limit)
      assert.deepEqual(starts.slice(1), ends.slice(0, -1))
      assert.ok((starts[0] ?? Infinity) <= first && (ends.at(-1) ?? 0) > first + more)
      assert.ok(pages.every(({ offset, limit }) => offset >= 0 && limit > 0 && limit <= pageSize))
      assert.deepEqual(pageAt(first + more, origin), pages.at(-1))
    }),
  )
})
