import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Row } from '../format.ts'
import { longestRecord } from '../format.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { jabberJson } from './jabber-json.ts'

const here = new URL('samples/', import.meta.url)
const samples = new Map(
  readdirSync(here).map((name) => [name, new Uint8Array(readFileSync(new URL(name, here)))]),
)
formatLaws(jabberJson, samples)

const head = '{"ts": "2024-03-01T10:00:00", "from": "a@x.example", "to": "b@x.example", '
const rowsOf = (text: string | Uint8Array, zone: string | null = null): Promise<Row[]> => {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  return readRows(jabberJson, evidence('day.json', bytes), { ...nothingStated, zone })
}
const brief = (row: Row): unknown =>
  row.kind === 'message' ? [row.message.body, ...row.repairs] : saidBy(row)
const readBrief = async (text: string): Promise<unknown[]> => (await rowsOf(text)).map(brief)

test('reads a whole record with its exact bytes', async () => {
  const text = ` ${head}"body": "caf\\u00e9 \\"x\\""}\n`
  const [row] = await rowsOf(text)
  assert.ok(row?.kind === 'message')
  assert.deepEqual(row.span, { start: 0, end: text.length })
  assert.deepEqual(row.record, { start: 1, end: text.length - 1 })
  assert.equal(row.message.body, 'café "x"')
  assert.deepEqual(row.repairs, [])
  assert.equal(row.message.sent.zone, 'unknown')
  assert.deepEqual(row.message.conversation.participants, ['a@x.example', 'b@x.example'])
})

const repairs: readonly (readonly [string, string, readonly unknown[]])[] = [
  [
    'a quotation mark in the words',
    `${head}"body": "so, "back off""\n}`,
    ['so, "back off"', 'unescaped-quote'],
  ],
  ['a second brace', `${head}"body": "see" }\n}`, ['see', 'stray-character']],
  ['a missing comma', `${head.replace(', "to"', ' "to"')}"body": "yes"}`, ['yes', 'missing-comma']],
  ['a doubled quotation mark', `${head}""body": "yes"}`, ['yes', 'missing-quote']],
  ['a line break in the words', `${head}"body": "one\ntwo"}`, ['one\ntwo', 'control-character']],
  ['a bracket for a quotation mark', `${head}"body": "agony?")\n}`, ['agony?', 'stray-character']],
  ['another capital', `${head}"Body": "yes"}`, ['yes', 'field-name']],
  ['a missing closing quotation mark', `${head}"body": "yes\n}`, ['yes', 'missing-quote']],
  ['a missing brace', `${head}"body": "yes"\n`, ['yes', 'missing-brace']],
  [
    'an escape JSON does not know',
    `${head}"body": "C:\\Windows {backslash}n"}`,
    ['C:\\Windows {backslash}n', 'bad-escape'],
  ],
]
for (const [name, text, expected] of repairs) {
  test(`repairs ${name} and names the repair`, async () => {
    assert.deepEqual(await readBrief(`${text}\n${head}"body": "next"}`), [expected, ['next']])
  })
}

const rejections: readonly (readonly [string, string, readonly string[]])[] = [
  ['an empty sender', '{"ts":"2024-03-01T10:00:00","from":"","to":"b","body":"x"}', ['no-sender']],
  ['a missing recipient', '{"ts":"2024-03-01T10:00:00","from":"a","body":"x"}', ['no-recipient']],
  ['a missing time', '{"from":"a","to":"b","body":"x"}', ['no-timestamp']],
  ['a day that is none', '{"ts":"2024-02-30T10:00:00","from":"a","to":"b","body":"x"}', ['bad-timestamp']],
  ['missing words', '{"ts":"2024-03-01T10:00:00","from":"a","to":"b"}', ['no-body']],
  ['words no field names', `${head}"just words"}`, ['no-body']],
  ['a field stated twice', `${head}"body":"x","body":"y"}`, ['not-a-record']],
  ['words with two endings', `${head}"body": "x" } and more"}`, ['not-a-record']],
  ['a record cut short', `${head}"body": "and th`, ['truncated']],
  ['a file without bytes', '', ['empty-file']],
  ['a file without records', 'nothing here', ['no-records']],
]
for (const [name, text, expected] of rejections) {
  test(`reports ${name}`, async () => assert.deepEqual(await readBrief(text), expected))
}

test('keeps junk between records as a problem of its own', async () => {
  const rows = await readBrief(`junk ${head}"body":"x"}\nmore junk\n${head}"body":"y"}`)
  assert.deepEqual(rows, ['not-a-record', ['x'], 'not-a-record', ['y']])
})

test('reports bytes that are not UTF-8 and reads on', async () => {
  const text = new TextEncoder().encode(`${head}"body":"#"}\n${head}"body":"y"}`)
  text[text.indexOf(0x23)] = 0xff
  assert.deepEqual((await rowsOf(text)).map(brief), ['not-utf8', ['y']])
  const wide = new Uint8Array(new Uint16Array(new TextEncoder().encode(head)).buffer)
  assert.equal(jabberJson.sniff('day.json', wide), 0)
  assert.deepEqual((await rowsOf(wide)).map(brief), ['not-utf8'])
})

test('discards a record longer than a record may be and reads the next', async () => {
  const text = `${head}"body":"${'x'.repeat(longestRecord)}"}\n${head}"body":"y"}`
  assert.deepEqual((await rowsOf(text)).map(brief), ['record-too-long', ['y']])
})

test('notes an hour that a clock change repeats', async () => {
  const [row] = await rowsOf('{"ts":"2020-10-25T01:30:00","from":"a","to":"b","body":"x"}', 'Europe/London')
  assert.ok(row?.kind === 'message')
  assert.deepEqual(row.repairs, ['ambiguous-time'])
  assert.equal(row.message.sent.zone, 'assumed')
})

test('leaves other JSON to other formats', () => {
  for (const text of [
    '{"messages":[{"_id":"a","ts":"x"}]}',
    '{"ts":"x","from":"a","to":"b","body":"c","id":1}\n',
    '[]',
    '',
  ]) {
    assert.ok(jabberJson.sniff('a.json', new TextEncoder().encode(text)) <= 0.3, text)
  }
})

const real = new URL('../../../../shared/data/conti/', import.meta.url)
for (const [set, most] of [
  ['english', 0.005],
  ['original', 0],
] as const) {
  test(`reads the published ${set} logs`, {
    skip: !existsSync(real) && 'the logs are not here',
  }, async () => {
    let rows = 0
    let rejected = 0
    for (const name of readdirSync(new URL(`${set}/`, real))) {
      const read = await rowsOf(new Uint8Array(readFileSync(new URL(`${set}/${name}`, real))))
      rows += read.length
      rejected += read.filter(
        (row) => row.kind !== 'message' || (most === 0 && row.repairs.length > 0),
      ).length
    }
    assert.ok(rows > 0 && rejected <= rows * most, `${rejected} of ${rows}`)
  })
}
