import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import type { ImportReport } from '../../src/workbench/import-report.ts'
import { zip } from '../build-archive.ts'
import { bailey, cli, temporaryFolder } from '../run-bailey.ts'
import { line } from './evidence/hostile-folder.ts'

const folder = await temporaryFolder()
after(() => folder[Symbol.asyncDispose]())
const evidence = join(folder.path, 'evidence')
mkdirSync(evidence)
const chat = (from: number, count: number): string =>
  Array.from({ length: count }, (_, n) => line(from + n, `message ${from + n} of the wharf`)).join('')
writeFileSync(join(evidence, 'a.jsonl'), chat(0, 15_000))
writeFileSync(join(evidence, 'b.jsonl'), chat(15_000, 10))

async function emptyCase(name: string): Promise<string> {
  const dir = join(folder.path, name)
  await bailey(['init', dir, '--name', name])
  return dir
}

async function importInto(dir: string, path: string): Promise<ImportReport> {
  const ran = await bailey(['import', path, '--case', dir, '--json'])
  assert.ok(ran.code === 0 || ran.code === 3, ran.stderr)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the shape is what the tests then check
  return JSON.parse(ran.stdout.toString()) as ImportReport
}

function contentOf(dir: string): unknown {
  using database = new DatabaseSync(join(dir, 'case.sqlite'), { readOnly: true })
  return database.prepare('select hex(uid) as uid from message order by uid').all()
}

const verified = async (dir: string): Promise<void> => {
  const ran = await bailey(['verify', dir])
  assert.equal(ran.code, 0, ran.stdout.toString())
}

/** Deadly moments in milliseconds: from the first byte sealed to the last row stored. */
const moments = [200, 450, 800, 1300]

test('F-01 an import killed again and again ends as one that was not', async () => {
  const [killed, clean] = [await emptyCase('killed'), await emptyCase('clean')]
  for (const moment of moments) {
    const child = spawn(process.execPath, [cli, 'import', evidence, '--case', killed], { stdio: 'ignore' })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, moment))])
    child.kill('SIGKILL')
    await ended
    using database = new DatabaseSync(join(killed, 'case.sqlite'))
    assert.equal(database.prepare('pragma quick_check').get()?.['quick_check'], 'ok')
  }
  await importInto(killed, evidence)
  await importInto(clean, evidence)
  assert.deepEqual(contentOf(killed), contentOf(clean))
  await verified(killed)
})

const needsProc = process.platform === 'linux' ? false : 'needs /proc to find the reader'

test('F-05 F-14 a reader that dies once is started again where it stopped, with no loss', {
  skip: needsProc,
}, async () => {
  const report = await importKillingReaders(await emptyCase('dying-once'), 1)
  assert.deepEqual(report.rejections, [])
  assert.equal(report.records, report.sightings)
})

test('F-05 F-14 a reader that dies twice costs what is left of its file until it is imported again', {
  skip: needsProc,
}, async () => {
  const dir = await emptyCase('dying')
  const report = await importKillingReaders(dir, 2)
  assert.equal(report.records, report.sightings + report.rejected)
  assert.deepEqual(
    report.rejections.map(({ entry, reason }) => [entry, reason]),
    [['a.jsonl', 'reader-failed']],
  )
  assert.ok(report.messages >= 10)
  const again = await importKillingReaders(dir, 0)
  assert.deepEqual([again.rejected, again.records], [0, again.sightings])
  const { code, stdout } = await bailey(['verify', dir])
  assert.equal(code, 0, stdout.toString())
})

async function importKillingReaders(dir: string, times: number): Promise<ImportReport> {
  const child = spawn(process.execPath, [cli, 'import', evidence, '--case', dir, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const parts: Buffer[] = []
  child.stdout.on('data', (part: Buffer) => parts.push(part))
  const ended = new Promise((resolve) => child.once('close', resolve))
  const killed = new Set<number>()
  while (killed.size < times && child.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    const reader = readersOf(child.pid ?? 0).find((pid) => !killed.has(pid))
    if (reader === undefined) continue
    process.kill(reader, 'SIGKILL')
    killed.add(reader)
  }
  assert.equal(killed.size, times, 'no reader was seen')
  await ended
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the shape is what the tests then check
  return JSON.parse(Buffer.concat(parts).toString()) as ImportReport
}

/** Readers a process started and is waiting for. */
function readersOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
      .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' '))
      .filter(
        (child) => child !== '' && readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('reader-process'),
      )
      .map(Number)
  } catch {
    return []
  }
}

test('F-06 the same messages renamed, packed or in a later hand-over add no message', async () => {
  const dir = await emptyCase('again')
  const paths = ['one.jsonl', 'renamed.jsonl', 'packed.zip', 'later.jsonl'].map((name) =>
    join(folder.path, name),
  )
  const [one = '', renamed = '', packed = '', later = ''] = paths
  writeFileSync(one, chat(0, 50))
  writeFileSync(renamed, chat(0, 50))
  writeFileSync(packed, zip([{ name: 'deep/one.jsonl', bytes: chat(0, 50) }]))
  writeFileSync(later, chat(25, 50))
  const reports = []
  for (const path of [one, renamed, packed, later]) reports.push(await importInto(dir, path))
  assert.deepEqual(
    reports.map(({ messages, duplicates }) => [messages, duplicates]),
    [
      [50, 0],
      [0, 0],
      // Under another path the same bytes are witnesses again: there they could be another conversation.
      [0, 50],
      [25, 25],
    ],
  )
  await verified(dir)
})

const namespaces = spawnSync('unshare', ['-rm', 'true']).status === 0

test('F-03 a disk that fills up refuses cleanly at every size, and the same import then completes', {
  skip: namespaces ? false : 'needs a mount namespace of its own (unshare)',
}, () => {
  const mount = join(folder.path, 'disk')
  mkdirSync(mount)
  const script = `
    mount -t tmpfs -o size=1m none "$1" || exit 99
    mount -o remount,size=64m "$1" && "$2" "$3" init "$1/case" --name Full >/dev/null || exit 98
    used=$(du -sk "$1" | cut -f1)
    for more in 200 900 2500; do
      mount -o remount,size=$((used + more))k "$1"
      "$2" "$3" import "$4" --case "$1/case" >/dev/null 2>"$1.says"; echo "$? $(head -c 300 "$1.says")"
      used=$(du -sk "$1" | cut -f1)
    done
    mount -o remount,size=256m "$1"
    "$2" "$3" import "$4" --case "$1/case" >/dev/null; echo "last $?"
    "$2" "$3" verify "$1/case" | head -1`
  const ran = spawnSync(
    'unshare',
    ['-rm', 'sh', '-c', script, 'sh', mount, process.execPath, cli, evidence],
    {
      encoding: 'utf8',
    },
  )
  const [last, verdict] = ran.stdout.trimEnd().split('\n').slice(-2)
  const refusals = ran.stdout.split('\n').filter((said) => said.startsWith('1 '))
  assert.ok(refusals.length > 0, ran.stdout + ran.stderr)
  for (const said of refusals) assert.match(said, /^1 bailey: There is no space left to write/)
  assert.equal(last, 'last 0', ran.stdout + ran.stderr)
  assert.match(verdict ?? '', /^ok: 1 exhibit, 15,010 messages/)
})
