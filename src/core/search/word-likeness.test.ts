import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isSpellingOf, isWithinEdits, matchesWildcard } from './word-likeness.ts'

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

/** The word with each run of a letter at every length up to its own. */
function shortened(of: string): readonly string[] {
  const runs = of.match(/(.)\1*/gu) ?? []
  return runs.reduce<readonly string[]>(
    (starts, run) => {
      const letters = Array.from(run)
      return starts.flatMap((start) => letters.map((_, i) => start + letters.slice(0, i + 1).join('')))
    },
    [''],
  )
}

test('one change of a letter is what it says, and letters repeated are none', () => {
  fc.assert(
    fc.property(word, word, (a, b) => {
      const reached = changed(a)
      if (reached.has(b)) assert.equal(isWithinEdits(a, 1)(b), true)
      if (isWithinEdits(a, 1)(b)) assert.ok(shortened(b).some((short) => reached.has(short)))
    }),
    { numRuns: 2000 },
  )
})

test('two changes reach what one change and another do, each part of the word changed once', () => {
  assert.equal(isWithinEdits('kilo', 2)('klio'), true)
  assert.equal(isWithinEdits('kilo', 2)('kelos'), true)
  assert.equal(isWithinEdits('kilo', 2)('keys'), false)
  fc.assert(
    fc.property(word, word, (a, b) => {
      if (!isWithinEdits(a, 2)(b)) return
      assert.ok([...changed(a)].some((once) => shortened(b).some((short) => changed(once).has(short))))
    }),
  )
})

const single = (of: string) => of.replaceAll(/(.)\1+/gu, '$1')

test('a spelling repeats letters or has digits for them, and a number is none', () => {
  for (const spelling of ['kilo', 'k1lo', 'ki1o', 'k11o', 'kiiilo', 'kkilo', 'k1l0', 'kiloooo'])
    assert.equal(isSpellingOf('kilo')(spelling), true, spelling)
  for (const other of ['kil', 'klio', 'kelo', 'kilos', 'ki', '1110', 'kio'])
    assert.equal(isSpellingOf('kilo')(other), false, other)
  assert.equal(isSpellingOf('killo')('kilo'), true)
  assert.equal(isSpellingOf('go')('90'), false)
  assert.equal(isSpellingOf('100')('1000'), false)
  assert.equal(isSpellingOf('100')('ioo'), false)
  assert.equal(isSpellingOf('k1lo')('kilo'), true)
  assert.equal(isWithinEdits('kilo', 1)('k1llos'), true)
  assert.equal(isWithinEdits('kilo', 1)('k1llows'), false)
  fc.assert(
    fc.property(word, word, (a, b) => {
      assert.equal(isSpellingOf(a)(b), single(a) === single(b))
    }),
    { numRuns: 2000 },
  )
})
