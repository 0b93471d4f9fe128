import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { lockImports } from '../store/sqlite/import-lock.ts'
import type { Asker } from '../store/store.ts'
import { initCase, openCase } from './case-folder.ts'
import { importEvidence } from './import-evidence.ts'
import type { ImportJob } from './import-job.ts'
import { type ImportJobs, openImportJobs } from './import-jobs.ts'
import { type ImportOptions, nothingOnReceipt } from './import-report.ts'
import { verifyCase } from './verify-case.ts'

const asker: Asker = {
  actor: 'tester',
  via: 'api',
  may: ['read-messages', 'read-exhibits', 'import-evidence', 'verify-case'],
}
const options: ImportOptions = {
  ...nothingOnReceipt,
  receivedFrom: 'Agency',
}

interface Folder {
  readonly caseDir: string
  readonly evidence: string
}

async function emptyCase(t: TestContext): Promise<Folder> {
  const root = mkdtempSync(join(tmpdir(), 'bailey-jobs-'))
  t.after(() => rmSync(root, { recursive: true, force: true }))
  const folder = { caseDir: join(root, 'case'), evidence: join(root, 'evidence') }
  mkdirSync(folder.evidence)
  await initCase(folder.caseDir, { name: 'Plover', timezone: 'UTC', actor: 'tester' })
  return folder
}

function openJobs(t: TestContext, { caseDir }: Folder): ImportJobs {
  const jobs = openImportJobs(caseDir)
  t.after(() => jobs.close())
  return jobs
}

const many = 40_000

/** A file of records, every thousandth of which cannot be read. */
function writeRecords({ evidence }: Folder, name: string, count: number): string {
  const line = (i: number): string =>
    i % 1000 === 999
      ? '{"ts": broken\n'
      : `${JSON.stringify({ ts: new Date(Date.UTC(2020, 3, 1) + i * 60_000).toISOString(), from: 'heron', to: 'otter', body: `${name} ${i}` })}\n`
  const path = join(evidence, name)
  writeFileSync(path, Array.from({ length: count }, (_, i) => line(i)).join(''))
  return path
}

const wanted = (...paths: string[]) => ({ paths, options, upload: null })

/** Waits for a job to be as described, at most a minute. */
async function until(jobs: ImportJobs, id: string, is: (job: ImportJob) => boolean): Promise<ImportJob> {
  for (let i = 0; i < 6000; i++) {
    const job = jobs.find(id)
    assert.ok(job)
    if (is(job)) return job
    await sleep(10)
  }
  throw new Error(`The job stayed ${JSON.stringify(jobs.find(id))}`)
}

const isOver = ({ state }: ImportJob): boolean => ['done', 'failed', 'cancelled'].includes(state)
const hasBegun = ({ progress }: ImportJob): boolean => progress.records > 0

async function totals({ caseDir }: Folder) {
  const open = await openCase(caseDir)
  const { counts } = await open.store.ask(asker, 'overview', {})
  await open.close()
  const { problems } = await verifyCase(caseDir, asker)
  return { ...counts, problems: problems.map(({ code }) => code) }
}

/** What the audit log says was done to imports, in order. */
function ordersOnRecord({ caseDir }: Folder): string[] {
  // A database whose writer was killed is locked while its log is recovered.
  using db = new DatabaseSync(join(caseDir, 'case.sqlite'), { readOnly: true, timeout: 10_000 })
  return db
    .prepare(`select entry from audit_entry order by seq`)
    .all()
    .flatMap(({ entry }) => /"import\.\w+"/.exec(String(entry)) ?? [])
}

