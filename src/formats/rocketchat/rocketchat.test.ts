import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { rocketchat } from './rocketchat.ts'

const here = new URL('samples/', import.meta.url)
const samples = new Map(
  readdirSync(here).map((name) => [name, new Uint8Array(readFileSync(new URL(name, here)))]),
)
formatLaws(rocketchat, samples)

const rowsOf = (text: string) =>
  readRows(rocketchat, evidence('2024-03-01-general.json', new TextEncoder().encode(text)), nothingStated)
const briefs = async (text: string) =>
  (await rowsOf(text)).map((row) =>
    row.kind === 'message' ? `${row.message.kind}: ${row.message.body}` : saidBy(row),
  )
const message = (body: string): string =>
  `{"_id":"m","rid":"R","ts":"2024-03-01T09:00:00Z","msg":"${body}","u":{"_id":"u","username":"heron"}}`

test('tells notices, words and files apart and takes the room from the file name', async () => {
  const text = new TextDecoder().decode(samples.get('2024-03-01-general.json'))
  assert.deepEqual(await briefs(text), ['system: heron', 'text: braces } ] { and "quotes"', 'media: '])
  const row = (await rowsOf(text))[1]
  assert.ok(row?.kind === 'message')
  assert.deepEqual(row.message.conversation, {
    kind: 'group',
    key: 'GENERAL',
    title: 'general',
    participants: ['otter'],
  })
  assert.equal(row.message.fromName, 'Otter')
  assert.equal(row.message.sent.zone, 'stated')
})

test('reads a bare list', async () =>
  assert.deepEqual(await briefs(`[${message('x')},${message('y')}]`), ['text: x', 'text: y']))

test('goes on after a record with an unescaped quotation mark', async () => {
  assert.deepEqual(
    await briefs(`{"messages":[${message('x')},${message('a "b c')},${message('y')}],"success":true}`),
    ['text: x', 'not-a-record', 'text: y', 'not-a-record'],
  )
})

test('keeps what is no message between two as a problem', async () => {
  assert.deepEqual(await briefs(`[${message('x')},"stray",${message('y')}]`), [
    'text: x',
    'not-a-record',
    'text: y',
  ])
})

test('reports files without bytes, without records and records without parts', async () => {
  assert.deepEqual(await briefs(''), ['empty-file'])
  assert.deepEqual(await briefs('{"messages":[]}'), ['no-records'])
  assert.deepEqual(await briefs('[{"_id":"m","rid":"R"}]'), ['no-timestamp'])
  assert.deepEqual(await briefs('[{"rid":"R","ts":"2024-03-01T09:00:00Z","msg":"x"}]'), ['no-sender'])
  assert.deepEqual(await briefs(`[${message('x').slice(0, -9)}`), ['truncated'])
})

const line = (ts: string, body: string) => message(body).replace('"2024-03-01T09:00:00Z"', ts)
const sure = (text: string) => rocketchat.sniff('a.json', new TextEncoder().encode(text))

test('reads what mongoexport writes, one after another and in a list', async () => {
  const text = new TextDecoder().decode(samples.get('messages.json'))
  const listed = `[${text.trim().replaceAll('\n', ',')}]`
  const told = ['text: is it ready?', 'text: braces } { and "messages":[', 'media: ', 'system: swan']
  for (const form of [text, listed, text.replaceAll('\n', ''), text.replaceAll('\n', ',\n')])
    assert.deepEqual(await briefs(form), told)
  const sent = (await rowsOf(text)).map(
    (row) =>
      row.kind === 'message' && [new Date(row.message.sent.at / 1000).toISOString(), row.message.sent.text],
  )
  assert.deepEqual(sent, [
    ['2024-03-01T09:00:00.250Z', '2024-03-01T09:00:00.250Z'],
    ['2024-03-01T09:01:00.500Z', '1709283660500'],
    ['2024-03-01T09:02:00.000Z', '1709283720000'],
    ['2024-03-01T09:03:00.000Z', '2024-03-01T10:03:00.000+01:00'],
  ])
})

