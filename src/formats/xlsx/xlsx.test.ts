import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { parseAddress } from '../../core/handle.ts'
import type { Row } from '../format.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { findProfile } from '../profiles/ready-profiles.ts'
import { crc32 } from '../zip-archive.ts'
import { xlsx } from './xlsx.ts'

const utf8 = new TextEncoder()
const sheetName = 'xl/worksheets/sheet1.xml'
const sheet =
  '<?xml version="1.0"?><worksheet><sheetData>\n' +
  '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>To</t></is></c><c r="C1" t="str"><v>Time</v></c><c r="D1" t="inlineStr"><is><t>Message</t></is></c></row>' +
  '<row r="2"><c r="A2" t="inlineStr"><is><t>да𝄞</t></is></c><c r="B2"><v>4.47700900123E11</v></c><c r="C2" s="1"><v>43952.5</v></c><c r="D2" t="inlineStr"><is><t>a &amp; b</t></is></c></row>\n' +
  '<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" t="s"><v>0</v></c><c r="C3" t="str"><v>2020-05-01 12:00:01</v></c><c r="D3" t="str"><v>b</v></c></row>' +
  '</sheetData></worksheet>'
const parts = {
  'xl/workbook.xml': '<workbook><workbookPr/></workbook>',
  'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>',
  'xl/sharedStrings.xml': '<sst><si><t>From</t></si><si><r><t>an</t></r><r><t>na</t></r></si></sst>',
  [sheetName]: sheet,
}

function zip(files: Readonly<Record<string, string>>): Uint8Array {
  const local: Uint8Array[] = []
  const central: Uint8Array[] = []
  let at = 0
  for (const [name, text] of Object.entries(files)) {
    const [path, plain] = [utf8.encode(name), utf8.encode(text)]
    const packed = deflateRawSync(plain)
    const fields = new DataView(new ArrayBuffer(26))
    fields.setUint16(0, 20, true)
    fields.setUint16(4, 8, true)
    fields.setUint32(10, crc32(plain), true)
    fields.setUint32(14, packed.length, true)
    fields.setUint32(18, plain.length, true)
    fields.setUint16(22, path.length, true)
    const head = new Uint8Array(fields.buffer)
    const offset = new DataView(new ArrayBuffer(14))
    offset.setUint32(10, at, true)
    local.push(Buffer.concat([Buffer.from('PK\u0003\u0004'), head, path, packed]))
    central.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\0'), head, new Uint8Array(offset.buffer), path]),
    )
    at += local.at(-1)?.length ?? 0
  }
  const end = new DataView(new ArrayBuffer(18))
  end.setUint16(4, central.length, true)
  end.setUint16(6, central.length, true)
  end.setUint32(8, Buffer.concat(central).length, true)
  end.setUint32(12, at, true)
  return Buffer.concat([...local, ...central, Buffer.from('PK\u0005\u0006'), new Uint8Array(end.buffer)])
}

async function rowsOf(bytes: Uint8Array, step = 65_536): Promise<readonly Row[]> {
  const file = evidence('book.xlsx', bytes, { sizes: [step] })
  return await readRows(xlsx, file, nothingStated)
}

test('reads a sheet with the bytes of each row element', async () => {
  const rows = await rowsOf(zip(parts))
  const bytes = utf8.encode(sheet)
  assert.deepEqual(
    rows.map(
      (row) =>
        row.kind === 'message' && [
          row.message.from,
          row.message.conversation.participants,
          row.message.sent.at,
          row.message.body,
        ],
    ),
    [
      ['да𝄞', ['447700900123', 'да𝄞'], Date.UTC(2020, 4, 1, 12) * 1000, 'a & b'],
      ['anna', ['From', 'anna'], Date.UTC(2020, 4, 1, 12, 0, 1) * 1000, 'b'],
    ],
  )
  for (const row of rows) {
    if (row.kind !== 'message') continue
    const raw = bytes.slice(row.record.start, row.record.end)
    assert.match(new TextDecoder().decode(raw), /^<row .*<\/row>$/s)
    assert.deepEqual(row.raw && new Uint8Array(row.raw), raw)
  }
  assert.deepEqual(
    [rows[0]?.span.start, rows[0]?.span.end, rows[1]?.span.end],
    [0, rows[1]?.span.start, bytes.length],
  )
})

test('a sheet cut short keeps the rows before the damage and says so', async () => {
  const cut = sheet.slice(0, sheet.indexOf('<row r="3">') + 20)
  const rows = await rowsOf(zip({ ...parts, [sheetName]: cut }))
  assert.deepEqual(rows.map(saidBy), ['a & b', 'unread-part'])
})

const rowXml = (number: number, cells: readonly string[], more = '') =>
  `<row r="${number}"${more}>${cells.map((cell) => `<c t="str"><v>${cell}</v></c>`).join('')}</row>`
