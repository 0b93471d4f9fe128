import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { adiumLog } from '../../src/formats/adium-log/adium-log.ts'
import type { Format, Row } from '../../src/formats/format.ts'
import { evidence, nothingStated, readRows } from '../../src/formats/laws.ts'
import { smsBackup } from '../../src/formats/sms-backup/sms-backup.ts'
import { ufdr } from '../../src/formats/ufdr/ufdr.ts'
import { outwardForms, overwhelming, smsBackupWith, swelling } from './evidence/hostile-xml.ts'

const read = (format: Format, text: string | Uint8Array): Promise<Row[]> =>
  readRows(format, evidence('report.xml', typeof text === 'string' ? Buffer.from(text) : text), nothingStated)
const wordsOf = (rows: readonly Row[]): string[] =>
  rows.flatMap((row) => (row.kind === 'message' ? [row.message.body] : []))

const message = (words: string): string =>
  `<model type="InstantMessage" id="m"><field name="Body" type="String"><value>${words}</value></field><modelField name="From" type="Party"><model type="Party" id="p"><field name="Identifier" type="String"><value>heron@a.example</value></field></model></modelField><field name="TimeStamp" type="TimeStamp"><value type="TimeStamp">2024-03-01T10:00:00+00:00</value></field></model>`
const reportWith = (before: string, inside: string): string =>
  `<?xml version="1.0" encoding="utf-8"?>${before.replaceAll('smses', 'project')}<project id="1" extractionType="Logical"><decodedData><modelType type="Chat"><model type="Chat" id="c"><field name="Source" type="String"><value>WhatsApp</value></field><multiModelField name="Messages" type="InstantMessage">${message('before')}${message(inside)}</multiModelField></model></modelType></decodedData></project>`
const adiumWith = (before: string, inside: string): string =>
  `<?xml version="1.0" encoding="UTF-8" ?>${before.replaceAll('smses', 'chat')}<chat xmlns="http://purl.org/net/ulf/ns/0.4-02" account="heron" service="AIM"><message sender="otter" time="2021-03-02T12:00:01+0000"><div>before</div></message><message sender="otter" time="2021-03-02T12:00:02+0000"><div>${inside}</div></message></chat>`

test('X-01 no file is read and no host asked, whatever a document names, and the record before it is kept', async () => {
  const asked: string[] = []
  const server = createServer((socket) => {
    asked.push('a connection')
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  const forms = outwardForms(`http://127.0.0.1:${address.port}/x`)
  assert.ok(forms.length >= 25)
  for (const { before, inside } of forms) {
    for (const [format, document] of [
      [smsBackup, smsBackupWith(before, inside)],
      [ufdr, reportWith(before, inside)],
      [adiumLog, adiumWith(before, inside)],
    ] as const) {
      const rows = await read(format, document)
      assert.ok(wordsOf(rows).includes('before'), `${format.id} ${before}`)
      assert.doesNotMatch(JSON.stringify(rows), /root:.:0:0/)
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 50))
  server.close()
  assert.deepEqual(asked, [])
})

test('X-02 documents made to swell give no more words than they have bytes, at once', async () => {
  for (const [name, document] of Object.entries(swelling)) {
    const started = performance.now()
    const rows = await read(smsBackup, document)
    assert.ok(rows.length > 0)
    assert.ok(wordsOf(rows).join('').length <= document.length, name)
    assert.ok(
      performance.now() - started < 2000,
      `${name} took ${Math.round(performance.now() - started)} ms`,
    )
  }
})

test('X-03 a part too deep, too wide or too long is counted, and the messages before it are read', async () => {
  for (const [name, document] of Object.entries(overwhelming)) {
    const rows = await read(smsBackup, document)
    assert.deepEqual(wordsOf(rows), ['before', 'after'], name)
    assert.ok(
      rows.some(({ kind }) => kind === 'problem'),
      name,
    )
  }
})

test('X-04 an unmarked UTF-16, a wrong charset and forbidden characters lose no message, and show a substitute', async () => {
  const plain = smsBackupWith('', '').replace('after', 'Привет')
  assert.deepEqual(wordsOf(await read(smsBackup, Buffer.from(plain, 'utf16le'))), ['before', 'Привет'])
  assert.equal(wordsOf(await read(smsBackup, plain.replace('UTF-8', 'windows-1251'))).length, 2)
  assert.equal(wordsOf(await read(smsBackup, plain.replace('UTF-8', 'no-such-charset'))).length, 2)
  assert.deepEqual(wordsOf(await read(smsBackup, smsBackupWith('', '&#0;\u0001&#x1f;'))), ['before', '␀␁␟'])
})
