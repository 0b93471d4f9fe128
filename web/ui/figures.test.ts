import assert from 'node:assert/strict'
import test from 'node:test'
import { renderAmount, renderBytes, renderCount, renderSeconds } from './figures.ts'

test('groups thousands and minds the singular', () => {
  assert.equal(renderCount(1_234_567), '1,234,567')
  assert.equal(renderAmount(1, 'message'), '1 message')
  assert.equal(renderAmount(0, 'reply', 'replies'), '0 replies')
})

test('chooses the unit that reads best', () => {
  assert.deepEqual([0, 999, 1000, 12_400_000, 640_000_000].map(renderBytes), [
    '0 B',
    '999 B',
    '1.0 kB',
    '12.4 MB',
    '640 MB',
  ])
  assert.deepEqual([0.4242, 12.2, 192, 11_520].map(renderSeconds), ['0.42 s', '12 s', '3 m 12 s', '3 h 12 m'])
})
