import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { BaileyError } from '../core/errors.ts'
import { openVault } from '../custody/vault.ts'
import type { Asker } from '../store/store.ts'
import { initCase, openCase } from './case-folder.ts'
import { importEvidence } from './import-evidence.ts'
import { type ImportOptions, nothingOnReceipt } from './import-report.ts'
import { readRecordBytes } from './read-source.ts'
import { searchMessages } from './search-messages.ts'
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
  captureMode: 'live',
}

interface Folder {
  readonly caseDir: string
  readonly evidence: string
}

async function emptyCase(t: TestContext, timezone = 'Europe/London'): Promise<Folder> {
  const root = mkdtempSync(join(tmpdir(), 'bailey-test-'))
  t.after(() => rmSync(root, { recursive: true, force: true }))
  const folder = { caseDir: join(root, 'case'), evidence: join(root, 'evidence') }
  mkdirSync(folder.evidence)
  await initCase(folder.caseDir, { name: 'Operation Plover', timezone, actor: 'tester' })
  return folder
}

const record = (i: number): string =>
  `${JSON.stringify({ id: i, ts: new Date(Date.UTC(2020, 3, 1) + i * 60_000).toISOString(), from: i % 3 ? 'otter' : 'heron', to: i % 3 ? 'heron' : 'otter', body: `message number ${i} of the wharf` })}\n`

function writeRecords(folder: Folder, count: number, broken: readonly number[] = []): void {
  const lines = Array.from({ length: count }, (_, i) => (broken.includes(i) ? '{"ts": broken\n' : record(i)))
  writeFileSync(join(folder.evidence, 'one.jsonl'), lines.slice(0, count / 2).join(''))
  writeFileSync(join(folder.evidence, 'two.jsonl'), lines.slice(count / 2).join(''))
}

/** Changes a case behind Bailey's back. */
function tamper(folder: Folder, sql: string): void {
  const db = new DatabaseSync(join(folder.caseDir, 'case.sqlite'))
  db.exec(sql)
  db.close()
}

const codes = async (folder: Folder): Promise<string[]> =>
  (await verifyCase(folder.caseDir, asker)).problems.map(({ code }) => code)

test('every record of an import is a sighting or a rejection, and verifies', async (t) => {
  const folder = await emptyCase(t)
  writeRecords(folder, 400, [7, 300])
  const report = await importEvidence({ caseDir: folder.caseDir, paths: [folder.evidence], options, asker })
  assert.deepEqual(
    {
      records: report.records,
      sightings: report.sightings,
      messages: report.messages,
      rejected: report.rejected,
      duplicates: report.duplicates,
    },
    { records: 400, sightings: 398, messages: 398, rejected: 2, duplicates: 0 },
  )
  assert.deepEqual(
    report.rejections.map(({ entry }) => entry),
    ['one.jsonl', 'two.jsonl'],
  )
  assert.deepEqual(await codes(folder), [])
})

test('names and places are on the receipt beside the records', async (t) => {
  const folder = await emptyCase(t)
  const mapping = JSON.stringify({
    name: 'phone',
    version: 1,
    network: 'unknown',
    sheets: [
      { names: ['book'], kind: 'contacts', columns: { address: 'Number', name: 'Name' } },
      { names: ['wifi'], kind: 'wifi', columns: { time: 'Time', network: 'SSID' } },
    ],
  })
  writeFileSync(join(folder.evidence, 'book.csv'), 'Number,Name\n4477009001,Anna\n4477009002,Boris\n')
  writeFileSync(join(folder.evidence, 'wifi.csv'), 'Time,SSID\n2020-04-01T10:00:00Z,Burrow\n')
  const report = await importEvidence({
    caseDir: folder.caseDir,
    paths: [folder.evidence],
    options: { ...options, mapping },
    asker,
  })
  assert.deepEqual([report.records, report.contacts, report.traces, report.rejected], [0, 2, 1, 0])
})

test('the same bytes again add nothing, nor does the same file in another exhibit', async (t) => {
  const folder = await emptyCase(t)
  writeRecords(folder, 100)
  await importEvidence({ caseDir: folder.caseDir, paths: [folder.evidence], options, asker })
  const again = await importEvidence({ caseDir: folder.caseDir, paths: [folder.evidence], options, asker })
  assert.deepEqual([again.messages, again.sightings, again.exhibits[0]?.alreadyHeld], [0, 0, true])
  const one = await importEvidence({
    caseDir: folder.caseDir,
    paths: [join(folder.evidence, 'one.jsonl')],
    options,
    asker,
  })
  assert.deepEqual([one.messages, one.sightings], [0, 0])
  assert.deepEqual(await codes(folder), [])
})

