import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Asker } from '../store/store.ts'
import { initCase, openCase } from './case-folder.ts'
import { importEvidence } from './import-evidence.ts'
import { nothingOnReceipt } from './import-report.ts'
import { searchMessages } from './search-messages.ts'
import { verifyCase } from './verify-case.ts'

const asker: Asker = {
  actor: 'tester',
  via: 'cli',
  may: ['read-messages', 'read-exhibits', 'import-evidence', 'verify-case'],
}
const megabyte = 1_048_576

const root = await mkdtemp(join(tmpdir(), 'bailey-long-'))
after(() => rm(root, { recursive: true, force: true }))

/** Nearly as much as a reader takes for a record, with a word of its own near its start, in the middle of what is searched, and at its end. */
function longBody(): string {
  const filler = 'the van is by the quay and nobody is there '
  const upTo = (units: number) => filler.repeat(units / filler.length)
  return `alpha ${upTo(megabyte / 2)} bravo ${upTo(14 * megabyte)} charlie`
}

test('a message of 15 MB is kept whole, listed by its beginning, and searched in its first megabyte', async () => {
  const caseDir = join(root, 'case')
  const path = join(root, 'long.jsonl')
  const body = longBody()
  const said = { from: 'wren', to: 'kestrel', time: '2020-05-01T10:00:00Z' }
  const short = { ...said, time: '2020-05-01T10:01:00Z', body: 'charlie is short' }
  await writeFile(path, `${JSON.stringify(short)}\n${JSON.stringify({ ...said, body })}\n`)
  await initCase(caseDir, { name: 'Long', timezone: 'UTC', actor: 'tester' })
  const report = await importEvidence({ caseDir, paths: [path], options: nothingOnReceipt, asker })
  assert.deepEqual(report.rejections, [])
  const open = await openCase(caseDir)
  try {
    const page = { sort: 'time', limit: 10, offset: 0 } as const
    const find = (text: string) => searchMessages(open.store, asker, 'UTC', { text, ...page })
    const [alpha] = (await find('alpha')).hits
    assert.ok(alpha)
    assert.equal(alpha.body, body.slice(0, 20_000))
    assert.equal(alpha.bodyCutFrom, body.length)
    assert.deepEqual([alpha.highlights, alpha.furtherOn], [[[0, 5]], null])
    const [bravo] = (await find('bravo')).hits
    assert.deepEqual(bravo?.highlights, [])
    assert.ok(bravo?.furtherOn)
    const { excerpt, before } = bravo.furtherOn
    assert.ok(excerpt.includes(' bravo '))
    assert.equal(body.slice(before, before + excerpt.length), excerpt)
    assert.deepEqual(
      (await find('charlie')).hits.map((hit) => hit.body),
      ['charlie is short'],
    )
    const thread = await open.store.ask(asker, 'thread', { id: alpha.conversation, offset: 0, limit: 50 })
    assert.deepEqual(
      thread.messages.map((message) => [message.body.length, message.bodyCutFrom]),
      [
        [20_000, body.length],
        [16, null],
      ],
    )
    const { message } = await open.store.ask(asker, 'message', { uid: alpha.uid, context: 0 })
    assert.equal(message.bodyCutFrom, null)
    assert.ok(message.body === body, 'all of it is given where it is asked for')
  } finally {
    await open.close()
  }
  assert.deepEqual((await verifyCase(caseDir, asker)).problems, [])
})