const sheetOf = (...rows: readonly string[]) =>
  `<worksheet><sheetData>${rows.join('')}</sheetData></worksheet>`
const workbookOf = (sheets: readonly (readonly [name: string, state: string, xml: string])[]) =>
  zip({
    'xl/workbook.xml': `<workbook><workbookPr date1904="1"/><sheets>${sheets
      .map(
        ([name, state], at) => `<sheet name="${name}" sheetId="${at + 1}" state="${state}" r:id="r${at}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${sheets
      .map((_, at) => `<Relationship Id="r${at}" Target="worksheets/sheet${at + 1}.xml"/>`)
      .join('')}</Relationships>`,
    ...Object.fromEntries(sheets.map(([, , xml], at) => [`xl/worksheets/sheet${at + 1}.xml`, xml])),
  })

const handOver = workbookOf([
  [
    'Contacts',
    'visible',
    sheetOf(rowXml(1, ['Contact Handle', 'Nickname']), rowXml(2, ['otter', 'The Otter'])),
  ],
  [
    'Call Log',
    'visible',
    sheetOf(
      rowXml(1, ['Contact', 'Direction', 'Date/Time', 'Duration']),
      rowXml(2, ['otter', 'Out', '2020-05-01 12:00', '0:01:15']),
      rowXml(3, ['otter', 'Missed', '2020-05-01 13:00', '']),
    ),
  ],
  [
    'Cells',
    'visible',
    sheetOf(
      rowXml(1, ['Start', 'End', 'MCC', 'MNC', 'LAC', 'CID']),
      rowXml(2, ['2020-05-01 12:00', '2020-05-01 12:05', '234', '15', '1203', '40211']),
    ),
  ],
  [
    'WiFi',
    'visible',
    sheetOf(
      rowXml(1, ['Start', 'SSID', 'BSSID']),
      rowXml(2, ['2020-05-01 12:00', 'Burrow', '02:00:00:00:00:01']),
    ),
  ],
  ['Notes', 'visible', sheetOf(rowXml(1, ['Created', 'Note']), rowXml(2, ['2020-05-01 12:00', 'buy reeds']))],
  ['Pictures', 'visible', sheetOf(rowXml(1, ['Name', 'Size']), rowXml(2, ['a.jpg', '3']))],
])

test('reads each sheet of a hand-over workbook as what its name says, and refuses the rows of the others', async () => {
  const context = {
    ...nothingStated,
    owner: parseAddress('heron'),
    profile: findProfile('encrochat-handover-workbook'),
  }
  const rows = await readRows(xlsx, evidence('heron.xlsx', handOver), context)
  assert.deepEqual(
    rows.map((found) => [found.kind, saidBy(found)]),
    [
      ['contact', 'The Otter'],
      ['message', 'Voice call'],
      ['message', 'Voice call'],
      ['trace', 'cell'],
      ['trace', 'wifi'],
      ['message', 'buy reeds'],
      ['problem', 'unmapped-sheet'],
      ['problem', 'unmapped-sheet'],
    ],
  )
  const [contact, dialled, missed, cell, wifi, note, unmapped] = rows
  assert.deepEqual(contact?.kind === 'contact' && contact.contact, {
    network: 'encrochat',
    address: 'otter',
    name: 'The Otter',
    savedBy: 'heron',
  })
  assert.deepEqual(
    dialled?.kind === 'message' && [dialled.message.from, dialled.message.kind, dialled.message.details],
    ['heron', 'call', { call: { durationSeconds: 75, answered: null, video: false }, owner: 'heron' }],
  )
  assert.deepEqual(
    missed?.kind === 'message' && [missed.message.from, missed.message.details?.call?.answered],
    ['otter', false],
  )
  assert.deepEqual(cell?.kind === 'trace' && [cell.trace.device, cell.trace.place, cell.trace.until?.text], [
    'heron',
    { kind: 'cell', cell: '234-15-1203-40211' },
    '2020-05-01 12:05',
  ])
  assert.deepEqual(wifi?.kind === 'trace' && wifi.trace.place, {
    kind: 'wifi',
    network: 'Burrow 02:00:00:00:00:01',
  })
  assert.deepEqual(note?.kind === 'message' && note.message.conversation, {
    kind: 'group',
    key: 'notes:heron',
    title: 'Notes',
    participants: ['heron'],
  })
  assert.match(unmapped?.kind === 'problem' ? unmapped.problem.says : '', /"Pictures"/)
})

test('notes what was hidden, shortened or cut before the workbook was received', async () => {
  const headings = rowXml(1, ['From', 'To', 'Time', 'Message', 'Sender Name'])
  const said = (number: number, words: string, more = '', name = '') =>
    rowXml(number, ['anna', 'boris', '2020-05-01 12:00:01', words, name], more)
  const bytes = workbookOf([
    [
      'Shown',
      'visible',
      sheetOf(
        headings,
        said(2, 'a'),
        said(3, 'b', ' hidden="1"'),
        said(4, 'c'.repeat(32_767)),
        said(5, 'd', '', '4.47E+11'),
      ),
    ],
    ['Not shown', 'veryHidden', sheetOf(headings, said(2, 'e'))],
  ])
  const rows = await rowsOf(bytes)
  assert.deepEqual(
    rows.map((found) => found.kind === 'message' && [found.message.body.slice(0, 1), ...found.repairs]),
    [['a'], ['b', 'hidden-row'], ['c', 'cut-cell'], ['d', 'shortened-number'], ['e', 'hidden-sheet']],
  )
})

test('takes the head of each sheet, its dates written out', async () => {
  assert.deepEqual(await xlsx.heads?.(evidence('book.xlsx', zip(parts))), [
    {
      name: 'sheet1',
      rows: [
        ['From', 'To', 'Time', 'Message'],
        ['да𝄞', '447700900123', '2020-05-01 12:00:00', 'a & b'],
        ['anna', 'From', '2020-05-01 12:00:01', 'b'],
      ],
      dates: [2],
    },
  ])
  const named = await xlsx.heads?.(evidence('heron.xlsx', handOver))
  assert.deepEqual(
    named?.map(({ name }) => name),
    ['Contacts', 'Call Log', 'Cells', 'WiFi', 'Notes', 'Pictures'],
  )
})

const cell = (text: string): string => `<c t="inlineStr"><is><t>${text}</t></is></c>`
const number = (value: string): string => `<c s="1"><v>${value}</v></c>`

test('joins a day and a time of day that stand in two columns', async () => {
  const head = ['From', 'To', 'Day', 'Hour', 'Text'].map(cell).join('')
  const row = (day: string, hour: string): string =>
    `<row>${cell('anna')}${cell('boris')}${day}${hour}${cell('ready?')}</row>`
  const book = zip({
    ...parts,
    [sheetName]: `<worksheet><sheetData><row>${head}</row>${row(number('43952'), number('0.5'))}${row(cell('2020-05-02'), cell('13:00'))}${row(number('43952.5'), number('0.5'))}</sheetData></worksheet>`,
  })
  const columns = { from: ['From'], to: ['To'], date: ['Day'], time: ['Hour'], body: ['Text'] }
  const profile = { ...findProfile('generic'), columns }
  const rows = await readRows(xlsx, evidence('book.xlsx', book), { ...nothingStated, profile })
  assert.deepEqual(
    rows.map((one) =>
      one.kind === 'message' ? one.message.sent.text : one.kind === 'problem' && one.problem.code,
    ),
    ['2020-05-01 12:00:00.000', '2020-05-02 13:00', 'bad-timestamp'],
  )
  const whole = zip({
    ...parts,
    [sheetName]: `<worksheet><sheetData><row>${head}</row>${row(number('43952'), number('0.5'))}</sheetData></worksheet>`,
  })
  const [sheetHead] = (await xlsx.heads?.(evidence('book.xlsx', whole))) ?? []
  assert.deepEqual(sheetHead?.rows[1]?.slice(2, 4), ['2020-05-01', '12:00:00.000'])
})

test('takes no head, and throws nothing, where the workbook is damaged', () =>
  fc.assert(
    fc.asyncProperty(fc.nat(), fc.nat(255), async (place, byte) => {
      const bytes = zip(parts)
      bytes[place % bytes.length] = byte
      assert.ok(Array.isArray(await xlsx.heads?.(evidence('book.xlsx', bytes))))
    }),
    { numRuns: 60 },
  ))

test('counts days from 1904 where the workbook does', async () => {
  const styled = sheet.replaceAll('43952.5', '42490.5')
  const rows = await rowsOf(
    zip({
      ...parts,
      [sheetName]: styled,
      'xl/workbook.xml': '<workbook><workbookPr date1904="1"/></workbook>',
    }),
  )
  assert.equal(rows[0]?.kind === 'message' && rows[0].message.sent.at, Date.UTC(2020, 4, 1, 12) * 1000)
})

test('refuses a part that inflates as no document does', async () => {
  const rows = await rowsOf(zip({ ...parts, [sheetName]: ' '.repeat(9 * 1024 * 1024) }))
  assert.deepEqual(
    rows.map((row) => row.kind === 'problem' && row.problem.code),
    ['unread-part'],
  )
})

test('never throws on a damaged byte and reads the same however chunked', async () => {
  const whole = zip(parts)
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.nat(255), fc.integer({ min: 1, max: 99 }), async (place, byte, step) => {
      const bytes = whole.slice()
      bytes[place % bytes.length] = byte
      assert.deepEqual(await rowsOf(bytes, step), await rowsOf(bytes))
    }),
    { numRuns: 100 },
  )
})

formatLaws(xlsx, new Map([['book.xlsx', zip(parts)]]))
