import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Row } from '../format.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { caseUco } from './case-uco.ts'

const here = new URL('samples/', import.meta.url)
const samples = new Map(
  readdirSync(here).map((name) => [name, new Uint8Array(readFileSync(new URL(name, here)))]),
)
const others = new Map([['media/a.jpg', new Uint8Array([1, 2, 3])]])
formatLaws(caseUco, samples, { others })

const rowsOf = (bytes: Uint8Array): Promise<Row[]> =>
  readRows(caseUco, evidence('bundle.jsonld', bytes, { others }), nothingStated)
const rowsOfGraph = (...graph: readonly unknown[]) =>
  rowsOf(
    new TextEncoder().encode(
      JSON.stringify({
        '@context': { x: 'https://ontology.unifiedcyberontology.org/uco/core/' },
        '@graph': graph,
      }),
    ),
  )
const bundle = () => rowsOf(samples.get('bundle.jsonld') ?? new Uint8Array())
const picture = '039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81'

test('reads messages whose ends are described before or after them', async () => {
  const [first, , second] = await bundle()
  assert.deepEqual(first?.kind === 'message' && first.message, {
    network: 'whatsapp',
    conversation: {
      kind: 'direct',
      key: '["+44 7700 900111","heron@example.net"]',
      title: null,
      participants: ['+44 7700 900111', 'heron@example.net'],
    },
    from: 'heron@example.net',
    fromName: 'Heron',
    sent: { at: Date.UTC(2024, 2, 1, 9, 0, 0, 250) * 1000, text: '2024-03-01T09:00:00.25Z', zone: 'stated' },
    kind: 'text',
    body: 'is it "ready" }?',
    mediaHashes: [],
    details: { sourceId: 'M1' },
  })
  assert.equal(first?.kind === 'message' && first.record.start, first?.span.start)
  assert.deepEqual(second?.kind === 'message' && second.message, {
    network: 'whatsapp',
    conversation: {
      kind: 'group',
      key: 'kb:thread-1',
      title: 'The pond',
      participants: ['+44 7700 900111', '+44 7700 900222', 'heron@example.net'],
    },
    from: 'heron@example.net',
    fromName: 'Heron',
    sent: { at: Date.UTC(2024, 2, 1, 8, 1) * 1000, text: '2024-03-01T09:01:00+01:00', zone: 'stated' },
    kind: 'media',
    body: '',
    mediaHashes: [picture],
    details: {
      attachments: [{ name: 'a.jpg', claims: 'image/jpeg', sha256: picture }],
    },
  })
})

test('reads calls, names and places, and says where a message is named but not stated', async () => {
  const rows = await bundle()
  assert.deepEqual(
    rows.map((row) => `${row.kind}: ${saidBy(row)}`),
    [
      'message: is it "ready" }?',
      'contact: Heron',
      'message: ',
      'message: Voice call',
      'contact: Otter',
      'contact: Otter',
      'trace: cell',
      'problem: not-a-record',
    ],
  )
  const call = rows[3]
  assert.deepEqual(call?.kind === 'message' && [call.message.network, call.message.details?.call], [
    'phone',
    { durationSeconds: 61, answered: null, video: false },
  ])
  const trace = rows[6]
  assert.deepEqual(trace?.kind === 'trace' && [trace.trace.device, trace.trace.place], [
    '990000862471854',
    { kind: 'cell', cell: '234-15-1203-40211' },
  ])
})

test('reads the older shape, in which ids are plain text', async () => {
  const [row] = await rowsOf(samples.get('older.json') ?? new Uint8Array())
  assert.deepEqual(row?.kind === 'message' && [row.message.network, row.message.conversation.participants], [
    'sms',
    ['2125550111', '2125550112'],
  ])
})

test('reads facets that stand apart from what they describe, in full names', async () => {
  const observable = 'https://ontology.unifiedcyberontology.org/uco/observable/'
  const [row] = await rowsOfGraph(
    {
      '@id': 'kb:m',
      '@type': [`${observable}SMSMessage`],
      'https://ontology.unifiedcyberontology.org/uco/core/hasFacet': [{ '@id': 'kb:f' }],
    },
    {
      '@id': 'kb:f',
      '@type': [`${observable}MessageFacet`],
      [`${observable}messageText`]: [{ '@value': 'hello' }],
      [`${observable}sentTime`]: [{ '@value': '2024-03-01T09:00:00Z' }],
      [`${observable}from`]: [{ '@id': 'kb:a' }],
      [`${observable}to`]: [{ '@id': 'kb:nobody' }],
    },
    { '@id': 'kb:a', '@type': ['Account'], 'uco-core:hasFacet': [{ '@id': 'kb:af' }] },
    { '@id': 'kb:af', '@type': ['x:AccountFacet'], 'x:accountIdentifier': '77' },
  )
  assert.deepEqual(row?.kind === 'message' && [row.message.from, row.message.details, row.message.body], [
    '77',
    null,
    'hello',
  ])
  assert.deepEqual(row?.kind === 'message' && row.message.conversation.participants, ['77', 'kb:nobody'])
})

const message = (fields: object) => ({
  '@id': 'kb:m',
  '@type': 'uco-observable:Message',
  'uco-core:hasFacet': [{ '@type': 'uco-observable:MessageFacet', messageText: 'x', ...fields }],
})

test('keeps the id of a node only where it is a UUID, and what the application states', async () => {
  const drawn = 'kb:message-3fa85f64-5717-4562-b3fc-2c963f66afa6'
  const ends = { from: 'a', to: 'b', sentTime: '2024-03-01T09:00:00Z' }
  const rows = await rowsOfGraph(
    { ...message(ends), '@id': drawn },
    { ...message(ends), '@id': 'kb:00000000-0000-0000-0000-000000000001' },
    { ...message({ ...ends, messageID: 'M7' }), '@id': 'kb:message-3' },
    { ...message(ends), '@id': 'kb:message-4' },
  )
  assert.deepEqual(
    rows.map((row) => row.kind === 'message' && (row.message.details?.sourceId ?? null)),
    [drawn, null, 'M7', null],
  )
})

test('refuses messages without a sender, a recipient or words, and those inside another object', async () => {
  const full = { from: 'a', to: 'b', sentTime: '2024-03-01T09:00:00Z' }
  const rows = await rowsOfGraph(
    message(full),
    message({ ...full, from: [] }),
    message({ ...full, to: [] }),
    message({ ...full, sentTime: [] }),
    message({ ...full, sentTime: 'soon' }),
    message({ ...full, messageText: '' }),
    { '@id': 'kb:t', '@type': 'x', 'x:message': [message(full)] },
  )
  assert.deepEqual(rows.map(saidBy), [
    'x',
    'no-sender',
    'no-recipient',
    'x',
    'bad-timestamp',
    'no-body',
    'not-a-record',
  ])
  const [, , , untimed] = rows
  assert.deepEqual(untimed?.kind === 'message' && [untimed.message.sent, untimed.repairs], [
    { at: Date.UTC(2024, 2, 1, 9) * 1000 + 1, text: '', zone: 'none' },
    ['no-time'],
  ])
})