test('an import that is paused and goes on has the totals of a straight run', async (t) => {
  const [straight, paused] = [await emptyCase(t), await emptyCase(t)]
  const path = writeRecords(straight, 'a.jsonl', many)
  await importEvidence({ caseDir: straight.caseDir, paths: [path], options, asker })
  const jobs = openJobs(t, paused)
  const { id } = jobs.start(asker, wanted(path))
  await until(jobs, id, hasBegun)
  assert.equal(jobs.order(asker, id, 'pause').asked, 'pause')
  const { progress } = await until(jobs, id, ({ state }) => state === 'paused')
  await sleep(500)
  assert.deepEqual(jobs.find(id)?.progress, progress)
  assert.equal(jobs.find(id)?.asked, null)
  assert.throws(() => jobs.order(asker, id, 'pause'), { code: 'import-state' })
  // Nothing holds the database meanwhile, so that what is unfinished can be looked at.
  assert.deepEqual((await totals(paused)).problems, ['import-unfinished'])
  jobs.order(asker, id, 'resume')
  const { report } = await until(jobs, id, isOver)
  assert.deepEqual([report?.records, report?.rejected], [many, many / 1000])
  assert.deepEqual(await totals(paused), await totals(straight))
  assert.deepEqual(ordersOnRecord(paused), ['"import.pause"', '"import.resume"'])
  assert.ok(!existsSync(join(paused.caseDir, 'imports.json')))
})

test('an import that was cancelled is completed by the same import, with no loss and no duplicate', async (t) => {
  const folder = await emptyCase(t)
  const path = writeRecords(folder, 'a.jsonl', many)
  const jobs = openJobs(t, folder)
  const first = jobs.start(asker, wanted(path)).id
  await until(jobs, first, hasBegun)
  jobs.order(asker, first, 'cancel')
  const { state, error } = await until(jobs, first, isOver)
  assert.equal(state, 'cancelled')
  assert.match(error?.remedy ?? '', /same files again/)
  assert.throws(() => jobs.order(asker, first, 'cancel'), { code: 'import-state' })
  const kept = await totals(folder)
  assert.ok(kept.messages > 0 && kept.messages < many, `${kept.messages}`)
  assert.deepEqual(kept.problems, ['import-unfinished'])
  const second = jobs.start(asker, wanted(path)).id
  const { report } = await until(jobs, second, isOver)
  assert.equal(report?.records, many)
  const { messages, sightings, rejected, problems } = await totals(folder)
  assert.deepEqual(
    { messages, sightings, rejected, problems },
    { messages: many - many / 1000, sightings: many - many / 1000, rejected: many / 1000, problems: [] },
  )
  assert.deepEqual(ordersOnRecord(folder), ['"import.cancel"'])
})

test('an import is paused and cancelled while it seals, and leaves nothing half sealed', async (t) => {
  const folder = await emptyCase(t)
  const jobs = openJobs(t, folder)
  const { id } = jobs.start(asker, wanted(writeRecords(folder, 'a.jsonl', many)))
  jobs.order(asker, id, 'pause')
  const { progress } = await until(jobs, id, ({ state }) => state === 'paused')
  assert.equal(progress.phase, 'sealing')
  jobs.order(asker, id, 'cancel')
  assert.equal((await until(jobs, id, isOver)).state, 'cancelled')
  const { exhibits, problems } = await totals(folder)
  assert.deepEqual([exhibits, problems], [0, []])
  assert.deepEqual(readdirSync(join(folder.caseDir, 'exhibits', '.incoming')), [])
  assert.deepEqual(ordersOnRecord(folder), ['"import.pause"', '"import.cancel"'])
})

test('what was told to stop when the server was killed stays stopped, and is put on record', async (t) => {
  const folder = await emptyCase(t)
  const before = openImportJobs(folder.caseDir)
  const { id } = before.start(asker, wanted(writeRecords(folder, 'a.jsonl', many)))
  await until(before, id, hasBegun)
  before.order(asker, id, 'cancel')
  before.close()
  const jobs = openJobs(t, folder)
  jobs.takeUp(() => {})
  assert.equal(jobs.find(id)?.state, 'cancelled')
  for (let i = 0; i < 500 && ordersOnRecord(folder).length === 0; i++) await sleep(20)
  assert.deepEqual(ordersOnRecord(folder), ['"import.cancel"'])
})

