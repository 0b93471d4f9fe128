import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { renderInstant } from '../../core/time.ts'
import type { MessageRow } from '../format.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { adiumLog } from './adium-log.ts'

const here = join(import.meta.dirname, 'samples')
const samples = new Map(
  readdirSync(here).map((name) => [name, new Uint8Array(readFileSync(join(here, name)))]),
)
formatLaws(adiumLog, samples)

const utf8 = new TextEncoder()
const sample = 'otter@chat.example (2021-03-02T12.00.00+0100).xml'
const rowsOf = (name: string, text?: string, others = new Map<string, Uint8Array>()) => {
  const bytes = text === undefined ? (samples.get(name) ?? new Uint8Array(0)) : utf8.encode(text)
  return readRows(adiumLog, evidence(name, bytes, { others }), nothingStated)
}
const messagesOf = async (...file: Parameters<typeof rowsOf>) =>
  (await rowsOf(...file))
    .filter((row): row is MessageRow => row.kind === 'message')
    .map(({ message }) => message)
const chat = (inside: string, service = 'AIM') =>
  `<chat account="heron" service="${service}">\n${inside}\n</chat>`
const said = (sender: string, words = 'x') =>
  `<message sender="${sender}" time="2021-03-02T12:00:00+0000"><div>${words}</div></message>`

test('reads words, names, times with their offset, pictures and notices', async () => {
  const picture = utf8.encode('a picture')
  const { sha256 } = evidence('x', picture)
  const messages = await messagesOf(sample, undefined, new Map([['boat.png', picture]]))
  assert.deepEqual(
    messages.map(({ from, fromName, sent, kind, body }) => [
      from,
      fromName,
      renderInstant(sent.at),
      kind,
      body,
    ]),
    [
      ['heron@chat.example', null, '2021-03-02T11:00:00Z', 'system', 'windowOpened'],
      ['heron@chat.example', 'Harry "Heron"', '2021-03-02T11:00:01Z', 'text', 'is it ready & packed?'],
      ['otter@chat.example', 'Ollie', '2021-03-02T11:00:05Z', 'text', 'nearly\ntwo days'],
      ['otter@chat.example', null, '2021-03-02T11:00:06Z', 'media', ''],
      ['otter@chat.example', 'Ollie', '2021-03-02T11:05:00Z', 'system', 'Otter is away'],
      ['heron@chat.example', null, '2021-03-02T11:10:00Z', 'system', 'windowClosed'],
    ],
  )
  assert.deepEqual(messages[3]?.details, { attachments: [{ name: 'boat.png', claims: null, sha256 }] })
  assert.deepEqual(messages[3]?.mediaHashes, [sha256])
  assert.deepEqual(
    [messages[0]?.network, messages[0]?.conversation.key],
    ['xmpp', '["heron@chat.example","otter@chat.example"]'],
  )
})

const keyOf = async (name: string, inside: string) => (await messagesOf(name, chat(inside)))[0]?.conversation
test('reads the chat with whoever writes, else with whom the file is called after', async () => {
  assert.equal((await keyOf('x.xml', said('otter')))?.key, '["heron","otter"]')
  const named = 'plover (2021-03-02T12.00.00+0000).chatlog'
  assert.equal((await keyOf(named, said('heron')))?.key, '["heron","plover"]')
})

test('takes a chat in which two others write for a group', async () => {
  const [first] = await messagesOf(
    'otters (2021-03-02T12.00.00+0000).xml',
    chat(said('otter') + said('plover'), 'MSN'),
  )
  assert.deepEqual(
    [first?.network, first?.conversation.kind, first?.conversation.key],
    ['msn', 'group', 'otters'],
  )
})

test('keeps what cannot be read as a problem and goes on', async () => {
  const inside = `${said('otter')}<message sender="otter" time="noon"><div>y</div></message><message time="2021-03-02T12:00:00Z">z</message>${said('otter', 'last')}`
  assert.deepEqual((await rowsOf('x.xml', chat(inside))).map(saidBy), [
    'x',
    'bad-timestamp',
    'no-sender',
    'last',
  ])
  const cut = chat(said('otter')).replace('</chat>', '<message sender="otter" time="2021')
  assert.deepEqual((await rowsOf('x.xml', cut)).map(saidBy), ['x', 'truncated'])
  assert.deepEqual((await rowsOf('x.xml', '')).map(saidBy), ['empty-file'])
})

test('reads a message whose attribute holds a bracket', async () => {
  const text = chat(
    '<message sender="otter" alias="a>b" time="2021-03-02T12:00:00Z"><div>&lt;x&gt;</div></message>',
  )
  assert.deepEqual(
    (await messagesOf('x.xml', text)).map(({ fromName, body }) => [fromName, body]),
    [['a>b', '<x>']],
  )
})
