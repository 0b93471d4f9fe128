import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { longestRecord } from '../format.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { readWords } from '../mail-encoding.ts'
import { mailboxesIn, readMail } from '../mail-message.ts'
import { htmlWords } from './html-words.ts'
import { readMailTime } from './mail-time.ts'
import { mbox } from './mbox.ts'

const here = new URL('samples/', import.meta.url)
const samples = new Map(
  readdirSync(here).map((name) => [name, new Uint8Array(readFileSync(new URL(name, here)))]),
)
formatLaws(mbox, samples)

const utf8 = new TextEncoder()
const rowsOf = (source: string | Uint8Array) =>
  readRows(mbox, evidence('x', typeof source === 'string' ? utf8.encode(source) : source), nothingStated)
const messagesOf = async (source: string | Uint8Array) =>
  (await rowsOf(source)).flatMap((row) => (row.kind === 'message' ? [row.message] : []))
const head = 'From: a@x\nTo: b@x\nDate: Sun, 3 Nov 2024 19:46:47 +0000\n'
const said = async (source: string) => (await rowsOf(source)).map(saidBy)
const to = (value: string) =>
  mailboxesIn(readMail(utf8.encode(`To: ${value}\n\n`)), 'to').map(
    ({ address, name }) => `${name ?? ''}|${address}`,
  )
const iso = (text: string) => {
  const time = readMailTime(text, null)
  return time && `${new Date(time.sent.at / 1000).toISOString()} ${time.sent.zone}`
}

test('reads the messages of a mailbox with their words, names and files', async () => {
  const [first, second, third] = await messagesOf(samples.get('all.mbox') ?? '')
  const picture = createHash('sha256')
    .update(Buffer.from([1, 2, 3]))
    .digest('hex')
  assert.deepEqual(first, {
    network: 'email',
    conversation: {
      kind: 'direct',
      key: '["heron@example.net","otter@example.net"]',
      title: null,
      participants: ['heron@example.net', 'otter@example.net'],
    },
    from: 'heron@example.net',
    fromName: 'Héron',
    sent: {
      at: Date.UTC(2024, 10, 3, 19, 46, 47) * 1000,
      text: 'Sun, 3 Nov 2024 20:46:47 +0100 (CET)',
      zone: 'stated',
    },
    kind: 'text',
    body: 'ready?\ncafé at eight\n\nFrom here on foot',
    mediaHashes: [picture],
    details: {
      sourceId: 'm1@example.net',
      attachments: [{ name: 'a b.jpg', claims: 'image/jpeg', sha256: picture }],
    },
  })
  assert.deepEqual(
    [second?.fromName, second?.body, second?.conversation.participants, second?.details?.answers],
    [
      'Otter',
      'yes <3\n\nsoon\ner',
      ['heron@example.net', 'otter@example.net', 'owl@example.net', 'swan@example.net', 'teal@example.net'],
      { sourceId: 'm1@example.net', words: null },
    ],
  )
  assert.deepEqual([third?.body, third?.sent.zone], ['bare', 'unknown'])
})

test('reads a single message whole, whatever its lines begin with', async () => {
  const [only, ...more] = await messagesOf(samples.get('one.eml') ?? '')
  assert.equal(more.length, 0)
  assert.match(only?.body ?? '', /^From words[\s\S]*not either$/)
})

test('says what a message lacks', async () => {
  assert.deepEqual(await said('From: a@x\nTo: b@x\n\nx'), ['no-timestamp'])
  assert.deepEqual(await said('From: a@x\nTo: b@x\nDate: soon\n\nx'), ['bad-timestamp'])
  assert.deepEqual(await said('To: b@x\nDate: Sun, 3 Nov 2024 19:46:47 +0000\n\nx'), ['no-sender'])
  assert.deepEqual(
    await said('From: a@x\nTo: undisclosed-recipients:;\nDate: Sun, 3 Nov 2024 19:46:47 +0000\n\nx'),
    ['no-recipient'],
  )
  assert.deepEqual(await said(`${head}\n`), ['no-body'])
  assert.deepEqual(await said(''), ['empty-file'])
  assert.deepEqual(await said('\n\n'), ['not-a-record'])
  const long = `From a Sun Nov 3 20:00:00 2024\n${head}\n${'x'.repeat(longestRecord)}\n\nFrom a Sun Nov 3 20:00:00 2024\n${head}\ny`
  assert.deepEqual(await said(long), ['record-too-long', 'y'])
})

