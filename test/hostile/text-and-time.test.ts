import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { renderInstant } from '../../src/core/time.ts'
import { jsonLines } from '../../src/formats/json-lines/json-lines.ts'
import { evidence, nothingStated, readRows } from '../../src/formats/laws.ts'
import { readWallTime } from '../../src/formats/wall-clock.ts'
import type { Asker } from '../../src/store/store.ts'
import { initCase, openCase } from '../../src/workbench/case-folder.ts'
import { importEvidence } from '../../src/workbench/import-evidence.ts'
import { nothingOnReceipt } from '../../src/workbench/import-report.ts'
import { readRecordBytes } from '../../src/workbench/read-source.ts'
import { searchMessages } from '../../src/workbench/search-messages.ts'
import { bailey, temporaryFolder } from '../run-bailey.ts'
import { line } from './evidence/hostile-folder.ts'

const asker: Asker = {
  actor: 'tester',
  via: 'cli',
  may: ['read-messages', 'read-exhibits', 'import-evidence', 'verify-case'],
}
const options = {
  ...nothingOnReceipt,
  format: 'json-lines',
  timezone: 'UTC',
} as const
const folder = await temporaryFolder()
after(() => folder[Symbol.asyncDispose]())

/** A case of these lines, open. */
async function caseOf(name: string, lines: readonly string[]) {
  const [dir, file] = [join(folder.path, name), join(folder.path, `${name}.jsonl`)]
  writeFileSync(file, lines.join(''))
  await initCase(dir, { name, timezone: 'UTC', actor: 'tester' })
  await importEvidence({ caseDir: dir, paths: [file], options, asker })
  return { dir, open: await openCase(dir) }
}

/** Words of every odd kind: any code units, half pairs, controls, marks stacked on one letter, joined signs. */
const oddWords = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.array(fc.nat({ max: 0xffff }), { maxLength: 12 }).map((units) => String.fromCharCode(...units)),
  fc.nat({ max: 400 }).map((marks) => `e${'\u0301'.repeat(marks)}`),
  fc.nat({ max: 60 }).map((signs) => '👩\u200d'.repeat(signs)),
  fc.constantFrom(
    '\u202eabc',
    '\u2066a\u2069',
    '\u{e0068}',
    'a\u200bb',
    '\u0000',
    '\ufffe',
    '\ud800',
    '\u0085\u009b',
  ),
)

test('T-01 T-02 words of any kind come back from the case, and their bytes from the exhibit, as they were', async () => {
  const words = fc.sample(oddWords, { seed: 20_200_402, numRuns: 500 }).map((said, n) => `w${n} ${said}`)
  const lines = words.map((body, n) => line(n, body))
  const { dir, open } = await caseOf('words', lines)
  for (let offset = 0; offset < words.length; offset += 100) {
    const question = { text: '', sort: 'time', limit: 100, offset } as const
    const { hits } = await searchMessages(open.store, asker, 'UTC', question)
    assert.deepEqual(
      hits.map(({ body }) => body),
      words.slice(offset, offset + 100),
    )
    const [hit] = hits
    const raw = await readRecordBytes(open.store, dir, asker, hit?.uid ?? '')
    assert.equal(Buffer.from(raw).toString(), lines[offset]?.trimEnd())
  }
  await open.close()
  assert.equal((await bailey(['verify', dir])).code, 0)
})

test('T-03 handles that look alike are never one', async () => {
  const alike = [
    'besttops',
    'b\u0435sttops',
    'besttops\u200b',
    'BestTops',
    'bestt\u043eps',
    'ｂｅｓｔｔｏｐｓ',
    'besttops\u00ad',
  ]
  const { open } = await caseOf(
    'alike',
    alike.map((from, n) => line(n, 'same words', from)),
  )
  const { items } = await open.store.ask(asker, 'handles', { contains: null, limit: 50, offset: 0 })
  await open.close()
  const found = items.map(({ handle }) => handle).filter((handle) => !handle.endsWith(':boris'))
  assert.deepEqual(found.toSorted(), alike.map((address) => `unknown:${address}`).toSorted())
})

test('T-04 a file name that turns itself round is kept as it is and printed so that it cannot', async () => {
  const dir = join(folder.path, 'names')
  const held = join(folder.path, 'held')
  mkdirSync(held)
  writeFileSync(join(held, 'invoice\u202egpj.exe'), 'MZ not a chat')
  await bailey(['init', dir, '--name', 'Names'])
  const ran = await bailey(['import', held, '--case', dir])
  assert.match(ran.stdout.toString(), /invoice\\u\{202e\}gpj\.exe/)
  assert.doesNotMatch(ran.stdout.toString(), /\u202e/)
})

const zones = [
  'Europe/London',
  'America/New_York',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
]

test('K-01 a time by the clock on the wall is the instant Temporal gives, and the hours of a clock change are marked', () => {
  const minutes = fc.oneof(
    fc.integer({ min: 0, max: 60 * 24 * 366 }),
    fc.integer({ min: -180, max: 180 }).map((around) => 88 * 1440 + 60 + around),
    fc.integer({ min: -180, max: 180 }).map((around) => 298 * 1440 + 60 + around),
  )
  fc.assert(
    fc.property(fc.constantFrom(...zones), minutes, (zone, minute) => {
      const wall = Temporal.PlainDateTime.from('2020-01-01T00:00:00').add({ minutes: minute })
      const read = readWallTime(wall.toString({ smallestUnit: 'second' }), zone)
      const [earlier, later] = [
        wall.toZonedDateTime(zone, { disambiguation: 'earlier' }),
        wall.toZonedDateTime(zone, { disambiguation: 'later' }),
      ]
      const isSure = earlier.equals(later)
      const isTwice = !isSure && earlier.toPlainDateTime().equals(wall)
      assert.equal(read?.repair ?? null, isSure ? null : isTwice ? 'ambiguous-time' : 'nonexistent-time')
      if (isSure || isTwice) assert.equal(read?.sent.at, earlier.epochMilliseconds * 1000)
      assert.equal(read?.sent.zone, 'assumed')
    }),
    { seed: 20_200_329, numRuns: 3000 },
  )
})

test('K-02 a clock that was wrong or jumped is kept as it told the time, in the order of the record', async () => {
  const times = [
    '2020-04-01T10:00:00Z',
    '2030-04-01T10:00:30Z',
    '2020-03-30T10:01:00Z',
    '2020-04-01T10:02:00Z',
  ]
  const text = times
    .map((ts, n) => `${JSON.stringify({ ts, from: 'a', to: 'b', body: String(n) })}\n`)
    .join('')
  const rows = await readRows(jsonLines, evidence('a.jsonl', Buffer.from(text)), nothingStated)
  const read = rows.flatMap((row) =>
    row.kind === 'message'
      ? [[row.message.body, row.message.sent.text, renderInstant(row.message.sent.at)]]
      : [],
  )
  assert.deepEqual(
    read,
    times.map((time, n) => [String(n), time, time]),
  )
})
