import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { parseNetwork, serviceAddress } from '../core/handle.ts'
import { parseEpochMicros } from '../core/time.ts'
import type { Format, MessageRow, Row } from './format.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from './laws.ts'
import { recogniseFormat } from './registry.ts'
import { openDatabase, rowsOf, valueIn } from './sqlite-file.ts'
import { madeDatabase } from './sqlite-laws.ts'
import { firstOf, lookup } from './sqlite-lookup.ts'
import { readDatabase } from './sqlite-rows.ts'

/** A format of nothing but a table of words, to hold the reader to the laws of a format. */
const words: Format = {
  id: 'words',
  version: 1,
  title: 'Words',
  accepts: 'Words.',
  extensions: ['.db'],
  detects: 'A database.',
  example: '',
  covers: 'its records',
  repeats: 'copies',
  sniff: (_name, head) => (head[0] === 0x53 && head[1] === 0x51 ? 0.9 : 0),
  read: (file) =>
    readDatabase(file, async (database) => {
      const table = database.table('words')
      if (!table) return database.refused('words') ?? 'There is no table of words.'
      return {
        tables: [table],
        async read(row) {
          const body = valueIn(row, 'word')
          if (typeof body !== 'string') return { kind: 'problem', code: 'no-body' }
          return { kind: 'message', message: messageOf(body) }
        },
      }
    }),
}
const messageOf = (body: string): MessageRow['message'] => ({
  network: parseNetwork('unknown')!,
  conversation: { kind: 'group', key: 'words', title: null, participants: [] },
  from: serviceAddress,
  fromName: null,
  sent: { at: parseEpochMicros(0)!, text: '0', zone: 'stated' },
  kind: 'text',
  body,
  mediaHashes: [],
  details: null,
})

const fill = (database: DatabaseSync, from: number, to: number, long = 0): void => {
  const insert = database.prepare('insert into words (id, word) values (?, ?)')
  for (let id = from; id < to; id += 1) insert.run(id, `word ${id} ${'x'.repeat(id % 7 === 0 ? long : 3)}`)
}
const plain = madeDatabase((database) => {
  database.exec('create table words (id integer primary key, word text)')
  fill(database, 1, 400, 9000)
})
const logged = madeDatabase((database) => {
  database.exec('pragma journal_mode = wal; create table words (id integer primary key, word text)')
  fill(database, 1, 200)
  database.exec('pragma wal_checkpoint(truncate)')
  fill(database, 200, 260, 9000)
})
const wordsIn = async ({ bytes, log }: { bytes: Uint8Array; log?: Uint8Array }): Promise<Row[]> =>
  readRows(
    words,
    evidence('case/made.db', bytes, { others: new Map(log ? [['case/made.db-wal', log]] : []) }),
    nothingStated,
  )
const messages = (rows: readonly Row[]) => rows.filter((row) => row.kind === 'message')

formatLaws(words, new Map([['case/made.db', plain.bytes]]))
suite('with a log beside it', () => {
  formatLaws(words, new Map([['case/made.db', logged.bytes]]), {
    others: new Map([['case/made.db-wal', logged.log]]),
  })
})

interface Judged {
  readonly names: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}

/** What SQLite itself says a table holds. */
function judged(database: DatabaseSync, table: string): Judged {
  const statement = database.prepare(`select rowid as number, * from ${table} order by rowid`)
  statement.setReadBigInts(true)
  const names = statement.columns().map(({ name }) => name)
  return { names: names.slice(1), rows: statement.all().map((row) => Object.values(row)) }
}

async function ours(
  bytes: Uint8Array,
  log: Uint8Array,
  { names }: Judged,
): Promise<readonly (readonly unknown[])[]> {
  const others = new Map(log.length > 0 ? [['made.db-wal', log]] : [])
  const database = await openDatabase(evidence('made.db', bytes, { others }))
  assert.ok(database.kind === 'database')
  const table = database.table('t')
  assert.ok(table)
  const rows = []
  for await (const row of rowsOf(database, table))
    rows.push([BigInt(row.rowid), ...names.map((name) => valueIn(row, name.toLowerCase()))] as const)
  assert.deepEqual([...database.damage.take()], [])
  return rows.toSorted(([a], [b]) => Number(a - b))
}

