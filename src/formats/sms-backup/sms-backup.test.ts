import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseAddress } from '../../core/handle.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { smsBackup } from './sms-backup.ts'

const here = new URL('samples/', import.meta.url)
const samples = new Map(
  readdirSync(here).map((name) => [name, new Uint8Array(readFileSync(new URL(name, here)))]),
)
formatLaws(smsBackup, samples)

const owner = parseAddress('+447700900111')
const rowsOf = (source: string | Uint8Array) =>
  readRows(
    smsBackup,
    evidence('sms.xml', typeof source === 'string' ? new TextEncoder().encode(source) : source),
    { ...nothingStated, owner },
  )
const messagesOf = async (source: string | Uint8Array) =>
  (await rowsOf(source)).flatMap((row) => (row.kind === 'message' ? [row.message] : []))
const said = async (inside: string) => (await rowsOf(`<smses count="1">${inside}</smses>`)).map(saidBy)
const good = (body: string) => `<sms address="1" date="1714554000250" type="1" body="${body}"/>`
const messages = () => messagesOf(samples.get('sms-20240501.xml') ?? new Uint8Array())

test('reads which way a text message went, its emoji and how far it got', async () => {
  const [first, second, third] = await messages()
  assert.deepEqual(first, {
    network: 'sms',
    conversation: {
      kind: 'direct',
      key: '["+447700900111","+447700900123"]',
      title: null,
      participants: ['+447700900111', '+447700900123'],
    },
    from: '+447700900123',
    fromName: 'Heron',
    sent: { at: 1_714_554_000_250_000, text: '1714554000250', zone: 'stated' },
    kind: 'text',
    body: 'is it ready? 😀',
    mediaHashes: [],
    details: { owner: '+447700900111', delivery: 'read' },
  })
  assert.deepEqual(
    [second, third].map((message) => [message?.from, message?.body, message?.details?.delivery]),
    [
      [owner, 'nearly\n"ish"', 'delivered'],
      [owner, 'nevermind', 'unsent'],
    ],
  )
})

test('hashes the files of a multimedia message and leaves its layout out', async () => {
  const [, , , picture] = await messages()
  const sha256 = createHash('sha256')
    .update(Buffer.from([1, 2, 3]))
    .digest('hex')
  assert.deepEqual([picture?.kind, picture?.body, picture?.mediaHashes], ['media', '', [sha256]])
  assert.deepEqual(picture?.details?.attachments, [{ name: 'a.jpg', claims: 'image/jpeg', sha256 }])
  assert.deepEqual(picture?.conversation.participants, ['+447700900111', '+447700900123'])
})

test('reads a multimedia message to several as one conversation, whoever writes', async () => {
  const [, , , , asked, answered] = await messages()
  assert.deepEqual(
    [asked?.from, asked?.body, asked?.conversation.kind],
    ['+447700900124', 'plans\nwho brings tea', 'group'],
  )
  assert.deepEqual(answered?.conversation, asked?.conversation)
  assert.equal(answered?.from, owner)
})

test('reads calls made, taken and missed', async () => {
  const calls = await messagesOf(samples.get('calls-20240501.xml') ?? new Uint8Array())
  assert.deepEqual(
    calls.map(({ network, from, body, details }) => [network, from, body, details?.call]),
    [
      ['phone', '+447700900123', 'Incoming call', { durationSeconds: 65, answered: true, video: false }],
      ['phone', owner, 'Outgoing call', { durationSeconds: 0, answered: null, video: false }],
      ['phone', '-2', 'Missed call', { durationSeconds: 0, answered: false, video: false }],
    ],
  )
})

test('says what a record lacks instead of guessing it', async () => {
  assert.deepEqual(await said('<sms address="1" type="1" body="x"/>'), ['no-timestamp'])
  assert.deepEqual(await said('<sms address="1" date="soon" type="1" body="x"/>'), ['bad-timestamp'])
  assert.deepEqual(await said('<sms address="1" date="1714554000250" body="x"/>'), ['no-sender'])
  assert.deepEqual(await said('<sms address="null" date="1714554000250" type="2" body="x"/>'), [
    'no-recipient',
  ])
  assert.deepEqual(await said('<sms address="1" date="1714554000250" type="1"/>'), ['no-body'])
  assert.deepEqual(await said('<mms address="1" date="1714554000" msg_box="1"/>'), ['no-body'])
  assert.deepEqual(await said('<note/><note/>stray'), ['not-read', 'not-a-record'])
  assert.deepEqual(await said(''), ['no-records'])
  assert.deepEqual((await rowsOf('')).map(saidBy), ['empty-file'])
})

test('goes on after a damaged message and expands no entity', async () => {
  assert.deepEqual(await said(`${good('a')}<sms address="1" body="<b>" />${good('b')}`), [
    'a',
    'not-a-record',
    'b',
  ])
  const bomb = '<!DOCTYPE smses [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
  assert.deepEqual((await rowsOf(`${bomb}<smses>${good('&a;')}</smses>`)).map(saidBy), ['not-read', '&a;'])
})

test('keeps an attachment whose base64 is damaged, without a hash', async () => {
  const [message] = await messagesOf(
    '<smses><mms address="1" date="1714554000250" msg_box="1"><parts><part ct="image/png" cl="b.png" data="AQ*"/></parts></mms></smses>',
  )
  assert.deepEqual(message?.details?.attachments, [{ name: 'b.png', claims: 'image/png', sha256: null }])
})

const withheld = (more: string) =>
  `<calls><call number="" duration="0" date="1714550400000" type="3"${more}/></calls>`
test('names a caller whose number is left out by what the device was told', async () => {
  const [message] = await messagesOf(withheld(' presentation="2"'))
  assert.equal(message?.from, '(withheld number)')
  assert.deepEqual((await rowsOf(withheld(''))).map(saidBy), ['no-sender'])
})
