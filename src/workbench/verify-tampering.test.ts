import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { BaileyError } from '../core/errors.ts'
import { parseAddress } from '../core/handle.ts'
import { generateSigner } from '../custody/signed-note.ts'
import { storeLayers } from '../store/sql/derived-rows.ts'
import { databaseName } from '../store/sqlite/connection.ts'
import { defineFolding, forgetWords } from '../store/sqlite/full-text.ts'
import type { Asker } from '../store/store.ts'
import { initCase } from './case-folder.ts'
import { decideCopies } from './decide-copies.ts'
import { importEvidence } from './import-evidence.ts'
import { type ImportOptions, nothingOnReceipt } from './import-report.ts'
import { logKeyName, openLocalCase } from './open-case.ts'
import { verifyCase } from './verify-case.ts'

const asker: Asker = {
  actor: 'tester',
  via: 'cli',
  may: ['read-messages', 'read-exhibits', 'import-evidence', 'verify-case'],
}
const options: ImportOptions = {
  ...nothingOnReceipt,
  receivedFrom: 'Agency',
  authority: 'TI/1',
  captureMode: 'live',
}

/** A copy of a case that is made once, to be tampered with. */
function workspace(t: TestContext): { readonly caseDir: string; readonly evidence: string } {
  const root = mkdtempSync(join(tmpdir(), 'bailey-tamper-'))
  t.after(() => rmSync(root, { recursive: true, force: true }))
  const evidence = join(root, 'evidence')
  mkdirSync(evidence)
  return { caseDir: join(root, 'case'), evidence }
}

const start = Date.UTC(2020, 3, 1, 8)

interface Said {
  readonly at: number
  readonly from: string
  readonly to: string
  readonly body: string
}

const some: readonly Said[] = Array.from({ length: 30 }, (_, i) => ({
  at: start + i * 173_000,
  from: i % 3 === 0 ? 'wren' : 'kestrel',
  to: i % 3 === 0 ? 'kestrel' : 'wren',
  // Two stand twice, hours apart, and are marked.
  body: i % 10 === 9 ? 'the same words said again' : `words number ${i}`,
}))

const linesOf = (said: readonly Said[], aheadMs = 0): string =>
  said
    .map(({ at, ...rest }) => `${JSON.stringify({ time: new Date(at + aheadMs).toISOString(), ...rest })}\n`)
    .join('')

/** Two handsets whose clocks differ, a translation, a saved name, a trace, and one copy parted by a person. */
async function madeCase(t: TestContext): Promise<string> {
  const { caseDir, evidence } = workspace(t)
  await initCase(caseDir, { name: 'Operation Plover', timezone: 'Europe/London', actor: 'tester' })
  const take = async (name: string, text: string, more: Partial<ImportOptions> = {}): Promise<void> => {
    const path = join(evidence, name)
    writeFileSync(path, text)
    await importEvidence({ caseDir, paths: [path], options: { ...options, ...more }, asker })
  }
  await take('recipient.jsonl', linesOf(some, 37_000), { owner: parseAddress('wren') })
  const original = { at: start, from: 'heron', to: 'wren' }
  const sent = [...some, { ...original, body: 'бумага' }]
  await take('sender.jsonl', linesOf(sent), { owner: parseAddress('kestrel') })
  await take('translated.jsonl', linesOf([{ ...original, body: 'the paper' }]), { translationOf: 'ru' })
  const mapping = JSON.stringify({
    name: 'phone',
    version: 1,
    network: 'unknown',
    sheets: [
      { names: ['book'], kind: 'contacts', columns: { address: 'Number', name: 'Name' } },
      { names: ['wifi'], kind: 'wifi', columns: { time: 'Time', network: 'SSID' } },
    ],
  })
  await take('book.csv', 'Number,Name\n4477009001,Anna\n4477009002,Boris\n', { mapping })
  await take('wifi.csv', 'Time,SSID\n2020-04-01T10:00:00Z,Burrow\n', { mapping })
  const parted = uidOf(caseDir, 5)
  await decideCopies(caseDir, asker, { kind: 'split', uid: parted })
  const local = await openLocalCase(caseDir)
  const picture = { kind: 'ocr', engine: 'reader', version: '1' } as const
  const derived = { picture: null, text: 'words', language: null, cut: false, refused: null }
  const { db } = local.connection
  await storeLayers({ db, log: local.log, asker }, picture, [{ sha256: 'a'.repeat(64), derived }])
  local.connection.close()
  assert.deepEqual(await codes(caseDir), [])
  return caseDir
}

