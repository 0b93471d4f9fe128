import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseJsonObject } from './json-values.ts'

test('keeps every digit of a long number, and no digit of a string changes', () => {
  const text = String.raw`{"id":1064990764406419508,"n":-1234567890123456789,"s":"1064990764406419508\" 1064990764406419509","f":0.1234567890123456,"e":1234567890123456000e1}`
  assert.deepEqual(parseJsonObject(text)?.object, {
    id: '1064990764406419508',
    n: '-1234567890123456789',
    s: '1064990764406419508" 1064990764406419509',
    f: 0.1234567890123456,
    e: 1.234567890123456e19,
  })
})

test('reads a backslash that escapes nothing as itself', () => {
  assert.deepEqual(parseJsonObject(String.raw`{"a":"\x1F \\d \u12 \n"}`), {
    object: { a: '\\x1F \\d \\u12 \n' },
    badEscape: true,
  })
})

test('reads any object JSON can write as it was', () =>
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const text = JSON.stringify(value)
      fc.pre(!/\d{16}/.test(text))
      assert.deepEqual(parseJsonObject(text)?.object, JSON.parse(text))
    }),
  ))

test('takes no time over a long string that never ends', () => {
  assert.equal(parseJsonObject(`{"a":"1234567890123456${String.raw`\"`.repeat(200_000)}`), null)
})
