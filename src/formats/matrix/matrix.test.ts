import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Row } from '../format.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { matrix } from './matrix.ts'

const here = new URL('samples/', import.meta.url)
const samples = new Map(
  readdirSync(here).map((name) => [name, new Uint8Array(readFileSync(new URL(name, here)))]),
)
formatLaws(matrix, samples)

const rowsOf = (bytes: Uint8Array) => readRows(matrix, evidence('a.json', bytes), nothingStated)
const brief = (row: Row) =>
  row.kind === 'message' ? `${row.message.kind}: ${row.message.body}` : saidBy(row)
const briefs = async (text: string) => (await rowsOf(new TextEncoder().encode(text))).map(brief)
const event = (body: string) =>
  `{"type":"m.room.message","sender":"@a:b","room_id":"!r:b","event_id":"$1","origin_server_ts":1709287201234,"content":{"msgtype":"m.text","body":"${body}"}}`
const pretty = (text: string) => JSON.stringify(JSON.parse(text), null, 2)

test('reads a room of Element: words, answers, edits, reactions, files, notices', async () => {
  const rows = await rowsOf(samples.get('element.json')!)
  assert.deepEqual(rows.map(brief), [
    'system: m.room.create; room_version: 10; creator: @heron:plover.example',
    'system: m.room.member; @otter:plover.example; membership: join; displayname: Otter',
    'text: is it "ready"? } ]',
    'text: > <@otter:plover.example> is it\n\nyes',
    'text: yes, now',
    'system: 👍',
    'media: ',
    'system: Encrypted message: its words are not in this file.',
    'text: ',
    'system: m.room.redaction; reason: wrong room',
    'text: the hide',
  ])
  const messages = rows.filter((row) => row.kind === 'message').map((row) => row.message)
  assert.deepEqual(messages[2], {
    network: 'matrix',
    conversation: {
      kind: 'group',
      key: '!marsh:plover.example',
      title: 'Marsh',
      participants: ['@otter:plover.example'],
    },
    from: '@otter:plover.example',
    fromName: 'Otter',
    sent: { at: 1_709_287_201_234_000, text: '1709287201234', zone: 'stated' },
    kind: 'text',
    body: 'is it "ready"? } ]',
    mediaHashes: [],
    details: { sourceId: '$2' },
  })
  assert.deepEqual(
    messages.slice(3).map(({ details }) => details),
    [
      { sourceId: '$3', answers: { sourceId: '$2', words: null } },
      { sourceId: '$4', answers: { sourceId: '$3', words: null }, earlier: [] },
      { sourceId: '$5', answers: { sourceId: '$3', words: null } },
      { sourceId: '$6', attachments: [{ name: 'tide.png', claims: 'image/png', sha256: null }] },
      { sourceId: '$7' },
      { sourceId: '$8', deleted: true },
      { sourceId: '$9', answers: { sourceId: '$8', words: null } },
      { sourceId: '$10', position: { latitude: 51.5, longitude: -0.12 } },
    ],
  )
})

test('reads events on lines, in a bare list, in a server’s answer and one after another', async () => {
  const two = ['text: x', 'text: y']
  assert.deepEqual(await briefs(`${event('x')}\n${event('y')}\n`), two)
  assert.deepEqual(await briefs(`[${event('x')},${event('y')}]`), two)
  assert.deepEqual(await briefs(`{"start":"t","chunk":[${event('x')},${event('y')}],"end":"u"}`), two)
  assert.deepEqual(await briefs(`${pretty(event('x'))}\n${pretty(event('y'))}`), two)
})

test('reads leaked rows of four fields', async () => {
  const [row] = await rowsOf(samples.get('leaked.jsonl')!)
  assert.ok(row?.kind === 'message')
  assert.deepEqual(
    [row.message.body, row.message.from, row.message.conversation.key, row.message.sent.zone],
    ['ready', '@heron:plover.example', '!marsh:plover.example', 'unknown'],
  )
})

test('loses no line after a damaged one', async () => {
  assert.deepEqual(await briefs(`${event('x')}\n${event('a "b c')}\n${event('y')}\n`), [
    'text: x',
    'not-a-record',
    'text: y',
  ])
})

test('reports files without bytes, without events and events without parts', async () => {
  assert.deepEqual(await briefs(''), ['empty-file'])
  assert.deepEqual(await briefs('{"room_name":"x","export_date":"y","messages":[]}'), ['no-records'])
  assert.deepEqual(await briefs('[{"type":"m.room.message","sender":"@a:b"}]'), ['no-timestamp'])
  assert.deepEqual(await briefs('[{"type":"m.room.message","origin_server_ts":"x","sender":"@a:b"}]'), [
    'bad-timestamp',
  ])
  assert.deepEqual(await briefs('[{"type":"m.room.message","origin_server_ts":1709287201234}]'), [
    'no-sender',
  ])
})

const syncEvent = (body: string) => ({
  type: 'm.room.message',
  sender: '@heron:plover.example',
  origin_server_ts: 1709287200000,
  event_id: `$${body}`,
  content: { msgtype: 'm.text', body },
})
test('keeps the rooms of a sync apart, whose ids stand around their events', async () => {
  const join = {
    '!one:plover.example': { state: { events: [] }, timeline: { events: [syncEvent('a'), syncEvent('b')] } },
    '!two:plover.example': { timeline: { events: [syncEvent('c')] } },
  }
  const bytes = new TextEncoder().encode(JSON.stringify({ next_batch: 's', rooms: { join } }))
  const rows = await readRows(matrix, evidence('sync.json', bytes), nothingStated)
  assert.deepEqual(
    rows.map((row) => row.kind === 'message' && [row.message.body, row.message.conversation.key]),
    [
      ['a', '!one:plover.example'],
      ['b', '!one:plover.example'],
      ['c', '!two:plover.example'],
    ],
  )
})
