import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Row } from '../format.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { meta } from './meta.ts'
import { mendText } from './mojibake.ts'

const here = new URL('samples/', import.meta.url)
const samples = new Map(
  globSync('**/*.json', { cwd: here.pathname })
    .toSorted()
    .map((name) => [name, new Uint8Array(readFileSync(new URL(name, here)))]),
)
const inbox = 'your_facebook_activity/messages/inbox/heron_1'
const picture = new TextEncoder().encode('a picture')
const sha256 = createHash('sha256').update(picture).digest('hex')
const others = new Map([
  [`${inbox}/photos/1.jpg`, picture],
  ['media/a.png', picture],
])
formatLaws(meta, samples, { others })

const rowsAt = (name: string, bytes = samples.get(name)!) =>
  readRows(meta, evidence(name, bytes, { others }), nothingStated)
const brief = (row: Row) =>
  row.kind === 'message' ? `${row.message.kind}: ${row.message.body}` : saidBy(row)
const rowsOf = (text: string, name = 'message_1.json') => rowsAt(name, new TextEncoder().encode(text))
const briefs = async (text: string) => (await rowsOf(text)).map(brief)
const latin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1')
const keyOf = async (text: string, name?: string) => {
  const [row] = await rowsOf(text, name)
  return row?.kind === 'message' ? row.message.conversation.key : null
}

test('reads words written as Latin-1, files, links, calls and what was unsent', async () => {
  const rows = await rowsAt(`${inbox}/message_1.json`)
  assert.deepEqual(rows.map(brief), [
    'text: привет } ]',
    'media: ',
    'text: see\nhttps://plover.example/',
    'text: ',
    'call: The video chat ended.',
  ])
  const found = rows.filter((row) => row.kind === 'message')
  assert.deepEqual(found[0]?.message, {
    network: 'facebook',
    conversation: {
      kind: 'direct',
      key: '["Heron Gréy","Otter"]',
      title: null,
      participants: ['Heron Gréy', 'Otter'],
    },
    from: 'Otter',
    fromName: null,
    sent: { at: 1_709_287_260_000_000, text: '1709287260000', zone: 'stated' },
    kind: 'text',
    body: 'привет } ]',
    mediaHashes: [],
    details: { reactions: [{ emoji: '👍', from: 'Heron Gréy', timeText: null }] },
  })
  assert.deepEqual(
    found.map(({ repairs }) => repairs),
    [['mojibake'], ['mojibake'], [], [], ['mojibake']],
  )
  assert.deepEqual(found[1]?.message.mediaHashes, [sha256])
  assert.deepEqual(found[3]?.message.details, { deleted: true })
  assert.deepEqual(found[4]?.message.details?.call, { durationSeconds: 61, answered: true, video: true })
})

test('reads an encrypted chat of Messenger as it stands', async () => {
  const [words, file] = (await rowsAt('Marsh_2.json')).filter((row) => row.kind === 'message')
  assert.equal(words?.message.body, 'hello Ã©')
  assert.deepEqual(words?.repairs, [])
  assert.deepEqual(words?.message.conversation, {
    kind: 'group',
    key: 'Marsh_2',
    title: 'Marsh_2',
    participants: ['Heron', 'Otter', 'Anna'],
  })
  assert.deepEqual(file?.message.mediaHashes, [sha256])
})

test('says which network it is only where the path or a picture does', async () => {
  const text = '{"messages":[{"sender_name":"Anna","timestamp_ms":1709287200000,"content":"x"}]}'
  const networkAt = async (name: string, said = text) => {
    const [row] = await rowsOf(said, name)
    return row?.kind === 'message' && row.message.network
  }
  assert.equal(await networkAt('messages/inbox/a_1/message_1.json'), 'unknown')
  assert.equal(await networkAt('instagram-anna-2024/messages/inbox/a_1/message_1.json'), 'instagram')
  const pictured = text.replace(
    '"content":"x"',
    '"photos":[{"uri":"your_instagram_activity/messages/a.jpg"}]',
  )
  assert.equal(await networkAt('message_1.json', pictured), 'instagram')
})

test('keys a chat of no two participants by its path, its folder or its file', async () => {
  const said = '"messages":[{"sender_name":"Anna","timestamp_ms":1709287200000,"content":"x"}]'
  const group = '"participants":[{"name":"Anna"},{"name":"Otter"}],"joinable_mode":{"mode":1}'
  assert.equal(await keyOf(`{${group},${said},"thread_path":"inbox/marsh_2"}`), 'inbox/marsh_2')
  assert.equal(await keyOf(`{${said}}`, 'messages/inbox/a_1/message_3.json'), 'inbox/a_1')
  assert.match((await keyOf(`{${said}}`)) ?? '', /^\(chat of [0-9a-f]{8}\)$/)
})

test('mends exactly what was written as Latin-1', () => {
  assert.deepEqual(mendText('café'), { value: 'café', mended: false })
  assert.deepEqual(mendText('привет'), { value: 'привет', mended: false })
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      assert.equal(mendText(latin1(text)).value, text)
    }),
  )
})

test('reports files without bytes, without messages and messages without parts', async () => {
  assert.deepEqual(await briefs(''), ['empty-file'])
  assert.deepEqual(await briefs('{"participants":[],"messages":[],"thread_path":"x"}'), ['no-records'])
  assert.deepEqual(await briefs('{"messages":[{"sender_name":"A","content":"x"}]}'), ['no-timestamp'])
  assert.deepEqual(await briefs('{"messages":[{"sender_name":"A","timestamp_ms":"x"}]}'), ['bad-timestamp'])
  assert.deepEqual(await briefs('{"messages":[{"timestamp_ms":1709287200000,"content":"x"}]}'), ['no-sender'])
  assert.deepEqual(await briefs('{"messages":[{"sender_name":"A","timestamp_ms":1709287200000}]}'), [
    'no-body',
  ])
})

test('reads the seconds that downloads of before 2019 count', async () => {
  const [row] = await rowsOf(
    '{"participants":[{"name":"Anna"}],"messages":[{"sender_name":"Anna","timestamp":1525000000,"content":"x"}],"thread_path":"inbox/a"}',
  )
  assert.equal(row?.kind === 'message' && row.message.sent.at, 1_525_000_000_000_000)
})
