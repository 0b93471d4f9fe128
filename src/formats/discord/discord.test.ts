import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Row } from '../format.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { discord } from './discord.ts'

const here = new URL('samples/', import.meta.url)
const samples = new Map(
  readdirSync(here).map((name) => [name, new Uint8Array(readFileSync(new URL(name, here)))]),
)
const pdf = new TextEncoder().encode('PDF')
const others = new Map([['general.json_Files/tide table-AB.pdf', pdf]])
formatLaws(discord, samples, { others })

const [sample] = [...samples.values()]
const rowsOf = (bytes: Uint8Array) => readRows(discord, evidence('a.json', bytes, { others }), nothingStated)
const brief = (row: Row) =>
  row.kind === 'message' ? `${row.message.kind}: ${row.message.body}` : saidBy(row)
const briefs = async (text: string) => (await rowsOf(new TextEncoder().encode(text))).map(brief)

const said = (id: number, content: string) =>
  `{"id":"${id}","type":"Default","timestamp":"2024-03-01T09:01:00Z","content":"${content}","author":{"id":"4"}}`

test('reads words, notices, files, calls, cards and what is forwarded', async () => {
  const rows = await rowsOf(sample!)
  assert.deepEqual(rows.map(brief), [
    'system: Joined the server.',
    'text: is it "ready"? } ]',
    'media: ',
    'call: Started a call that lasted 2 minutes.',
    'text: Tides\nhigh water 10:20\nlow\n04:10',
    'text: meet at the hide',
  ])
  const messages = rows.filter((row) => row.kind === 'message').map((row) => row.message)
  assert.deepEqual(messages[1], {
    network: 'discord',
    conversation: {
      kind: 'group',
      key: '1064990764406419508',
      title: 'Marsh / Text / general',
      participants: ['402'],
    },
    from: '402',
    fromName: 'otter',
    sent: { at: Date.UTC(2024, 2, 1, 8, 1) * 1000, text: '2024-03-01T09:01:00+01:00', zone: 'stated' },
    kind: 'text',
    body: 'is it "ready"? } ]',
    mediaHashes: [],
    details: {
      sourceId: '12',
      reactions: [
        { emoji: '👍', from: '401', timeText: null },
        { emoji: '👍', from: null, timeText: null },
      ],
      earlier: [],
    },
  })
  const sha256 = createHash('sha256').update(pdf).digest('hex')
  assert.deepEqual(messages[2]?.details, {
    sourceId: '13',
    answers: { sourceId: '12', words: null },
    attachments: [{ name: 'tide table.pdf', claims: null, sha256 }],
  })
  assert.deepEqual(messages[2]?.mediaHashes, [sha256])
  assert.deepEqual(messages[3]?.details?.call, { durationSeconds: 120, answered: null, video: false })
  assert.deepEqual(messages[5]?.details, { sourceId: '16', forwardedFrom: '' })
})

test('goes on after a record with an unescaped quotation mark', async () => {
  assert.deepEqual(
    await briefs(`{"channel":{"id":"2"},"messages":[${said(1, 'a')},${said(2, 'b " c')},${said(3, 'd')}]}`),
    ['text: a', 'not-a-record', 'text: d'],
  )
})

test('reports files without bytes, without messages and messages without parts', async () => {
  const only = (fields: string) => briefs(`{"channel":{"id":"2"},"messages":[{"id":"1"${fields}}]}`)
  assert.deepEqual(await briefs(''), ['empty-file'])
  assert.deepEqual(await briefs('{"channel":{"id":"2"},"messages":[]}'), ['no-records'])
  assert.deepEqual(await only(''), ['no-timestamp'])
  assert.deepEqual(await only(',"timestamp":"soon"'), ['bad-timestamp'])
  assert.deepEqual(await only(',"timestamp":"2024-03-01T09:01:00Z"'), ['no-sender'])
})

test('recognises a channel in which nobody wrote', () => {
  const text =
    '{"guild":{"id":"0"},"channel":{"id":"55","type":"DirectTextChat"},"messages":[],"messageCount":0}'
  assert.ok(discord.sniff('DM.json', new TextEncoder().encode(text)) > 0.8)
})