const same = (value: unknown): unknown =>
  typeof value === 'number' && Number.isInteger(value)
    ? BigInt(value)
    : value instanceof Uint8Array
      ? `blob ${value.toHex()}`
      : value

const values = fc.oneof(
  fc.constant(null),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.integer(),
  fc.constantFrom(0, 1, -1, 127, 128, 32_767, 32_768, 2 ** 23, 2 ** 31, 2 ** 47, -(2 ** 47)),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
  fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !text.includes('\0')),
  fc.integer({ min: 0, max: 9000 }).map((length) => 'é'.repeat(length)),
  fc.uint8Array({ maxLength: 60 }),
  fc.integer({ min: 0, max: 70_000 }).map((length) => new Uint8Array(length).fill(7)),
)
const tables = fc.record({
  pageSize: fc.constantFrom(512, 1024, 4096, 65_536),
  encoding: fc.constantFrom('UTF-8', 'UTF-16le', 'UTF-16be'),
  alias: fc.boolean(),
  wal: fc.boolean(),
  rows: fc.array(fc.array(values, { minLength: 3, maxLength: 3 }), { maxLength: 25 }),
  copies: fc.constantFrom(1, 1, 30),
  deleted: fc.boolean(),
  vacuumed: fc.boolean(),
  added: fc.boolean(),
})

test('reads random tables as SQLite does', () =>
  fc.assert(
    fc.asyncProperty(tables, async (shape) => {
      let expected: Judged = { names: [], rows: [] }
      const { bytes, log } = madeDatabase((database) => {
        database.exec(`pragma page_size = ${shape.pageSize}; pragma encoding = '${shape.encoding}'`)
        if (shape.wal) database.exec('pragma journal_mode = wal; pragma wal_autocheckpoint = 20')
        database.exec(`create table t (${shape.alias ? 'Id integer primary key' : 'Id'}, b blob, c)`)
        const insert = database.prepare('insert into t values (?, ?, ?)')
        database.exec('begin')
        for (let copy = 0; copy < shape.copies; copy += 1)
          for (const [a = null, b = null, c = null] of shape.rows) insert.run(shape.alias ? null : a, b, c)
        database.exec('commit')
        if (shape.deleted) database.exec('delete from t where rowid % 3 = 0')
        if (shape.added) database.exec(`alter table t add column "d""e" text default 'it''s'`)
        if (shape.added) database.exec('alter table t add column f default -2.5')
        if (shape.vacuumed) database.exec('vacuum')
        expected = judged(database, 't')
      })
      const found = await ours(bytes, log, expected)
      assert.deepEqual(
        found.map((row) => row.map(same)),
        expected.rows.map((row) => row.map(same)),
      )
    }),
    { numRuns: 60 },
  ))

test('gives each row its own bytes in the file', async () => {
  const rows = messages(await wordsIn(plain))
  assert.equal(rows.length, 399)
  for (const { record, message, raw } of rows) {
    const bytes = new TextDecoder().decode(raw ?? plain.bytes.subarray(record.start, record.end))
    assert.ok(bytes.includes(message.body))
  }
  assert.equal(rows.filter(({ raw }) => raw !== null).length, 57)
})

test('reads rows that stand in the write-ahead log only, and says where', async () => {
  const rows = messages(await wordsIn(logged))
  assert.equal(rows.length, 259)
  const own = rows.filter(({ part }) => part === null)
  const beside = rows.filter(({ part }) => part === 'made.db-wal')
  assert.equal(own.length + beside.length, 259)
  assert.ok(beside.length >= 60)
  for (const { record, message, raw } of beside) {
    assert.ok(raw)
    assert.ok(new TextDecoder().decode(raw).includes(message.body))
    const there = logged.log.subarray(record.start, record.end)
    assert.deepEqual(there.subarray(0, 20), raw.length < 400 ? raw.subarray(0, 20) : there.subarray(0, 20))
  }
  assert.equal(messages(await wordsIn({ bytes: logged.bytes })).length, 199)
})

