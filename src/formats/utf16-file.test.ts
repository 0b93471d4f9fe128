import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { discord } from './discord/discord.ts'
import type { Format, Row } from './format.ts'
import { jabberJson } from './jabber-json/jabber-json.ts'
import { jsonLines } from './json-lines/json-lines.ts'
import { evidence, nothingStated, readRows } from './laws.ts'
import { matrix } from './matrix/matrix.ts'
import { meta } from './meta/meta.ts'
import { recogniseFormat } from './registry.ts'
import { rocketchat } from './rocketchat/rocketchat.ts'
import { slack } from './slack/slack.ts'
import { telegram } from './telegram/telegram.ts'
import { readAnyUtf } from './utf16-file.ts'

const line = '{"ts":"2021-03-04T05:06:07Z","sender":"anna","room":"marsh","text":"готово? 👍"}\n'
const texts: readonly (readonly [Format, string])[] = [
  [telegram, sample('telegram/samples/result.json')],
  [discord, sample('discord/samples/Marsh - general [2] [part 1].json')],
  [slack, sample('slack/samples/general/2021-01-07.json')],
  [matrix, sample('matrix/samples/element.json')],
  [meta, sample('meta/samples/Marsh_2.json')],
  [rocketchat, sample('rocketchat/samples/2024-03-01-general.json')],
  [jabberJson, sample('jabber-json/samples/pretty.json')],
  [jsonLines, line + line.replace('anna', 'vera')],
]

function sample(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8')
}

const little = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
const big = (text: string) => little(text).swap16()
const recordsIn = (rows: readonly Row[], read: (start: number, end: number) => string) =>
  rows.map(({ span, ...row }) =>
    row.kind === 'problem' ? read(span.start, span.end) : read(row.record.start, row.record.end),
  )
const saidIn = (rows: readonly Row[]) =>
  rows.map((row) => (row.kind === 'message' ? { ...row.message, conversation: row.message.body } : row.kind))
const kinds = async (bytes: Uint8Array) =>
  (await readRows(jsonLines, evidence('a.jsonl', bytes), nothingStated)).map(({ kind, span }) => [
    kind,
    span.end,
  ])

for (const [format, text] of texts) {
  test(`reads ${format.id} in UTF-16 as in UTF-8, each record at its own bytes`, async () => {
    const plain = Buffer.from(text)
    const expected = await readRows(format, evidence('a.json', plain), nothingStated)
    for (const [bytes, decode] of [
      [little(text), (some: Buffer) => some.toString('utf16le')],
      [big(text), (some: Buffer) => Buffer.from(some).swap16().toString('utf16le')],
    ] as const) {
      assert.equal(recogniseFormat('a.json', bytes)?.id, format.id)
      const rows = await readRows(format, evidence('a.json', bytes, { sizes: [61, 7, 300] }), nothingStated)
      assert.deepEqual(saidIn(rows), saidIn(expected))
      assert.deepEqual(
        recordsIn(rows, (start, end) => decode(bytes.subarray(start, end)).replace('\ufeff', '')),
        recordsIn(expected, (start, end) => plain.subarray(start, end).toString()),
      )
      let end = 0
      for (const { span } of rows) {
        assert.equal(span.start, end)
        end = span.end
      }
      assert.equal(end, bytes.length)
    }
  })
}

test('half a character, and half a pair, are a problem and not a crash', async () => {
  const odd = Buffer.concat([little(line), Buffer.from([0x41])])
  const lone = little(line.replace('👍', '\ud83d'))
  assert.deepEqual(await kinds(odd), [
    ['message', odd.length - 1],
    ['problem', odd.length],
  ])
  assert.deepEqual(await kinds(lone), [['problem', lone.length]])
})

test('a slice of the text is the text', () =>
  fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), fc.nat(30), fc.nat(30), async (text, from, length) => {
      const plain = Buffer.from(`\ufeff${text}`)
      const start = Math.min(from, plain.length)
      const end = Math.min(start + length, plain.length)
      const seen: string[] = []
      const rows = readAnyUtf(evidence('a', little(text), { sizes: [3] }), async function* (file) {
        seen.push(Buffer.from(await file.slice(start, end)).toString('hex'))
        yield []
      })
      await Array.fromAsync(rows)
      assert.deepEqual(seen, [plain.subarray(start, end).toString('hex')])
    }),
  ))
