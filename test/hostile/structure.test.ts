import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { delimited } from '../../src/formats/delimited/delimited.ts'
import type { Format, MessageRow, Row } from '../../src/formats/format.ts'
import { jsonLines } from '../../src/formats/json-lines/json-lines.ts'
import { evidence, nothingStated, readRows, saidBy } from '../../src/formats/laws.ts'
import { networkOf } from '../../src/formats/network-name.ts'
import { rocketchat } from '../../src/formats/rocketchat/rocketchat.ts'
import { smsBackup } from '../../src/formats/sms-backup/sms-backup.ts'
import { telegram } from '../../src/formats/telegram/telegram.ts'
import { ufdr } from '../../src/formats/ufdr/ufdr.ts'
import { line } from './evidence/hostile-folder.ts'

const read = (format: Format, text: string | Uint8Array, sizes?: number[]): Promise<Row[]> => {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  return readRows(format, evidence('a', bytes, sizes ? { sizes } : {}), { ...nothingStated, zone: 'UTC' })
}
const said = async (format: Format, text: string | Uint8Array): Promise<string[]> =>
  (await read(format, text)).map(saidBy)
const messagesIn = (rows: readonly Row[]): MessageRow['message'][] =>
  rows.flatMap((row) => (row.kind === 'message' ? [row.message] : []))

const roomRecord = (id: string): string =>
  `{"_id":"${id}","rid":"GENERAL","msg":"hello","ts":"2024-03-01T10:00:00.000Z","u":{"_id":"u1","username":"heron"}}`

const telegramChat = (id: string, time: string): string =>
  `{"name":"H","type":"personal_chat","id":7,"messages":[{"id":${id},"type":"message","date":"2024-03-01T10:00:00","date_unixtime":"${time}","from":"H","from_id":"user7","text":"hello"}]}`

test('J-01 bytes like a byte order mark are one at the beginning of a file only, however it is cut', async () => {
  const head = Buffer.from(`{"messages":[${roomRecord('m1')},`)
  const odd = Buffer.concat([head, Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(`${roomRecord('m2')}]}`)])
  const between = head.length
  const rows = await read(rocketchat, odd)
  for (const size of [1, 2, 3, 5, 7, between, between + 1])
    assert.deepEqual(await read(rocketchat, odd, [size]), rows)
})

test('J-01 a whole number beyond what a number holds keeps its digits, and one beyond any is no time', async () => {
  const [message] = messagesIn(await read(telegram, telegramChat('9007199254740993', '1709287200')))
  assert.equal(message?.details?.sourceId, '9007199254740993')
  const far = `{"ts":1e400,"from":"a","to":"b","body":"x"}\n{"ts":253402300800000000,"from":"a","to":"b","body":"x"}\n`
  assert.deepEqual(await said(jsonLines, far), ['bad-timestamp', 'bad-timestamp'])
})

test('J-01 names of JavaScript are names like any other', async () => {
  const proto = `{"__proto__":{"from":"nobody"},"ts":"2020-04-01T00:00:00Z","from":"constructor","to":"__proto__","body":"x"}\n`
  const [message] = messagesIn(await read(jsonLines, proto))
  assert.deepEqual(
    [message?.from, message?.conversation.participants.toSorted()],
    ['constructor', ['__proto__', 'constructor']],
  )
  assert.equal(Object.hasOwn(Object.prototype, 'from'), false)
  assert.equal(networkOf('Constructor', 'unknown'), 'constructor')
  const call =
    '<calls count="1"><call number="+447700900001" duration="1" date="1714554000250" type="constructor"/></calls>'
  assert.doesNotMatch((await said(smsBackup, call)).join(), /native code/)
  const contact = `<model type="Contact" id="1"><field name="Name" type="String"><value>Heron</value></field><multiModelField name="Entries" type="ContactEntry"><model type="constructor" id="2"><field name="Value" type="String"><value>heron@a.example</value></field></model></multiModelField></model>`
  const report = `<project id="1" extractionType="Logical"><decodedData><modelType type="Contact">${contact}</modelType></decodedData></project>`
  assert.deepEqual(await said(ufdr, report), ['Heron'])
})

test('J-02 JSON Lines cut anywhere keep every line before the cut and say from which byte on they are lost', async () => {
  const whole = Buffer.from([0, 1, 2, 3, 4].map((n) => line(n, `привет ${n}`)).join(''))
  const ends = [...whole.keys()].filter((at) => whole[at] === 0x0a)
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: whole.length }), async (cut) => {
      const rows = await read(jsonLines, whole.subarray(0, cut))
      const before = ends.filter((end) => end <= cut).length
      assert.equal(messagesIn(rows).length, before)
      const from = before === 0 ? 0 : (ends[before - 1] ?? 0) + 1
      const lost = rows.filter(({ kind }) => kind === 'problem').map(({ span }) => [span.start, span.end])
      if (cut > from + 1)
        assert.equal(lost.length === 1 && lost[0]?.[1] === cut && (lost[0]?.[0] ?? 0) >= from - 1, true)
      else assert.ok(lost.length <= 1)
    }),
    { seed: 20_200_402, numRuns: 1000 },
  )
})

test('J-03 a table keeps quoted line breaks and formulas as words, and counts a handle a spreadsheet shortened', async () => {
  const table = `from;to;time;body\n4.47E+11;boris;2020-04-01 10:00:00;"quoted ""words""\nover lines"\nanna;boris;2020-04-01 10:01:00;=HYPERLINK("http://a.invalid")\n`
  const rows = await read(delimited, table)
  assert.deepEqual(rows.map(saidBy), ['damaged-before-receipt', '=HYPERLINK("http://a.invalid")'])
  const whole = await read(delimited, table.replace('4.47E+11', 'anna'))
  assert.equal(saidBy(whole[0]!), 'quoted "words"\nover lines')
})
