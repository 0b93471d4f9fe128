import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Row } from '../format.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { telegram } from './telegram.ts'

const here = new URL('samples/', import.meta.url)
const samples = new Map(
  readdirSync(here).map((name) => [name, new Uint8Array(readFileSync(new URL(name, here)))]),
)
const photo = new TextEncoder().encode('a photograph')
const photoHash = createHash('sha256').update(photo).digest('hex')
const others = new Map([['photos/photo_1.jpg', photo]])
formatLaws(telegram, samples, { others })

const bytesOf = (text: string) => new TextEncoder().encode(text)
const rowsOf = (bytes: Uint8Array, context = nothingStated) =>
  readRows(telegram, evidence('result.json', bytes, { others }), context)
const sampleRows = (name: string) => rowsOf(samples.get(name)!)
const brief = (row: Row) =>
  row.kind === 'message' ? `${row.message.kind}: ${row.message.body}` : saidBy(row)
const briefs = async (text: string) => (await rowsOf(bytesOf(text))).map(brief)
const messagesIn = (rows: readonly Row[]) =>
  rows.filter((row) => row.kind === 'message').map((row) => row.message)
const chat = (fields: string, messages: string) => `{${fields}"messages":[${messages}]}`
const said = (id: number, from: string, text: string) =>
  `{"id":${id},"type":"message","date":"2024-03-01T10:00:00","date_unixtime":"1709287200","from":"${from}","from_id":"${from}","text":${text}}`

test('reads words, notices, files, calls, contacts and places of a chat of two', async () => {
  const rows = await sampleRows('result.json')
  assert.deepEqual(rows.map(brief), [
    'system: joined_telegram',
    'text: see https://plover.example } ] "quoted"',
    'media: ',
    'text: the tides',
    'call: Phone call',
    'text: Anna Plover\n+44 7700 900123',
    'media: ',
    'no-timestamp',
  ])
  const [, words, picture, file, call, , place] = messagesIn(rows)
  assert.deepEqual(words, {
    network: 'telegram',
    conversation: {
      kind: 'direct',
      key: '["user700000001","user700000002"]',
      title: null,
      participants: ['user700000001', 'user700000002'],
    },
    from: 'user700000002',
    fromName: 'Otter',
    sent: { at: 1_709_287_200_000_000, text: '1709287200', zone: 'stated' },
    kind: 'text',
    body: 'see https://plover.example } ] "quoted"',
    mediaHashes: [],
    details: { sourceId: '2', earlier: [] },
  })
  assert.deepEqual(picture?.mediaHashes, [photoHash])
  assert.deepEqual(picture?.details, {
    sourceId: '3',
    answers: { sourceId: '2', words: null },
    attachments: [{ name: 'photo_1.jpg', claims: null, sha256: photoHash }],
    reactions: [
      { emoji: '👍', from: 'user700000002', timeText: '2024-03-01T10:03:00' },
      { emoji: '👍', from: null, timeText: null },
    ],
    forwardedFrom: '',
  })
  assert.deepEqual(file?.details?.attachments, [
    { name: 'tides.pdf', claims: 'application/pdf', sha256: null },
  ])
  assert.deepEqual(call?.details?.call, { durationSeconds: 42, answered: true, video: false })
  assert.deepEqual(place?.details?.position, { latitude: 51.5, longitude: -0.12 })
})

test('reads a whole account: contacts, and each message in its own chat', async () => {
  const rows = await sampleRows('account.json')
  assert.deepEqual(rows.map(brief), [
    'Heron Grey',
    'Tide tables',
    'not-a-record',
    'text: low water 04:10',
    'system: create_group; title: Marsh; members: Otter, Heron',
    'text: North or south?\nnorth\nsouth',
    'text: high water 10:20',
  ])
  assert.deepEqual(
    messagesIn(rows).map(({ conversation, from, details }) => [conversation.key, from, details?.owner]),
    [
      ['["user700000002"]', 'user700000002', 'user700000002'],
      ['chat55', 'user700000002', 'user700000002'],
      ['chat55', 'user700000003', 'user700000002'],
      ['channel900', 'channel900', 'user700000002'],
    ],
  )
  const first = rows[0]
  assert.ok(first?.kind === 'contact')
  assert.deepEqual(first.contact, {
    network: 'telegram',
    address: 'user700000001',
    name: 'Heron Grey',
    savedBy: 'user700000002',
  })
})

