import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAddress, parseNetwork } from '../core/handle.ts'
import { directConversation } from '../core/message.ts'
import { parseEpochMicros } from '../core/time.ts'
import type { MessageRow } from '../formats/format.ts'
import { openRepeats } from './tell-repeats.ts'

const noon = Date.UTC(2020, 3, 1, 12) * 1000
const [anna, boris] = [parseAddress('anna')!, parseAddress('boris')!]

function row(at: number, sourceId?: string): MessageRow {
  const span = { start: 0, end: 1 }
  return {
    kind: 'message',
    part: null,
    span,
    record: span,
    raw: null,
    repairs: [],
    message: {
      network: parseNetwork('whatsapp')!,
      conversation: directConversation(anna, boris),
      from: anna,
      fromName: null,
      sent: { at: parseEpochMicros(at)!, text: 'noon', zone: 'stated' },
      kind: 'text',
      body: 'ok',
      mediaHashes: [],
      details: sourceId === undefined ? null : { sourceId },
    },
  }
}

const movesOf = (repeats: 'messages' | 'copies', rows: readonly MessageRow[]) => {
  const tell = openRepeats(repeats)
  return rows.map((one) => {
    const told = tell(one)
    return told.kind === 'message' && [told.message.sent.at - one.message.sent.at, told.repairs.length]
  })
}

test('three times ok in one minute of an export are three messages', () => {
  assert.deepEqual(movesOf('messages', [row(noon), row(noon), row(noon)]), [
    [0, 0],
    [1, 1],
    [2, 1],
  ])
})

test('equal rows of a dump are copies, and so are equal times to the microsecond', () => {
  const still = [
    [0, 0],
    [0, 0],
  ]
  assert.deepEqual(movesOf('copies', [row(noon), row(noon)]), still)
  assert.deepEqual(movesOf('messages', [row(noon + 5), row(noon + 5)]), still)
})

test('ids decide: two ids are two messages, one id twice is one', () => {
  assert.deepEqual(movesOf('copies', [row(noon + 5, 'a'), row(noon + 5, 'b'), row(noon + 5, 'a')]), [
    [0, 0],
    [1, 1],
    [0, 0],
  ])
})
