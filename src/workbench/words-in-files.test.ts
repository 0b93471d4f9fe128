import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { buildPng } from '../../test/build-picture.ts'
import { parseAddress } from '../core/handle.ts'
import { databaseName } from '../store/sqlite/connection.ts'
import { defineFolding, forgetWords } from '../store/sqlite/full-text.ts'
import type { Asker } from '../store/store.ts'
import { initCase, openCase } from './case-folder.ts'
import { decideCopies } from './decide-copies.ts'
import { deriveText } from './derive-text.ts'
import { importEvidence } from './import-evidence.ts'
import { type ImportOptions, nothingOnReceipt } from './import-report.ts'
import { countFacets, searchMessages } from './search-messages.ts'
import { verifyCase } from './verify-case.ts'

const asker: Asker = {
  actor: 'tester',
  via: 'cli',
  may: ['read-messages', 'read-exhibits', 'import-evidence', 'verify-case'],
}
const options: ImportOptions = { ...nothingOnReceipt, captureMode: 'export', timezone: 'UTC' }

const picture = (shade: number) => buildPng([2, 1, 8, 0], Buffer.of(0, shade, 9))
const wav = Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVEfmt '), Buffer.alloc(24)])
const files = { 'IMG-20200423-WA0001.png': picture(1), 'PTT-20200423-WA0002.wav': wav } as const
const lines = [
  '23/04/2020, 10:00 - Wren: the paper is by the gate',
  '23/04/2020, 10:01 - Heron: IMG-20200423-WA0001.png (file attached)',
  '23/04/2020, 10:02 - Heron: PTT-20200423-WA0002.wav (file attached)',
  '23/04/2020, 10:03 - Wren: seen',
]

/** A case that holds a chat with a picture and a voice note. */
async function chatCase(t: TestContext) {
  const root = mkdtempSync(join(tmpdir(), 'bailey-words-test-'))
  t.after(() => rmSync(root, { recursive: true, force: true }))
  const caseDir = join(root, 'case')
  await initCase(caseDir, { name: 'Plover', timezone: 'UTC', actor: 'tester' })
  const take = async (name: string, chat: readonly string[], more: Partial<ImportOptions> = {}) => {
    const evidence = join(root, name)
    mkdirSync(evidence)
    for (const [file, bytes] of Object.entries(files)) writeFileSync(join(evidence, file), bytes)
    writeFileSync(join(evidence, 'WhatsApp Chat with Heron.txt'), `${chat.join('\n')}\n`)
    await importEvidence({ caseDir, paths: [evidence], options: { ...options, ...more }, asker })
  }
  await take('first', lines)
  return { caseDir, take }
}

const derive = (caseDir: string, version: string, words: string, kind: 'ocr' | 'speech' = 'ocr') =>
  deriveText(caseDir, asker, {
    layer: { kind, engine: kind === 'ocr' ? 'reader' : 'listener', version },
    language: 'eng',
    command: `${process.execPath} -e 'console.log(process.argv[2])' {file} "${words}"`,
    timeoutMs: 20_000,
  })

/** What a search finds, as the times of its hits and the words in files that matched. */
async function find(caseDir: string, text: string) {
  const open = await openCase(caseDir)
  try {
    const { total, hits } = await searchMessages(open.store, asker, 'UTC', {
      text,
      sort: 'time',
      limit: 50,
      offset: 0,
    })
    const { months } = await countFacets(open.store, asker, 'UTC', { text })
    assert.equal(
      total,
      months.reduce((sum, { messages }) => sum + messages, 0),
      text,
    )
    return hits.map(({ sentAt, fileWords }) => [
      sentAt.slice(11, 16),
      ...fileWords.map(
        ({ kind, engine, version, language, excerpt, highlights }) =>
          `${kind} ${engine} ${version} ${language}: ${highlights.map(([a, b]) => excerpt.slice(a, b)).join('|')} in ${excerpt.trim()}`,
      ),
    ])
  } finally {
    await open.close()
  }
}

function tamper(caseDir: string, sql: string): void {
  const db = new DatabaseSync(join(caseDir, databaseName))
  defineFolding(db)
  db.exec(sql)
  db.close()
}

const problems = async (caseDir: string) =>
  (await verifyCase(caseDir, asker)).problems.map(({ code }) => code)