test('keeps what names a chat in the record of its first message', async () => {
  const bytes = samples.get('account.json')!
  const row = (await sampleRows('account.json')).find((one) => brief(one).startsWith('system'))
  assert.ok(row?.kind === 'message')
  const raw = new TextDecoder().decode(bytes.subarray(row.record.start, row.record.end))
  assert.match(raw, /^\{\s+"name": "Empty"[^]+"name": "Marsh"[^]+"text": ""\s+\}$/)
})

test('reads a local time in the zone stated, and marks it', async () => {
  const [row] = await rowsOf(
    bytesOf(
      chat(
        '"name":"x","id":1,',
        '{"id":1,"type":"message","date":"2024-07-01T10:00:00","from":"A","text":"y"}',
      ),
    ),
    { ...nothingStated, zone: 'Europe/Berlin' },
  )
  assert.ok(row?.kind === 'message')
  assert.deepEqual(row.message.sent, {
    at: Date.UTC(2024, 6, 1, 8) * 1000,
    text: '2024-07-01T10:00:00',
    zone: 'assumed',
  })
})

test('knows a chat whose id, name and type stand after its messages', async () => {
  const text = `{"messages":[${said(1, 'user5', '"x"')}],"name":"Heron","type":"personal_chat","id":7}`
  const [row] = messagesIn(await rowsOf(bytesOf(text)))
  assert.equal(row?.conversation.key, '["user5","user7"]')
})

test('names the owner by the file where nothing says who it is', async () => {
  const bytes = bytesOf(chat('"type":"personal_chat","id":7,', said(1, 'user7', '"x"')))
  const [row] = messagesIn(await rowsOf(bytes))
  assert.match(row?.conversation.key ?? '', /^\["\(owner of [0-9a-f]{8}\)","user7"\]$/)
})

test('reads a chat that states neither id nor type', async () => {
  const text = chat(
    '"name":"Marsh",',
    '{"type":"message","date_unixtime":"1709287200","from":"A","text":"x"}',
  )
  const [row] = messagesIn(await rowsOf(bytesOf(text)))
  assert.deepEqual(row?.conversation, { kind: 'group', key: 'Marsh', title: 'Marsh', participants: ['A'] })
})

test('mends the escapes Telegram Desktop writes for control characters', async () => {
  const [row] = await rowsOf(bytesOf(chat('"id":7,', said(1, 'user7', String.raw`"a\x1Fb\\x"`))))
  assert.ok(row?.kind === 'message')
  assert.equal(row.message.body, String.raw`a\x1Fb\x`)
  assert.deepEqual(row.repairs, ['bad-escape'])
})

test('goes on after damage without guessing the chat of what follows', async () => {
  const two = `{"chats":{"list":[${chat('"name":"A","id":1,', `${said(1, 'user7', '"a"')},${said(2, 'user7', '"b" c "')}`)},${chat('"name":"B","id":2,', said(3, 'user8', '"c"'))}]}}`
  const rows = await rowsOf(bytesOf(two))
  assert.deepEqual(rows.map(brief), ['text: a', 'not-a-record', 'text: c'])
  assert.match(messagesIn(rows)[1]?.conversation.key ?? '', /^\(chat of /)
  const one = chat('"name":"A","id":1,', `${said(2, 'user7', '"b" c "')},${said(3, 'user8', '"c"')}`)
  assert.equal(messagesIn(await rowsOf(bytesOf(one)))[0]?.conversation.key, '1')
})

test('reports files without bytes, without messages and messages without parts', async () => {
  assert.deepEqual(await briefs(''), ['empty-file'])
  assert.deepEqual(await briefs(chat('"type":"saved_messages","id":1,', '')), ['no-records'])
  assert.deepEqual(await briefs(chat('"id":1,', '{"id":1,"type":"message","from":"A","text":"x"}')), [
    'no-timestamp',
  ])
  assert.deepEqual(
    await briefs(chat('"id":1,', '{"id":1,"type":"message","date_unixtime":"x","text":"x"}')),
    ['bad-timestamp'],
  )
  assert.deepEqual(
    await briefs(chat('"id":1,', '{"id":1,"type":"message","date_unixtime":"1709287200","text":"x"}')),
    ['no-sender'],
  )
})
