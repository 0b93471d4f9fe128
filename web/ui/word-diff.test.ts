import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { wordDiff } from './word-diff.ts'

test('marks the words that are others', () => {
  assert.deepEqual(wordDiff('take the boat of your brother', 'take the boat of a neighbour'), [
    { text: 'take the boat of ', in: 'both' },
    { text: 'your', in: 'before' },
    { text: 'a', in: 'after' },
    { text: ' ', in: 'both' },
    { text: 'brother', in: 'before' },
    { text: 'neighbour', in: 'after' },
  ])
})

test('keeps a word both have rather than the white space between others', () => {
  assert.deepEqual(wordDiff('price is 4200 each for ten (27)', 'the price changed (27)'), [
    { text: 'the ', in: 'after' },
    { text: 'price ', in: 'both' },
    { text: 'is 4200 each for ten', in: 'before' },
    { text: 'changed', in: 'after' },
    { text: ' (27)', in: 'both' },
  ])
})

test('both texts can be read out of it, whatever they hold', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b ', ' ', '.', '\n', 'é', '👍'), maxLength: 40 })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const stretches = wordDiff(before, after)
      const read = (without: string) =>
        stretches
          .filter((stretch) => stretch.in !== without)
          .map((stretch) => stretch.text)
          .join('')
      assert.deepEqual([read('after'), read('before')], [before, after])
    }),
  )
})

test('two long texts are compared without comparing every word with every other', () => {
  const [before, after] = ['a '.repeat(5000), 'b '.repeat(5000)]
  assert.equal(wordDiff(`same ${before}end`, `same ${after}end`).length, 4)
})
