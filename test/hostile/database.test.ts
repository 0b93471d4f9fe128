import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { assertAccounted, evidence, nothingStated, readRows, saidBy } from '../../src/formats/laws.ts'
import { formats } from '../../src/formats/registry.ts'
import { madeDatabase } from '../../src/formats/sqlite-laws.ts'
import { whatsappMsgstore } from '../../src/formats/whatsapp-msgstore/whatsapp-msgstore.ts'
import { bailey, temporaryFolder } from '../run-bailey.ts'
import { madeSamples, whatsappSql } from './evidence/chat-databases.ts'
import { hostileSchemas } from './evidence/hostile-folder.ts'
import { samplesOf } from './fuzz/samples.ts'

const folder = await temporaryFolder()
after(() => folder[Symbol.asyncDispose]())

/** Name, size, time and hash of everything in a folder. */
const manifestOf = (path: string): string[] =>
  readdirSync(path, { recursive: true })
    .map(String)
    .toSorted()
    .map((name) => {
      const stats = statSync(join(path, name))
      const hash = stats.isFile()
        ? createHash('sha256')
            .update(readFileSync(join(path, name)))
            .digest('hex')
        : ''
      return `${name} ${stats.size} ${stats.mtimeMs} ${stats.mode} ${hash}`
    })

test('D-01 a folder of databases is the same to the byte and the minute after it was imported', async () => {
  const held = join(folder.path, 'phone')
  mkdirSync(held)
  const logged = madeDatabase((database) => {
    database.exec('pragma journal_mode = wal')
    database.exec(whatsappSql)
  })
  const files = Object.values(madeSamples()).flat()
  for (const [n, { name, bytes }] of files.entries())
    writeFileSync(join(held, `${n}-${name.split('/').at(-1)}`), bytes)
  writeFileSync(join(held, 'msgstore.db'), logged.bytes)
  writeFileSync(join(held, 'msgstore.db-wal'), logged.log)
  writeFileSync(join(held, 'msgstore.db-journal'), Buffer.alloc(512))
  const before = manifestOf(held)
  const dir = join(folder.path, 'case')
  await bailey(['init', dir, '--name', 'Databases'])
  const ran = await bailey(['import', held, '--case', dir, '--json'])
  assert.ok(ran.code === 0 || ran.code === 3, ran.stderr)
  assert.deepEqual(manifestOf(held), before)
})

const read = (sql: string) =>
  readRows(
    whatsappMsgstore,
    evidence('msgstore.db', madeDatabase((database) => database.exec(sql)).bytes),
    nothingStated,
  )

test('D-03 triggers, computed columns and what stands in for a table run nothing, and the tables beside it are read', async () => {
  const honest = (await read(whatsappSql)).map(saidBy)
  assert.deepEqual((await read(hostileSchemas['trigger'] ?? '')).map(saidBy), honest)
  assert.deepEqual((await read(hostileSchemas['generated'] ?? '')).map(saidBy), honest)
  for (const name of ['view', 'virtual']) {
    const rows = await read(hostileSchemas[name] ?? '')
    assert.deepEqual(
      rows.map(({ kind }) => kind),
      ['message', 'problem'],
      'the call is read, the rest refused',
    )
  }
})

test('D-05 a value of another type is a counted problem or words as they stand, never a guess', async () => {
  const rows = await read(hostileSchemas['confused'] ?? '')
  const problems = rows.filter(({ kind }) => kind === 'problem').map(saidBy)
  assert.equal(rows.length, 9)
  assert.ok(problems.filter((code) => code === 'bad-timestamp').length >= 3, problems.join())
  for (const row of rows) if (row.kind === 'message') assert.doesNotMatch(row.message.body, /\ufffd/)
})

test('D-02 rows that stand in the log only are read and say so, a journal is noted', async () => {
  const logged = madeDatabase((database) => {
    database.exec('pragma journal_mode = wal')
    database.exec(whatsappSql)
  })
  const others = new Map([
    ['msgstore.db-wal', logged.log],
    ['msgstore.db-journal', new Uint8Array(512)],
  ])
  const rows = await readRows(
    whatsappMsgstore,
    evidence('msgstore.db', logged.bytes, { others }),
    nothingStated,
  )
  const messages = rows.filter(({ kind }) => kind === 'message')
  assert.equal(messages.length, (await read(whatsappSql)).length)
  assert.ok(messages.every(({ part }) => part === 'msgstore.db-wal'))
  assert.ok(rows.some((row) => saidBy(row) === 'unread-part'))
})

test('D-04 pages with flipped bits end in rows or counted problems, whichever application wrote them', async () => {
  const random = seeded(20_200_402)
  for (const format of formats.filter(
    ({ covers, extensions }) => covers === 'its records' && extensions.includes('.db'),
  ))
    for (const { name, bytes, others } of samplesOf(format))
      for (let turn = 0; turn < 150; turn += 1) {
        const damaged = bytes.slice()
        const flips = 1 + (random() % 64)
        for (let n = 0; n < flips; n += 1) {
          const at = random() % damaged.length
          damaged[at] = (damaged[at] ?? 0) ^ (1 << (random() % 8))
        }
        const rows = await readRows(format, evidence(name, damaged, { others }), nothingStated)
        assertAccounted(format, rows, damaged)
      }
})

/** Whole numbers that are the same every time. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state >>> 4
  }
}
