import assert from 'node:assert/strict'
import { test } from 'node:test'
import { directionOf } from './direction-words.ts'

test('reads words for in and out in the languages hand-overs come in', () => {
  const pairs =
    'In/Out IN/OUT Ein/Aus Eingehend/Ausgehend Eingang/Ausgang Entrant/Sortant Recibido/Enviado Inkomend/Uitgaand ' +
    'Вх/Исх Вх./Исх. Входящее/Исходящее Входящий/Исходящий Received/Sent Incoming/Outgoing Reçu/Envoyé'
  for (const pair of pairs.split(' '))
    assert.deepEqual(
      pair.split('/').map((word) => directionOf(` ${word} `, 'Dir')),
      ['in', 'out'],
      pair,
    )
  assert.equal(directionOf('reçu'.normalize('NFD'), 'Sens'), 'in')
  assert.deepEqual([directionOf('Missed', 'Type'), directionOf('draft', 'Type')], ['missed', null])
})

const read = (heading: string) => ['0', '1'].map((flag) => directionOf(flag, heading))

test('reads 0 and 1 only under a heading that says which is which', () => {
  for (const heading of ['Outgoing', 'from_me', 'isFromMe', 'Direction (0=in, 1=out)', 'Dir 1:out/0:in'])
    assert.deepEqual(read(heading), ['in', 'out'], heading)
  for (const heading of ['is_incoming', 'Type (0 = sent; 1 = received)'])
    assert.deepEqual(read(heading), ['out', 'in'], heading)
  for (const heading of [
    'Direction',
    'In/Out',
    'Incoming/Outgoing',
    '',
    'Type (0=x, 1=y)',
    'D (1=in, 1=out)',
  ])
    assert.deepEqual(read(heading), [null, null], heading)
  assert.equal(directionOf('TRUE', 'Outgoing'), 'out')
})
