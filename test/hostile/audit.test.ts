import assert from 'node:assert/strict'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import { leafHash, merkleRoot } from '../../src/core/merkle.ts'
import { renderCheckpoint } from '../../src/custody/checkpoint.ts'
import { openSigner, signNote } from '../../src/custody/signed-note.ts'
import type { Asker } from '../../src/store/store.ts'
import { initCase, openCase } from '../../src/workbench/case-folder.ts'
import { logKeyName, openLocalCase } from '../../src/workbench/open-case.ts'
import { verifyAuditLog } from '../../src/workbench/verify-audit-log.ts'
import { ProblemList } from '../../src/workbench/verify-case.ts'
import { temporaryFolder } from '../run-bailey.ts'

const asker: Asker = { actor: 'tester', via: 'cli', may: ['read-messages', 'read-exhibits', 'verify-case'] }
const folder = await temporaryFolder()
after(() => folder[Symbol.asyncDispose]())
const honest = join(folder.path, 'honest')
await initCase(honest, { name: 'Audit', timezone: 'UTC', actor: 'tester' })
const open = await openCase(honest)
for (let n = 0; n < 40; n += 1)
  await open.store.ask(asker, 'handles', { contains: `name ${n}`, limit: 1, offset: 0 })
await open.close()

/** The log, its note and its origin as they stand. */
function logOf(dir: string): {
  readonly size: number
  readonly note: string
  readonly origin: string
  readonly entries: string[]
} {
  using database = new DatabaseSync(join(dir, 'case.sqlite'), { readOnly: true })
  const head = database.prepare('select size, note from audit_head').get() ?? {}
  const info = database.prepare('select log_origin from case_info').get() ?? {}
  const entries = database
    .prepare('select entry from audit_entry order by seq')
    .all()
    .map((row) => String(row['entry']))
  return {
    size: Number(head['size']),
    note: String(head['note']),
    origin: String(info['log_origin']),
    entries,
  }
}

const before = logOf(honest)

/** What verify says of a copy of the log that somebody altered. */
async function verdictOn(
  alter: (database: DatabaseSync, dir: string) => void,
  outside: string | null = null,
) {
  const dir = join(folder.path, 'altered')
  cpSync(honest, dir, { recursive: true })
  const database = new DatabaseSync(join(dir, 'case.sqlite'))
  alter(database, dir)
  database.close()
  const local = await openLocalCase(dir)
  const problems = new ProblemList()
  await verifyAuditLog(local, problems, outside)
  local.connection.close()
  rmSync(dir, { recursive: true })
  return problems.kept
}

test('C-01 an entry changed, dropped, swapped or put in is named, wherever it stands', async () => {
  assert.deepEqual(await verdictOn(() => {}), [])
  for (let seq = 0; seq < before.size; seq += 1) {
    const changed = await verdictOn((database) =>
      database.exec(`update audit_entry set entry = replace(entry, 'tester', 'nobody') where seq = ${seq}`),
    )
    assert.deepEqual(
      changed.map((problem) => [problem.code, problem.seq]),
      [['audit-entry-altered', seq]],
    )
    const dropped = await verdictOn((database) => database.exec(`delete from audit_entry where seq = ${seq}`))
    assert.equal(
      dropped[0]?.code,
      seq === before.size - 1 ? 'checkpoint-inconsistent' : 'audit-entry-missing',
    )
    assert.equal(dropped[0]?.seq, seq)
    const flipped = await verdictOn((database) => {
      const row = database.prepare('select leaf from audit_entry where seq = ?').get(seq)
      const leaf = row?.['leaf'] instanceof Uint8Array ? row['leaf'].slice() : new Uint8Array(32)
      leaf[seq % 32] = (leaf[seq % 32] ?? 0) ^ 1
      database.prepare('update audit_entry set leaf = ? where seq = ?').run(leaf, seq)
    })
    assert.equal(flipped[0]?.seq, seq)
  }
})

test('C-01 two entries that changed places, one put in and a note signed with another key are found', async () => {
  const swapped = await verdictOn((database) =>
    database.exec(
      'update audit_entry set seq = -1 where seq = 7; update audit_entry set seq = 7 where seq = 9; update audit_entry set seq = 9 where seq = -1',
    ),
  )
  assert.ok(swapped.some(({ code }) => code === 'audit-tree-differs'))
  const added = await verdictOn((database) =>
    database.exec(
      `insert into audit_entry (seq, entry, detail, leaf) select ${before.size}, entry, detail, leaf from audit_entry where seq = 3`,
    ),
  )
  assert.ok(added.length > 0)
  const resigned = await verdictOn((database) =>
    database.prepare('update audit_head set note = ?').run(before.note.replace(/.{8}\n$/, 'AAAAAAA=\n')),
  )
  assert.ok(resigned.some(({ code }) => code === 'checkpoint-invalid'))
})

/** Writes the log anew with these entries and signs it throughout with the key of the case, as its keeper could. */
function rebuild(database: DatabaseSync, dir: string, entries: readonly string[]): void {
  const details = database
    .prepare('select detail from audit_entry order by seq')
    .all()
    .map((row) => row['detail'] ?? null)
  database.exec('delete from audit_checkpoint; delete from audit_entry')
  const leaves = entries.map((entry) => leafHash(Buffer.from(entry)))
  const key = openSigner(before.origin, readFileSync(join(dir, logKeyName)))
  const noteOf = (size: number): string =>
    signNote(renderCheckpoint({ origin: before.origin, size, root: merkleRoot(leaves.slice(0, size)) }), key)
  const insert = database.prepare('insert into audit_entry (seq, entry, detail, leaf) values (?, ?, ?, ?)')
  const keep = database.prepare('insert into audit_checkpoint (size, note) values (?, ?)')
  for (const [seq, entry] of entries.entries()) {
    insert.run(seq, entry, details[seq] ?? null, leaves[seq] ?? null)
    if (/"action":"(?:case\.init|exhibit\.complete|case\.verify)"/.test(entry))
      keep.run(seq + 1, noteOf(seq + 1))
  }
  database.prepare('update audit_head set size = ?, note = ?').run(entries.length, noteOf(entries.length))
}

test('C-02 a log cut short or written anew with the case’s own key is caught by a checkpoint kept elsewhere', async () => {
  writeFileSync(join(folder.path, 'kept.txt'), before.note)
  const kept = readFileSync(join(folder.path, 'kept.txt'), 'utf8')
  for (const length of [1, 20, before.size - 1]) {
    const cut = (database: DatabaseSync, dir: string): void =>
      rebuild(database, dir, before.entries.slice(0, length))
    assert.deepEqual(await verdictOn(cut), [], 'nothing inside the case tells')
    assert.deepEqual(
      (await verdictOn(cut, kept)).map(({ code }) => code),
      ['checkpoint-inconsistent'],
    )
  }
  const anew = (database: DatabaseSync, dir: string): void =>
    rebuild(
      database,
      dir,
      before.entries.map((entry, seq) => (seq === 5 ? entry.replace('tester', 'nobody') : entry)),
    )
  assert.deepEqual(
    (await verdictOn(anew, kept)).map(({ code }) => code),
    ['audit-tree-differs'],
  )
})
