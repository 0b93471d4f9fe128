import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Row } from '../format.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { slack } from './slack.ts'
import { slackDirectory } from './slack-directory.ts'

const here = new URL('samples/', import.meta.url)
const everything = new Map(
  globSync('**/*.json', { cwd: here.pathname })
    .toSorted()
    .map((name) => [name, new Uint8Array(readFileSync(new URL(name, here)))]),
)
const named = (days: boolean) => new Map([...everything].filter(([name]) => name.includes('/') === days))
formatLaws(slack, named(true), { others: everything })
formatLaws(slackDirectory, named(false))

const rowsAt = (name: string, bytes = everything.get(name)!, others = everything) =>
  readRows(slack, evidence(name, bytes, { others }), nothingStated)
const brief = (row: Row) =>
  row.kind === 'message' ? `${row.message.kind}: ${row.message.body}` : saidBy(row)
const messagesAt = async (...at: Parameters<typeof rowsAt>) =>
  (await rowsAt(...at)).filter((row) => row.kind === 'message').map((row) => row.message)
const briefs = async (text: string) =>
  (await rowsAt('x/2021-01-07.json', new TextEncoder().encode(text))).map(brief)

const contacts = async (name: string) =>
  (await readRows(slackDirectory, evidence(name, everything.get(name)!), nothingStated)).map(
    (row) => row.kind === 'contact' && `${row.contact.address} ${row.contact.name}`,
  )

test('reads words, notices, files, cards, edits, deletions and huddles', async () => {
  assert.deepEqual((await rowsAt('general/2021-01-07.json')).map(brief), [
    'system: <@U02> has joined the channel',
    'text: eels & "tides" <3 } ]',
    'text: yes',
    'media: ',
    'text: High water\n10:20',
    'text: at nine',
    'text: forget it',
    'text: This message was deleted.',
    'call: Huddle',
    'text: in blocks',
  ])
})

test('knows the channel, the sender’s name and the time to the microsecond', async () => {
  const [, first, reply, , bot] = await messagesAt('general/2021-01-07.json')
  assert.deepEqual(first, {
    network: 'slack',
    conversation: { kind: 'group', key: 'C01', title: 'general', participants: ['U01'] },
    from: 'U01',
    fromName: 'Heron',
    sent: { at: 1_610_000_000_000_200, text: '1610000000.000200', zone: 'stated' },
    kind: 'text',
    body: 'eels & "tides" <3 } ]',
    mediaHashes: [],
    details: {
      sourceId: '1610000000.000200',
      reactions: [
        { emoji: 'thumbsup', from: 'U02', timeText: null },
        { emoji: 'thumbsup', from: null, timeText: null },
      ],
      earlier: [],
    },
  })
  assert.equal(reply?.fromName, 'Otter')
  assert.deepEqual(reply?.details?.answers, { sourceId: '1610000000.000200', words: null })
  assert.deepEqual([bot?.from, bot?.fromName], ['B01', 'TideBot'])
})

test('reads a direct message as of the two members its list names', async () => {
  const [message] = await messagesAt('D01/2021-01-07.json')
  assert.deepEqual(message?.conversation, {
    kind: 'direct',
    key: '["U01","U02"]',
    title: null,
    participants: ['U01', 'U02'],
  })
  const [alone] = await messagesAt('D01/2021-01-07.json', undefined, new Map())
  assert.deepEqual(alone?.conversation, { kind: 'group', key: 'D01', title: 'D01', participants: ['U01'] })
})

test('keeps words before a change, and marks what was taken back', async () => {
  const messages = await messagesAt('general/2021-01-07.json')
  assert.deepEqual(messages[5]?.details?.earlier, [{ body: 'at ten', timeText: null }])
  assert.equal(messages[5]?.sent.text, '1610000040.000600')
  assert.deepEqual(messages[6]?.details, { sourceId: '1610000050.000700', deleted: true })
  assert.equal(messages[7]?.details?.deleted, true)
  assert.deepEqual(messages[3]?.details?.attachments, [
    { name: 'tide.png', claims: 'image/png', sha256: null },
    { name: null, claims: null, sha256: null },
  ])
  assert.deepEqual(messages[8]?.details?.call, { durationSeconds: 120, answered: null, video: false })
})

