import assert from 'node:assert/strict'
import test from 'node:test'
import { barsPath, beginOf, nextBin, placeOf, ticksOf } from './map-shape.ts'

const span = {
  firstAt: '2020-01-01T00:00:00Z',
  lastAt: '2020-01-04T23:00:00Z',
  seconds: 86_400,
  messages: [3, 0, 0, 1],
  matching: null,
  marked: null,
}

test('an instant has its place in the stretches and a stretch its instant', () => {
  assert.equal(beginOf(span, 2), '2020-01-03T00:00:00.000Z')
  assert.equal(placeOf(span, '2020-01-02T12:00:00Z'), 1.5)
  assert.equal(placeOf(span, '1999-01-01T00:00:00Z'), 0)
  assert.equal(placeOf(span, '2030-01-01T00:00:00Z'), 4)
})

test('stepping leaves out stretches without messages and stays at the ends', () => {
  assert.equal(nextBin(span.messages, 0, 1), 3)
  assert.equal(nextBin(span.messages, 3, -1), 0)
  assert.equal(nextBin(span.messages, 3, 1), 3)
})

test('stretches without messages have no bar', () => {
  assert.equal(barsPath({ x: 4, widths: [2, 0, 1], step: 2 }), 'M4 0h2v2h-2zM4 4h1v2h-1z')
})

test('days are written where no month turns, months where no year does', () => {
  const days = ticksOf(span, (at) => at.slice(0, 10))
  assert.deepEqual(
    days.map(({ label }) => label),
    ['01-02', '01-03', '01-04'],
  )
  const months = ticksOf({ ...span, seconds: 86_400 * 31 }, (at) => at.slice(0, 10))
  assert.deepEqual(
    months.map(({ label }) => label),
    ['2020-02', '2020-03', '2020-04'],
  )
})