/** The uid that the recipient's record has. */
function uidOf(caseDir: string, record: number): string {
  const db = new DatabaseSync(join(caseDir, databaseName))
  const row = db.prepare('select lower(hex(uid)) as uid from sighting where id = ?').get(record)
  db.close()
  return String(row?.['uid'])
}

/** Changes a case behind Bailey's back. */
function tamper(caseDir: string, sql: string): void {
  const db = new DatabaseSync(join(caseDir, databaseName))
  defineFolding(db)
  db.exec(sql)
  db.close()
}

const codes = async (caseDir: string): Promise<string[]> =>
  (await verifyCase(caseDir, asker)).problems.map(({ code }) => code)

const snapshot = (caseDir: string): Uint8Array => {
  const db = new DatabaseSync(join(caseDir, databaseName))
  const into = join(caseDir, `kept-${Math.random()}`)
  db.exec(`vacuum into '${into}'`)
  db.close()
  return readFileSync(into)
}

/** Puts the database back as it was before it was tampered with. */
const restore = (caseDir: string, bytes: Uint8Array): void => {
  for (const ending of ['-wal', '-shm']) rmSync(join(caseDir, `${databaseName}${ending}`), { force: true })
  writeFileSync(join(caseDir, databaseName), bytes)
}

const hidden = `(select max(id) from message where body = 'words number 20')`
const over = `(select max(id) from message where body = 'words number 22')`
const forget = `${forgetWords(hidden)};`
/** Hides a message as if it were a copy of another, its counts with it. */
const hide = (rule: string, body: string): string => `${forget}
  insert or replace into former_uid (uid, message_id) select uid, ${over} from message where id = ${hidden};
  update former_uid set message_id = ${over} where message_id = ${hidden};
  update sighting set message_id = ${over}, copy = coalesce(copy, (select json_object('rule', '${rule}', 'offset', null, 'sentAt', sent_at,
    'timeText', time_text, 'zone', zone, 'body', ${body}, 'kind', kind, 'media', media) from message where id = ${hidden})) where message_id = ${hidden};
  update conversation set messages = messages - 1 where id = (select conversation_id from message where id = ${hidden});
  update handle set sent = sent - 1 where id = (select sender_id from message where id = ${hidden});
  delete from message where id = ${hidden};`

