import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { zip } from '../../../test/build-archive.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { rsmf } from './rsmf.ts'

const manifest = new Uint8Array(readFileSync(new URL('samples/rsmf_manifest.json', import.meta.url)))
const file = new Uint8Array([1, 2, 3])
const picture = '039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81'
const archive = (...more: { name: string; bytes: string | Uint8Array }[]) =>
  zip([
    { name: 'rsmf_manifest.json', bytes: manifest },
    { name: 'a.jpg', bytes: file },
    { name: 'heron.png', bytes: 'p' },
    ...more,
  ])
const mailOf = (attached: Uint8Array) =>
  Buffer.from(
    [
      'X-RSMF-Version: 2.0.0',
      'X-RSMF-EventCount: 6',
      'From: heron@example.net',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'is it ready?',
      '--b',
      'Content-Type: application/zip; name="rsmf.zip"',
      'Content-Disposition: attachment; filename="rsmf.zip"',
      'Content-Transfer-Encoding: base64',
      '',
      ...(Buffer.from(attached)
        .toString('base64')
        .match(/.{1,76}/g) ?? []),
      '--b--',
      '',
    ].join('\r\n'),
  )
const others = new Map([['a.jpg', file]])
formatLaws(
  rsmf,
  new Map<string, Uint8Array>([
    ['rsmf_manifest.json', manifest],
    ['pond.rsmf', mailOf(archive())],
    ['bare.rsmf', archive()],
  ]),
  { others },
)

const rowsOf = (bytes: Uint8Array | string, name = 'x.rsmf') =>
  readRows(
    rsmf,
    evidence(name, typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes, { others }),
    nothingStated,
  )
const messagesOf = async (bytes: Uint8Array | string) =>
  (await rowsOf(bytes)).flatMap((row) => (row.kind === 'message' ? [row.message] : []))

test('reads events with who, where, when and what became of them', async () => {
  const [first, second, join, notice, gone] = await messagesOf(manifest)
  assert.deepEqual(first, {
    network: 'teams',
    conversation: {
      kind: 'direct',
      key: '["U1","otter@example.net"]',
      title: null,
      participants: ['U1', 'otter@example.net'],
    },
    from: 'U1',
    fromName: 'Heron',
    sent: { at: Date.UTC(2024, 10, 3, 19, 46, 47) * 1000, text: '2024-11-03T19:46:47Z', zone: 'stated' },
    kind: 'text',
    body: 'is it ready?',
    mediaHashes: [],
    details: {
      sourceId: 'e1',
      owner: 'otter@example.net',
      reactions: [
        { emoji: '👍', from: 'otter@example.net', timeText: null },
        { emoji: '👍', from: null, timeText: null },
      ],
      delivery: 'read',
      earlier: [{ body: 'is it redy?', timeText: '2024-11-03T19:47:00Z' }],
    },
  })
  assert.deepEqual(
    [second?.kind, second?.from, second?.mediaHashes, second?.details],
    [
      'media',
      'otter@example.net',
      [picture],
      {
        sourceId: 'e2',
        owner: 'otter@example.net',
        answers: { sourceId: 'e1', words: null },
        attachments: [
          { name: 'picture.jpg', claims: null, sha256: picture },
          { name: 'gone.pdf', claims: null, sha256: null },
        ],
      },
    ],
  )
  assert.deepEqual(
    [join?.kind, join?.from, join?.body, join?.sent.zone],
    ['system', 'owl@example.net', 'join', 'unknown'],
  )
  assert.deepEqual(join?.conversation, {
    kind: 'group',
    key: 'c2',
    title: 'pond',
    participants: ['U1', 'otter@example.net', 'owl@example.net'],
  })
  assert.deepEqual([notice?.kind, notice?.from], ['system', '(service)'])
  assert.deepEqual([gone?.kind, gone?.body, gone?.details], ['text', '', { deleted: true }])
})

test('reads the same from a container, each record with its bytes and its part', async () => {
  const alone = await messagesOf(manifest)
  for (const bytes of [mailOf(archive()), archive()]) {
    const rows = await rowsOf(bytes)
    assert.deepEqual(
      rows.flatMap((row) => (row.kind === 'message' ? [row.message] : [])),
      alone,
    )
    const [row] = rows
    assert.ok(row?.kind === 'message')
    assert.equal(row.part, 'rsmf_manifest.json')
    assert.deepEqual(row.raw, manifest.slice(row.record.start, row.record.end))
    assert.deepEqual(
      rows.flatMap((other) => (other.kind === 'problem' ? [saidBy(other)] : [])),
      ['no-recipient'],
    )
  }
})

test('finds who takes part after the events, and reads version 1.0', async () => {
  const turned =
    '{"version":"1.0.0","events":[{"type":"message","conversation":"c","participant":"1","timestamp":"2024-11-03T19:46:47Z","body":"x"}],' +
    '"conversations":[{"id":"c","platform":"slack","participants":["1"]}],"participants":[{"id":"1","display":"Heron"}]}'
  const [message] = await messagesOf(turned)
  assert.deepEqual([message?.network, message?.fromName, message?.from], ['slack', 'Heron', '1'])
})

const event = (body: string, more: object) => ({
  type: 'message',
  conversation: 'c',
  participant: '1',
  body,
  ...more,
})

test('keeps the words of an event that states no time', async () => {
  const rows = await rowsOf(
    JSON.stringify({
      version: '2.0.0',
      participants: [{ id: '1' }],
      conversations: [{ id: 'c', platform: 'slack', participants: ['1'] }],
      events: [
        event('x', { timestamp: '2249-12-31T23:59:59.999999Z' }),
        event('y', {}),
        event('z', { timestamp: 'soon' }),
      ],
    }),
  )
  assert.deepEqual(rows.map(saidBy), ['x', 'y', 'bad-timestamp'])
  const [first, second] = rows
  assert.deepEqual(second?.kind === 'message' && [second.message.sent, second.repairs], [
    { at: first?.kind === 'message' && first.message.sent.at, text: '', zone: 'none' },
    ['no-time'],
  ])
})

test('tells of files no message names and of parts that are damaged', async () => {
  const rows = await rowsOf(
    mailOf(archive({ name: 'note.txt', bytes: 'n' }, { name: 'a.jpg', bytes: 'other' })),
  )
  assert.deepEqual(
    rows.flatMap((row) => (row.kind === 'problem' ? [`${row.part}: ${saidBy(row)}`] : [])),
    ['rsmf_manifest.json: no-recipient', 'a.jpg: unread-part', 'note.txt: not-read'],
  )
})

test('says why a container cannot be opened', async () => {
  const broken = archive().subarray(0, 60)
  const none = zip([{ name: 'a.txt', bytes: 'a' }])
  for (const bytes of [mailOf(broken), mailOf(none), Buffer.from('X-RSMF-Version: 2.0.0\n\nno zip'), broken])
    assert.deepEqual((await rowsOf(bytes)).map(saidBy), ['unread-part'])
  assert.deepEqual((await rowsOf('')).map(saidBy), ['empty-file'])
})