test('goes on after a damaged line and refuses times it cannot read', async () => {
  const good = '{"$date":1709283720000}'
  assert.deepEqual(await briefs([line(good, 'x'), line(good, 'a "b c'), line(good, 'y'), ''].join('\n')), [
    'text: x',
    'not-a-record',
    'text: y',
  ])
  for (const ts of ['{"$date":"soon"}', '{"$date":true}', '{"$date":{"$numberLong":1e99}}', '{"$date":[1]}'])
    assert.deepEqual(await briefs(line(ts, 'x')), ['bad-timestamp'], ts)
  for (const ts of ['{}', '{"$date":null}', 'null'])
    assert.deepEqual(await briefs(line(ts, 'x')), ['no-timestamp'])
})

test('leaves subscriptions, rooms and other objects of a database to nobody', () => {
  const base =
    '{"_id":"s","rid":"GENERAL","ts":{"$date":"2024-03-01T09:00:00Z"},"u":{"_id":"u","username":"heron"}'
  assert.equal(sure(`${base},"t":"c","open":true}\n`), 0)
  assert.equal(sure(`[${base},"t":"c","open":true}]`), 0)
  assert.equal(sure('{"ts":"2024-03-01T09:00:00Z","from":"a","to":"b","body":"x"}\n'), 0)
})

test('reads captions, files, quotations, threads, reactions and edits', async () => {
  const upload = {
    _id: 'f',
    file: { _id: 'x', name: 'tide.png', type: 'image/png' },
    files: [
      { _id: 'x', name: 'tide.png', type: 'image/png' },
      { _id: 'y', name: 'thumb-tide.png', type: 'image/png' },
    ],
    attachments: [{ title: 'tide.png', title_link: '/file-upload/x/tide.png', description: 'at ten' }],
    msg: '',
  }
  const quote = {
    _id: 'q',
    msg: 'yes',
    attachments: [{ text: 'ready?', message_link: 'https://pond.example/channel/a?msg=m1', attachments: [] }],
    reactions: { ':fish:': { usernames: ['otter', 'swan'] } },
    editedAt: '2024-03-01T09:05:00Z',
  }
  const base = { rid: 'R', ts: '2024-03-01T09:00:00Z', u: { _id: 'u', username: 'heron' } }
  const all = [upload, quote, { _id: 't', msg: 'in thread', tmid: 'm1' }].map((one) => ({ ...base, ...one }))
  assert.deepEqual(
    (await rowsOf(JSON.stringify(all))).map(
      (row) => row.kind === 'message' && [row.message.kind, row.message.body, row.message.details],
    ),
    [
      [
        'text',
        'at ten',
        { sourceId: 'f', attachments: [{ name: 'tide.png', claims: 'image/png', sha256: null }] },
      ],
      [
        'text',
        'yes',
        {
          sourceId: 'q',
          answers: { sourceId: 'm1', words: 'ready?' },
          reactions: ['otter', 'swan'].map((name) => ({ emoji: ':fish:', from: name, timeText: null })),
          earlier: [],
        },
      ],
      ['text', 'in thread', { sourceId: 't', answers: { sourceId: 'm1', words: null } }],
    ],
  )
})

const downloaded = (body: string) => `{"msg":"${body}","username":"heron","ts":"2024-03-01T09:00:00.000Z"}`
const downloads = new Map(
  [[downloaded('x'), downloaded('y')].join('\n'), `[${downloaded('x')},${downloaded('y')}]`].map(
    (text, at) => [`2024-03-01-pond-${at}.json`, new TextEncoder().encode(text)],
  ),
)
formatLaws(rocketchat, downloads)

test('reads what a user downloads of a room, named by its file', async () => {
  for (const [name, bytes] of downloads) {
    const rows = await readRows(rocketchat, evidence(name, bytes), nothingStated)
    assert.deepEqual(
      rows.map(
        (row) => row.kind === 'message' && [row.message.from, row.message.body, row.message.conversation.key],
      ),
      ['x', 'y'].map((body) => ['heron', body, name.slice(11, -5)]),
    )
  }
})

const real = new URL('../../../../shared/data/rocketchat/server-1/', import.meta.url)
test('reads the published rooms without a rejection', {
  skip: !existsSync(real) && 'the rooms are not here',
}, async () => {
  for (const name of readdirSync(real).filter((entry) => entry !== 'userlist.json')) {
    const bytes = new Uint8Array(readFileSync(new URL(name, real)))
    const rows = await readRows(rocketchat, evidence(name, bytes), nothingStated)
    assert.ok(
      rows.every((row) => row.kind === 'message'),
      'a room has a record that cannot be read',
    )
  }
})
