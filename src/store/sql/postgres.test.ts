/**
 * The schema, the answers and the log are written once. Here they run on PostgreSQL (PGlite, its server compiled to
 * WebAssembly): a case is copied into it row for row, and every question must be answered as SQLite answers it. The
 * search index is another engine's matter on PostgreSQL, so SQLite's stands in for it.
 */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { parseSearch } from '../../core/search/parse-search.ts'
import { initCase } from '../../workbench/case-folder.ts'
import { importEvidence } from '../../workbench/import-evidence.ts'
import { nothingOnReceipt } from '../../workbench/import-report.ts'
import { askable, openLocalCase } from '../../workbench/open-case.ts'
import type { Questions } from '../questions.ts'
import type { Asker } from '../store.ts'
import { openAuditLog } from './audit-log.ts'
import { openCaseStore } from './case-store.ts'
import { migrationsFor } from './migrations.ts'
import type { Tables } from './tables.ts'

const asker: Asker = {
  actor: 'tester',
  via: 'cli',
  may: ['read-messages', 'read-exhibits', 'review-messages', 'read-audit', 'import-evidence', 'verify-case'],
}
const sample = join(import.meta.dirname, '..', '..', '..', 'samples', 'operation-plover')
const root = await mkdtemp(join(tmpdir(), 'bailey-postgres-'))
const dir = join(root, 'case')
await initCase(dir, { name: 'Operation Plover', timezone: 'Europe/London', actor: 'tester' })
await importEvidence({
  caseDir: dir,
  paths: [sample],
  options: { ...nothingOnReceipt, exhibitRef: 'PLV/1', captureMode: 'export' },
  asker,
})
// A second hand-over of some of it, so that there are copies to be counted.
await importEvidence({
  caseDir: dir,
  paths: [join(sample, 'jabber')],
  options: { ...nothingOnReceipt, exhibitRef: 'PLV/2', timezone: 'Europe/London' },
  asker,
})
const local = await openLocalCase(dir)
// 64-bit integers and sums come as numbers: no key, count or time of a case leaves the safe range.
const pglite = new PGlite({ parsers: { 20: Number, 1700: Number } })
const postgres = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) })
after(async () => {
  local.connection.close()
  await postgres.destroy()
  await rm(root, { recursive: true, force: true })
})

const tables = [
  'case_info',
  'network',
  'handle',
  'handle_name',
  'conversation',
  'participant',
  'exhibit',
  'entry',
  'message',
  'sighting',
  'sighting_media',
  'derived',
  'rejection',
  'contact',
  'trace',
  'coverage',
  'former_uid',
  'clock_difference',
  'kept_apart',
  'traffic_mark',
  'copied_message',
  'reviewer',
  'decision',
  'message_language',
  'language_habit',
  'language_state',
  'tag',
  'tag_mark',
  'relevance_mark',
  'message_read',
  'relevance_now',
  'message_seen',
  'reading_count',
  'search_entry',
  'search_note',
  'search_read',
  'saved_search',
  'watch_alert',
  'sample',
  'sample_item',
  'activity_day',
  'handle_hour',
  'audit_entry',
  'audit_head',
  'audit_checkpoint',
] as const satisfies readonly (keyof Tables)[]

async function copyCase(): Promise<void> {
  const migrator = new Migrator({
    db: postgres,
    provider: { getMigrations: async () => migrationsFor('postgres') },
  })
  const { error } = await migrator.migrateToLatest()
  assert.equal(error, undefined)
  await postgres.deleteFrom('zone_copies').execute()
  for (const table of [...tables, 'zone_copies'] as const) {
    const rows = await local.connection.db.selectFrom(table).selectAll().execute()
    for (let at = 0; at < rows.length; at += 500) {
      const some = rows.slice(at, at + 500).map(storable)
      await postgres.insertInto(table).values(some).execute()
    }
  }
}

/** PostgreSQL holds no NUL in text. */
function storable(row: object): object {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll('\0', '\u2400') : value,
    ]),
  )
}