test('the same bytes at another path are read again: there they may be another conversation', async (t) => {
  const folder = await emptyCase(t)
  for (const channel of ['#one', '#two']) {
    mkdirSync(join(folder.evidence, channel))
    writeFileSync(join(folder.evidence, channel, '2021-03-02.log'), '[10:00:00] <kate> hello all\n')
  }
  const report = await importEvidence({
    caseDir: folder.caseDir,
    paths: [folder.evidence],
    options: { ...options, format: 'irc-log' },
    asker,
  })
  assert.deepEqual([report.records, report.messages], [2, 2])
  assert.deepEqual(await codes(folder), [])
})

test('a message in two exhibits is counted once and seen twice', async (t) => {
  const folder = await emptyCase(t)
  const later = join(folder.evidence, 'later.jsonl')
  writeFileSync(join(folder.evidence, 'first.jsonl'), record(1) + record(2))
  await importEvidence({
    caseDir: folder.caseDir,
    paths: [join(folder.evidence, 'first.jsonl')],
    options,
    asker,
  })
  writeFileSync(later, record(2) + record(3))
  const report = await importEvidence({ caseDir: folder.caseDir, paths: [later], options, asker })
  assert.deepEqual([report.sightings, report.messages, report.duplicates], [2, 1, 1])
})

test('verify names an altered exhibit byte, stored body, audit entry and added row, each as what it is', async (t) => {
  const cases: readonly (readonly [string, (folder: Folder) => void])[] = [
    [
      'message-altered',
      (folder) =>
        tamper(folder, `update message set body = body || '!' where id = (select min(id) from message)`),
    ],
    [
      'audit-entry-altered',
      (folder) =>
        tamper(folder, `update audit_entry set entry = replace(entry, 'tester', 'nobody') where seq = 2`),
    ],
    [
      'audit-detail-altered',
      (folder) =>
        tamper(folder, `update audit_entry set detail = replace(detail, 'Agency', 'Nobody') where seq = 1`),
    ],
    ['record-altered', (folder) => tamper(folder, `update sighting set start = start + 1 where id = 3`)],
    ['receipt-altered', (folder) => tamper(folder, `update exhibit set authority = 'other'`)],
    [
      'receipt-altered',
      (folder) => tamper(folder, `update entry set name = 'three.jsonl' where name = 'two.jsonl'`),
    ],
    ['totals-differ', (folder) => tamper(folder, `update entry set repaired = repaired + 1 where id = 1`)],
    ['totals-differ', (folder) => tamper(folder, `delete from handle_hour`)],
    [
      'message-altered',
      (folder) =>
        tamper(folder, `update message set time_text = 'noon' where id = (select max(id) from message)`),
    ],
    [
      'exhibit-missing',
      (folder) =>
        tamper(folder, `delete from sighting; delete from message; delete from entry; delete from exhibit`),
    ],
    ['audit-entry-missing', (folder) => tamper(folder, `delete from audit_entry where seq = 2`)],
  ]
  for (const [expected, alter] of cases) {
    const folder = await emptyCase(t)
    writeRecords(folder, 20)
    await importEvidence({ caseDir: folder.caseDir, paths: [folder.evidence], options, asker })
    alter(folder)
    assert.deepEqual(await codes(folder), [expected])
  }
})

test('verify names the exhibit and the record when one sealed byte is changed', async (t) => {
  const folder = await emptyCase(t)
  writeRecords(folder, 20)
  await importEvidence({ caseDir: folder.caseDir, paths: [folder.evidence], options, asker })
  const db = new DatabaseSync(join(folder.caseDir, 'case.sqlite'))
  const { sha256 } = db.prepare(`select sha256 from entry where name = 'two.jsonl'`).get() ?? {}
  db.close()
  const path = openVault(folder.caseDir).pathOf(String(sha256))
  const bytes = readFileSync(path)
  const at = bytes.indexOf('wharf')
  bytes[at] = 'W'.charCodeAt(0)
  chmodSync(path, 0o644)
  writeFileSync(path, bytes)
  const { problems } = await verifyCase(folder.caseDir, asker)
  assert.deepEqual(
    problems.map(({ code, entry, offset }) => ({ code, entry, offset })),
    [
      { code: 'exhibit-altered', entry: 'two.jsonl', offset: undefined },
      { code: 'record-altered', entry: 'two.jsonl', offset: 0 },
    ],
  )
})

