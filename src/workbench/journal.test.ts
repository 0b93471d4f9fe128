import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import type { JournalPage } from '../store/journal.ts'
import { databaseName } from '../store/sqlite/connection.ts'
import type { Asker } from '../store/store.ts'
import { initCase, openCase } from './case-folder.ts'
import { importEvidence } from './import-evidence.ts'
import { nothingOnReceipt } from './import-report.ts'
import { everyAct } from './read-journal.ts'
import { searchMessages } from './search-messages.ts'
import { verifyCase } from './verify-case.ts'

const reed: Asker = {
  actor: 'Reed',
  via: 'api',
  may: ['read-messages', 'read-exhibits', 'review-messages', 'read-audit', 'import-evidence', 'verify-case'],
}
const root = await mkdtemp(join(tmpdir(), 'bailey-journal-'))
const dir = join(root, 'case')
await initCase(dir, { name: 'Journal', timezone: 'UTC', actor: 'Reed' })
after(() => rm(root, { recursive: true, force: true }))

async function take(name: string, bodies: readonly string[]): Promise<void> {
  const lines = bodies.map((body, i) =>
    JSON.stringify({
      time: `2020-04-01T10:${String(i).padStart(2, '0')}:00Z`,
      from: 'wren',
      to: 'heron',
      body,
    }),
  )
  const path = join(root, `${name.replace('/', '-')}.jsonl`)
  await writeFile(path, `${lines.join('\n')}\n`)
  await importEvidence({
    caseDir: dir,
    paths: [path],
    options: { ...nothingOnReceipt, exhibitRef: name },
    asker: reed,
  })
}
await take('A/1', ['a red van', 'a blue van', 'nothing'])
const open = await openCase(dir)
after(() => open.close())

const asked = { sort: 'time', limit: 10, offset: 0 } as const
const search = (text: string, parent: number | null = null, who = reed, why: string | null = null) =>
  searchMessages(open.store, who, 'UTC', { ...asked, text, journal: { parent, why } })
const journal = (of: { who?: string; contains?: string; before?: number } = {}): Promise<JournalPage> =>
  open.store.ask(reed, 'journal', {
    who: of.who ?? null,
    contains: of.contains ?? null,
    before: of.before ?? null,
    limit: 100,
  })

test('a search is entered with how it was read, in what, and what it narrows', async () => {
  const first = await search('VAN', null, reed, 'the vehicle')
  const narrowed = await search('VAN red', first.journal?.entry)
  const { entries, people, more } = await journal()
  assert.deepEqual(
    entries.map(({ text, readAs, hits, parent, why, who, via, kind }) => [
      text,
      readAs,
      hits,
      parent,
      why,
      who,
      via,
      kind,
    ]),
    [
      ['VAN red', 'VAN AND red', 1, first.journal?.entry, null, 'Reed', 'api', 'search'],
      ['VAN', 'VAN', 2, null, 'the vehicle', 'Reed', 'api', 'search'],
    ],
  )
  assert.deepEqual([people, more], [['Reed'], false])
  const [newest] = entries
  assert.deepEqual(newest?.corpus, narrowed.journal?.corpus)
  assert.deepEqual([newest?.corpus.messages, newest?.corpus.sightings, newest?.corpus.exhibits], [3, 3, 1])
  assert.deepEqual(newest?.versions, { language: 1, folding: 1 })
})

test('the same search again is the same entry, another person’s or another parent’s is not', async () => {
  const first = await search('blue')
  const again = await search('blue')
  assert.equal(again.journal?.entry, first.journal?.entry)
  const other = await search('blue', null, { ...reed, actor: 'Marsh' })
  assert.notEqual(other.journal?.entry, first.journal?.entry)
  assert.deepEqual([other.journal?.previous?.who, other.journal?.previous?.hits], ['Reed', 1])
  const parent = (await journal({ contains: 'van red' })).entries[0]?.entry ?? null
  assert.notEqual((await search('blue', parent)).journal?.entry, first.journal?.entry)
  const paged = await searchMessages(open.store, reed, 'UTC', { ...asked, text: 'blue', offset: 1 })
  assert.equal(paged.journal, null)
  await assert.rejects(search('blue', 1), /There is no search 1 in the journal/)
})

