import assert from 'node:assert/strict'
import test from 'node:test'
import { bytesOf, hexLines } from './bytes.ts'

test('lays bytes out eight a line and keeps the record apart from what surrounds it', () => {
  const record = new TextEncoder().encode('{"body":"twelve boxes"}')
  const lines = hexLines(new TextEncoder().encode('\n'), record, new Uint8Array([0xff]), 100)
  assert.deepEqual(
    lines.map((line) => [line.offset, line.cells.length]),
    [
      [99, 8],
      [107, 8],
      [115, 8],
      [123, 1],
    ],
  )
  const cells = lines.flatMap((line) => line.cells)
  assert.equal(
    cells
      .filter((cell) => cell.inRecord)
      .map((cell) => cell.glyph)
      .join(''),
    '{"body":"twelve boxes"}',
  )
  assert.deepEqual(cells.at(-1), { hex: 'ff', glyph: '·', inRecord: false })
})

test('reads base64', () => {
  assert.deepEqual([...bytesOf('AP8=')], [0, 255])
})