test('reads a log up to its last sound commit', async () => {
  const torn = logged.log.slice()
  torn[torn.length - 100] = (torn[torn.length - 100] ?? 0) ^ 1
  const rows = messages(await wordsIn({ bytes: logged.bytes, log: torn }))
  assert.ok(rows.length >= 258 && rows.length <= 259)
  const foreign = logged.log.slice()
  foreign[17] = (foreign[17] ?? 0) ^ 1
  const unread = await wordsIn({ bytes: logged.bytes, log: foreign })
  assert.equal(messages(unread).length, 199)
  assert.equal(saidBy(unread.at(-1)!), 'unread-part')
})

test('gives rows of a log that was brought over already their place in the database', async () => {
  const { bytes, log } = madeDatabase((database) => {
    database.exec('pragma journal_mode = wal; create table words (id integer primary key, word text)')
    fill(database, 1, 50)
    database.exec('pragma wal_checkpoint(passive)')
  })
  assert.ok(log.length > 0)
  const rows = messages(await wordsIn({ bytes, log }))
  assert.equal(rows.length, 49)
  assert.ok(rows.every(({ part }) => part === null))
})

const whose = (sql: string, name = 'some.db') =>
  recogniseFormat(name, madeDatabase((database) => database.exec(sql)).bytes.subarray(0, 65_536))?.id ?? null

test('a database goes to the format whose tables it has, and to none when it has others', () => {
  assert.equal(whose('create table message_add_on (a)'), 'whatsapp-msgstore')
  assert.equal(whose('create table wa_contacts (a)', 'wa.db'), 'whatsapp-msgstore')
  assert.equal(whose('create table chat_message_join (a)'), 'imessage')
  assert.equal(
    whose('create table messages (json, conversationId); create table conversations (id, json)'),
    'signal-desktop',
  )
  assert.equal(whose('create table _lava_media_items (a)'), 'lava')
  assert.equal(whose('create table message (a); create table chat (b)'), null)
  assert.equal(whose(`pragma encoding = 'utf-16le'; create table chat_handle_join (a)`), 'imessage')
})

test('says what a write-ahead log is when it is read by itself', async () => {
  const alone = await readRows(words, evidence('made.db-wal', logged.log), nothingStated)
  assert.deepEqual(alone.map(saidBy), ['unread-part'])
  const others = new Map([['made.db', logged.bytes]])
  const paired = await readRows(words, evidence('made.db-wal', logged.log, { others }), nothingStated)
  assert.deepEqual(paired.map(saidBy), ['no-records'])
})

const saysOf = async (sql: string) =>
  (await wordsIn(madeDatabase((database) => database.exec(sql)))).map((row) =>
    row.kind === 'problem' ? row.problem.says : saidBy(row),
  )

test('refuses what is no table: a view, a virtual table, a table without rowid', async () => {
  assert.deepEqual(await saysOf(`create view words as select 'a' as word`), [
    '"words" is a view, which holds no records of its own.',
  ])
  assert.deepEqual(await saysOf('create virtual table words using fts5(word)'), [
    '"words" is a virtual table or its definition cannot be read.',
  ])
  assert.deepEqual(await saysOf('create table words (word text primary key) without rowid'), [
    'Table "words" is kept WITHOUT ROWID, which is not read.',
  ])
})

test('reads past triggers, computed columns and two thousand columns', async () => {
  const many = Array.from({ length: 1990 }, (_, index) => `c${index}`).join(', ')
  const rows = await wordsIn(
    madeDatabase((database) => {
      database.exec(
        `create table words (loud text generated always as (upper(word)) virtual, ${many},
           kept text as (lower(word)) stored, word text, id integer primary key)`,
      )
      database.exec(`create trigger t after insert on words begin select raise(abort, 'no'); end`)
      database.exec('drop trigger t')
      database.exec(`insert into words (word) values ('Heard')`)
      database.exec(`create trigger t after insert on words begin delete from words; end`)
    }),
  )
  assert.deepEqual(rows.map(saidBy), ['Heard'])
})

test('ends on trees and chains that point in circles', async () => {
  const bytes = plain.bytes.slice()
  const size = 4096
  for (let page = 2; page * size <= bytes.length; page += 1)
    bytes.set([0, 0, 0, 2], (page - 1) * size + (bytes[(page - 1) * size] === 5 ? 8 : 0))
  const rows = await wordsIn({ bytes })
  assert.ok(rows.some((row) => row.kind === 'problem' && row.problem.code === 'unread-part'))
})