/** What is changed, what it is named as, and how it is changed. */
const tampered: readonly (readonly [string, string, string])[] = [
  ['a message hidden as a copy a person joined', 'copy-altered', hide('person', 'null')],
  ['the same with its own words', 'copy-altered', hide('person', 'body')],
  ['the same as a translation', 'copy-altered', hide('translation', 'body')],
  [
    'words beside a message that are no copy’s',
    'copy-altered',
    `update sighting set copy = json_object('body', 'false') where id = (select max(id) from sighting where copy is null)`,
  ],
  [
    'the words of a translation',
    'copy-altered',
    `update sighting set copy = json_set(copy, '$.body', 'false') where json_extract(copy, '$.rule') = 'translation'`,
  ],
  [
    'the time of a copy',
    'copy-altered',
    `update sighting set copy = json_set(copy, '$.sentAt', 1) where id = 3`,
  ],
  ['no JSON', 'copy-altered', `update sighting set copy = '{' where id = 3`],
  ['a detail', 'audit-detail-altered', 'update audit_entry set detail = null where seq = 1'],
  [
    'to whom a message went',
    'message-altered',
    `update message set recipient_id = sender_id where id = (select max(id) from message)`,
  ],
  ['kept checkpoints', 'checkpoint-missing', 'delete from audit_checkpoint where size = 1'],
  ['a saved name', 'contact-altered', `update contact set name = 'Nobody' where id = 1`],
  ['a saved name taken out', 'contact-altered', 'delete from contact where id = 2'],
  [
    'a saved name put in',
    'contact-altered',
    'insert into contact (entry_id, start, length, handle_id, name) select entry_id, start, length, handle_id, name from contact limit 1',
  ],
  ['where a device was', 'trace-altered', `update trace set detail = replace(detail, 'Burrow', 'Den')`],
  ['a trace taken out', 'trace-altered', 'delete from trace'],
  [
    'the uid of a copy',
    'copy-altered',
    `delete from former_uid where uid = (select uid from sighting where id = 3)`,
  ],
  ['a uid put in', 'copy-altered', `insert into former_uid values (randomblob(16), 1)`],
  ['the name of the case', 'case-altered', `update case_info set name = 'other'`],
  [
    'days',
    'totals-differ',
    `update activity_day set messages = messages + 1 where rowid = 1; update activity_day set messages = messages - 1 where rowid = 2`,
  ],
  ['hours', 'totals-differ', `update handle_hour set hour_of_week = 0 where rowid = 1`],
  ['a conversation', 'totals-differ', `update conversation set first_at = first_at - 1 where id = 1`],
  ['a handle', 'totals-differ', `update handle set received = received + 1 where id = 1`],
  [
    'marks',
    'marks-differ',
    'delete from traffic_mark where message_id = (select min(message_id) from traffic_mark)',
  ],
  [
    'a mark put in',
    'marks-differ',
    'insert into traffic_mark select m.id, 3, m.conversation_id, m.sender_id, coalesce(c.custodians, 0), coalesce(c.devices, 0) from message m left join copied_message c on c.message_id = m.id order by m.id limit 1',
  ],
  ['a handle', 'marks-differ', `update handle set mark = 'room' where id = 1`],
  [
    'copies by owner',
    'totals-differ',
    'update copied_message set custodians = custodians + 1 where rowid = (select min(rowid) from copied_message)',
  ],
  [
    'copies of none',
    'totals-differ',
    'insert into copied_message select m.id, m.conversation_id, m.sender_id, m.recipient_id, null, null, m.zone, 0, 0 from message m where m.id not in (select message_id from copied_message) limit 1',
  ],
  ['copies by day', 'totals-differ', 'update activity_day set devices = devices + 1 where rowid = 1'],
  ['copies by hour', 'totals-differ', 'update handle_hour set custodians = 0'],
  ['copies by conversation', 'totals-differ', 'update conversation set devices = devices - 1 where id = 1'],
  [
    'copies by sender',
    'totals-differ',
    'update handle set sent_custodians = sent_custodians + 1 where id = 2',
  ],
  ['copies by recipient', 'totals-differ', 'update handle set received_devices = 0'],
  ['copies by zone', 'totals-differ', 'update zone_copies set devices = devices + 1 where zone = 2'],
  ['copies by mark', 'totals-differ', 'update traffic_mark set devices = devices + 1'],
  ['coverage', 'totals-differ', 'update coverage set sightings = sightings + 1 where entry_id = 1'],
  ['clocks', 'copy-altered', 'update clock_difference set offset_micros = 0'],
  ['files put in', 'record-unexplained', `insert into sighting_media values (randomblob(32), 1)`],
  ['kept apart', 'copy-altered', `insert into kept_apart values (3, 1)`],
  ['a layer', 'derived-altered', `update derived set value = replace(value, 'words', 'other')`],
  ['a layer taken out', 'derived-altered', `delete from derived`],
  [
    'a layer put in',
    'derived-altered',
    `insert into derived values ('${'b'.repeat(64)}', 'ocr', 'reader', '1', '{}')`,
  ],
]

