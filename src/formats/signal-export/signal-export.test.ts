import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseAddress } from '../../core/handle.ts'
import type { Message } from '../../core/message.ts'
import { identityForm } from '../../core/uid.ts'
import type { MessageRow, ReadContext } from '../format.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { signalExport } from './signal-export.ts'

const here = new URL('samples/', import.meta.url)
const samples = new Map(
  globSync('*/*', { cwd: here }).map((name) => [name, new Uint8Array(readFileSync(new URL(name, here)))]),
)
formatLaws(signalExport, samples)

const utf8 = new TextEncoder()
const rowsOf = (name: string, text: string, context: Partial<ReadContext> = {}) =>
  readRows(signalExport, evidence(name, utf8.encode(text)), { ...nothingStated, ...context })
const messagesOf = async (name: string, context: Partial<ReadContext> = {}, others = new Map()) => {
  const bytes = samples.get(name) ?? new Uint8Array(0)
  const rows = await readRows(signalExport, evidence(name, bytes, { others }), {
    ...nothingStated,
    ...context,
  })
  return rows.filter((row): row is MessageRow => row.kind === 'message').map(({ message }) => message)
}
const identityOf = ({ network, conversation, from, sent, ...message }: Message) =>
  identityForm({
    ...message,
    network,
    conversationKind: conversation.kind,
    conversationKey: conversation.key,
    sender: from,
    at: sent.at,
  })
const owner = { owner: parseAddress('heron') }

test('reads the text file: quotes, reactions, files, stickers, calls and what was taken back', async () => {
  const messages = await messagesOf('Otter/chat.md', owner)
  assert.deepEqual(
    messages.map(({ from, kind, body, details }) => [from, kind, body, details]),
    [
      ['heron', 'text', 'is it ready?', null],
      [
        'Otter',
        'text',
        'nearly\ntwo more days',
        {
          answers: { sourceId: null, words: 'is it ready?' },
          reactions: [{ emoji: '👍', from: 'heron', timeText: null }],
        },
      ],
      [
        'Otter',
        'text',
        'look',
        {
          attachments: [{ name: '2021-03-01T09-17-00.000_00_boat_(1).jpg', claims: null, sha256: null }],
        },
      ],
      ['heron', 'media', '', { attachments: [{ name: '🎉', claims: 'sticker', sha256: null }] }],
      [
        'Otter',
        'call',
        'Incoming voice call (accepted, 3m 5s)',
        { call: { durationSeconds: 185, answered: true, video: false } },
      ],
      ['Otter', 'text', '', { deleted: true }],
    ],
  )
  assert.deepEqual(messages[0]?.conversation, {
    kind: 'direct',
    key: '["Otter","heron"]',
    title: null,
    participants: ['Otter', 'heron'],
  })
  assert.equal(messages[0].sent.text, '2021-03-01 09:15:02')
})

test('reads the JSON file: sticker objects, earlier words, and files found beside it', async () => {
  const boat = utf8.encode('a boat')
  const others = new Map([['Otter/media/a boat.jpg', boat]])
  const [first, second, third] = await messagesOf('Otter/data.json', owner, others)
  assert.equal(first?.sent.text, '2021-03-01T09:15:02.123000')
  assert.deepEqual(second?.details, {
    answers: { sourceId: null, words: 'is it ready?' },
    reactions: [{ emoji: '👍', from: 'heron', timeText: null }],
  })
  const { sha256 } = evidence('x', boat)
  assert.deepEqual([third?.kind, third?.body, third?.mediaHashes], ['media', '', [sha256]])
  assert.deepEqual(third?.details, {
    attachments: [
      { name: 'a_boat.jpg', claims: null, sha256 },
      { name: '🎉', claims: 'sticker', sha256: null },
    ],
    earlier: [{ body: 'x', timeText: '2021-03-01T09:16:59' }],
  })
})

test('refuses the 1970 that the tool writes where it found no time', async () => {
  const rows = await readRows(
    signalExport,
    evidence('Otter/data.json', samples.get('Otter/data.json') ?? new Uint8Array(0)),
    nothingStated,
  )
  assert.deepEqual(rows.map(saidBy).at(-1), 'no-timestamp')
})

test('gives a message taken back one identity in both files, and leaves the same words of a writer alone', async () => {
  const json =
    '{"date": "2021-03-01T09:30:00", "sender": "Otter", "body": "  ", "quote": "", "sticker": null, "reactions": [], "attachments": [], "deleted": true}\n'
  const [stated] = await rowsOf('Otter/data.json', json, owner)
  const [line] = await rowsOf(
    'Otter/chat.md',
    '[2021-03-01 09:30:00] Otter: (This message was deleted)\n',
    owner,
  )
  assert.ok(stated?.kind === 'message' && line?.kind === 'message')
  assert.equal(identityOf(line.message), identityOf(stated.message))
  assert.deepEqual(line.message.details, stated.message.details)
  const [written] = await rowsOf(
    'Otter/chat.md',
    '[2021-03-01 09:30:00] Otter: (This message was deleted)  \n',
    owner,
  )
  assert.ok(written?.kind === 'message')
  assert.deepEqual([written.message.body, written.message.details], ['(This message was deleted)', null])
})

test('takes a chat in which others write than its folder says for a group', async () => {
  const text = '[2019-05-29, 15:04] Me: x  \n[2019-05-29, 15:10] Aya: y  \n[2019-05-29, 15:20] Jim: z  \n'
  const keys = (await rowsOf('Otters/index.md', text)).map(
    (row) => row.kind === 'message' && [row.message.conversation.key, row.message.sent.text],
  )
  assert.deepEqual(keys, [
    ['Otters', '2019-05-29 15:04'],
    ['Otters', '2019-05-29 15:10'],
    ['Otters', '2019-05-29 15:20'],
  ])
})

test('keeps what is no message as a problem and goes on', async () => {
  const json = '{"date":"2021-03-01T09:15:02","sender":"Me","body":"x  ","quote":"","reactions":[]}\n'
  assert.deepEqual((await rowsOf('A/data.json', `${json}{"date":\n${json}`)).map(saidBy), [
    'x',
    'not-a-record',
    'x',
  ])
  assert.deepEqual((await rowsOf('A/chat.md', '')).map(saidBy), ['empty-file'])
  assert.deepEqual((await rowsOf('A/chat.md', 'hello\n')).map(saidBy), ['no-records'])
  assert.deepEqual((await rowsOf('A/chat.md', '[2021-13-01 09:15:02] Me: x  \n')).map(saidBy), [
    'bad-timestamp',
  ])
})

test('leaves an iPhone’s WhatsApp chat in Swedish to its own format', () => {
  const text = '[2020-12-31 23:59:59] Anna: hej\n'
  assert.ok(signalExport.sniff('_chat.txt', utf8.encode(text)) < 0.45)
})

test('reads files that stand before the reactions, as older versions wrote them', async () => {
  const text = '[2021-03-01 09:15:02] Aya: look![a.jpg](./media/a.jpg)  \n(- Me: 👍 -)\n'
  const [row] = await rowsOf('Aya/chat.md', text)
  assert.deepEqual(row?.kind === 'message' && [row.message.body, row.message.details?.attachments?.length], [
    'look',
    1,
  ])
})
