import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dwellFor, openSight } from './sight.ts'

test('a message is read once, when it stood in sight as long as its words ask for', () => {
  assert.deepEqual([1, 5, 15, 1000].map(dwellFor), [1000, 1000, 2000, 20_000])
  const stand = openSight()
  const [short, long] = [
    { uid: 'a', words: 3 },
    { uid: 'b', words: 15 },
  ]
  assert.deepEqual(stand([short, long], 750), [])
  assert.deepEqual(stand([short, long], 250), ['a'])
  // Out of sight it does not age; back in sight it goes on.
  assert.deepEqual(stand([], 5000), [])
  assert.deepEqual(stand([short, long], 1000), ['b'])
  assert.deepEqual(stand([short, long], 60_000), [])
})
