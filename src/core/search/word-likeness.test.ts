import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isWithinEdits, matchesWildcard } from './word-likeness.ts'

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'ж', '😀'), maxLength: 7 })

test('wildcards match as the expression they stand for', () => {
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', 'ж', '*', '?'), maxLength: 7 })
  fc.assert(
    fc.property(pattern, word, (signs, of) => {
      const expression = new RegExp(`^${signs.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`, 'u')
      assert.equal(matchesWildcard(signs)(of), expression.test(of))
    }),
    { numRuns: 2000 },
  )
})

test('a wildcard of many stars takes no longer for it', () => {
  assert.equal(matchesWildcard(`${'*a'.repeat(200)}b`)('a'.repeat(5000)), false)
})

/** By the definition: everything one change away, twice. */
function changed(of: string): Set<string> {
  const letters = Array.from(of)
  const found = new Set([of])
  for (let i = 0; i <= letters.length; i++) {
    found.add(letters.toSpliced(i, 1).join(''))
    if (i + 1 < letters.length) found.add(letters.toSpliced(i, 2, letters[i + 1]!, letters[i]!).join(''))
    for (const letter of ['a', 'b', 'ж', '😀']) {
      found.add(letters.toSpliced(i, 0, letter).join(''))
      if (i < letters.length) found.add(letters.toSpliced(i, 1, letter).join(''))
    }
  }
  return found
}

test('one change of a letter is what it says', () => {
  fc.assert(
    fc.property(word, word, (a, b) => assert.equal(isWithinEdits(a, 1)(b), changed(a).has(b))),
    { numRuns: 2000 },
  )
})

test('two changes reach what one change and another do, each part of the word changed once', () => {
  assert.equal(isWithinEdits('kilo', 2)('klio'), true)
  assert.equal(isWithinEdits('kilo', 2)('kelos'), true)
  assert.equal(isWithinEdits('kilo', 2)('keys'), false)
  fc.assert(
    fc.property(word, word, (a, b) => {
      const twice = [...changed(a)].some((once) => changed(once).has(b))
      if (isWithinEdits(a, 2)(b)) assert.ok(twice)
      assert.equal(isWithinEdits(a, 2)(b), isWithinEdits(b, 2)(a))
    }),
  )
})
