import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { parseSearch } from '../core/search/parse-search.ts'
import type { Asker } from '../store/store.ts'
import { initCase, openCase } from './case-folder.ts'
import { importEvidence } from './import-evidence.ts'
import { nothingOnReceipt } from './import-report.ts'
import { actsOf } from './logged-acts.ts'
import { openLocalCase } from './open-case.ts'
import { runBatch } from './run-batch.ts'
import { runWatches } from './run-watches.ts'
import { searchMessages } from './search-messages.ts'
import { verifyCase } from './verify-case.ts'

const reed: Asker = {
  actor: 'Reed',
  via: 'cli',
  may: ['read-messages', 'read-exhibits', 'review-messages', 'read-audit', 'import-evidence', 'verify-case'],
}
const marsh: Asker = { ...reed, actor: 'Marsh' }
const root = await mkdtemp(join(tmpdir(), 'bailey-saved-'))
const dir = join(root, 'case')
await initCase(dir, { name: 'Saved', timezone: 'UTC', actor: 'Reed' })
const open = await openCase(dir)
after(async () => {
  await open.close()
  await rm(root, { recursive: true, force: true })
})

const bodies = (n: number, word: string) => Array.from({ length: n }, (_, i) => `${word} number ${i}`)

async function take(ref: string, said: readonly string[], asker = reed) {
  const lines = said.map((body, i) =>
    JSON.stringify({
      time: new Date(Date.UTC(2020, 3, 1) + i * 61_000).toISOString(),
      from: i % 2 === 0 ? 'wren' : 'kestrel',
      to: 'heron',
      body,
    }),
  )
  const path = join(root, `${ref.replace('/', '-')}.jsonl`)
  await writeFile(path, `${lines.join('\n')}\n`)
  return await importEvidence({
    caseDir: dir,
    paths: [path],
    options: { ...nothingOnReceipt, exhibitRef: ref },
    asker,
  })
}
await take('A/1', [...bodies(30, 'paper'), ...bodies(70, 'water'), 'the yard'])

test('a search is saved by a name nobody else has, renamed, run, and deleted, each on record', async () => {
  const { id } = await open.store.decide(reed, 'saveSearch', {
    name: 'The Paper',
    kind: 'search',
    query: 'paper',
  })
  const refused = [
    { name: 'THE paper', kind: 'search', query: 'x' },
    { name: ' ', kind: 'search', query: 'x' },
    { name: 'bad', kind: 'search', query: '"open' },
    { name: 'bad', kind: 'list', query: 'good\n(bad' },
  ] as const
  for (const saved of refused) await assert.rejects(open.store.decide(reed, 'saveSearch', saved))
  await open.store.decide(marsh, 'renameSaved', { id, name: 'Paper' })
  assert.deepEqual(
    (await open.store.ask(reed, 'saved', {})).map(({ name, lastRun }) => [name, lastRun]),
    [['Paper', null]],
  )
  const journal = { parent: null, why: null }
  const run = { text: 'paper', sort: 'time', limit: 1, offset: 0, journal } as const
  const { journal: entered } = await searchMessages(open.store, marsh, 'UTC', run)
  const [saved] = await open.store.ask(reed, 'saved', {})
  assert.deepEqual(
    [saved?.lastRun?.entry, saved?.lastRun?.hits, saved?.lastRun?.who, saved?.owner],
    [entered?.entry, 30, 'Marsh', 'Reed'],
  )
  await open.store.decide(reed, 'forgetSaved', { id })
  assert.deepEqual(await open.store.ask(reed, 'saved', {}), [])
  const local = await openLocalCase(dir)
  const acts = await Array.fromAsync(actsOf(local, 'search.forget'))
  local.connection.close()
  assert.deepEqual(
    acts.map(({ detail: { name, query } }) => [name, query]),
    [['Paper', 'paper']],
  )
})