const local1 = openCaseStore(askable(local))
const [busiest] = (await local1.ask(asker, 'overview', {})).conversations
const thread = await local1.ask(asker, 'thread', { id: busiest!.id, offset: 40, limit: 60 })
const uid = thread.messages[20]!.uid
const [{ entrySha256: firstEntry } = { entrySha256: '' }] = await local1.ask(asker, 'source', { uid })
// The sample has no attachments: one is made up, and a layer of it.
await local.connection.db
  .insertInto('sighting_media')
  .values([1, 2, 3].map((id) => ({ sighting_id: id, sha256: Buffer.from(firstEntry, 'hex') })))
  .execute()
await local.connection.db
  .insertInto('derived')
  .values({
    sha256: firstEntry,
    kind: 'ocr',
    engine: 'reader',
    version: '1',
    value: JSON.stringify({ picture: null, text: 'words', cut: false, refused: null }),
  })
  .execute()
// Something is decided, by two who do not agree.
for (const [actor, relevance] of [
  ['Reed', 'relevant'],
  ['Sedge', 'irrelevant'],
] as const) {
  const reviewer = { ...asker, actor }
  const uids = thread.messages.map((message) => message.uid)
  await local1.decide(reviewer, 'relevance', { uids, relevance })
  await local1.decide(reviewer, 'read', { uids: uids.slice(0, 30), read: true, how: 'by-hand' })
  await local1.decide(reviewer, 'tag', { uids: uids.slice(10, 40), tag: `issue/${actor}`, on: true })
}
const found = (text: string) => ({ text, query: parseSearch(text, 'Europe/London') })
await local1.ask(asker, 'search', {
  ...found('paper'),
  sort: 'time',
  limit: 1,
  offset: 0,
  journal: { parent: null, why: 'the paper' },
})

const { entry: sampled } = await local1.ask(asker, 'drawSample', {
  ...found('landed'),
  scopeText: '',
  scope: found('').query,
  size: 8,
  seed: 'a seed',
  parent: null,
  why: null,
})
await local1.decide(asker, 'saveSearch', { name: 'The paper', kind: 'search', query: 'paper' })
await local1.decide(asker, 'saveSearch', { name: 'Places', kind: 'list', query: 'yard\ncorner' })

