import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Format, Row } from '../format.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { findProfile } from '../profiles/ready-profiles.ts'
import { delimited } from './delimited.ts'

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
  'from,to,time,body\r\nanna,boris,2021-03-04 05:06:07,"one, ""two""\r\nthree"\r\nboris,anna,2021-03-04 05:06:08,да\r\n'

test('reads quoted cells with delimiters, quotation marks and line breaks', async () => {
  assert.deepEqual(bodies(await rowsOf(delimited, utf8.encode(sample))), ['one, "two"\r\nthree', 'да'])
})

test('accepts an order of day and month only where a row proves it', async () => {
  const open = 'from;to;time;body\na;b;03/04/2021 05:06;x\n'
  assert.deepEqual(bodies(await rowsOf(delimited, utf8.encode(open))), ['bad-timestamp'])
  const proved = `${open}a;b;13/04/2021 05:06 PM;y\n`
  const rows = await rowsOf(delimited, utf8.encode(proved))
  assert.deepEqual(
    rows.map((row) => row.kind === 'message' && row.message.sent.at),
    [Date.UTC(2021, 3, 3, 5, 6) * 1000, Date.UTC(2021, 3, 13, 17, 6) * 1000],
  )
})

test('loses one row, not the rest, to a quotation mark that nobody closed', async () => {
  const text = 'from,to,time,body\na,b,2021-03-04 05:06:07,"open\na,b,2021-03-04 05:06:08,fine\n'
  assert.deepEqual(bodies(await rowsOf(delimited, utf8.encode(text))), ['not-a-record', 'fine'])
})

test('reads UTF-16 with and without a byte order mark', async () => {
  for (const mark of ['', '\uFEFF']) {
    const bytes = new Uint8Array(Uint16Array.from(mark + sample, (unit) => unit.charCodeAt(0)).buffer)
    const rows = await rowsOf(delimited, bytes, 'a.csv', 7)
    assertTiles(rows, bytes.length)
    assert.deepEqual(bodies(rows), ['one, "two"\r\nthree', 'да'])
  }
})

test('says that a spreadsheet shortened a handle', async () => {
  const rows = await rowsOf(delimited, utf8.encode('from,to,time,body\n4.47E+11,b,2021-03-04 05:06:07,x\n'))
  assert.match(rows[0]?.kind === 'problem' ? rows[0].problem.says : '', /shortened the number/)
})

test('names the headings of a table no profile knows', async () => {
  const rows = await rowsOf(delimited, utf8.encode('wer,wem,wann\na,b,c\n'), 'a.csv')
  assert.match(rows[0]?.kind === 'problem' ? rows[0].problem.says : '', /"wer", "wem", "wann".*--mapping/)
})

test('reads files by their names, as the sheets of a workbook, with the folder as their owner', async () => {
  const profile = { ...findProfile('encrochat-handover-workbook'), ownerFrom: 'folder-name' } as const
  const read = (name: string, text: string) =>
    readRows(delimited, evidence(`heron/${name}`, utf8.encode(text)), { ...nothingStated, profile })
  const [contact] = await read('contacts.csv', 'Handle,Nickname\notter,"The, Otter"\n')
  assert.deepEqual(contact?.kind === 'contact' && contact.contact, {
    network: 'encrochat',
    address: 'otter',
    name: 'The, Otter',
    savedBy: 'heron',
  })
  const [message] = await read(
    'Chat messages.csv',
    'Contact;Direction;Date/Time;Message\notter;in;2020-05-01 12:00;ready?\n',
  )
  assert.deepEqual(message?.kind === 'message' && [message.message.from, message.message.details], [
    'otter',
    { owner: 'heron' },
  ])
  const other = await read('pictures.csv', 'name,size\n"a\nb.jpg",3\n\nc.jpg,4\n')
  assert.deepEqual(bodies(other), ['unmapped-sheet', 'unmapped-sheet', 'unmapped-sheet'])
  assert.deepEqual(bodies(await read('contacts.csv', 'wer,wem\na,b\n')), ['not-a-record'])
})

test('joins a day and a time of day of two columns; one that lacks either is refused', async () => {
  const columns = { from: ['from'], to: ['to'], date: ['date'], time: ['time'], body: ['text'] }
  const profile = { ...findProfile('generic'), columns }
  const text = [
    'date,time,from,to,text',
    '02/01/2024,09:00:00,a,b,one',
    '13/01/2024,10:00:00,a,b,two',
    '13/01/2024,,a,b,three',
    ',10:00:00,a,b,four\n',
  ].join('\n')
  const rows = await readRows(delimited, evidence('a.csv', utf8.encode(text)), { ...nothingStated, profile })
  assert.deepEqual(bodies(rows), ['one', 'two', 'bad-timestamp', 'bad-timestamp'])
  assert.deepEqual(
    rows.flatMap((row) => (row.kind === 'message' ? [row.message.sent.text] : [])),
    ['02/01/2024 09:00:00', '13/01/2024 10:00:00'],
  )
})

test('marks rows whose other cells a spreadsheet damaged', async () => {
  const text = `from,to,time,body,from name\na,b,2021-03-04 05:06:07,${'x'.repeat(32_767)},4.47E+11\n`
  const [row] = await rowsOf(delimited, utf8.encode(text), 'a.csv')
  assert.deepEqual(row?.kind === 'message' && row.repairs, ['cut-cell', 'shortened-number'])
})

test('covers every byte and reads the same however damaged and however chunked', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.nat(255), fc.integer({ min: 1, max: 9 }), async (place, byte, step) => {
      const bytes = utf8.encode(sample)
      bytes[place % bytes.length] = byte
      const rows = await rowsOf(delimited, bytes)
      assertTiles(rows, bytes.length)
      assert.deepEqual(await rowsOf(delimited, bytes, 'anna_boris.txt', step), rows)
    }),
    { numRuns: 200 },
  )
})

formatLaws(delimited, new Map([['a.csv', utf8.encode(sample)]]))

test('says the same of a table no profile fits however it is cut', async () => {
  const bytes = new TextEncoder().encode(`${'\n'.repeat(250)}a;b;c\n1;2;3\n`)
  const said = async (size: number) =>
    readRows(delimited, evidence('x.csv', bytes, { sizes: [size] }), nothingStated)
  assert.deepEqual(await said(7), await said(65_536))
})

test('joins a day and a time of day that stand in columns of their own, and reads more usual headings', async () => {
  for (const text of [
    'Date,Time,From,To,Message\n13/03/2021,10:00:00,anna,boris,hi\n',
    'Date,Timestamp,From,To,Message\n13/03/2021,2021-03-13 10:00,anna,boris,hi\n',
    'id\tsender_id\treceiver_id\tsent_at\ttext\n1\tanna\tboris\t1615629600\thi\n',
    'Sender,Receiver,Sent Time (UTC),Body\nanna,boris,13/03/2021 10:00,hi\n',
  ]) {
    const [row] = await rowsOf(delimited, utf8.encode(text), 'x.csv')
    assert.deepEqual(
      row?.kind === 'message' && [row.message.from, row.message.body, row.message.sent.at],
      ['anna', 'hi', Date.UTC(2021, 2, 13, 10) * 1000],
      text,
    )
  }
})
