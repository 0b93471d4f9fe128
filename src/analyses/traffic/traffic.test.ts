import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { markAddress, openTraffic, type Traffic, type TrafficMessage } from './traffic.ts'

const second = 1_000_000
const long = 'bring the two boxes to the yard at six'

const said = (id: number, at: number, body: string, rest: Partial<TrafficMessage> = {}): TrafficMessage => ({
  id,
  conversation: 1,
  sender: 1,
  at: at * second,
  isSystem: false,
  body,
  ...rest,
})

function markTraffic(messages: readonly TrafficMessage[]): Traffic {
  const traffic = openTraffic()
  for (const message of messages) traffic.add(message)
  return traffic.found()
}

const marksOf = (messages: readonly TrafficMessage[]) =>
  [...markTraffic(messages).messages].toSorted(([a], [b]) => a - b)

test('long words again are a resend, a person’s second ok is not', () => {
  const messages = [said(1, 0, long), said(2, 60, 'ok'), said(3, 90, long), said(4, 5000, 'ok')]
  assert.deepEqual(marksOf(messages), [[3, 'resend']])
})

test('short words inside a resent burst go with it', () => {
  const messages = [said(1, 0, long), said(2, 10, 'ok'), said(3, 900, long), said(4, 901, 'ok')]
  assert.deepEqual(marksOf(messages), [
    [3, 'resend'],
    [4, 'resend'],
  ])
})

test('another sender, another conversation or another month is no resend', () => {
  const messages = [
    said(1, 0, long),
    said(2, 10, long, { sender: 2 }),
    said(3, 20, long, { conversation: 2 }),
    said(4, 40 * 86_400, long),
  ]
  assert.deepEqual(marksOf(messages), [])
})

test('one text to five conversations within the hour is a broadcast, the first of them too', () => {
  const messages = [1, 2, 3, 4, 5, 6].map((conversation) =>
    said(conversation, conversation * 30, long, { conversation }),
  )
  assert.deepEqual(
    marksOf(messages),
    [1, 2, 3, 4, 5, 6].map((id) => [id, 'broadcast']),
  )
})

test('the service speaking is a notice, whatever it repeats', () => {
  const messages = [
    said(1, 0, '[Ошибка: сообщение зашифровано, и невозможно его расшифровать]'),
    said(2, 1, '?OTRv23?\nanna has requested an encrypted conversation'),
    said(3, 2, 'anna joined', { isSystem: true }),
    said(4, 3, 'the encrypted phone is in the van'),
  ]
  assert.deepEqual(
    marksOf(messages),
    [1, 2, 3].map((id) => [id, 'notice']),
  )
})

test('a sender of the same lines but for their numbers is automatic', () => {
  const bot = Array.from({ length: 120 }, (_, i) => said(i, i * 3600, `build ${i} finished without errors`))
  const person = Array.from({ length: 120 }, (_, i) =>
    said(1000 + i, i * 3600, `line ${'x'.repeat(i)} of many`, { sender: 2 }),
  )
  assert.deepEqual(
    [...markTraffic([...bot, ...person].toSorted((a, b) => a.at - b.at)).senders],
    [[1, 'automatic']],
  )
})

test('a conference address is a room', () => {
  assert.equal(markAddress('team@conference.jabber.example'), 'room')
  assert.equal(markAddress('conference@jabber.example'), 'plain')
})

test('marks only what it was given, and the same twice', () => {
  const anyMessage = fc.record({
    conversation: fc.integer({ min: 1, max: 7 }),
    sender: fc.integer({ min: 1, max: 3 }),
    gap: fc.integer({ min: 0, max: 4000 }),
    isSystem: fc.boolean(),
    body: fc.constantFrom(long, 'ok', `${long} please`, '?OTR', ''),
  })
  fc.assert(
    fc.property(fc.array(anyMessage, { maxLength: 60 }), (some) => {
      let at = 0
      const messages = some.map(({ gap, ...rest }, id) => ({ ...rest, id, at: (at += gap) * second }))
      const once = markTraffic(messages)
      const marked = [...once.messages]
      assert.deepEqual([...markTraffic(messages).messages], marked)
      assert.equal(new Set(marked.map(([id]) => id)).size, once.messages.size)
      for (const { id } of messages)
        assert.equal(once.messages.get(id), marked.find(([other]) => other === id)?.[1])
    }),
  )
})