/** At least one of every question: a new one does not compile until it stands here. */
const questions: { readonly [K in keyof Questions]: readonly Questions[K][] } = {
  overview: [{}, { count: 'custodian' }, { count: 'device' }],
  exhibits: [{}],
  rejections: [
    { exhibit: null, limit: 3, offset: 1 },
    { exhibit: 'PLV/1', limit: 50, offset: 0 },
  ],
  repairs: [{ exhibit: 'PLV/1', limit: 50, offset: 0 }],
  search: [
    { ...found('landed'), sort: 'time', limit: 20, offset: 0 },
    { ...found('landed'), sort: 'time', limit: 20, offset: 0, context: 3 },
    { ...found('from:kestrel* OR café'), sort: 'rank', limit: 20, offset: 5, count: 'device' },
  ],
  threads: [
    { ...found('paper OR landed'), sort: 'time', limit: 5, offset: 1, best: 2 },
    { ...found('paper OR landed'), sort: 'rank', limit: 5, offset: 0, best: 3, count: 'device' },
  ],
  facets: [found('paper OR landed'), { ...found('paper OR landed'), count: 'custodian' }],
  message: [{ uid, context: 5 }],
  source: [{ uid }],
  file: [{ sha256: firstEntry, use: 'facts' }],
  conversation: [{ id: busiest!.id }, { id: busiest!.id, count: 'device' }],
  thread: [
    { id: busiest!.id, offset: 10, limit: 30 },
    { id: busiest!.id, offset: 10, limit: 30, filter: found('paper OR landed OR the') },
  ],
  stream: [
    { ...found('with:kestrel'), filter: null, offset: 300, limit: 40 },
    { ...found('landed OR has:reply'), filter: found('network:xmpp'), offset: 0, limit: 40 },
  ],
  streamPosition: [
    { ...found('with:kestrel'), uid, at: null },
    { ...found('with:kestrel'), uid: null, at: '2020-03-29T01:00:00Z' },
  ],
  streamOutline: [{ ...found('with:kestrel'), filter: found('landed'), marks: found('paper'), bins: 50 }],
  streamStep: [
    { ...found('with:kestrel'), filter: found('landed'), uid: null, at: null, by: 1 },
    { ...found('with:kestrel'), filter: null, uid, at: null, by: -1 },
  ],
  position: [
    { id: busiest!.id, uid, at: null },
    { id: busiest!.id, uid: null, at: '2020-03-29T01:00:00Z' },
  ],
  coverage: [{ id: busiest!.id }],
  scopes: [
    { conversation: null, handle: null },
    { conversation: busiest!.id, handle: null },
    { conversation: null, handle: 'xmpp:kestrel@plover.example' },
    { conversation: busiest!.id, handle: busiest!.participants[0]! },
  ],
  diff: [{ before: 'PLV/1', after: 'PLV/1', limit: 5, offset: 0 }],
  handles: [
    { contains: null, limit: 50, offset: 0 },
    { contains: 'KEST', limit: 5, offset: 0 },
    { contains: '100%_', limit: 5, offset: 0 },
    { contains: null, limit: 50, offset: 0, count: 'device' },
  ],
  handle: [
    { handle: 'xmpp:kestrel@plover.example' },
    { handle: 'xmpp:kestrel@plover.example', count: 'custodian' },
  ],
  tags: [{}],
  reading: [
    { conversation: null, found: null },
    { conversation: busiest!.id, found: null },
    { conversation: null, found: found('landed') },
  ],
  importReports: [{ imports: ['an import'] }],
  saved: [{}],
  batch: [
    {
      list: 'places',
      terms: [found('paper'), found('landed')],
      first: 0,
      of: 2,
      parent: null,
      handles: ['xmpp:kestrel@plover.example'],
    },
    { list: '', terms: [found('paper')], first: 0, of: 1, parent: null, handles: [] },
  ],
  alerts: [{}],
  drawSample: [
    {
      ...found('paper'),
      scopeText: 'from:kestrel*',
      scope: found('from:kestrel*').query,
      size: 5,
      seed: 'one',
      parent: null,
      why: null,
    },
  ],
  samples: [{}],
  sample: [{ entry: sampled }],
  journal: [{ who: null, contains: 'PAPER', before: null, limit: 10 }],
  audit: [
    { actor: 'tester', action: 'overview', object: null, from: null, until: null, before: 40, limit: 5 },
    {
      actor: null,
      action: null,
      object: 'PLV/1',
      from: '2020-01-01T00:00:00Z',
      until: null,
      before: 40,
      limit: 5,
    },
  ],
}

test('every question is answered in PostgreSQL as in SQLite', async () => {
  await copyCase()
  const { global, device } = await local1.ask(asker, 'scopes', { conversation: null, handle: null })
  assert.ok(device > global, 'the case holds copies')
  const reader = openCaseStore({
    ...askable(local),
    db: postgres,
    log: openAuditLog(postgres, () => 'note'),
    answering: async (read, record) => {
      const answer = await read()
      await record(answer)
      return answer
    },
    writing: (work) => work(),
    close: () => {},
  })
  for (const kind of Object.keys(questions).filter((name): name is keyof Questions => name in questions)) {
    for (const question of questions[kind]) {
      const expected = comparable(await local1.ask(asker, kind, question))
      assert.deepEqual(comparable(await reader.ask(asker, kind, question)), expected, kind)
    }
  }
})

const isOfLog = (key: string) => ['auditEntries', 'checkpoint', 'entry', 'at', 'lastRun'].includes(key)

/** The log grows with each question on either side. */
function comparable(answer: unknown): unknown {
  return JSON.parse(
    JSON.stringify(answer, (key, value: unknown) => (isOfLog(key) ? 0 : value)).replaceAll(
      '\\u0000',
      '\u2400',
    ),
  )
}

test('the log in PostgreSQL grows by an entry for each question', async () => {
  const { n } = await postgres
    .selectFrom('audit_entry')
    .select(sql<number>`count(*)`.as('n'))
    .executeTakeFirstOrThrow()
  const { size } = await postgres.selectFrom('audit_head').select('size').executeTakeFirstOrThrow()
  assert.equal(n, size)
})
