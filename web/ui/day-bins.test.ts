import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { binDays, monthsOf, ticksOf } from './day-bins.ts'

test('draws days without messages too', () => {
  assert.deepEqual(
    binDays(
      [
        { day: '2020-02-28', messages: 3 },
        { day: '2020-03-01', messages: 2 },
      ],
      100,
    ),
    [
      { from: '2020-02-28', until: '2020-02-28', messages: 3 },
      { from: '2020-02-29', until: '2020-02-29', messages: 0 },
      { from: '2020-03-01', until: '2020-03-01', messages: 2 },
    ],
  )
})

test('keeps the total however few bars there are', () => {
  const day = fc.nat(4000).map((n) => new Date(Date.UTC(2015, 0, 1 + n)).toISOString().slice(0, 10))
  const days = fc.uniqueArray(fc.record({ day, messages: fc.nat(1000) }), {
    selector: (figure) => figure.day,
  })
  fc.assert(
    fc.property(days, fc.integer({ min: 1, max: 300 }), (figures, most) => {
      const bins = binDays(figures, most)
      assert.ok(bins.length <= most)
      const total = figures.reduce((sum, figure) => sum + figure.messages, 0)
      assert.equal(
        bins.reduce((sum, bin) => sum + bin.messages, 0),
        total,
      )
      assert.equal(
        monthsOf(figures).reduce((sum, month) => sum + month.messages, 0),
        total,
      )
    }),
  )
})

test('labels the bars where months begin', () => {
  const bins = binDays(
    [
      { day: '2020-01-30', messages: 1 },
      { day: '2020-03-02', messages: 1 },
    ],
    100,
  )
  assert.deepEqual(
    ticksOf(bins).map((tick) => tick.label),
    ['2020-02', '2020-03'],
  )
})
