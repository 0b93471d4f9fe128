import assert from 'node:assert/strict'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { ImportReport } from '../src/workbench/import-report.ts'
import { bailey, type Ran, temporaryFolder } from './run-bailey.ts'

const folder = await temporaryFolder()
const dir = join(folder.path, 'case')
after(() => folder[Symbol.asyncDispose]())
await bailey(['init', dir, '--name', 'Bad input'])

const record = (body: string) =>
  JSON.stringify({ ts: '2020-03-16T10:00:00', from: 'ruff@a.example', to: 'knot@a.example', body })

async function receive(
  name: string,
  bytes: Uint8Array | string,
  ...options: string[]
): Promise<Ran & { readonly report: ImportReport }> {
  const path = join(folder.path, name)
  await writeFile(path, bytes)
  const ran = await bailey(['import', path, '--case', dir, '--json', ...options])
  assert.ok(ran.code === 0 || ran.code === 3, ran.stderr)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the shape is what the tests then check
  const report = JSON.parse(ran.stdout.toString()) as ImportReport
  assert.equal(report.records, report.sightings + report.rejected)
  return { ...ran, report }
}

const reasons = ({ report }: { readonly report: ImportReport }) =>
  report.rejections.map(({ reason }) => reason)

test('an empty file is one counted rejection', async () => {
  const ran = await receive('empty.json', '')
  assert.deepEqual([ran.code, reasons(ran)], [3, ['empty-file']])
})

test('a binary file is one counted rejection', async () => {
  const ran = await receive(
    'photo.bin',
    Uint8Array.from({ length: 5000 }, (_, at) => (at * 131 + (at >> 3)) % 256),
  )
  assert.deepEqual([ran.code, reasons(ran)], [3, ['unknown-format']])
})

test('JSON cut short keeps every record before the cut', async () => {
  const ran = await receive(
    'cut.json',
    `${record('first')}\n${record('second')}\n${record('third').slice(0, 50)}`,
  )
  assert.deepEqual([ran.code, ran.report.messages, ran.report.rejected], [3, 2, 1])
})

test('a line longer than any record is rejected and the next one is read', async () => {
  const ran = await receive(
    'long.json',
    `${record('before')}\n${record('x'.repeat(20 * 1024 * 1024))}\n${record('after')}\n`,
  )
  assert.deepEqual([ran.code, ran.report.messages, reasons(ran)], [3, 2, ['record-too-long']])
})

test('words in another encoding are read where it can be told and counted where it cannot, never garbled', async () => {
  const csv =
    'Sender Handle,Recipient Handle,Date/Time,Message Text\r\nruff,knot,16/03/2020 10:00:00,привет\r\n'
  const utf16 = Buffer.from(csv, 'utf16le')
  const cyrillic = Buffer.from(
    csv.replace(/[а-я]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x0350)),
    'latin1',
  )
  const files = {
    'bom.csv': Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]),
    'no-bom.csv': utf16,
    'cp1251.csv': cyrillic,
  }
  for (const [name, bytes] of Object.entries(files)) {
    const ran = await receive(name, bytes)
    if (ran.report.messages + ran.report.duplicates === 0) assert.ok(ran.report.rejected > 0, name)
  }
  const found = await bailey(['search', 'network:encrochat', '--case', dir, '--json'])
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the shape of the contract
  const { hits } = JSON.parse(found.stdout.toString()) as { hits: { body: string }[] }
  for (const { body } of hits) assert.equal(body, 'привет')
})

test('a folder with no file in it is refused', async () => {
  const empty = join(folder.path, 'nothing')
  await mkdir(join(empty, 'deeper'), { recursive: true })
  const ran = await bailey(['import', empty, '--case', dir])
  assert.equal(ran.code, 1)
  assert.match(ran.stderr, /^bailey: .* holds no file\. Name the file or folder/)
})

test('a folder without a chat is received, and each file counted as no chat', async () => {
  const notes = join(folder.path, 'notes')
  await mkdir(notes)
  await writeFile(join(notes, 'a.txt'), 'shopping: milk, bread\n')
  await writeFile(join(notes, 'b.html'), '<p>hello</p>')
  const ran = await bailey(['import', notes, '--case', dir])
  assert.equal(ran.code, 3)
  assert.match(ran.stdout.toString(), /rejected +2/)
})

test('a file that may not be read is refused in one line', {
  skip: process.getuid?.() === 0 ? 'root may read everything' : false,
}, async () => {
  const path = join(folder.path, 'secret.json')
  await writeFile(path, record('hidden'))
  await chmod(path, 0)
  const ran = await bailey(['import', path, '--case', dir])
  assert.equal(ran.code, 1)
  assert.match(ran.stderr, /^bailey: .*secret\.json cannot be read\. /)
})

test('after all of it the case is intact', async () => {
  const ran = await bailey(['verify', dir])
  assert.equal(ran.code, 0, ran.stdout.toString())
})
