import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { MessageDetail, StoredMessage } from '../src/store/message-views.ts'
import type { HandleDetail } from '../src/store/questions.ts'
import type { ImportReport } from '../src/workbench/import-report.ts'
import type { VerifyReport } from '../src/workbench/verify-report.ts'
import { bailey, cli, sample, temporaryFolder } from './run-bailey.ts'

const folder = await temporaryFolder()
const dir = join(folder.path, 'case')
after(() => folder[Symbol.asyncDispose]())

// oxlint-disable-next-line typescript/no-unsafe-type-assertion, typescript/no-unnecessary-type-parameters -- the shape is what the tests then check
const parsed = <T>(stdout: Buffer) => JSON.parse(stdout.toString()) as T
const ask = async <T>(...args: string[]) =>
  parsed<T>((await bailey([...args, '--case', dir, '--json'])).stdout)
interface Hits {
  readonly total: number
  readonly hits: readonly (StoredMessage & { readonly highlights: readonly [number, number][] })[]
}

/** The same as the scope asked for counts them. */
interface Counted extends Hits {
  readonly counted: number
  readonly countedBy: string
}

const made = await bailey(['init', dir, '--name', 'Plover', '--timezone', 'Europe/London'])
const imported = await bailey([
  'import',
  sample,
  '--case',
  dir,
  '--exhibit-ref',
  'PLV/1',
  '--timezone',
  'Europe/London',
  '--json',
])
const receipt = parsed<ImportReport>(imported.stdout)

test('init makes a case and import reconciles, with exit code 3 when records were rejected', () => {
  assert.equal(made.code, 0, made.stderr)
  assert.equal(imported.code, 3, imported.stderr)
  assert.equal(imported.stderr, '')
  assert.equal(receipt.records, receipt.sightings + receipt.rejected)
  assert.equal(receipt.sightings, receipt.messages + receipt.duplicates)
  assert.equal(receipt.rejected, receipt.rejections.length)
  assert.ok(receipt.messages > 3800 && receipt.repaired > 15 && receipt.rejected < 10)
  assert.deepEqual(
    receipt.exhibits.map(({ ref, entries }) => [ref, entries]),
    [['PLV/1', 24]],
  )
  for (const { exhibit, entry, offset, length, reason } of receipt.rejections)
    assert.ok(exhibit === 'PLV/1' && entry !== '' && offset >= 0 && length > 0 && reason)
})

test('the same bytes imported again add nothing', async () => {
  const again = await bailey(['import', sample, '--case', dir, '--json'])
  assert.equal(again.code, 0, again.stderr)
  const { messages, sightings, rejected, exhibits } = parsed<ImportReport>(again.stdout)
  assert.deepEqual(
    { messages, sightings, rejected, held: exhibits[0]?.alreadyHeld },
    { messages: 0, sightings: 0, rejected: 0, held: true },
  )
})

test('a hit leads to its message, its conversation, and its bytes in the exhibit', async () => {
  const { total, hits } = await ask<Hits>('search', 'onerror')
  assert.equal(total, 1)
  const [hit] = hits
  assert.ok(hit)
  assert.deepEqual(
    hit.highlights.map(([start, end]) => hit.body.slice(start, end)),
    ['onerror'],
  )
  const raw = await bailey(['message', hit.uid, '--raw', '--case', dir])
  const file = await readFile(join(sample, hit.entry))
  assert.ok(
    raw.stdout.length > 50 && file.subarray(hit.offset, hit.offset + raw.stdout.length).equals(raw.stdout),
  )
  const detail = await ask<MessageDetail>('message', hit.uid, '--context', '2')
  assert.equal(detail.message.body, hit.body)
  assert.equal(detail.before.length, 2)
  assert.equal(detail.sightings[0]?.uid, hit.uid)
})

test('a search for either of two words marks whichever stands there', async () => {
  const { total, hits } = await ask<Hits>('search', 'boxed OR landed', '--limit', '1000')
  assert.equal(total, hits.length)
  for (const { body, highlights } of hits)
    for (const [start, end] of highlights) assert.match(body.slice(start, end), /^(boxed|landed)$/i)
  assert.ok(hits.every(({ highlights }) => highlights.length > 0))
})

test('a thread is JSON Lines in order, and can be cut at instants', async () => {
  const { hits } = await ask<Hits>('search', 'onerror')
  const id = hits[0]?.conversation ?? ''
  const lines = async (...bounds: string[]) => {
    const { stdout } = await bailey(['thread', id, '--case', dir, '--json', ...bounds])
    return stdout
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => parsed<StoredMessage>(Buffer.from(line)))
  }
  const all = await lines()
  const sent = all.map(({ sentAt }) => Temporal.Instant.from(sentAt).epochNanoseconds)
  assert.deepEqual(
    sent,
    sent.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
  )
  const cut = await lines('--from', '2020-03-19', '--until', '2020-03-20T00:00:00Z')
  assert.deepEqual(
    cut.map(({ uid }) => uid),
    all.filter(({ sentAt }) => sentAt.startsWith('2020-03-19')).map(({ uid }) => uid),
  )
})

test('handles are listed, and one shows its week', async () => {
  const { total, handles } = await ask<{ total: number; handles: { handle: string }[] }>('handles')
  assert.equal(total, handles.length)
  const [busiest] = handles
  assert.ok(busiest)
  const detail = await ask<HandleDetail>('handle', busiest.handle)
  assert.equal(detail.hourOfWeek.length, 168)
  assert.equal(
    detail.hourOfWeek.reduce((sum, count) => sum + count, 0),
    detail.sent,
  )
})

