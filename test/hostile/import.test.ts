import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import { startServing } from '../../scripts/open-browser.ts'
import type { ImportReport } from '../../src/workbench/import-report.ts'
import { bailey, temporaryFolder } from '../run-bailey.ts'
import { goodNames, hostileFolder } from './evidence/hostile-folder.ts'
import { watchMemory } from './watch-memory.ts'

const folder = await temporaryFolder()
after(() => folder[Symbol.asyncDispose]())
const evidence = join(folder.path, 'evidence')
const byCommand = join(folder.path, 'by-command')
const byServer = join(folder.path, 'by-server')
const files = hostileFolder()
for (const [name, bytes] of files) {
  mkdirSync(dirname(join(evidence, name)), { recursive: true })
  writeFileSync(join(evidence, name), bytes)
}
for (const dir of [byCommand, byServer])
  await bailey(['init', dir, '--name', 'Hostile', '--timezone', 'Europe/London'])

const mostMiB = 600
const slowestMs = 1000

interface Entry {
  readonly name: string
  readonly state: string
  readonly format: string | null
  readonly sightings: number
  readonly rejected: number
  readonly contacts: number
  readonly size: number
}

function rowsOf<Row>(dir: string, sql: string): Row[] {
  using database = new DatabaseSync(join(dir, 'case.sqlite'), { readOnly: true })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the query names the columns of the row
  return database.prepare(sql).all() as Row[]
}

const entriesOf = (dir: string): Entry[] =>
  rowsOf(dir, 'select name, state, format, sightings, rejected, contacts, size from entry order by name')

/** What is in a case, in a form that does not tell which run made it. */
const contentOf = (dir: string): unknown[] => [
  rowsOf(dir, 'select name, state, format, sightings, messages, rejected from entry order by name'),
  rowsOf(dir, 'select hex(uid) as uid, sent_at, body from message order by uid'),
  rowsOf(
    dir,
    'select code, says, start, length from rejection join entry on entry.id = entry_id order by entry.name, start, code',
  ),
]

/** Asserts that every file of the folder, and all that was unpacked from it, ended as read, counted or known to be no chat. */
function assertAccountedFor(dir: string, report: ImportReport): void {
  assert.equal(report.records, report.sightings + report.rejected)
  const entries = entriesOf(dir)
  const names = new Set(entries.map(({ name }) => name))
  assert.deepEqual(
    [...files.keys()].filter((name) => !names.has(name)),
    [],
    'a file was left out',
  )
  assert.deepEqual(
    entries.filter((entry) => !hasEnded(entry)),
    [],
    'an entry ended in no state',
  )
  for (const name of goodNames)
    assert.ok(
      entries.some((entry) => entry.name === name && entry.sightings > 0),
      `${name} was not read`,
    )
  const totals = entries.map(({ sightings, rejected }) => [sightings, rejected] as const)
  assert.equal(
    report.sightings,
    totals.reduce((sum, [seen]) => sum + seen, 0),
  )
  assert.equal(
    report.rejected,
    totals.reduce((sum, [, rejected]) => sum + rejected, 0),
  )
}

function hasEnded({ state, format, sightings, rejected, contacts }: Entry): boolean {
  if (state === 'held' || format === 'archive' || format === 'file') return true
  return state === 'read' && sightings + rejected + contacts > 0
}

const saidOf = (dir: string, like: string): string =>
  rowsOf<{ says: string }>(
    dir,
    `select code || ': ' || says as says from rejection join entry on entry.id = entry_id where entry.name like '${like}' order by rejection.id`,
  )
    .map(({ says }) => says)
    .join('\n')