test('verify names whatever was changed behind its back, and nothing else', async (t) => {
  const caseDir = await madeCase(t)
  const sound = snapshot(caseDir)
  const bad: (readonly [string, readonly string[], string])[] = []
  for (const [what, expected, sql] of tampered) {
    restore(caseDir, sound)
    tamper(caseDir, sql)
    // A hidden message is named by each of its records.
    const named = [...new Set(await codes(caseDir))]
    if (named.join() !== expected) bad.push([what, named, expected])
  }
  assert.deepEqual(bad, [])
})

test('a file of a message that is not listed with it is named', async (t) => {
  const { caseDir } = workspace(t)
  await initCase(caseDir, { name: 'X', timezone: 'UTC', actor: 'tester' })
  const samples = join(import.meta.dirname, '../formats/mbox/samples')
  await importEvidence({ caseDir, paths: [samples], options, asker })
  assert.deepEqual(await codes(caseDir), [])
  tamper(caseDir, 'delete from sighting_media where rowid = (select min(rowid) from sighting_media)')
  assert.deepEqual(await codes(caseDir), ['record-altered'])
})

const refusal = (code: string) => (error: unknown) => error instanceof BaileyError && error.code === code

test('a case is not opened with another key, or with none, and nothing is written', async (t) => {
  const { caseDir } = workspace(t)
  await initCase(caseDir, { name: 'X', timezone: 'UTC', actor: 'tester' })
  const entries = (): unknown => {
    const db = new DatabaseSync(join(caseDir, databaseName))
    const row = db.prepare('select count(*) as n from audit_entry').get()
    db.close()
    return row?.['n']
  }
  for (const key of [generateSigner('bailey/other').privateKey, 'no key', '']) {
    writeFileSync(join(caseDir, logKeyName), key)
    await assert.rejects(openLocalCase(caseDir), refusal('log-key-wrong'))
    await assert.rejects(verifyCase(caseDir, asker), refusal('log-key-wrong'))
  }
  rmSync(join(caseDir, logKeyName))
  await assert.rejects(openLocalCase(caseDir), refusal('log-key-missing'))
  assert.equal(entries(), 1)
})

const inEnglish = (said: readonly Said[]): Said[] =>
  said.map((one) => ({ ...one, body: `in English ${one.body}` }))

test('a translation whose original comes last keeps the words of all its copies', async (t) => {
  const { caseDir, evidence } = workspace(t)
  await initCase(caseDir, { name: 'X', timezone: 'UTC', actor: 'tester' })
  const steps = [
    ['one', linesOf(inEnglish(some), 37_000), { translationOf: 'ru', owner: parseAddress('wren') }],
    ['two', linesOf(inEnglish(some)), { translationOf: 'ru', owner: parseAddress('kestrel') }],
    ['three', linesOf(some), {}],
  ] as const
  for (const [name, text, more] of steps) {
    const path = join(evidence, `${name}.jsonl`)
    writeFileSync(path, text)
    await importEvidence({ caseDir, paths: [path], options: { ...options, ...more }, asker })
    assert.deepEqual(await codes(caseDir), [])
  }
})

test('a case of every format verifies', async (t) => {
  const { caseDir } = workspace(t)
  await initCase(caseDir, { name: 'X', timezone: 'Europe/London', actor: 'tester' })
  const formats = join(import.meta.dirname, '../formats')
  const paths = readdirSync(formats, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(formats, entry.name, 'samples')))
    .map((entry) => join(formats, entry.name))
  const report = await importEvidence({ caseDir, paths, options, asker })
  assert.ok(report.messages > 100, `${report.messages} messages`)
  const { problems } = await verifyCase(caseDir, asker)
  assert.deepEqual(problems, [])
})
