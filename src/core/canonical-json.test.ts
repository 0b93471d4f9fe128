import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonicalJson, type Json } from './canonical-json.ts'

const { value: json } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'grapheme' }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value')),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'), { noNullPrototype: true }),
  ),
}))

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  )
}

test('orders keys by code unit and escapes as the RFC shows', () => {
  const value = {
    '\u20ac': 'Euro',
    '\r': 'CR',
    '\ufb33': 'Hebrew',
    '1': 'One',
    '\u{1f600}': 'Face',
    '\u0080': 'C',
    '\u00f6': 'o',
  }
  assert.equal(
    canonicalJson(value),
    '{"\\r":"CR","1":"One","\u0080":"C","\u00f6":"o","\u20ac":"Euro","\u{1f600}":"Face","\ufb33":"Hebrew"}',
  )
  assert.equal(canonicalJson('\u20ac$\u000f\nA\'B"\\"/'), '"\u20ac$\\u000f\\nA\'B\\"\\\\\\"/"')
  assert.equal(canonicalJson([-0, 1, true, null, {}]), '[0,1,true,null,{}]')
})

test('is JSON of the same value, whatever the order of its keys', () => {
  fc.assert(
    fc.property(json, (value) => {
      const text = canonicalJson(value)
      assert.equal(canonicalJson(JSON.parse(text)), text)
      assert.equal(canonicalJson(reversed(value)), text)
    }),
  )
})

test('throws on everything that has no one form', () => {
  const holed: Json[] = []
  holed.length = 1
  const unfit = [
    1.5,
    NaN,
    Infinity,
    2 ** 53,
    '\ud800',
    undefined,
    1n,
    () => 1,
    new Date(0),
    new Map(),
    holed,
    { a: undefined },
    { '\ud800': 1 },
  ]
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the type forbids is the point
  for (const value of unfit) assert.throws(() => canonicalJson(value as Json), TypeError)
})
