import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { excerptOf, segmentsOf } from './highlight.ts'

test('splits a body at its hits', () => {
  assert.deepEqual(segmentsOf('a full m b', [[2, 8]]), [
    { text: 'a ', marked: false },
    { text: 'full m', marked: true },
    { text: ' b', marked: false },
  ])
})

test('loses and repeats no unit of the text, whatever the ranges', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.tuple(fc.nat(40), fc.nat(40))), (text, ranges) => {
      assert.equal(
        segmentsOf(text, ranges)
          .map((segment) => segment.text)
          .join(''),
        text,
      )
    }),
  )
})

test('cuts a long body around its first hit and says how much it left out', () => {
  const body = `${'x'.repeat(500)}hit${'y'.repeat(500)}`
  const excerpt = excerptOf(body, [[500, 503]], 90)
  assert.equal(excerpt.text.length, 90)
  assert.equal(excerpt.before + excerpt.text.length + excerpt.after, body.length)
  const [range] = excerpt.ranges
  assert.equal(excerpt.text.slice(...(range ?? [0, 0])), 'hit')
})

test('never cuts a surrogate pair', () => {
  const excerpt = excerptOf('😀'.repeat(100), [[101, 102]], 31)
  assert.equal(excerpt.text.isWellFormed(), true)
})