test('each term of a list is counted as a search for it would be, and the journal has all of them', async () => {
  const terms = ['paper', 'nothing-like-it', 'water OR yard', '"number 1"', 'yard']
  const rows = await Array.fromAsync(
    runBatch(open.store, reed, 'UTC', { list: 'Places', terms, handles: [] }),
  )
  assert.deepEqual(
    rows.map(({ text, messages, handles, conversations }) => [text, messages, handles, conversations]),
    [
      ['paper', 30, 2, 2],
      ['nothing-like-it', 0, 0, 0],
      ['water OR yard', 71, 2, 2],
      ['"number 1"', 2, 1, 1],
      ['yard', 1, 1, 1],
    ],
  )
  assert.deepEqual(
    rows[0]?.senders.map(({ handle, messages }) => [handle, messages]),
    [
      ['unknown:wren', 15],
      ['unknown:kestrel', 15],
    ],
  )
  assert.deepEqual([rows[0]?.firstAt, rows[0]?.lastAt], ['2020-04-01T00:00:00Z', '2020-04-01T00:29:29Z'])
  assert.deepEqual([rows[1]?.firstAt, rows[1]?.senders], [null, []])
  const chosen = { list: '', terms: ['paper'], handles: ['unknown:kestrel'] }
  const [of] = await Array.fromAsync(runBatch(open.store, reed, 'UTC', chosen))
  assert.deepEqual(of?.senders, [{ handle: 'unknown:kestrel', messages: 15 }])
  const nobody = runBatch(open.store, reed, 'UTC', { ...chosen, handles: ['unknown:nobody'] })
  await assert.rejects(Array.fromAsync(nobody), /No handle is called unknown:nobody/)
  const { entries } = await open.store.ask(reed, 'journal', {
    who: null,
    contains: 'places',
    before: null,
    limit: 5,
  })
  assert.deepEqual(
    entries.map(({ kind, readAs, hits, terms: kept }) => [kind, readAs, hits, kept?.map(({ hits: n }) => n)]),
    [['batch', 'terms 1 to 5 of 5', 104, [30, 0, 71, 2, 1]]],
  )
})

const draw = (seed: string, size: number, text = 'paper', scopeText = '') =>
  open.store.ask(reed, 'drawSample', {
    text,
    query: parseSearch(text, 'UTC'),
    scopeText,
    scope: parseSearch(scopeText, 'UTC'),
    seed,
    size,
    parent: null,
    why: 'to see what it misses',
  })

test('a sample is of what a search does not find, the same for the same seed, and never of what it finds', async () => {
  const first = await draw('one', 20)
  assert.deepEqual([first.population, first.hits, first.uids.length], [71, 30, 20])
  assert.deepEqual((await draw('one', 20)).uids, first.uids)
  assert.notDeepEqual((await draw('two', 20)).uids, first.uids)
  const everything = await draw('three', 5000)
  const hits = await searchMessages(open.store, reed, 'UTC', {
    text: 'paper',
    sort: 'time',
    limit: 100,
    offset: 0,
  })
  const others = await searchMessages(open.store, reed, 'UTC', {
    text: 'NOT paper',
    sort: 'time',
    limit: 100,
    offset: 0,
  })
  const found = new Set(hits.hits.map(({ uid }) => uid))
  assert.ok(first.uids.every((uid) => !found.has(uid)))
  assert.deepEqual(new Set(everything.uids), new Set(others.hits.map(({ uid }) => uid)))
  const scoped = await draw('one', 100, 'paper', 'from:wren yard OR from:wren paper')
  assert.deepEqual([scoped.population, scoped.hits], [1, 15])
  await assert.rejects(draw('one', 5, 'paper OR water OR yard'), /finds every message/)
})

test('over many seeds every message that was not found is drawn as often as any other', async () => {
  const counts = new Map<string, number>()
  const seeds = 150
  for (let i = 0; i < seeds; i++)
    for (const uid of (await draw(`seed ${i}`, 20)).uids) counts.set(uid, (counts.get(uid) ?? 0) + 1)
  const each = (seeds * 20) / 71
  const chi =
    [...counts.values()].reduce((sum, n) => sum + (n - each) ** 2 / each, 0) + (71 - counts.size) * each
  // With 70 degrees of freedom it is above 112.3 one time in a thousand.
  assert.ok(chi < 112.3, String(chi))
})

