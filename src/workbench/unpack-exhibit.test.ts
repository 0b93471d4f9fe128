import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { tar, zip } from '../../test/build-archive.ts'
import { openVault } from '../custody/vault.ts'
import { openCaseWriter } from '../store/sqlite/case-writer.ts'
import type { Asker } from '../store/store.ts'
import { initCase } from './case-folder.ts'
import { importEvidence } from './import-evidence.ts'
import { type ImportOptions, type ImportReport, nothingOnReceipt } from './import-report.ts'
import { openLocalCase } from './open-case.ts'
import { unpackExhibit } from './unpack-exhibit.ts'
import { verifyCase } from './verify-case.ts'

const asker: Asker = {
  actor: 'tester',
  via: 'cli',
  may: ['read-messages', 'read-exhibits', 'import-evidence', 'verify-case'],
}
const options: ImportOptions = {
  ...nothingOnReceipt,
  receivedFrom: 'Agency',
  authority: 'TI/1',
  captureMode: 'stored',
  timezone: 'UTC',
}
const formats = join(import.meta.dirname, '..', 'formats')
const rocketchat = readFileSync(join(formats, 'rocketchat', 'samples', '2024-03-01-general.json'))
const jabber = readFileSync(join(formats, 'jabber-json', 'samples', 'pretty.json'))
const picture = Buffer.from('ffd8ffe000104a464946', 'hex')
const workbook = zip(
  Object.entries({
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': '<Relationships/>',
    'xl/workbook.xml': '<workbook/>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${[
      ['From', 'To', 'Time', 'Message'],
      ['anna', 'boris', '2020-05-01 12:00:01', 'from the workbook'],
    ]
      .map((cells) => `<row>${cells.map((cell) => `<c t="str"><v>${cell}</v></c>`).join('')}</row>`)
      .join('')}</sheetData></worksheet>`,
  }).map(([name, bytes]) => ({ name, bytes })),
)

interface Folder {
  readonly caseDir: string
  readonly evidence: string
}

async function emptyCase(t: TestContext): Promise<Folder> {
  const root = mkdtempSync(join(tmpdir(), 'bailey-test-'))
  t.after(() => rmSync(root, { recursive: true, force: true }))
  const folder = { caseDir: join(root, 'case'), evidence: join(root, 'evidence') }
  mkdirSync(folder.evidence)
  await initCase(folder.caseDir, { name: 'Operation Plover', timezone: 'UTC', actor: 'tester' })
  return folder
}

async function importBytes(folder: Folder, name: string, bytes: Uint8Array): Promise<ImportReport> {
  const path = join(folder.evidence, name)
  writeFileSync(path, bytes)
  return await importEvidence({ caseDir: folder.caseDir, paths: [path], options, asker })
}

interface EntryRow {
  readonly name: string
  readonly format: string | null
  readonly state: string
  readonly type: string | null
  readonly sha256: string
}

function rows<Row>({ caseDir }: Folder, sql: string): Row[] {
  const db = new DatabaseSync(join(caseDir, 'case.sqlite'))
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the query names the columns of the row
    return db.prepare(sql).all() as Row[]
  } finally {
    db.close()
  }
}

const entries = (folder: Folder): EntryRow[] =>
  rows(folder, 'select name, format, state, media_type as type, sha256 from entry order by id')

const verified = async (folder: Folder) =>
  (await verifyCase(folder.caseDir, asker)).problems.map(({ code, entry }) => `${code} ${entry ?? ''}`)

/** Changes a byte of a sealed file behind Bailey's back. */
function change(folder: Folder, sha256: string, at: number): void {
  const path = openVault(folder.caseDir).pathOf(sha256)
  const bytes = readFileSync(path)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  chmodSync(path, 0o644)
  writeFileSync(path, bytes)
}

const phone = zip([
  { name: 'chats/general.json', bytes: rocketchat },
  { name: 'chats/pretty.json', bytes: jabber },
  { name: 'chats/IMG.jpg', bytes: picture },
  { name: 'letter.pdf', bytes: '%PDF-1.7 a letter' },
  { name: 'table.xlsx', bytes: workbook },
  {
    name: 'backup/inner.zip',
    bytes: zip([
      { name: 'again.json', bytes: jabber },
      {
        name: 'more.tgz',
        bytes: gzipSync(tar([{ name: 'deep.json', bytes: jabber.toString().replaceAll('ten', 'nine') }])),
      },
    ]),
  },
  { name: 'notes.bin', bytes: 'not a chat' },
])

test('a zip of chats, media and archives is one exhibit whose members are read, and verifies', async (t) => {
  const folder = await emptyCase(t)
  const report = await importBytes(folder, 'phone.zip', phone)
  assert.deepEqual(
    entries(folder).map(({ name, format, state, type }) => [name, format, state, type]),
    [
      ['phone.zip', 'archive', 'read', null],
      ['phone.zip!/chats/general.json', 'rocketchat', 'read', null],
      ['phone.zip!/chats/pretty.json', 'jabber-json', 'read', null],
      ['phone.zip!/chats/IMG.jpg', 'file', 'read', 'image/jpeg'],
      ['phone.zip!/letter.pdf', 'file', 'read', 'application/pdf'],
      ['phone.zip!/table.xlsx', 'xlsx', 'read', null],
      ['phone.zip!/backup/inner.zip', 'archive', 'read', null],
      ['phone.zip!/notes.bin', null, 'read', null],
      ['phone.zip!/backup/inner.zip!/again.json', 'jabber-json', 'read', null],
      ['phone.zip!/backup/inner.zip!/more.tgz', 'archive', 'read', null],
      ['phone.zip!/backup/inner.zip!/more.tgz!/deep.json', 'jabber-json', 'read', null],
    ],
  )
  assert.deepEqual(
    report.rejections.map(({ entry, reason }) => [entry, reason]),
    [['phone.zip!/notes.bin', 'unknown-format']],
  )
  assert.equal(report.exhibits[0]?.entries, 11)
  assert.deepEqual(readdirSync(join(folder.caseDir, 'exhibits', '.incoming')), [])
  assert.deepEqual(await verified(folder), [])
  const again = await importBytes(folder, 'phone.zip', phone)
  assert.deepEqual([again.messages, again.sightings, again.exhibits[0]?.alreadyHeld], [0, 0, true])
  const renamed = join(folder.evidence, 'sub')
  mkdirSync(renamed)
  writeFileSync(join(renamed, 'other.zip'), phone)
  const held = await importEvidence({ caseDir: folder.caseDir, paths: [renamed], options, asker })
  assert.deepEqual([held.messages, held.sightings, held.rejected], [0, 0, 0])
  assert.deepEqual(await verified(folder), [])
})

test('verify names the member whose bytes were changed, and the one whose archive was', async (t) => {
  const folder = await emptyCase(t)
  await importBytes(folder, 'phone.zip', phone)
  const [archive, general] = entries(folder)
  change(folder, general?.sha256 ?? '', 5)
  assert.deepEqual((await verified(folder))[0], 'exhibit-altered phone.zip!/chats/general.json')
  change(folder, general?.sha256 ?? '', 5)
  assert.deepEqual(await verified(folder), [])
  change(folder, archive?.sha256 ?? '', phone.indexOf('letter.pdf') + 15)
  const found = await verified(folder)
  assert.equal(found[0], 'exhibit-altered phone.zip')
  assert.ok(found.includes('member-differs phone.zip!/letter.pdf'))
})

const nameOfPicture = (name: string) =>
  `update entry set name = 'phone.zip!/${name}' where name like 'phone.zip!/%.jpg'`
const typeOfPicture = (type: string) => `update entry set media_type = '${type}' where name like '%IMG.jpg'`

test('verify names a member taken out, added, renamed or called a picture', async (t) => {
  const folder = await emptyCase(t)
  await importBytes(folder, 'phone.zip', phone)
  const alter = async (sql: string, undo: string, expected: RegExp): Promise<void> => {
    const db = new DatabaseSync(join(folder.caseDir, 'case.sqlite'))
    db.exec(sql)
    assert.match((await verified(folder)).join('\n'), expected)
    db.exec(undo)
    db.close()
    assert.deepEqual(await verified(folder), [])
  }
  await alter(nameOfPicture('x.jpg'), nameOfPicture('chats/IMG.jpg'), /member-differs phone\.zip!\/x\.jpg/)
  const row = `select 99, exhibit_id, container_id, 'phone.zip!/more', sha256, size, 'held' from entry where id = 3`
  const added = `insert into entry (id, exhibit_id, container_id, name, sha256, size, state) ${row}`
  await alter(added, 'delete from entry where id = 99', /member-differs phone\.zip!\/more/)
  await alter(
    typeOfPicture('image/png'),
    typeOfPicture('image/jpeg'),
    /record-altered phone\.zip!\/chats\/IMG\.jpg/,
  )
})

test('names that repeat are all kept, and what cannot be unpacked is counted', async (t) => {
  const folder = await emptyCase(t)
  const report = await importBytes(
    folder,
    'odd.zip',
    zip([
      { name: 'a.json', bytes: jabber },
      { name: 'a.json', bytes: rocketchat },
      { name: '../../up.jpg', bytes: picture },
      { name: 'secret.json', bytes: 'x', flags: 1 },
      { name: 'inner.7z', bytes: Buffer.from('377abcaf271c0004', 'hex') },
    ]),
  )
  assert.deepEqual(
    entries(folder).map(({ name, format }) => [name, format]),
    [
      ['odd.zip', 'archive'],
      ['odd.zip!/a.json', 'jabber-json'],
      ['odd.zip!/a.json\\~2', 'rocketchat'],
      ['odd.zip!/\\.\\./\\.\\./up.jpg', 'file'],
      ['odd.zip!/inner.7z', 'archive'],
    ],
  )
  assert.deepEqual(
    report.rejections.map(({ entry, reason }) => [entry, reason]),
    [
      ['odd.zip', 'unread-part'],
      ['odd.zip!/inner.7z', 'unread-part'],
    ],
  )
  assert.equal(report.records, report.sightings + report.rejected)
  assert.deepEqual(await verified(folder), [])
})

test('a format named for the exhibit is used for its chats and not for its pictures', async (t) => {
  const folder = await emptyCase(t)
  writeFileSync(
    join(folder.evidence, 'p.zip'),
    zip([
      { name: 'a.json', bytes: jabber },
      { name: 'b.jpg', bytes: picture },
    ]),
  )
  const request = { caseDir: folder.caseDir, paths: [folder.evidence], asker }
  const report = await importEvidence({ ...request, options: { ...options, format: 'jabber-json' } })
  assert.deepEqual([report.rejected, entries(folder).at(-1)?.type], [0, 'image/jpeg'])
})

test('Z-03 archives one in the other are unpacked to a depth of eight, and one that holds itself once', async (t) => {
  const folder = await emptyCase(t)
  const nest = (depth: number): Buffer =>
    depth === 0 ? jabber : zip([{ name: depth === 1 ? 'chat.json' : 'in.zip', bytes: nest(depth - 1) }])
  const report = await importBytes(folder, 'deep.zip', nest(10))
  assert.match(report.rejections[0]?.says ?? '', /it lies in 8 others/)
  assert.equal(entries(folder).length, 9)
  assert.deepEqual(await verified(folder), [])

  const local = await openLocalCase(folder.caseDir)
  t.after(() => local.connection.close())
  const writer = openCaseWriter(local.connection, local.log, local.timezone)
  const vault = openVault(folder.caseDir)
  const self = { name: 'self.zip', ...(await vault.sealBytes(zip([{ name: 'x', bytes: 'x' }]))) }
  const exhibit = { ...self, entries: [self] }
  const { id } = await writer.receiveExhibit(asker, exhibit, { ...options, ref: null })
  const [entry] = await writer.waitingEntries(id, 0)
  await writer.beginArchive(asker, entry?.id ?? 0)
  await writer.addUnpacked(asker, entry?.id ?? 0, { before: 0, members: [self], problems: [], isLast: true })
  await unpackExhibit({ writer, vault, asker, exhibitId: id, tell() {} })
  const says = rows<{ says: string }>(folder, `select says from rejection order by id desc limit 1`)
  assert.match(says[0]?.says ?? '', /it holds itself/)
})

test('an import killed while it unpacks is completed by the same command', async (t) => {
  const folder = await emptyCase(t)
  const pictures = Array.from({ length: 1000 }, (_, n) => ({
    name: `${n}.jpg`,
    bytes: Buffer.concat([picture, Buffer.from(`${n}`)]),
  }))
  const path = join(folder.evidence, 'many.zip')
  const chat = { name: 'chat.json', bytes: jabber }
  writeFileSync(path, zip([...pictures, chat, { name: 'bad', bytes: 'x', flags: 1 }]))
  const child = fork(join(import.meta.dirname, 'import-process.ts'), { serialization: 'advanced' })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.send({ caseDir: folder.caseDir, paths: [path], options, asker })
  const count = () => rows<{ n: number }>(folder, 'select count(*) as n from entry')[0]?.n ?? 0
  while (count() < 300 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5))
  child.kill('SIGKILL')
  await ended
  assert.ok(count() < 1002)
  const report = await importEvidence({ caseDir: folder.caseDir, paths: [path], options, asker })
  assert.deepEqual([report.messages, report.rejected, count()], [2, 1, 1002])
  assert.deepEqual(await verified(folder), [])
})
