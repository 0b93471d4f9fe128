import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Format, Row } from '../format.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { textLog } from './text-log.ts'

const utf8 = new TextEncoder()

async function rowsOf(
  format: Format,
  bytes: Uint8Array,
  name = 'anna_boris.txt',
  step = 65_536,
): Promise<readonly Row[]> {
  return await readRows(format, evidence(name, bytes, { sizes: [step] }), nothingStated)
}

function assertTiles(rows: readonly Row[], size: number): void {
  let at = 0
  for (const { span } of rows) {
    assert.equal(span.start, at)
    at = span.end
  }
  assert.equal(at, size)
}

const bodies = (rows: readonly Row[]): readonly string[] => rows.map(saidBy)

const sample =
  '2021-03-04T05:06:07 anna -> boris\nis it\n\nready?\n\n2021-03-04T05:06:08 boris -> anna\nда\n\n'

test('keeps the blank lines of the words and drops only the one that parts records', async () => {
  assert.deepEqual(bodies(await rowsOf(textLog, utf8.encode(sample))), ['is it\n\nready?', 'да'])
})

test('takes the recipient of a bracketed log from its other party', async () => {
  const rows = await rowsOf(textLog, utf8.encode('[04.03.21 05:06:07] anna:\t\tready?\n'))
  assert.deepEqual(
    rows.map((row) => row.kind === 'message' && row.message.conversation.key),
    ['["anna","boris"]'],
  )
})

test('rejects a bracketed log whose other party nobody states', async () => {
  const rows = await rowsOf(textLog, utf8.encode('[04.03.21 05:06:07] anna:\t\tready?\n'), 'log.txt')
  assert.deepEqual(bodies(rows), ['no-recipient'])
})

test('reads the history of Psi with its escapes', async () => {
  const text = '|2021-03-04T05:06:07|1|to|N---|a\\nb\\pc\\\\d\n|2021-03-04T05:06:08|4|from|N---|no service\n'
  const rows = await rowsOf(textLog, utf8.encode(text), 'anna_at_boris.txt')
  assert.deepEqual(
    rows.map((row) => row.kind === 'message' && [row.message.from, row.message.kind, row.message.body]),
    [
      ['boris', 'text', 'a\nb|c\\d'],
      ['anna', 'system', 'no service'],
    ],
  )
})

test('covers every byte and reads the same however damaged and however chunked', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.nat(255), fc.integer({ min: 1, max: 9 }), async (place, byte, step) => {
      const bytes = utf8.encode(sample)
      bytes[place % bytes.length] = byte
      const rows = await rowsOf(textLog, bytes)
      assertTiles(rows, bytes.length)
      assert.deepEqual(await rowsOf(textLog, bytes, 'anna_boris.txt', step), rows)
    }),
    { numRuns: 200 },
  )
})

formatLaws(textLog, new Map([['anna_boris.txt', utf8.encode(sample)]]))