test('what is said of a sample’s messages is kept with who said it, and can be taken back', async () => {
  const { entry, uids } = await draw('review', 4)
  const call = (uid: string | undefined, as: 'responsive' | 'not-responsive' | 'unsure' | null, by = reed) =>
    open.store.decide(by, 'callSample', { sample: entry, uid: uid ?? '', call: as })
  await call(uids[0], 'responsive')
  await call(uids[1], 'not-responsive', marsh)
  await call(uids[2], 'unsure')
  assert.deepEqual(await call(uids[2], null), { before: 'unsure' })
  const sample = await open.store.ask(reed, 'sample', { entry })
  assert.deepEqual(sample.calls, { responsive: 1, 'not-responsive': 1, unsure: 0 })
  assert.deepEqual(
    sample.items.map(({ uid, call: as, who }) => [uid, as, who]),
    [
      [uids[0], 'responsive', 'Reed'],
      [uids[1], 'not-responsive', 'Marsh'],
      [uids[2], null, null],
      [uids[3], null, null],
    ],
  )
  await assert.rejects(call('0'.repeat(32), 'unsure'), /is not in sample/)
  await assert.rejects(open.store.ask(reed, 'sample', { entry: 1 }), /no sample 1/)
})

const save = async (name: string, kind: 'search' | 'list', query: string) => {
  const { id } = await open.store.decide(marsh, 'saveSearch', { name, kind, query })
  await open.store.decide(marsh, 'watchSaved', { id, on: true })
  return id
}

test('a watch tells of hits that came with an exhibit, once, and of known ones that got a copy', async () => {
  await save('Boats', 'search', 'boat')
  await save('Goods', 'list', 'paper\nboat\nkilo')
  await save('Not there', 'search', 'zeppelin')
  const report = await take('B/1', ['paper number 0', 'paper and boat', 'boat', 'words'])
  assert.deepEqual(report.alerts, [
    { name: 'Goods', newHits: 2, newCopies: 1, failed: null },
    { name: 'Boats', newHits: 2, newCopies: 0, failed: null },
  ])
  const alerts = await open.store.ask(reed, 'alerts', {})
  assert.deepEqual(
    alerts.map(({ name, exhibit, newHits, newCopies, seen }) => [name, exhibit, newHits, newCopies, seen]),
    [
      ['Goods', 'B/1', 2, 1, null],
      ['Boats', 'B/1', 2, 0, null],
    ],
  )
  assert.equal((await open.store.ask(reed, 'overview', {})).alerts, 2)
  const { entries } = await open.store.ask(reed, 'journal', {
    who: 'Marsh',
    contains: null,
    before: null,
    limit: 50,
  })
  assert.deepEqual(
    entries
      .filter(({ kind }) => kind === 'watch')
      .map(({ text, exhibit, hits, who, terms }) => [
        text,
        exhibit,
        hits,
        who,
        terms?.map(({ hits: n }) => n),
      ]),
    [
      ['zeppelin', 'B/1', 0, 'Marsh', [0]],
      ['Goods', 'B/1', 3, 'Marsh', [2, 2, 0]],
      ['boat', 'B/1', 2, 'Marsh', [2]],
    ],
  )
})

test('watches that run again, as in an import that was killed, tell nothing twice; an alert is acknowledged once', async () => {
  const alerts = await open.store.ask(reed, 'alerts', {})
  // As an import does that was killed after its watches ran, and is completed.
  const local = await openLocalCase(dir)
  await runWatches(local, reed, 2)
  local.connection.close()
  assert.deepEqual(await open.store.ask(reed, 'alerts', {}), alerts)
  await open.store.decide(reed, 'acknowledgeAlert', { id: alerts[0]?.id ?? 0 })
  await assert.rejects(
    open.store.decide(marsh, 'acknowledgeAlert', { id: alerts[0]?.id ?? 0 }),
    /by Reed already/,
  )
  const afterwards = await open.store.ask(reed, 'alerts', {})
  assert.deepEqual(
    afterwards.map(({ name, seen }) => [name, seen?.by ?? null]),
    [
      ['Boats', null],
      ['Goods', 'Reed'],
    ],
  )
  assert.deepEqual(
    (await take('C/1', ['a boat again'])).alerts.map(({ name, newHits }) => [name, newHits]),
    [
      ['Goods', 1],
      ['Boats', 1],
    ],
  )
})

test('a watch that cannot be run stops no import, and says so', async () => {
  const { id } = await open.store.decide(reed, 'saveSearch', {
    name: 'Around',
    kind: 'search',
    query: `near:${'0'.repeat(32)}~2h`,
  })
  await open.store.decide(reed, 'watchSaved', { id, on: true })
  const report = await take('D/1', ['nothing of note'])
  assert.deepEqual(
    report.alerts.map(({ name, failed }) => [name, failed]),
    [['Around', `No message has the uid ${'0'.repeat(32)}.`]],
  )
  assert.deepEqual((await verifyCase(dir, reed)).problems, [])
})
