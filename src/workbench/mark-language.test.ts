import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import type { RefusalCode } from '../core/errors.ts'
import type { Asker } from '../store/store.ts'
import { initCase, openCase } from './case-folder.ts'
import { decideCopies } from './decide-copies.ts'
import { importEvidence } from './import-evidence.ts'
import { nothingOnReceipt } from './import-report.ts'
import { countFacets, searchMessages } from './search-messages.ts'
import { tellLanguages } from './tell-languages.ts'
import { verifyCase } from './verify-case.ts'

const asker: Asker = {
  actor: 'tester',
  via: 'cli',
  may: ['read-messages', 'read-exhibits', 'import-evidence', 'verify-case'],
}
const root = await mkdtemp(join(tmpdir(), 'bailey-language-'))
after(() => rm(root, { recursive: true, force: true }))
const caseDir = join(root, 'case')
await initCase(caseDir, { name: 'Languages', timezone: 'UTC', actor: 'tester' })

async function importLines(name: string, bodies: readonly string[], from = 0): Promise<void> {
  const lines = bodies.map((body, i) =>
    JSON.stringify({
      time: new Date(Date.UTC(2020, 3, 1, 12) + (from + i) * 60_000).toISOString(),
      from: 'wren',
      to: 'kestrel',
      body,
    }),
  )
  const path = join(root, `${name}.jsonl`)
  await writeFile(path, `${lines.join('\n')}\n// ${name}\n`)
  await importEvidence({ caseDir, paths: [path], options: nothingOnReceipt, asker })
}

async function found(text: string): Promise<readonly string[]> {
  const open = await openCase(caseDir)
  try {
    const { hits, total } = await searchMessages(open.store, asker, 'UTC', {
      text,
      sort: 'time',
      limit: 100,
      offset: 0,
    })
    assert.equal(hits.length, total)
    return hits.map(({ body, language, languageBy }) => `${body} ${language} ${languageBy}`)
  } finally {
    await open.close()
  }
}

const refuses = (code: RefusalCode) => (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === code
const sound = async () => assert.deepEqual((await verifyCase(caseDir, asker)).problems, [])
const tamper = (sql: string): void => {
  const raw = new DatabaseSync(join(caseDir, 'case.sqlite'))
  raw.exec(sql)
  raw.close()
}
const english = ['where are you with the money', 'they will be there when it is dark']

test('two messages make no habit, a third in a later exhibit does, for what was read before as well', async () => {
  await importLines('one', [...english, 'ok', 'wsp', '👍', 'я завтра приеду но денег пока нет'])
  assert.deepEqual(
    await found('lang:en'),
    english.map((body) => `${body} en words`),
  )
  assert.deepEqual(await found('lang:ru'), ['я завтра приеду но денег пока нет ru words'])
  await sound()
  await importLines('two', ['have you got what we need for them', 'it was not the right one', 'k'], 10)
  assert.deepEqual(await found('lang:en ok'), ['ok en habit'])
  assert.deepEqual(await found('lang:none'), ['👍 none nothing'])
  assert.equal((await found('lang:en')).length, 7)
  assert.equal((await found('lang:(en OR ru)')).length, 8)
  assert.equal((await found('NOT lang:en')).length, 2)
  await sound()
})

test('languages of hits are counted', async () => {
  const open = await openCase(caseDir)
  try {
    const { languages } = await countFacets(open.store, asker, 'UTC', { text: '' })
    assert.deepEqual(
      languages.map(({ value, messages }) => [value, messages]),
      [
        ['en', 7],
        ['none', 1],
        ['ru', 1],
      ],
    )
  } finally {
    await open.close()
  }
})

test('copies that a person joins and parts leave languages as they are told', async () => {
  const open = await openCase(caseDir)
  const { hits } = await open.store.ask(asker, 'search', {
    text: '',
    query: { kind: 'everything' },
    sort: 'time',
    limit: 100,
    offset: 0,
  })
  await open.close()
  const uids = [hits.at(0)?.uid ?? '', hits.at(6)?.uid ?? ''] as const
  await decideCopies(caseDir, asker, { kind: 'join', uids })
  await sound()
  assert.equal((await found('lang:en')).length, 3, 'what is left makes a habit of three in four no more')
  await decideCopies(caseDir, asker, { kind: 'split', uid: uids[1] })
  await sound()
  assert.equal((await found('lang:en')).length, 7)
})

test('a mark that is changed is found by verifying', async () => {
  tamper('update message_language set language = 3 where language = 12 and ground = 1')
  const { problems } = await verifyCase(caseDir, asker)
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['marks-differ'],
  )
  await tellLanguages(caseDir, asker)
  await sound()
})

test('a case that was not told is refused, and told with the next import or by a command', async () => {
  const forget = 'delete from message_language; delete from language_habit; delete from language_state'
  tamper(forget)
  await assert.rejects(found('ok lang:en'), refuses('not-told'))
  await sound()
  await tellLanguages(caseDir, asker)
  assert.deepEqual(await found('lang:en ok'), ['ok en habit'])
  tamper(forget)
  await importLines('three', ['lol'], 20)
  assert.equal((await found('lang:en')).length, 8)
  await sound()
})
