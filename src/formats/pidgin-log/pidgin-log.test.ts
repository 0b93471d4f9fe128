import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { renderInstant } from '../../core/time.ts'
import type { MessageRow } from '../format.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { pidginLog } from './pidgin-log.ts'

const here = new URL('samples/', import.meta.url)
const samples = new Map(
  readdirSync(here).map((name) => [name, new Uint8Array(readFileSync(new URL(name, here)))]),
)
formatLaws(pidginLog, samples)

const utf8 = new TextEncoder()
const rowsOf = (name: string, text?: string, others = new Map<string, Uint8Array>()) =>
  readRows(
    pidginLog,
    evidence(name, text === undefined ? (samples.get(name) ?? new Uint8Array(0)) : utf8.encode(text), {
      others,
    }),
    nothingStated,
  )
const messagesOf = async (...file: Parameters<typeof rowsOf>) =>
  (await rowsOf(...file)).filter((row): row is MessageRow => row.kind === 'message')
const briefs = async (...file: Parameters<typeof rowsOf>) =>
  (await rowsOf(...file)).map((row) =>
    row.kind === 'message'
      ? `${renderInstant(row.message.sent.at)} ${row.message.from} ${row.message.kind}: ${row.message.body}`
      : saidBy(row),
  )
const html = '2021-03-02.235701+0000GMT.html'
const text = '2021-03-02.120000-0500EST.txt'

test('reads HTML: whose words they are by colour, tags dropped, images as files', async () => {
  const picture = utf8.encode('a picture')
  const others = new Map([['4711-boat.png', picture]])
  assert.deepEqual(await briefs(html, undefined, others), [
    '2021-03-02T23:57:10Z heron@chat.example text: is it ready & packed?',
    '2021-03-02T23:58:00Z otter@chat.example text: nearly:\ntwo days',
    '2021-03-02T23:58:30Z otter@chat.example text: *** waves',
    '2021-03-02T23:59:00Z (service) system: The Otter has signed off.',
    '2021-03-03T00:01:00Z otter@chat.example media: ',
  ])
  const messages = await messagesOf(html, undefined, others)
  const { sha256 } = evidence('x', picture)
  const last = messages.at(-1)
  assert.deepEqual(last?.message.mediaHashes, [sha256])
  assert.deepEqual(last.repairs, ['day-completed'])
  assert.deepEqual(
    messages.map(({ message }) => [message.fromName, message.sent.zone, message.network]),
    [
      ['heron@chat.example/Home', 'stated', 'xmpp'],
      ['The Otter', 'stated', 'xmpp'],
      ['The Otter', 'stated', 'xmpp'],
      [null, 'stated', 'xmpp'],
      ['The Otter', 'stated', 'xmpp'],
    ],
  )
  assert.deepEqual(last.message.conversation, {
    kind: 'direct',
    key: '["heron@chat.example","otter@chat.example"]',
    title: null,
    participants: ['heron@chat.example', 'otter@chat.example'],
  })
})

test('reads text: an alias is the other party’s where the other name is known, and late lines have their date', async () => {
  assert.deepEqual(await briefs(text), [
    '2021-03-02T17:00:01Z heron1 text: is it ready?',
    '2021-03-02T17:00:05Z otter text: nearly: two days\nor three',
    '2021-03-02T17:00:06Z otter text: I am away',
    '2021-03-02T17:00:09Z otter text: *** waves',
    '2021-03-02T16:40:00Z otter text: sent before',
    '2021-03-02T17:01:00Z (service) system: Ollie has signed off.',
  ])
})

test('reads the HTML of newer versions', async () => {
  const log = [
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>Conversation with otter@chat.example at Tue 02 Mar 2021 12:00:00 PM on heron@chat.example/ (jabber)</title></head><body><h1>Conversation with otter@chat.example</h1><p>',
    '<span style="color: #A82F2F"><span style="font-size: smaller">(12:00:01 PM)</span> <b>Ollie:</b></span> ready?<br>',
    '</p></body></html>',
  ].join('\n')
  assert.deepEqual(await briefs('2021-03-02.120000+0000UTC.html', log), [
    '2021-03-02T12:00:01Z otter@chat.example text: ready?',
  ])
})

test('reads a room as a group whose members are addressed in it', async () => {
  const room =
    'Conversation with otters@conference.chat.example at Tue Mar  2 12:00:00 2021 on heron@chat.example (jabber)\n(12:00:01) plover: x\n'
  const [first] = await messagesOf('log.txt', room)
  assert.deepEqual(
    [first?.message.conversation.kind, first?.message.conversation.key, first?.message.from],
    ['group', 'otters@conference.chat.example', 'otters@conference.chat.example/plover'],
  )
  const irc =
    'Conversation with #otters at Tue Mar  2 12:00:00 2021 on heron@irc.example (irc)\n(12:00:01) plover: x\n'
  const [second] = await messagesOf('log.txt', irc)
  assert.deepEqual(
    [second?.message.network, second?.message.conversation.key, second?.message.from],
    ['irc', '#otters', 'plover'],
  )
})

const late = (date: string) => `Conversation with otter at x on heron (aim)\n(${date} 12:18:08 AM) otter: x\n`
test('takes a late line’s date in the only order near the day before it, and refuses one that could be two', async () => {
  assert.deepEqual(await briefs('2006-12-20.121808.txt', late('12/21/2006')), [
    '2006-12-21T00:18:08Z otter text: x',
  ])
  assert.deepEqual(await briefs('2006-12-11.121808.txt', late('12/11/2006')), [
    '2006-12-11T00:18:08Z otter text: x',
  ])
  assert.deepEqual(await briefs('2006-01-20.121808.txt', late('05/06/2006')), ['bad-timestamp'])
})

test('refuses times whose day neither the name nor the header states', async () => {
  const log = 'Conversation with otter at 12/20/2006 12:18:08 PM on heron (aim)\n(12:18:09 PM) otter: x\n'
  assert.deepEqual(await briefs('renamed.txt', log), ['bad-timestamp'])
})

test('reads an account’s own log as notices', async () => {
  const log =
    'System log for account heron (aim) connected at Tue Mar  2 12:00:00 2021\n---- otter signed on @ 2021-03-02 12:00:05 ----\n'
  assert.deepEqual(await briefs('2021-03-02.120000.txt', log), [
    '2021-03-02T12:00:05Z (service) system: otter signed on',
  ])
})

test('reports an empty file, no records and lines that belong to nothing', async () => {
  assert.deepEqual(await briefs('a.txt', ''), ['empty-file'])
  assert.deepEqual(await briefs('a.txt', 'Conversation with a at b on c (aim)\n'), ['no-records'])
  assert.deepEqual(await briefs('a.txt', '(12:00:00) a: x\n'), ['no-recipient'])
})

test('is not held up by hostile lines', async () => {
  const many = ['<a', '<!--', ' ', 'Conversation with ', '<b>***', '(12:00:00) '].map((part) =>
    part.repeat(100_000),
  )
  const started = performance.now()
  const log = `<title>Conversation with a at b on c (aim)</title>\n${many.map((line) => `<font size="2">(12:00:00)</font> ${line}x\n${line}x`).join('\n')}`
  assert.ok((await rowsOf('2021-03-02.120000.html', log)).length > 0)
  assert.ok(performance.now() - started < 5000)
})
