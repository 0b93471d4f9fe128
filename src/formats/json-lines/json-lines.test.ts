import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Format, Row } from '../format.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { jsonLines } from './json-lines.ts'

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
  '{"ts":1614834367,"from":"anna","to":["boris","clara"],"body":"ready?"}\n\n{"time":"2021-03-04T05:06:08Z","sender":"boris","room":"yard","text":"да"}\n'

test('reads epoch seconds as UTC, several recipients and rooms', async () => {
  const rows = await rowsOf(jsonLines, utf8.encode(sample))
  assert.deepEqual(bodies(rows), ['ready?', 'да'])
  assert.deepEqual(
    rows.map((row) => row.kind === 'message' && row.message.sent.at),
    [1614834367e6, 1614834368e6],
  )
})

test('says that the last line was cut', async () => {
  const rows = await rowsOf(jsonLines, utf8.encode(sample.slice(0, -12)))
  assert.deepEqual(bodies(rows), ['ready?', 'truncated'])
})

test('covers every byte and reads the same however damaged and however chunked', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.nat(255), fc.integer({ min: 1, max: 9 }), async (place, byte, step) => {
      const bytes = utf8.encode(sample)
      bytes[place % bytes.length] = byte
      const rows = await rowsOf(jsonLines, bytes)
      assertTiles(rows, bytes.length)
      assert.deepEqual(await rowsOf(jsonLines, bytes, 'anna_boris.txt', step), rows)
    }),
    { numRuns: 200 },
  )
})

formatLaws(jsonLines, new Map([['a.jsonl', utf8.encode(sample)]]))

const one = '{"created_at":"2021-03-04T05:06:08Z","user":"anna","chat_id":"yard","msg":"x"}'
const lists = new Map(
  [
    `[${one},\n ${one.replace('x', 'y')}]`,
    `{"exported":"today","messages":[${one},${one.replace('x', 'y')}]}`,
  ].map((text, at) => [`list-${at}.json`, utf8.encode(text)]),
)
formatLaws(jsonLines, lists)

test('reads a list of such objects, bare or as messages of an object', async () => {
  for (const [name, bytes] of lists) {
    const rows = await rowsOf(jsonLines, bytes, name)
    assert.deepEqual(bodies(rows), ['x', 'y'])
    assert.equal(rows[0]?.kind === 'message' && rows[0].message.conversation.key, 'yard')
  }
  assert.equal(jsonLines.sniff('a.json', utf8.encode('[{"id":1,"name":"x"}]')), 0)
})