test('takes a message sent in blind copy as sent to the mailbox it was delivered to', async () => {
  const [message] = await messagesOf(
    'Delivered-To: b@x\nFrom: a@x\nTo: undisclosed-recipients:;\nDate: Sun, 3 Nov 2024 19:46:47 +0000\n\nx',
  )
  assert.deepEqual(message?.conversation.participants, ['a@x', 'b@x'])
})

test('keeps attached text as a file and a file whose encoding is damaged without a hash', async () => {
  const source = `${head}Content-Type: multipart/mixed; boundary=q\n\n--q\n\nhi\n--q\nContent-Disposition: attachment; filename=a.txt\n\nlog\n--q\nContent-Type: image/png\nContent-Transfer-Encoding: x-strange\n\n?\n--q--`
  const [message] = await messagesOf(source)
  assert.equal(message?.body, 'hi')
  assert.deepEqual(message?.details?.attachments, [
    { name: 'a.txt', claims: 'text/plain', sha256: createHash('sha256').update('log').digest('hex') },
    { name: null, claims: 'image/png', sha256: null },
  ])
})

test('reads addresses and encoded words as mail programs write them', () => {
  assert.deepEqual(to('"B, (C)" <b@x>, c@x (See), d@x,, Group: e@x, <f@x>;'), [
    'B, (C)|b@x',
    'See|c@x',
    '|d@x',
    '|e@x',
    '|f@x',
  ])
  assert.equal(readWords('=?utf-8?Q?a_=C3?= =?utf-8?Q?=A9?= b =?x?Q?c?='), 'a é b c')
  assert.equal(readWords('=?windows-1251?B?5OA=?='), 'да')
})

test('reads the dates of mail', () => {
  for (const text of [
    'Sun, 3 Nov 2024 20:46:47 +0100',
    '3 Nov 2024 14:46:47 EST',
    'Sun, 03 Nov 24 19:46:47 GMT',
    '2024-11-03T19:46:47Z',
  ])
    assert.equal(iso(text), '2024-11-03T19:46:47.000Z stated', text)
  assert.equal(iso('Sun, 3 Nov 2024 19:46:47 LOCAL'), '2024-11-03T19:46:47.000Z unknown')
  assert.equal(iso('31 Feb 2024 10:00 GMT'), null)
})

test('reads the words of HTML in one pass', () => {
  assert.equal(
    htmlWords('<p>a  b</p><!-- x --><script>y</script>1 < 2 &amp; &#x41;<br/>c'),
    'a b\n1 < 2 & A\nc',
  )
  for (const unit of ['<', '<script>', '<!--', '<a ', '&#', '</style']) htmlWords(unit.repeat(100_000))
})

test('survives mail of any shape', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.constantFrom(
          'From a Sun Nov 3 20:00:00 2024',
          'From: a@x',
          'Date: 3 Nov 2024 10:00 GMT',
          'Content-Type: multipart/mixed; boundary=q',
          '--q',
          '--q--',
          '',
          '=?utf-8?Q?',
          '>From x',
          'To: "(<',
          ' x',
        ),
        { maxLength: 20 },
      ),
      fc.integer({ min: 1, max: 9 }),
      async (lines, size) => {
        const bytes = utf8.encode(lines.join('\n'))
        const rows = await readRows(mbox, evidence('x', bytes, { sizes: [size] }), nothingStated)
        assert.deepEqual(rows, await rowsOf(bytes))
        assert.equal(rows.at(-1)?.span.end, bytes.length)
      },
    ),
    { numRuns: 500 },
  ))