test('a message is found by what machines read and heard in its files, and the hit says which machine', async (t) => {
  const { caseDir } = await chatCase(t)
  assert.deepEqual(await find(caseDir, 'crane'), [])
  await derive(caseDir, '1', 'paper under the crane')
  await derive(caseDir, '9', 'meet at the crane', 'speech')
  const [read, heard] = [
    ['10:01', 'ocr reader 1 eng: crane in paper under the crane'],
    ['10:02', 'speech listener 9 eng: crane in meet at the crane'],
  ]
  assert.deepEqual(await find(caseDir, 'crane'), [read, heard])
  assert.deepEqual(await find(caseDir, 'in-file:cran* is:plain'), [read, heard])
  assert.deepEqual(await find(caseDir, 'in-file:"at the crane"'), [
    ['10:02', 'speech listener 9 eng: at the crane in meet at the crane'],
  ])
  assert.deepEqual(await find(caseDir, 'written:crane'), [])
  assert.deepEqual(await find(caseDir, 'crane NOT in-file:paper'), [heard])
  assert.deepEqual(await find(caseDir, 'paper'), [
    ['10:00'],
    ['10:01', 'ocr reader 1 eng: paper in paper under the crane'],
  ])
  assert.deepEqual(await find(caseDir, 'written:pap*'), [['10:00']])
  assert.deepEqual(await find(caseDir, 'from:heron in-file:pap* after:2020-04-23'), [
    ['10:01', 'ocr reader 1 eng: paper in paper under the crane'],
  ])
  assert.deepEqual(await problems(caseDir), [])
})

test('another version of an engine adds its words, and a hit says which of them has the words', async (t) => {
  const { caseDir } = await chatCase(t)
  await derive(caseDir, '1', 'under the crone')
  await derive(caseDir, '2', 'under the crane')
  assert.deepEqual(await find(caseDir, 'crone'), [['10:01', 'ocr reader 1 eng: crone in under the crone']])
  assert.deepEqual(await find(caseDir, 'under'), [
    ['10:01', 'ocr reader 1 eng: under in under the crone', 'ocr reader 2 eng: under in under the crane'],
  ])
  // A phrase does not run from one reading into the next.
  assert.deepEqual(await find(caseDir, '"crone under"'), [])
  assert.deepEqual(await problems(caseDir), [])
})

test('messages that come later with a file that was read are found, joined and parted with its words', async (t) => {
  const { caseDir, take } = await chatCase(t)
  await derive(caseDir, '1', 'under the crane')
  const hour = lines.map((line) => line.replace('10:0', '11:0'))
  await take('second', hour.slice(0, 2), { owner: parseAddress('wren') })
  const words = 'ocr reader 1 eng: crane in under the crane'
  assert.deepEqual(await find(caseDir, 'crane'), [
    ['10:01', words],
    ['11:01', words],
  ])
  const open = await openCase(caseDir)
  const { hits } = await searchMessages(open.store, asker, 'UTC', {
    text: 'crane',
    sort: 'time',
    limit: 5,
    offset: 0,
  })
  await open.close()
  const [one = '', other = ''] = hits.map(({ uid }) => uid)
  await decideCopies(caseDir, asker, { kind: 'join', uids: [one, other] })
  assert.deepEqual(await find(caseDir, 'crane'), [['10:01', words]])
  assert.deepEqual(await problems(caseDir), [])
  await derive(caseDir, '2', 'under the bridge')
  assert.equal((await find(caseDir, 'bridge')).length, 1)
  await decideCopies(caseDir, asker, { kind: 'split', uid: other })
  assert.equal((await find(caseDir, 'bridge AND crane')).length, 2)
  assert.deepEqual(await problems(caseDir), [])
})

test('an index that was made before words in files were searched is made anew', async (t) => {
  const { caseDir } = await chatCase(t)
  await derive(caseDir, '1', 'under the crane')
  tamper(
    caseDir,
    `drop table message_fts; drop view message_search; drop index sighting_media_sighting;
     create view message_search as select m.id as id, m.body as body, null as translated, 'n1' as who from message m;
     create virtual table message_fts using fts5(body, translated, who, content='message_search', content_rowid='id');
     insert into message_fts(message_fts) values('rebuild');`,
  )
  assert.equal((await find(caseDir, 'crane')).length, 1)
  assert.deepEqual(await problems(caseDir), [])
})

test('words of files that were changed, or taken out of the index, are named by verify', async (t) => {
  const { caseDir } = await chatCase(t)
  await derive(caseDir, '1', 'under the crane')
  const carrier = `select message_id from sighting where id in (select sighting_id from sighting_media limit 1)`
  tamper(
    caseDir,
    forgetWords(carrier).concat(';') +
      `insert into message_fts (rowid, body, who) select id, body, who from message_search where id in (${carrier})`,
  )
  assert.deepEqual(await problems(caseDir), ['index-differs'])
  tamper(caseDir, `insert into message_fts(message_fts) values('rebuild')`)
  assert.deepEqual(await problems(caseDir), [])
  tamper(caseDir, `update derived set value = replace(value, 'crane', 'bridge')`)
  assert.ok((await problems(caseDir)).includes('derived-altered'))
})
