import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { matchCopies, type Witness } from './copies.ts'

const second = 1_000_000
const start = Date.UTC(2020, 3, 14, 18) * 1000

/** A conversation of `n` messages, two of three with words of their own, the rest an "ok" now and then. */
function conversation(n: number): Witness[] {
  return Array.from({ length: n }, (_, i) => ({
    id: i + 1,
    conversation: 7,
    sender: i % 2,
    says: i % 3 === 2 ? 'ok' : `words ${i}`,
    at: start + i * 40 * second,
  }))
}

const moved = (witnesses: readonly Witness[], by: number): Witness[] =>
  witnesses.map((witness) => ({ ...witness, id: witness.id + 1000, at: witness.at + by }))

test('finds 37 seconds between two handsets and pairs every message, the repeated ones too', () => {
  const sender = conversation(30)
  const found = matchCopies(sender, moved(sender, 37 * second))
  assert.equal(found?.offset, 37 * second)
  assert.deepEqual(found?.overlap, { first: 30, second: 30, both: 30 })
  assert.ok(found.pairs.every(({ first, second: other }) => other === first + 1000))
})

test('a day sent again at other distances each time is no second handset', () => {
  const once = conversation(30)
  const again = once.map((witness, i) => ({
    ...witness,
    id: witness.id + 1000,
    at: witness.at + i * 61 * second,
  }))
  assert.equal(matchCopies(once, again), null)
})

test('two days that follow each other are no copies, though both say ok', () => {
  const monday = conversation(30)
  const tuesday = moved(conversation(30), 24 * 3600 * second).map((witness, i) => ({
    ...witness,
    says: i % 3 === 2 ? 'ok' : `other ${i}`,
  }))
  assert.equal(matchCopies(monday, tuesday), null)
})

test('a few messages sent again at one odd distance are no second handset, at an hour they are a misread zone', () => {
  const once = conversation(12)
  assert.equal(matchCopies(once, moved(once, 31_660 * second)), null)
  assert.equal(matchCopies(once, moved(once, 3600 * second))?.pairs.length, 12)
})

test('two exports that tell minutes only, 20 seconds apart, share every message', () => {
  const minute = 60 * second
  const toMinute = (witness: Witness): Witness => ({
    ...witness,
    at: Math.floor(witness.at / minute) * minute,
  })
  const sender = conversation(60)
  const recipient = moved(sender, 20 * second)
  const found = matchCopies(sender.map(toMinute), recipient.map(toMinute))
  assert.equal(found?.pairs.length, 60)
  assert.ok(Math.abs(found.offset) <= minute)
})

test('a message delivered late is still the same, when its words are its own', () => {
  const sender = conversation(30)
  const recipient = moved(sender, 37 * second).map((witness) =>
    witness.says.startsWith('words')
      ? { ...witness, at: witness.at + (witness.id % 10 === 0 ? 40 : 0) * second }
      : witness,
  )
  assert.equal(matchCopies(sender, recipient)?.pairs.length, 30)
})

test('other words are another message, whatever their time', () => {
  const sender = conversation(30)
  const edited = moved(sender, 0).map((witness) =>
    witness.id === 1005 ? { ...witness, says: 'edited' } : witness,
  )
  const found = matchCopies(sender, edited)
  assert.equal(found?.pairs.length, 29)
})

test('finds any difference of clocks whatever is deleted on one side and however deliveries lag', () => {
  const sender = conversation(60)
  fc.assert(
    fc.property(
      fc.integer({ min: -14 * 3600, max: 14 * 3600 }),
      fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 60, maxLength: 60 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 25 }),
      (seconds, lags, deleted) => {
        const recipient = moved(sender, seconds * second)
          .map((witness, i) => ({ ...witness, at: witness.at + (lags[i] ?? 0) * 1000 }))
          .filter(({ id }) => !deleted.includes(id - 1000))
        const found = matchCopies(sender, recipient)
        assert.ok(found && Math.abs(found.offset - seconds * second) <= second)
        assert.equal(found.pairs.length, recipient.length)
        assert.ok(found.pairs.every(({ first, second: other }) => other === first + 1000))
      },
    ),
    { numRuns: 60 },
  )
})

test('the answer does not hang on the order of the messages', () => {
  const sender = conversation(20)
  const recipient = moved(sender, 5 * second)
  assert.deepEqual(matchCopies(sender.toReversed(), recipient.toReversed()), matchCopies(sender, recipient))
})