test('what is counted by another scope says so, and lists each message once all the same', async () => {
  const each = await ask<Counted>('search', 'landed')
  for (const scope of ['custodian', 'device']) {
    const found = await ask<Counted>('search', 'landed', '--count', scope)
    assert.deepEqual([found.countedBy, found.total], [scope, each.total])
    assert.equal(found.hits.length, each.hits.length)
    assert.ok(found.counted >= each.total)
  }
  const { stdout } = await bailey(['handles', '--count', 'device', '--limit', '3', '--case', dir])
  assert.match(stdout.toString(), /\nCounted by device\. Each message once for each file/)
  const refused = await bailey(['handles', '--count', 'twice', '--case', dir])
  assert.equal(refused.code, 2)
})

test('verify says ok, and formats says what is read', async () => {
  const report = await ask<VerifyReport>('verify')
  assert.deepEqual(
    { ok: report.ok, messages: report.messages, problems: report.problems },
    { ok: true, messages: receipt.messages, problems: [] },
  )
  const formats = parsed<{ id: string; example: string }[]>((await bailey(['formats', '--json'])).stdout)
  assert.ok(formats.length >= 6 && formats.every(({ id, example }) => id !== '' && example !== ''))
})

test('what a terminal would act on is shown escaped', async () => {
  const { stdout } = await bailey(['search', 'bring', '--case', dir])
  // oxlint-disable-next-line no-control-regex -- none may be there
  assert.doesNotMatch(stdout.toString(), /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
})

test('every refusal is one line that says what to do, with its exit code', async () => {
  const cases: readonly (readonly [number, RegExp, ...string[]])[] = [
    [2, /^bailey: Unknown command 'serch'/, 'serch'],
    [2, /^bailey: Missing required argument 'query'/, 'search'],
    [2, /^bailey: Option '--limit <n>' argument 'x'/, 'search', 'x', '--limit', 'x'],
    [2, /^bailey: The query cannot be read/, 'search', '"open', '--case', dir],
    [2, /^bailey: There is no format called nope/, 'import', sample, '--format', 'nope', '--case', dir],
    [2, /^bailey: The mapping profile cannot be used/, 'import', sample, '--mapping', 'nope', '--case', dir],
    [
      2,
      /^bailey: Mars\/Base is not an IANA time zone/,
      'import',
      sample,
      '--timezone',
      'Mars/Base',
      '--case',
      dir,
    ],
    [1, /is not a case folder\. Make one with/, 'handles', '--case', sample],
    [1, /is not a case folder\. Make one with/, 'serve', '--case', sample],
    [
      2,
      /^bailey: 192\.0\.2\.1:0 is no address of this machine/,
      'serve',
      '--case',
      dir,
      '--host',
      '192.0.2.1',
      '--port',
      '0',
    ],
    [1, /is not a case folder\. Make one with/, 'verify', sample],
    [1, /^bailey: .* cannot be read\. Check/, 'import', join(folder.path, 'gone'), '--case', dir],
    [1, /already holds files\./, 'init', dir, '--name', 'Again'],
    [1, /^bailey: No message has the uid zz/, 'message', 'zz', '--case', dir],
    [1, /^bailey: No handle is called xmpp:nobody/, 'handle', 'xmpp:nobody', '--case', dir],
    [1, /^bailey: No conversation has the id/, 'thread', '0000000000000000', '--case', dir],
  ]
  for (const [code, says, ...args] of cases) {
    const ran = await bailey(args)
    assert.equal(ran.code, code, `${args.join(' ')}: ${ran.stderr}`)
    assert.match(ran.stderr, says)
    assert.equal(ran.stderr.trimEnd().split('\n').length, 1, ran.stderr)
    assert.equal(ran.stdout.length, 0)
  }
})

test('each command explains itself with an example', async () => {
  const help = (await bailey(['--help'])).stdout.toString()
  const names = [...help.matchAll(/^ {2}([a-z]+) \[options\]/gm)].map(([, name]) => name!)
  assert.deepEqual(names, [
    'init',
    'import',
    'formats',
    'mapping',
    'search',
    'facets',
    'journal',
    'saved',
    'batch',
    'sample',
    'message',
    'file',
    'derive',
    'thread',
    'handles',
    'handle',
    'diff',
    'copies',
    'tag',
    'tags',
    'audit',
    'verify',
    'serve',
    'bench',
  ])
  for (const name of names) {
    const { code, stdout } = await bailey([name, '--help'])
    assert.equal(code, 0)
    assert.match(stdout.toString(), /Examples?:\n {2}\$ bailey /, name)
  }
})

test('a reader that stops listening ends the command quietly', async () => {
  const child = spawn(
    process.execPath,
    [cli, 'search', 'the OR a OR you', '--limit', '1000', '--case', dir],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let stderr = ''
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString()))
  child.stdout.once('data', () => child.stdout.destroy())
  await once(child, 'close')
  assert.equal(child.exitCode, 0)
  assert.equal(stderr, '')
})

test('the command can be run by its name', async () => {
  assert.ok(((await stat(cli)).mode & 0o111) !== 0)
  assert.match(await readFile(cli, 'utf8'), /^#!\/usr\/bin\/env node\n/)
})
