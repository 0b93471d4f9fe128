import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type IdWitness, pairByOriginalId } from './original-ids.ts'

const witness = (id: number, sourceId: string | null, says: string): IdWitness => ({
  id,
  conversation: 7,
  sender: 1,
  says,
  sourceId,
  at: 0,
})

const uuid = (n: number): string => `0b1f3c9e-${String(n).padStart(4, '0')}-4c11-9d3a-5e6f7a8b9c0d`

test('an id the service gives pairs what was edited and what was taken back', () => {
  const ours = [witness(1, uuid(1), 'at six'), witness(2, uuid(2), 'bring two'), witness(3, null, 'ok')]
  const theirs = [witness(11, uuid(1), 'at six'), witness(12, uuid(2), ''), witness(13, null, 'ok')]
  assert.deepEqual(pairByOriginalId(ours, theirs, true), {
    pairs: [
      { first: 1, second: 11 },
      { first: 2, second: 12 },
    ],
    both: 2,
    same: 1,
  })
})

test('running numbers of two handsets pair nothing, however many meet', () => {
  const ours = Array.from({ length: 50 }, (_, i) => witness(i, String(i), `words ${i}`))
  const theirs = ours.map((one) => ({ ...one, id: one.id + 100, says: `others ${one.id}` }))
  assert.equal(pairByOriginalId(ours, theirs, false), null)
})

test('numbers given by one server prove themselves by the words of the rest', () => {
  const ours = Array.from({ length: 20 }, (_, i) => witness(i, String(i), `words ${i}`))
  const theirs = ours.map((one) => ({ ...one, id: one.id + 100, says: one.id === 4 ? 'edited' : one.says }))
  const found = pairByOriginalId(ours, theirs, false)
  assert.deepEqual([found?.same, found?.both], [19, 20])
  assert.ok(found?.pairs.some(({ first, second }) => first === 4 && second === 104))
})

test('an id is another message’s in another conversation, of another sender, of another day, or where it stands twice', () => {
  const ours = [
    witness(1, uuid(1), 'x'),
    witness(2, uuid(2), 'y'),
    witness(3, uuid(3), 'z'),
    witness(4, uuid(4), 'w'),
  ]
  const theirs = [
    { ...witness(11, uuid(1), 'x'), conversation: 8 },
    { ...witness(12, uuid(2), 'y'), sender: 2 },
    witness(13, uuid(3), 'z'),
    witness(14, uuid(3), 'z'),
    { ...witness(15, uuid(4), 'w'), at: 16 * 3600 * 1_000_000 },
  ]
  assert.equal(pairByOriginalId(ours, theirs, true), null)
})

test('finds every message both hold, once, in whatever order they stand', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 40 }),
      fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 40 }),
      (ours, theirs) => {
        const found = pairByOriginalId(
          ours.map((n) => witness(n, uuid(n), 'as it was')),
          theirs.map((n) => witness(n + 100, uuid(n), 'as it is')),
          true,
        )
        const expected = ours.filter((n) => theirs.includes(n))
        assert.deepEqual(
          found?.pairs ?? [],
          expected.map((n) => ({ first: n, second: n + 100 })),
        )
      },
    ),
  )
})
