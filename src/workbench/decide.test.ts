import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { BaileyError } from '../core/errors.ts'
import { parseSearch } from '../core/search/parse-search.ts'
import type { Asker } from '../store/store.ts'
import { initCase, openCase } from './case-folder.ts'
import { importEvidence } from './import-evidence.ts'
import { nothingOnReceipt } from './import-report.ts'
import { actsOf } from './logged-acts.ts'
import { openLocalCase } from './open-case.ts'
import { openQueryPool } from './query-pool.ts'

const reviewer: Asker = {
  actor: 'Reed',
  via: 'cli',
  may: ['read-messages', 'review-messages', 'import-evidence'],
}
const sample = join(import.meta.dirname, '..', '..', 'samples', 'operation-plover')
const root = await mkdtemp(join(tmpdir(), 'bailey-decide-'))
const dir = join(root, 'case')
await initCase(dir, { name: 'Decisions', timezone: 'Europe/London', actor: 'Reed' })
await importEvidence({
  caseDir: dir,
  paths: [join(sample, 'jabber')],
  options: { ...nothingOnReceipt, exhibitRef: 'PLV/1' },
  asker: reviewer,
})
after(() => rm(root, { recursive: true, force: true }))

async function someUids(): Promise<string[]> {
  const open = await openCase(dir)
  const query = parseSearch('', 'Europe/London')
  const { hits } = await open.store.ask(reviewer, 'search', {
    text: '',
    query,
    sort: 'time',
    limit: 5,
    offset: 0,
  })
  await open.close()
  return hits.map(({ uid }) => uid)
}

test('a tag is put on once and taken off once, each on record with who did it', async () => {
  const uids = await someUids()
  const pool = openQueryPool(dir, { processes: 2, limitMs: 20_000 })
  const decided = [
    await pool.decide(reviewer, 'tag', { uids, tag: 'meeting', on: true }),
    await pool.decide(reviewer, 'tag', { uids: uids.slice(0, 2), tag: 'MEETING', on: true }),
    await pool.decide(reviewer, 'tag', { uids: uids.slice(0, 3), tag: 'Meeting', on: false }),
  ]
  await pool.close()
  assert.deepEqual(
    decided.map(({ changed }) => changed),
    [5, 0, 3],
  )
  const local = await openLocalCase(dir)
  const acts = await Array.fromAsync(actsOf(local, 'messages.untag'))
  local.connection.close()
  assert.deepEqual(
    acts.map(({ detail }) => [detail['tag'], detail['changed'], detail['uids']]),
    [['Meeting', 3, uids.slice(0, 3)]],
  )
})

test('a decision that cannot stand changes nothing and is on record as refused', async () => {
  const uids = await someUids()
  const open = await openCase(dir)
  const refusals = [
    open.store.decide({ ...reviewer, may: ['read-messages'] }, 'tag', { uids, tag: 'x', on: true }),
    open.store.decide(reviewer, 'tag', { uids: [...uids, '0'.repeat(32)], tag: 'x', on: true }),
    open.store.decide(reviewer, 'tag', { uids, tag: ' ', on: true }),
    open.store.decide(reviewer, 'tag', { uids, tag: 'never put on', on: false }),
  ]
  const codes = await Promise.all(
    refusals.map((refusal) =>
      refusal.then(
        () => 'done',
        (error: unknown) => (error instanceof BaileyError ? error.code : 'fault'),
      ),
    ),
  )
  await open.close()
  assert.deepEqual(codes, ['not-permitted', 'no-such-message', 'bad-value', 'no-such-tag'])
  const local = await openLocalCase(dir)
  const acts = await Array.fromAsync(actsOf(local, 'decision.refused'))
  const tags = local.connection.raw.prepare('select name from tag order by name').all()
  local.connection.close()
  assert.deepEqual(
    acts.map(({ detail }) => detail['code']),
    codes,
  )
  assert.ok(!tags.some(({ name }) => name === 'x'))
})