test('Z-01 Z-03 Z-05 X-01 X-02 X-03 D-03 T-01 J-01 every hostile file of a folder ends as read, counted or refused, within memory, and the case verifies', async () => {
  process.env['TZ'] = 'Pacific/Apia'
  process.env['LC_ALL'] = 'tr_TR.UTF-8'
  const memory = watchMemory()
  const ran = await bailey(['import', evidence, '--case', byCommand, '--json', '--timezone', 'Europe/London'])
  const peak = memory.stop()
  assert.equal(ran.code, 3, ran.stderr)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the shape is what the tests then check
  assertAccountedFor(byCommand, JSON.parse(ran.stdout.toString()) as ImportReport)
  assert.ok(peak < mostMiB, `${peak} MiB were in use`)
  const verified = await bailey(['verify', byCommand])
  assert.equal(verified.code, 0, verified.stdout.toString())
})

test('T-06 the server answers within a second while it imports the same folder, to the same content in another zone and language', async () => {
  process.env['TZ'] = 'Asia/Kathmandu'
  process.env['LC_ALL'] = 'ar_EG.UTF-8'
  await using served = await startServing(byServer)
  const login = await fetch(served.loginLink, { redirect: 'manual' })
  const headers = {
    cookie: String(login.headers.get('set-cookie')).split(';')[0] ?? '',
    origin: served.origin,
    'x-bailey': '1',
    'content-type': 'application/json',
  }
  const memory = watchMemory()
  const body = JSON.stringify({ paths: [evidence], options: { timezone: 'Europe/London' } })
  const begun = await fetch(`${served.origin}/api/imports`, { method: 'POST', headers, body })
  assert.ok(begun.ok, await begun.clone().text())
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the shape of the contract
  const { id } = (await begun.json()) as { id: string }
  let slowest = 0
  let job: { state: string; report: ImportReport | null } = { state: 'running', report: null }
  while (job.state === 'running' || job.state === 'waiting') {
    const asked = performance.now()
    const reply = await fetch(`${served.origin}/api/overview`, { headers })
    await reply.arrayBuffer()
    assert.equal(reply.status, 200)
    slowest = Math.max(slowest, performance.now() - asked)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the shape of the contract
    job = (await (await fetch(`${served.origin}/api/imports/${id}`, { headers })).json()) as typeof job
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const peak = memory.stop()
  assert.ok(job.report, `the import ended as ${job.state}`)
  assertAccountedFor(byServer, job.report)
  assert.ok(slowest < slowestMs, `an answer took ${Math.round(slowest)} ms`)
  assert.ok(peak < mostMiB, `${peak} MiB were in use`)
  assert.deepEqual(contentOf(byServer), contentOf(byCommand))
})

test('Z-01 Z-02 nothing is written outside the case, or in it under a name of the evidence', () => {
  assert.deepEqual(readdirSync(folder.path).toSorted(), ['by-command', 'by-server', 'evidence'])
  const stored = readdirSync(join(byCommand, 'exhibits'), { recursive: true }).map(String)
  const odd = stored.filter(
    (name) => !/^(?:\.incoming|[0-9a-f]{2}(?:[/\\][0-9a-f]{2})?(?:[/\\][0-9a-f]{60,64})?)$/.test(name),
  )
  assert.deepEqual(odd, [])
})

test('Z-06 D-06 J-04 what is encrypted, or could be read two ways, says so', () => {
  assert.match(saidOf(byCommand, 'Z-06 encrypted.zip%'), /encrypted/)
  assert.match(saidOf(byCommand, 'Z-06 packed.7z'), /^unread-part: /)
  assert.match(saidOf(byCommand, 'D-06 encrypted.db'), /^unknown-format: /)
  assert.match(saidOf(byCommand, 'D-06 empty.db'), /^empty-file: /)
  assert.match(saidOf(byCommand, 'J-04 unsure.txt'), /^bad-timestamp: .*\nbad-timestamp: /)
})

test('Z-07 the bytes of a file that is two things at once are only ever handed out as bytes', () => {
  const types = rowsOf<{ name: string; type: string | null }>(
    byCommand,
    `select name, media_type as type from entry where name like 'Z-07 %' and name not like '%!/%' order by name`,
  )
  assert.deepEqual(
    types.map(({ type }) => type),
    ['video/mp4', 'image/jpeg', 'application/pdf', null, 'image/gif'],
  )
})
