import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import { parseAddress } from '../../core/handle.ts'
import { initCase, openCase } from '../../workbench/case-folder.ts'
import { importEvidence } from '../../workbench/import-evidence.ts'
import { nothingOnReceipt } from '../../workbench/import-report.ts'
import { verifyCase } from '../../workbench/verify-case.ts'
import type { Asker } from '../store.ts'
import { databaseName } from './connection.ts'

const asker: Asker = {
  actor: 'tester',
  via: 'cli',
  may: ['read-messages', 'read-exhibits', 'import-evidence', 'verify-case'],
}
const root = await mkdtemp(join(tmpdir(), 'bailey-migration-'))
after(() => rm(root, { recursive: true, force: true }))
const caseDir = join(root, 'case')

const counts = async () => {
  const open = await openCase(caseDir)
  try {
    return await Promise.all(
      (['global', 'custodian', 'device'] as const).map(async (count) => {
        const { traffic, zones, days, handles, conversations } = await open.store.ask(asker, 'overview', {
          count,
        })
        return { traffic, zones, days, handles, conversations }
      }),
    )
  } finally {
    await open.close()
  }
}

test('a case from before scopes were counted is counted as one made since', async () => {
  await initCase(caseDir, { name: 'Operation Plover', timezone: 'Europe/London', actor: 'tester' })
  const said = Array.from({ length: 40 }, (_, i) =>
    JSON.stringify({
      time: new Date(Date.UTC(2020, 2, 28, 12) + i * 3_600_000).toISOString(),
      from: i % 3 === 0 ? 'wren' : 'kestrel',
      to: i % 3 === 0 ? 'kestrel' : 'wren',
      body: i % 10 === 9 ? 'the same words are said again' : `words number ${i}`,
    }),
  )
  for (const [name, lines, owner] of [
    ['one', said, 'wren'],
    ['two', said.slice(5), 'kestrel'],
    ['three', said.slice(0, 20), null],
    ['four', said.slice(10, 30), 'wren'],
  ] as const) {
    const path = join(root, `${name}.jsonl`)
    await writeFile(path, `${lines.join('\n')}\n// ${name}\n`)
    const options = { ...nothingOnReceipt, owner: owner === null ? null : parseAddress(owner) }
    await importEvidence({ caseDir, paths: [path], options, asker })
  }
  const since = await counts()
  assert.deepEqual(
    since.map(({ traffic }) => traffic.plain + traffic.resend + traffic.notice + traffic.broadcast),
    [40, 95, 115],
  )
  forgetScopes()
  assert.deepEqual(await counts(), since)
  assert.deepEqual((await verifyCase(caseDir, asker)).problems, [])
})

const reviewTables = [
  'tag_mark',
  'tag',
  'relevance_mark',
  'message_read',
  'decision',
  'reviewer',
  'relevance_now',
  'message_seen',
  'reading_count',
]

/** Takes the case back to what the migration before made of it. */
function forgetScopes(): void {
  const raw = new DatabaseSync(join(caseDir, databaseName))
  const columns = ['activity_day', 'handle_hour', 'conversation', 'traffic_mark'].flatMap((table) =>
    ['custodians', 'devices'].map((column) => [table, column] as const),
  )
  const handle = ['sent', 'received'].flatMap((of) =>
    ['custodians', 'devices'].map((column) => ['handle', `${of}_${column}`] as const),
  )
  for (const [table, column] of [...columns, ...handle])
    raw.exec(`alter table ${table} drop column ${column}`)
  raw.exec(`drop table copied_message; drop table zone_copies;
    drop index message_undated; drop table message_language; drop table language_habit; drop table language_state;
    drop table message_change;
    drop index sighting_message; create index sighting_message on sighting(message_id);
    ${reviewTables.map((table) => `drop table ${table};`).join(' ')}
    drop table search_entry; drop table search_note; drop table search_read; drop table saved_search;
    drop table watch_alert; drop table sample; drop table sample_item;
    delete from kysely_migration where name >= '0003'`)
  raw.close()
}
