import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { drawPlaces } from './sample-draw.ts'

test('the same seed draws the same places, all of them different and within the population', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }),
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 300 }),
      (seed, population, size) => {
        const places = drawPlaces(seed, population, size)
        assert.deepEqual(places, drawPlaces(seed, population, size))
        assert.equal(new Set(places).size, Math.min(size, population))
        assert.ok(places.every((place) => Number.isInteger(place) && place >= 0 && place < population))
        // A larger sample of the same seed begins with the smaller.
        assert.deepEqual(drawPlaces(seed, population, size + 5).slice(0, places.length), places)
      },
    ),
  )
})

const chiSquare = (seen: readonly number[], each: number) =>
  seen.reduce((sum, n) => sum + (n - each) ** 2 / each, 0)

test('every place is drawn as often as any other, first or last, over many seeds', () => {
  const [population, size, seeds] = [40, 8, 4000]
  const counts = Array.from({ length: population }, () => 0)
  const firsts = Array.from({ length: population }, () => 0)
  for (let seed = 0; seed < seeds; seed++) {
    const places = drawPlaces(`seed ${seed}`, population, size)
    for (const place of places) counts[place] = counts[place]! + 1
    firsts[places[0]!] = firsts[places[0]!]! + 1
  }
  // Chi-square with 39 degrees of freedom is above 72.05 one time in a thousand.
  assert.ok(chiSquare(firsts, seeds / population) < 72.05)
  assert.ok(chiSquare(counts, (seeds * size) / population) < 72.05)
})

test('the draw is the one that is written down', () => {
  assert.deepEqual(drawPlaces('plover', 1_000_000, 3), [537_869, 501_109, 694_617])
  assert.deepEqual(
    drawPlaces('plover', 10, 10).toSorted((a, b) => a - b),
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  )
})
