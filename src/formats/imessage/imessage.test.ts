import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseAddress } from '../../core/handle.ts'
import type { MessageRow, ReadContext } from '../format.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { madeDatabase } from '../sqlite-laws.ts'
import { wordsOfArchive } from './attributed-body.ts'
import { parseBinaryPlist } from './binary-plist.ts'
import { imessage } from './imessage.ts'

const utf8 = new TextEncoder()

/** An attributed string as Apple archives it, cut off behind its words. */
function archived(words: string, mutable = false): Uint8Array {
  const text = utf8.encode(words)
  const length = text.length < 128 ? [text.length] : [0x81, text.length & 0xff, text.length >> 8]
  const classes = mutable ? 'NSMutableString\u0001\u0001\u0001\bNSString' : 'NSString'
  return new Uint8Array([
    4,
    11,
    ...utf8.encode('streamtyped'),
    0x81,
    0xe8,
    3,
    0x84,
    1,
    0x40,
    0x84,
    0x84,
    0x84,
    18,
    ...utf8.encode('NSAttributedString'),
    0,
    0x84,
    0x84,
    8,
    ...utf8.encode('NSObject'),
    0,
    0x85,
    0x92,
    0x84,
    0x84,
    0x84,
    8,
    ...utf8.encode(classes),
    1,
    0x94,
    0x84,
    1,
    0x2b,
    ...length,
    ...text,
    0x86,
    0x84,
    2,
    0x69,
    0x49,
  ])
}

type Plain = number | string | Uint8Array | readonly Plain[] | { readonly [key: string]: Plain }

const sized = (kind: number, count: number): number[] =>
  count < 15 ? [(kind << 4) | count] : [(kind << 4) | 15, 0x11, count >> 8, count & 0xff]

/** A binary property list of plain values. */
function plist(value: Plain): Uint8Array {
  const objects: number[][] = []
  const add = (one: Plain): number => {
    const index = objects.push([]) - 1
    objects[index] = bytesOf(one)
    return index
  }
  const bytesOf = (one: Plain): number[] => {
    if (typeof one === 'number') {
      const real = new DataView(new ArrayBuffer(8))
      real.setFloat64(0, one)
      return [0x23, ...new Uint8Array(real.buffer)]
    }
    if (typeof one === 'string') return [...sized(5, one.length), ...utf8.encode(one)]
    if (one instanceof Uint8Array) return [...sized(4, one.length), ...one]
    if (Array.isArray(one)) return [...sized(10, one.length), ...one.map(add)]
    const entries = Object.entries(one)
    return [
      ...sized(13, entries.length),
      ...entries.map(([key]) => add(key)),
      ...entries.map(([, some]) => add(some)),
    ]
  }
  add(value)
  const bytes = [...utf8.encode('bplist00')]
  const offsets = objects.map((object) => {
    const at = bytes.length
    bytes.push(...object)
    return at
  })
  const trailer = new DataView(new ArrayBuffer(32))
  trailer.setUint8(6, 2)
  trailer.setUint8(7, 1)
  trailer.setBigUint64(8, BigInt(objects.length))
  trailer.setBigUint64(24, BigInt(bytes.length))
  return new Uint8Array([
    ...bytes,
    ...offsets.flatMap((at) => [at >> 8, at & 0xff]),
    ...new Uint8Array(trailer.buffer),
  ])
}

const nanos = (seconds: number): bigint => BigInt(seconds) * 1_000_000_000n
const columns = [
  'guid',
  'text',
  'handle_id',
  'service',
  'date',
  'is_from_me',
  'attributedBody',
  'item_type',
  'group_action_type',
  'other_handle',
  'group_title',
  'associated_message_guid',
  'associated_message_type',
  'thread_originator_guid',
  'is_read',
  'is_delivered',
  'is_sent',
  'error',
  'cache_has_attachments',
  'date_edited',
  'date_retracted',
  'message_summary_info',
] as const
type Fields = Partial<Record<(typeof columns)[number], string | number | bigint | Uint8Array>>