test('imports run one after the other, and one that waits is cancelled at once and on record', async (t) => {
  const folder = await emptyCase(t)
  const jobs = openJobs(t, folder)
  const [a, b, c] = ['a', 'b', 'c'].map(
    (name) => jobs.start(asker, wanted(writeRecords(folder, `${name}.jsonl`, 9000))).id,
  )
  assert.ok(a && b && c)
  assert.deepEqual(
    jobs.list().map(({ state, ahead }) => `${state} ${ahead}`),
    ['waiting 2', 'waiting 1', 'running 0'],
  )
  assert.throws(() => jobs.order(asker, c, 'pause'), { code: 'import-state' })
  assert.throws(() => jobs.order({ ...asker, may: [] }, b, 'cancel'), { code: 'not-permitted' })
  assert.throws(() => jobs.order(asker, 'none', 'cancel'), { code: 'no-such-import' })
  assert.equal(jobs.order(asker, b, 'cancel').state, 'cancelled')
  const third = await until(jobs, c, (job) => {
    assert.ok(job.state === 'waiting' || jobs.find(a)?.state === 'done', 'two ran at once')
    return isOver(job)
  })
  assert.equal(third.state, 'done')
  assert.equal((await totals(folder)).exhibits, 2)
  assert.deepEqual(ordersOnRecord(folder), ['"import.cancel"'])
})

test('an import waits while another process imports into the case', async (t) => {
  const folder = await emptyCase(t)
  const jobs = openJobs(t, folder)
  const other = lockImports(folder.caseDir)
  const { id } = jobs.start(asker, wanted(writeRecords(folder, 'a.jsonl', 10)))
  await until(jobs, id, ({ state }) => state === 'waiting')
  other[Symbol.dispose]()
  assert.equal((await until(jobs, id, isOver)).state, 'done')
})

test('what was paused stays paused when the server starts again, and what waits stays behind it', async (t) => {
  const folder = await emptyCase(t)
  const before = openImportJobs(folder.caseDir)
  const first = before.start(asker, wanted(writeRecords(folder, 'a.jsonl', many))).id
  const second = before.start(asker, { ...wanted(writeRecords(folder, 'b.jsonl', 100)), upload: 'b1' }).id
  await until(before, first, hasBegun)
  before.order(asker, first, 'pause')
  await until(before, first, ({ state }) => state === 'paused')
  assert.equal(statSync(join(folder.caseDir, 'imports.json')).mode & 0o777, 0o600)
  before.close()
  const jobs = openJobs(t, folder)
  const ended: string[] = []
  assert.deepEqual(
    jobs.takeUp((upload) => ended.push(upload)),
    ['b1'],
  )
  await sleep(300)
  assert.deepEqual(
    jobs.list().map(({ id, state, ahead }) => [id, state, ahead]),
    [
      [second, 'waiting', 1],
      [first, 'paused', 0],
    ],
  )
  assert.deepEqual(ended, [])
  jobs.order(asker, first, 'resume')
  assert.equal((await until(jobs, second, isOver)).state, 'done')
  assert.equal(jobs.find(first)?.report?.records, many)
  assert.deepEqual(ended, ['b1'])
  assert.deepEqual((await totals(folder)).problems, [])
  assert.deepEqual(ordersOnRecord(folder), ['"import.pause"', '"import.resume"'])
})

test('a list of imports that cannot be read is put aside, not written over', async (t) => {
  const folder = await emptyCase(t)
  writeFileSync(join(folder.caseDir, 'imports.json'), '[{"id":1}]')
  const jobs = openJobs(t, folder)
  assert.deepEqual(
    jobs.takeUp(() => {}),
    [],
  )
  assert.equal(readFileSync(join(folder.caseDir, 'imports.unreadable.json'), 'utf8'), '[{"id":1}]')
})
