import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { negotiation } from './negotiation.ts'

const here = new URL('samples/', import.meta.url)
const samples = new Map(
  ['wolfpack/20231004.json', 'wolfpack/x.json'].map((name) => [
    name,
    new Uint8Array(readFileSync(new URL(name, here))),
  ]),
)
formatLaws(negotiation, samples)

const rowsOf = (name: string, bytes = samples.get(name) ?? new Uint8Array()) =>
  readRows(negotiation, evidence(name, bytes), nothingStated)
const asBytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

test('completes times without a year from the chat’s own number, and says so', async () => {
  const rows = await rowsOf('wolfpack/20231004.json')
  assert.deepEqual(
    rows.map((row) =>
      row.kind === 'message' ? [row.message.sent.at, row.message.sent.text, row.repairs] : saidBy(row),
    ),
    [
      [Date.UTC(2023, 9, 4, 5, 53) * 1000, '4 October 05:53', ['year-completed']],
      [Date.UTC(2023, 9, 6, 22, 30) * 1000, '6 October 22:30 Read', ['year-completed']],
      [Date.UTC(2023, 9, 6, 22, 30) * 1000 + 1, '', ['no-time']],
      [Date.UTC(2024, 0, 2, 17, 5) * 1000, '2 January 17:05', ['year-completed']],
    ],
  )
  const [, read] = rows
  assert.deepEqual(read?.kind === 'message' && read.message.details, { delivery: 'read' })
})

test('completes no year where the number is not the day of the first message', async () => {
  const chat = { chat_id: '20231005', messages: [{ party: 'a', content: 'x', timestamp: '4 October 05:53' }] }
  const [row] = await rowsOf('a/b.json', asBytes(chat))
  assert.deepEqual(row?.kind === 'message' && [row.message.sent, row.repairs], [
    { at: 1, text: '4 October 05:53', zone: 'none' },
    ['no-time'],
  ])
})

test('reads the times of the published sets and keeps those that count back from a copy in their order', async () => {
  const rows = await rowsOf('wolfpack/x.json')
  assert.deepEqual(
    rows.map((row) => (row.kind === 'message' ? row.message.sent.at : saidBy(row))),
    [
      Date.UTC(2021, 0, 12, 15, 25) * 1000,
      Date.UTC(2021, 9, 5, 12, 18) * 1000,
      Date.UTC(2021, 10, 12, 17, 52) * 1000,
      Date.UTC(2020, 10, 9, 2, 38, 19) * 1000,
      Date.UTC(2020, 10, 19, 14, 38, 19) * 1000,
      Date.UTC(2020, 10, 19, 14, 38, 19) * 1000 + 1,
      'no-body',
      Date.UTC(2021, 8, 3, 0, 30, 38) * 1000,
      Date.UTC(2021, 8, 3, 0, 30, 38) * 1000 + 1,
    ],
  )
})

test('takes a zone only where the time names it', async () => {
  const zones = (await rowsOf('wolfpack/x.json')).map(
    (row) => row.kind === 'message' && row.message.sent.zone,
  )
  assert.deepEqual(new Set(zones), new Set(['unknown', 'stated', 'none', false]))
  assert.equal(zones[7], 'stated')
})

test('tells chats apart by gang and number, and victims by chat', async () => {
  const [row] = await rowsOf('wolfpack/20231004.json')
  assert.deepEqual(row?.kind === 'message' && row.message.conversation, {
    kind: 'group',
    key: 'Wolfpack/20231004',
    title: 'wolfpack',
    participants: ['Victim (Wolfpack/20231004)', 'Wolfpack'],
  })
  assert.equal(row?.kind === 'message' && row.message.fromName, 'Victim')
  const [other] = await rowsOf('wolfpack/x.json')
  assert.equal(other?.kind === 'message' && other.message.conversation.key, 'wolfpack/x')
})

test('reports what is no chat', async () => {
  assert.deepEqual((await rowsOf('x.json', asBytes({ chat_id: '', messages: [] }))).map(saidBy), [
    'no-records',
  ])
  const chat = { chat_id: '1', messages: [{ party: 'a', content: 'x', timestamp: '2021-10-05 12:18' }] }
  assert.deepEqual((await rowsOf('x.json', asBytes(chat.messages))).map(saidBy), ['x'])
})

const several = ['1', '2', ''].map((id, at) => ({
  chat_id: id,
  messages: ['Wolfpack', 'Victim'].map((party) => ({ party, content: `${party} ${at}`, timestamp: '' })),
  from: 'Watch',
}))
const lists = new Map(
  [several, { chats: several }, several.map(({ chat_id, messages }) => ({ messages, chat_id }))].map(
    (value, at) => [`wolfpack/all-${at}.json`, asBytes(value)],
  ),
)
formatLaws(negotiation, lists)

test('keeps several chats of one file apart, each by its number', async () => {
  for (const [name, bytes] of lists) {
    const stem = name.slice('wolfpack/'.length, -'.json'.length)
    const keys = ['Wolfpack/1', 'Wolfpack/2', `Wolfpack/${stem} (3)`]
    assert.deepEqual(
      (await rowsOf(name, bytes)).map(
        (row) => row.kind === 'message' && [row.message.body, row.message.from, row.message.conversation.key],
      ),
      keys.flatMap((key, at) => [
        [`Wolfpack ${at}`, 'Wolfpack', key],
        [`Victim ${at}`, `Victim (${key})`, key],
      ]),
    )
  }
})

const saidAt = (timestamp: string) => ({ party: 'a', content: timestamp, timestamp })
test('reads more ways of writing a day', async () => {
  const bytes = asBytes(
    ['Mon Aug 21 2023 13:25:23', 'August 21st, 2023 13:25:23', '21 Aug 2023 1:25:23 PM'].map(saidAt),
  )
  const rows = await rowsOf('x.json', bytes)
  for (const row of rows)
    assert.equal(row.kind === 'message' && row.message.sent.at, Date.UTC(2023, 7, 21, 13, 25, 23) * 1000)
})

const real = new URL('../../../../shared/data/negotiations/', import.meta.url)
test('accounts for every message of the published negotiations', {
  skip: !existsSync(real) && 'the negotiations are not here',
}, async () => {
  const tally: Record<string, number> = {}
  for (const gang of readdirSync(real)) {
    const files = readdirSync(new URL(`${gang}/`, real)).filter((file) => file.endsWith('.json'))
    for (const file of files) {
      const bytes = new Uint8Array(readFileSync(new URL(`${gang}/${file}`, real)))
      const messages = new TextDecoder().decode(bytes).match(/^ {12}"party":/gm)
      assert.ok(negotiation.sniff(file, bytes.subarray(0, 65_536)) > 0.9)
      const rows = await rowsOf(`${gang}/${file}`, bytes)
      assert.equal(rows.length, messages?.length)
      for (const row of rows) {
        const isTimed = row.kind === 'message' && row.message.sent.zone !== 'none'
        const said =
          row.kind === 'problem' ? row.problem.code : isTimed ? 'message' : 'message without a time'
        tally[said] = (tally[said] ?? 0) + 1
      }
    }
  }
  assert.deepEqual(tally, { message: 752, 'message without a time': 1117, 'no-body': 21 })
})