test('an import that is killed is completed by the same command, with no loss and no duplicate', async (t) => {
  const folder = await emptyCase(t)
  writeRecords(folder, 60_000)
  const child = fork(join(import.meta.dirname, 'import-process.ts'), { serialization: 'advanced' })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.on('message', (news: { kind: string; progress?: { records: number } }) => {
    if ((news.progress?.records ?? 0) > 0) child.kill('SIGKILL')
  })
  child.send({ caseDir: folder.caseDir, paths: [folder.evidence], options, asker })
  await ended
  assert.equal(child.signalCode, 'SIGKILL')
  const report = await importEvidence({ caseDir: folder.caseDir, paths: [folder.evidence], options, asker })
  assert.equal(report.records, 60_000)
  const open = await openCase(folder.caseDir)
  const { counts } = await open.store.ask(asker, 'overview', {})
  await open.close()
  assert.deepEqual([counts.messages, counts.sightings, counts.rejected], [60_000, 60_000, 0])
  assert.deepEqual(await codes(folder), [])
})

test('a search finds words, phrases, prefixes, fields and dates with true totals, and every hit opens its bytes', async (t) => {
  const folder = await emptyCase(t)
  writeRecords(folder, 300)
  await importEvidence({ caseDir: folder.caseDir, paths: [folder.evidence], options, asker })
  const open = await openCase(folder.caseDir)
  t.after(() => open.close())
  const total = async (text: string): Promise<number> =>
    (await searchMessages(open.store, asker, 'Europe/London', { text, sort: 'time', limit: 10, offset: 0 }))
      .total
  assert.equal(await total(''), 300)
  assert.equal(await total('wharf'), 300)
  assert.equal(await total('"number 17 of"'), 1)
  assert.equal(await total('whar*'), 300)
  assert.equal(await total('from:heron'), 100)
  assert.equal(await total('to:heron NOT 17'), 199)
  assert.equal(await total('NOT from:heron'), 200)
  assert.equal(await total('after:2020-04-01T02:00 before:2020-04-01T03:00'), 60)
  assert.equal(await total('17 OR after:2020-04-01T05:59'), 2)
  const { hits } = await searchMessages(open.store, asker, 'Europe/London', {
    text: '"number 17"',
    sort: 'rank',
    limit: 1,
    offset: 0,
  })
  const [hit] = hits
  assert.ok(hit)
  const marked = await searchMessages(open.store, asker, 'Europe/London', {
    text: 'wharf',
    sort: 'time',
    limit: 20,
    offset: 0,
  })
  for (const { body, highlights } of marked.hits) {
    assert.deepEqual(
      highlights.map(([start, end]) => body.slice(start, end)),
      ['wharf'],
    )
  }
  assert.deepEqual(
    hit.highlights.map(([start, end]) => hit.body.slice(start, end)),
    ['number 17'],
  )
  assert.equal(
    Buffer.from(await readRecordBytes(open.store, folder.caseDir, asker, hit.uid)).toString(),
    record(17).trimEnd(),
  )
})

test('words that SQLite text cannot hold come back exactly', async (t) => {
  const folder = await emptyCase(t)
  const body = 'broken \ud83d pair and NUL \u0000 end'
  writeFileSync(
    join(folder.evidence, 'odd.jsonl'),
    `${JSON.stringify({ ts: '2020-04-01T00:00:00Z', from: 'a', to: 'b', body })}\n`,
  )
  await importEvidence({
    caseDir: folder.caseDir,
    paths: [folder.evidence],
    options: { ...options, format: 'json-lines' },
    asker,
  })
  const open = await openCase(folder.caseDir)
  const { hits } = await searchMessages(open.store, asker, 'UTC', {
    text: '',
    sort: 'time',
    limit: 1,
    offset: 0,
  })
  await open.close()
  assert.equal(hits[0]?.body, body)
  assert.deepEqual(await codes(folder), [])
})

test('a question is refused to one who may not ask it, and each answer leaves one audit entry', async (t) => {
  const folder = await emptyCase(t)
  const open = await openCase(folder.caseDir)
  t.after(() => open.close())
  await assert.rejects(
    open.store.ask({ ...asker, may: [] }, 'overview', {}),
    (error) => error instanceof BaileyError && error.code === 'not-permitted',
  )
  const before = (await open.store.ask(asker, 'overview', {})).auditEntries
  await open.store.ask(asker, 'handles', { contains: null, limit: 1, offset: 0 })
  assert.equal((await open.store.ask(asker, 'overview', {})).auditEntries, before + 2)
})

const refusal = (code: string) => (error: unknown) => error instanceof BaileyError && error.code === code

test('the case folder itself, and other ways of reading what was read, are refused', async (t) => {
  const folder = await emptyCase(t)
  writeRecords(folder, 10)
  const request = { caseDir: folder.caseDir, paths: [folder.evidence], options, asker }
  await importEvidence(request)
  await assert.rejects(importEvidence({ ...request, paths: [folder.caseDir] }), refusal('within-case'))
  const otherwise = { ...options, timezone: 'Europe/Paris' }
  await assert.rejects(importEvidence({ ...request, options: otherwise }), refusal('read-otherwise'))
})