function chatDatabase(messages: readonly Fields[]): Uint8Array {
  return madeDatabase((database) => {
    database.exec(`
      create table handle (ROWID integer primary key autoincrement unique, id text not null, service text not null);
      create table chat (ROWID integer primary key autoincrement, guid text unique not null, style integer, chat_identifier text,
        service_name text, display_name text);
      create table message (ROWID integer primary key autoincrement, ${columns.join(', ')});
      create table chat_message_join (chat_id integer, message_id integer, primary key (chat_id, message_id));
      create table chat_recoverable_message_join (chat_id integer, message_id integer, delete_date integer);
      create table attachment (ROWID integer primary key autoincrement, guid text, filename text, mime_type text, transfer_name text);
      create table message_attachment_join (message_id integer, attachment_id integer, unique (message_id, attachment_id));
      insert into handle values (1, '+447700900001', 'iMessage'), (2, 'otter@example.test', 'iMessage');
      insert into chat values (1, 'iMessage;-;+447700900001', 45, '+447700900001', 'iMessage', null),
        (2, 'iMessage;+;chat831', 43, 'chat831', 'iMessage', 'Harbour');
      insert into attachment values (1, 'F1', '~/Library/Messages/Attachments/ab/11/F1/IMG.heic', 'image/heic', 'IMG.heic');
      insert into message_attachment_join values (4, 1);
    `)
    const insert = database.prepare(
      `insert into message (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
    )
    messages.forEach((fields, index) => {
      insert.run(...columns.map((column) => fields[column] ?? null))
      const table =
        fields.guid === 'gone' ? 'chat_recoverable_message_join (chat_id, message_id)' : 'chat_message_join'
      if (fields.guid !== 'loose')
        database.exec(
          `insert into ${table} values (${String(fields.guid).startsWith('g') ? 2 : 1}, ${index + 1})`,
        )
    })
  }).bytes
}

const incoming = { is_from_me: 0, handle_id: 1, service: 'iMessage' } as const
const mine = { is_from_me: 1, handle_id: 0, service: 'iMessage' } as const
const at = nanos(700_000_000)
const sample = chatDatabase([
  { ...incoming, guid: 'm1', text: 'is the tide in?', date: at },
  {
    ...mine,
    guid: 'm2',
    attributedBody: archived('at nine'),
    date: at + 1_500n,
    is_sent: 1,
    is_delivered: 1,
    thread_originator_guid: 'm1',
  },
  { ...incoming, guid: 'm3', text: 'old clock', date: 400_000_000, service: 'SMS' },
  { ...incoming, guid: 'm4', text: '\ufffc', date: at, cache_has_attachments: 1 },
  {
    ...incoming,
    guid: 'g5',
    handle_id: 2,
    text: 'Loved “at nine”',
    date: at,
    associated_message_guid: 'p:0/m2',
    associated_message_type: 2000,
  },
  { ...incoming, guid: 'g6', handle_id: 2, date: at, item_type: 2, group_title: 'Harbour' },
  { ...mine, guid: 'g7', date: at, item_type: 1, group_action_type: 0, other_handle: 1 },
  {
    ...mine,
    guid: 'm8',
    text: 'now',
    date: at,
    date_edited: at,
    message_summary_info: plist({
      ec: {
        0: [
          { d: 1.5, t: archived('first') },
          { d: 2.5, t: archived('now') },
        ],
      },
    }),
  },
  { ...incoming, guid: 'm9', date: at, message_summary_info: plist({ rp: [0] }), date_retracted: at },
  { ...incoming, guid: 'gone', text: 'binned', date: at },
  { ...incoming, guid: 'loose', text: 'no chat', date: at },
])

formatLaws(imessage, new Map([['Messages/chat.db', sample]]))

const read = async (
  bytes: Uint8Array,
  stated: Partial<ReadContext> = {},
  others = new Map<string, Uint8Array>(),
) => readRows(imessage, evidence('Messages/chat.db', bytes, { others }), { ...nothingStated, ...stated })
const owner = parseAddress('+447700900009')
const messageOf = async (guid: string, others?: Map<string, Uint8Array>): Promise<MessageRow['message']> => {
  const rows = await read(sample, { owner }, others)
  const found = rows.find((row) => row.kind === 'message' && row.message.details?.sourceId === guid)
  assert.ok(found?.kind === 'message')
  return found.message
}

test('reads words, files, notices and tapbacks with who sent them over what', async () => {
  const rows = await read(sample, { owner })
  assert.deepEqual(
    rows
      .map((row) =>
        row.kind === 'message'
          ? `${row.message.network} ${row.message.kind} ${row.message.from}: ${row.message.body}`
          : saidBy(row),
      )
      .toSorted(),
    [
      'imessage media +447700900001: ',
      'imessage system +447700900009: Added +447700900001',
      'imessage system otter@example.test: Loved “at nine”',
      'imessage system otter@example.test: Named the conversation Harbour',
      'imessage text +447700900001: ',
      'imessage text +447700900001: binned',
      'imessage text +447700900001: is the tide in?',
      'imessage text +447700900001: no chat',
      'imessage text +447700900009: at nine',
      'imessage text +447700900009: now',
      'sms text +447700900001: old clock',
    ],
  )
})

test('reads nanoseconds and, of older systems, seconds since 2001', async () => {
  assert.deepEqual((await messageOf('m2')).sent, {
    at: (700_000_000 + 978_307_200) * 1_000_000 + 1,
    text: '700000000000001500',
    zone: 'stated',
  })
  assert.deepEqual((await messageOf('m3')).sent, {
    at: (400_000_000 + 978_307_200) * 1_000_000,
    text: '400000000',
    zone: 'stated',
  })
})

test('reads replies, tapbacks, edits and what was taken back or binned', async () => {
  assert.deepEqual((await messageOf('m2')).details, {
    sourceId: 'm2',
    answers: { sourceId: 'm1', words: null },
    delivery: 'delivered',
  })
  assert.deepEqual((await messageOf('g5')).details?.answers, { sourceId: 'm2', words: null })
  assert.deepEqual((await messageOf('m8')).details?.earlier, [{ body: 'first', timeText: '1.5' }])
  assert.equal((await messageOf('m9')).details?.deleted, true)
  assert.equal((await messageOf('gone')).details?.deleted, true)
})

test('reads groups by their own identifier and direct chats by their two ends', async () => {
  assert.deepEqual((await messageOf('g6')).conversation, {
    kind: 'group',
    key: 'chat831',
    title: 'Harbour',
    participants: ['otter@example.test'],
  })
  assert.deepEqual((await messageOf('m1')).conversation.participants, ['+447700900001', '+447700900009'])
})

test('finds the file of a message in the Attachments folder', async () => {
  const picture = new Uint8Array([9, 9])
  const { sha256 } = evidence('x', picture)
  const message = await messageOf('m4', new Map([['Messages/Attachments/ab/11/F1/IMG.heic', picture]]))
  assert.deepEqual(message.details?.attachments, [{ name: 'IMG.heic', claims: 'image/heic', sha256 }])
  assert.deepEqual(message.mediaHashes, [sha256])
})

test('rejects rows without a time, a sender or words', async () => {
  const rows = await read(
    chatDatabase([
      { ...incoming, guid: 'm1', text: 'x', date: 0 },
      { ...incoming, guid: 'm2', text: 'x', date: '2024-01-01' },
      { guid: 'm3', text: 'x', date: at, is_from_me: 7 },
      { ...incoming, guid: 'm4', date: at, text: 'with a file' },
      { ...incoming, guid: 'm6', date: at },
      { ...incoming, guid: 'm5', date: at, attributedBody: new Uint8Array(50) },
    ]),
  )
  assert.deepEqual(rows.map(saidBy).toSorted(), [
    'bad-timestamp',
    'no-body',
    'no-body',
    'no-sender',
    'no-timestamp',
    'with a file',
  ])
})

test('reads the string of an archive of any length, and none of damaged ones', () =>
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.boolean(),
      fc.nat(),
      (words, mutable, cut) => {
        const bytes = archived(words, mutable)
        assert.equal(wordsOfArchive(bytes), words)
        const part = wordsOfArchive(bytes.subarray(0, cut % bytes.length))
        assert.ok(part === null || part === words)
      },
    ),
  ))

test('never throws on a damaged property list', () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 5 }), (damage) => {
      const bytes = plist({ ec: { 0: [{ d: 1, t: archived('x') }] }, rp: [1, 2] })
      for (const [where, value] of damage) bytes[where % bytes.length] = value
      parseBinaryPlist(bytes)
    }),
  ))