test('reads accounts and conversations as contacts', async () => {
  assert.deepEqual(await contacts('users.json'), ['U01 Heron', 'U02 Otter'])
  assert.deepEqual(await contacts('channels.json'), ['C01 general'])
  assert.deepEqual(await contacts('dms.json'), ['D01 U02, U01'])
})

test('reports files without bytes, without messages and messages without parts', async () => {
  assert.deepEqual(await briefs(''), ['empty-file'])
  assert.deepEqual(await briefs('{"messages":[]}'), ['no-records'])
  assert.deepEqual(await briefs('[{"type":"message","user":"U01","text":"x"}]'), ['no-timestamp'])
  assert.deepEqual(await briefs('[{"type":"message","user":"U01","text":"x","ts":"soon"}]'), [
    'bad-timestamp',
  ])
  assert.deepEqual(await briefs('[{"type":"message","text":"x","ts":"1610000000.000200"}]'), ['no-sender'])
  assert.deepEqual(await briefs('[{"type":"message","user":"U01","ts":"1610000000.000200"}]'), ['no-body'])
})

test('takes an empty list of an export for what it is, and anything else that holds nothing for a problem', async () => {
  const empty = new TextEncoder().encode('[ ]\n')
  for (const name of ['channels.json', 'groups.json', 'canvases.json']) {
    assert.ok(slackDirectory.sniff(name, empty) > 0.3, name)
    assert.deepEqual(await readRows(slackDirectory, evidence(name, empty), nothingStated), [])
  }
  assert.ok(slack.sniff('general/2021-01-07.json', empty) > 0.3)
  assert.deepEqual(await briefs('[]'), [])
  assert.deepEqual(await briefs('{"messages":[]}'), ['no-records'])
  assert.deepEqual(await briefs('[[]]'), ['no-records'])
})
const utf16 = (text: string) => new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'))
formatLaws(
  slackDirectory,
  new Map([
    ['channels.json', new TextEncoder().encode('[]')],
    ['groups.json', utf16('[\n]')],
  ]),
)

const reply =
  '{"type":"message","user":"U02","text":"yes","ts":"1610000010.000300","thread_ts":"1610000000.000200"}'
const asked =
  '{"type":"message","user":"U01","text":"ready?","ts":"1610000000.000200","slackdump_thread_replies":['
const dump = `{"channel_id":"C77","name":"lake","messages":[${asked}${reply},\n${reply.replace('yes', 'soon')}],"x":"y"},${asked}${reply}]}]}`
const dumps = new Map([['C77.json', new TextEncoder().encode(dump)]])
formatLaws(slack, dumps)

test('reads the answers slackdump puts into a message, each with its bytes, and the channel it names', async () => {
  const rows = await rowsAt('C77.json', dumps.get('C77.json'), new Map())
  assert.deepEqual(rows.map(brief), ['text: ready?', 'text: yes', 'text: soon', 'text: ready?', 'text: yes'])
  assert.deepEqual(
    rows.map((row) => row.kind === 'message' && dump.slice(row.record.start, row.record.end)),
    [asked, reply, `${reply.replace('yes', 'soon')}],"x":"y"}`, asked, reply],
  )
  const [first, answer] = rows.map((row) => row.kind === 'message' && row.message)
  assert.deepEqual(first && first.conversation, {
    kind: 'group',
    key: 'C77',
    title: 'lake',
    participants: ['U01'],
  })
  assert.deepEqual(answer && answer.details?.answers, { sourceId: '1610000000.000200', words: null })
})

test('joins a stretch of rich text to one line', async () => {
  const elements = [
    { type: 'text', text: 'eels ' },
    { type: 'emoji', name: 'fish' },
    { type: 'user', user_id: 'U01' },
    { type: 'link', url: 'https://pond.example' },
  ]
  const blocks = [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }]
  const message = { type: 'message', user: 'U01', text: '', ts: '1610000000.000200', blocks }
  assert.deepEqual(await briefs(JSON.stringify([message])), ['text: eels :fish:<@U01>https://pond.example'])
})