test('once more has come, the same search is another entry that knows how it went before', async () => {
  const before = await search('van')
  await take('B/1', ['a van again'])
  const now = await search('van')
  assert.notEqual(now.journal?.entry, before.journal?.entry)
  assert.deepEqual([now.total, now.journal?.previous?.hits], [3, 2])
  assert.deepEqual([now.journal?.corpus.exhibits, now.journal?.previous?.corpus.exhibits], [2, 1])
  assert.notEqual(now.journal?.corpus.fingerprint, before.journal?.corpus.fingerprint)
})

test('why a search was made can be said later, and what was opened from it is counted once', async () => {
  const { journal: entered, hits } = await search('nothing')
  const entry = entered?.entry ?? -1
  await open.store.decide(reed, 'explainSearch', { entry, why: 'asked for by Counsel' })
  await open.store.decide({ ...reed, actor: 'Marsh' }, 'explainSearch', {
    entry,
    why: 'asked by the defence',
  })
  const uid = hits[0]?.uid ?? ''
  assert.deepEqual(await open.store.decide(reed, 'openHit', { entry, uid }), { first: true })
  assert.deepEqual(await open.store.decide(reed, 'openHit', { entry, uid }), { first: false })
  const [found] = (await journal({ contains: 'BY THE DEF' })).entries
  assert.deepEqual(
    [found?.entry, found?.note?.why, found?.note?.who, found?.reviewed],
    [entry, 'asked by the defence', 'Marsh', 1],
  )
  await assert.rejects(open.store.decide(reed, 'explainSearch', { entry: 0, why: '' }), /no search 0/)
})

test('the audit log is read newest first, by person, kind, thing and time, and says how far it looked', async () => {
  const all = await Array.fromAsync(
    everyAct(open.store, reed, { actor: null, action: null, object: null, from: null, until: null }, 10_000),
  )
  const [last] = all
  assert.deepEqual(
    all.map(({ seq }) => seq),
    all.map((_, i) => (last?.seq ?? 0) - i),
  )
  const of = (more: { actor?: string; action?: string; object?: string; from?: string; until?: string }) =>
    open.store.ask(reed, 'audit', {
      actor: null,
      action: null,
      object: null,
      from: null,
      until: null,
      before: last?.seq ?? 0,
      limit: 1000,
      ...more,
    })
  const marsh = await of({ actor: 'Marsh', action: 'messages.search' })
  assert.deepEqual(
    marsh.items.map(({ detail }) => detail?.['text']),
    ['blue'],
  )
  const uid = (await search('nothing')).hits[0]?.uid ?? ''
  const seen = await of({ object: uid })
  assert.deepEqual(
    seen.items.map(({ action }) => action),
    ['search.open-hit', 'search.open-hit'],
  )
  const middle = all[Math.floor(all.length / 2)]?.at ?? ''
  const [early, late] = [await of({ until: middle }), await of({ from: middle })]
  assert.equal(early.items.length + late.items.length, last?.seq)
  assert.ok(early.items.every(({ at }) => at < middle) && late.items.every(({ at }) => at >= middle))
  await assert.rejects(
    open.store.ask({ ...reed, may: ['read-messages'] }, 'audit', { ...wantedNothing, limit: 1 }),
    /may not/,
  )
})

const wantedNothing = { actor: null, action: null, object: null, from: null, until: null, before: null }

test('verify names a journal that is not what the audit log says', async () => {
  assert.deepEqual((await verifyCase(dir, reed)).problems, [])
  for (const sql of [
    `update search_entry set detail = replace(detail, '"hits":2', '"hits":3')`,
    "update search_entry set who = 'Nobody'",
    'delete from search_entry where seq = (select min(seq) from search_entry)',
    'insert into search_entry select 100000, kind, parent, text_hash, folded, who, via, at, detail from search_entry limit 1',
    `update search_note set why = 'no reason'`,
    'delete from search_read',
  ]) {
    const db = new DatabaseSync(join(dir, databaseName))
    db.exec(`create table kept_entry as select * from search_entry; create table kept_note as select * from search_note;
      create table kept_read as select * from search_read; ${sql}`)
    db.close()
    const { problems } = await verifyCase(dir, reed)
    assert.deepEqual([...new Set(problems.map(({ code }) => code))], ['journal-differs'], sql)
    const again = new DatabaseSync(join(dir, databaseName))
    again.exec(`delete from search_entry; insert into search_entry select * from kept_entry; drop table kept_entry;
      delete from search_note; insert into search_note select * from kept_note; drop table kept_note;
      delete from search_read; insert into search_read select * from kept_read; drop table kept_read`)
    again.close()
  }
})