test('never throws or hangs on a database with flipped bits or cut short', () =>
  fc.assert(
    fc.asyncProperty(
      fc.constantFrom(plain, logged),
      fc.array(fc.tuple(fc.nat(), fc.nat(7)), { minLength: 1, maxLength: 64 }),
      fc.option(fc.nat()),
      fc.boolean(),
      async ({ bytes, log }, flips, cut, structural) => {
        const damaged = bytes.slice(0, cut === null ? bytes.length : cut % bytes.length)
        for (const [where, bit] of flips) {
          if (damaged.length === 0) break
          const at = structural ? (where * 4096 + (where % 16)) % damaged.length : where % damaged.length
          damaged[at] = (damaged[at] ?? 0) ^ (1 << bit)
        }
        const rows = await wordsIn({ bytes: damaged, log })
        assert.ok(rows.length > 0)
      },
    ),
    { numRuns: 300 },
  ))

test('looks rows up by their number and by any column', async () => {
  const { bytes } = madeDatabase((database) => {
    database.exec('create table t (id integer primary key, owner text, n integer)')
    const insert = database.prepare('insert into t values (?, ?, ?)')
    for (let id = 1; id <= 3000; id += 1) insert.run(id * 2, `owner ${id % 500}`, id % 7)
  })
  const database = await openDatabase(evidence('made.db', bytes))
  assert.ok(database.kind === 'database')
  const table = database.table('T')
  const byId = await lookup(database, table, 'id')
  assert.equal(valueIn((await firstOf(byId, 400))!, 'owner'), 'owner 200')
  assert.equal(await firstOf(byId, 401), null)
  const byOwner = await lookup(database, table, 'owner')
  assert.deepEqual(
    (await byOwner('owner 3')).map(({ rowid }) => rowid),
    [6, 1006, 2006, 3006, 4006, 5006],
  )
  const forwards = Array.from({ length: 6001 }, (_, id) => id)
  for (const ids of [forwards, forwards.toReversed(), [6000, 1, 4000, 2, 6002, -1]])
    for (const id of ids)
      assert.equal((await firstOf(byId, id))?.rowid, id % 2 === 0 && id > 0 && id <= 6000 ? id : undefined)
  assert.deepEqual(await byOwner('nobody'), [])
  assert.deepEqual(await (await lookup(database, database.table('none'), 'id'))(1), [])
})

test('reads pages that reserve bytes at their end, as decrypted databases have', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bailey-reserved-'))
  const path = join(folder, 'made.db')
  const maker = new DatabaseSync(path)
  maker.exec('create table x (y); drop table x; vacuum')
  maker.close()
  const empty = new Uint8Array(readFileSync(path))
  empty[20] = 48
  empty.set([(4096 - 48) >> 8, (4096 - 48) & 0xff], 105)
  writeFileSync(path, empty)
  const database = new DatabaseSync(path)
  database.exec('create table words (id integer primary key, word text)')
  fill(database, 1, 300, 9000)
  database.close()
  const rows = messages(await wordsIn({ bytes: new Uint8Array(readFileSync(path)) }))
  rmSync(folder, { recursive: true })
  assert.deepEqual(
    rows
      .map(({ message }) => message.body.length)
      .toSorted((a, b) => a - b)
      .slice(-3),
    [9009, 9009, 9009],
  )
  assert.equal(rows.length, 299)
})

test('notes a journal beside the database, an encrypted file and a locked page size', async () => {
  const noted = await readRows(
    words,
    evidence('made.db', plain.bytes, { others: new Map([['made.db-journal', new Uint8Array(512)]]) }),
    nothingStated,
  )
  assert.equal(saidBy(noted.at(-1)!), 'unread-part')
  assert.deepEqual((await wordsIn({ bytes: new Uint8Array(8192).fill(9) })).map(saidBy), ['not-a-record'])
  const odd = plain.bytes.slice()
  odd.set([0x03, 0xe8], 16)
  assert.deepEqual((await wordsIn({ bytes: odd })).map(saidBy), ['unread-part'])
})
