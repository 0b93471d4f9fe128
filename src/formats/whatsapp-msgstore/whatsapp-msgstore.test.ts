import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAddress } from '../../core/handle.ts'
import type { ReadContext, Row } from '../format.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { madeDatabase } from '../sqlite-laws.ts'
import { whatsappMsgstore } from './whatsapp-msgstore.ts'

const schema = `
create table jid (_id integer primary key autoincrement, user text, server text, agent integer, type integer, raw_string text);
create table jid_map (lid_row_id integer primary key, jid_row_id integer);
create table chat (_id integer primary key autoincrement, jid_row_id integer unique, subject text);
create table message (_id integer primary key autoincrement, chat_row_id integer not null, from_me integer not null,
  key_id text not null, sender_jid_row_id integer, status integer, timestamp integer, message_type integer, text_data text);
create table message_media (message_row_id integer primary key, file_path text, mime_type text, media_name text,
  media_caption text, file_hash text);
create table message_quoted (message_row_id integer primary key autoincrement, key_id text not null, text_data text);
create table message_add_on (_id integer primary key autoincrement, from_me integer, sender_jid_row_id integer,
  parent_message_row_id integer, timestamp integer, message_add_on_type integer);
create table message_add_on_reaction (message_add_on_row_id integer primary key, reaction text, sender_timestamp integer);
create table message_system (message_row_id integer primary key, action_type integer not null);
create table message_system_chat_participant (message_row_id integer, user_jid_row_id integer);
create table message_revoked (message_row_id integer primary key, revoked_key_id text not null);
create table message_edit_info (message_row_id integer primary key, original_key_id text not null);
create table message_forwarded (message_row_id integer primary key, forward_score integer);
create table message_location (message_row_id integer primary key, latitude real, longitude real, place_name text, place_address text);
create table message_vcard (_id integer primary key autoincrement, message_row_id integer, vcard text);
create table message_poll_option (_id integer primary key autoincrement, message_row_id integer, option_name text);
create table message_call_log (message_row_id integer primary key, call_log_row_id integer);
create table call_log (_id integer primary key autoincrement, jid_row_id integer, from_me integer, call_id text,
  timestamp integer, video_call integer, duration integer, call_result integer, group_jid_row_id integer not null default 0);
insert into jid values (1, '447700900001', 's.whatsapp.net', 0, 0, '447700900001@s.whatsapp.net'),
  (2, '120363000000000001', 'g.us', 0, 1, '120363000000000001@g.us'),
  (3, '447700900003', 's.whatsapp.net', 0, 0, null),
  (4, '88888888888888', 'lid', 0, 18, '88888888888888@lid');
insert into jid_map values (4, 3);
insert into chat values (1, 1, null), (2, 2, 'Harbour watch');
insert into message values
  (1, -1, 0, '-1', 0, null, 0, null, null),
  (2, 1, 0, 'A1', 0, 0, 1700000000123, 0, 'is the tide in?'),
  (3, 1, 1, 'A2', 0, 13, 1700000060000, 0, 'at nine'),
  (4, 2, 0, 'B1', 3, 0, 1700000120000, 1, null),
  (5, 2, 0, 'B2', 4, 0, 1700000180000, 7, null),
  (6, 2, 1, 'B3', 0, 5, 1700000240000, 15, null),
  (7, 2, 0, 'B4', 1, 0, 1700000300000, 5, null),
  (8, 1, 0, 'A3', 0, 0, 1700000360009, 90, null),
  (9, 2, 0, 'B5', 1, 0, 1700000420000, 66, 'Which quay?'),
  (10, 2, 0, 'B6', 1, 0, 'yesterday', 0, 'odd time'),
  (11, 9, 0, 'C1', 1, 0, 1700000480000, 0, 'chat gone'),
  (12, 2, 0, 'B7', 1, 0, 1700000540000, 4, null);
insert into message_media values (4, 'Media/WhatsApp Images/IMG-1.jpg', 'image/jpeg', null, null, null);
insert into message_quoted values (3, 'A1', 'is the tide in?');
insert into message_add_on values (1, 1, null, 2, 1700000061000, 56), (2, 0, 1, 4, 1700000130000, 56);
insert into message_add_on_reaction values (1, '👍', 1700000061500), (2, '🚢', null);
insert into message_system values (5, 12);
insert into message_system_chat_participant values (5, 1);
insert into message_revoked values (6, 'B3');
insert into message_edit_info values (3, 'A2');
insert into message_forwarded values (3, 1);
insert into message_location values (7, 51.5, -0.1, 'Quay 4', 'Dock Road');
insert into message_vcard values (1, 12, 'BEGIN:VCARD
FN:Otter
END:VCARD');
insert into message_poll_option values (1, 9, 'North'), (2, 9, 'South');
insert into message_call_log values (8, 1);
insert into call_log values (1, 1, 0, 'call-1', 1700000360000, 1, 42, 5, 0), (2, 3, 0, 'call-2', 1700000400000, 0, 0, 2, 2);
`
const store = madeDatabase((database) => database.exec(schema)).bytes

const legacySchema = `
create table chat_list (_id integer primary key autoincrement, key_remote_jid text unique, subject text);
create table messages (_id integer primary key autoincrement, key_remote_jid text not null, key_from_me integer,
  key_id text not null, status integer, data text, timestamp integer, media_mime_type text, media_wa_type text,
  media_size integer, media_name text, media_caption text, media_duration integer, latitude real, longitude real,
  remote_resource text, quoted_row_id integer, forwarded integer);
create table messages_quotes (_id integer primary key autoincrement, key_id text not null, data text);
insert into chat_list values (1, '447700900001-1500000000@g.us', 'Nets');
insert into messages_quotes values (7, 'K1', 'ready?');
insert into messages values
  (1, '-1', 0, '-1', -1, '', 0, null, '-1', -1, null, null, null, 0, 0, null, null, null),
  (2, '447700900001@s.whatsapp.net', 0, 'K1', 0, 'ready?', 1500000000000, null, '0', 0, null, null, 0, 0, 0, null, 0, 0),
  (3, '447700900001@s.whatsapp.net', 1, 'K2', 13, 'yes', 1500000001000, null, '0', 0, null, null, 0, 0, 0, null, 7, 1),
  (4, '447700900001-1500000000@g.us', 0, 'K3', 0, null, 1500000002000, 'image/jpeg', '1', 10, null, 'the net', 0, 0, 0, '447700900002@s.whatsapp.net', 0, 0),
  (5, '447700900001-1500000000@g.us', 1, 'K4', 6, 'Nets', 1500000003000, null, '0', 11, null, null, 0, 0, 0, '447700900002@s.whatsapp.net', 0, 0),
  (6, '447700900001@s.whatsapp.net', 0, 'K5', 0, null, 1500000004000, null, '10', 0, null, null, 0, 0, 0, null, 0, 0),
  (7, '447700900001@s.whatsapp.net', 1, 'K6', 4, null, 1500000005000, null, '15', 0, null, null, 0, 0, 0, null, 0, 0);
`
const legacy = madeDatabase((database) => database.exec(legacySchema)).bytes
const contacts = madeDatabase((database) =>
  database.exec(`
    create table wa_contacts (_id integer primary key, jid text not null, display_name text, wa_name text);
    insert into wa_contacts values (1, '447700900001@s.whatsapp.net', 'Heron', 'h.'), (2, '447700900002@s.whatsapp.net', null, 'Otter'),
      (3, '447700900003@s.whatsapp.net', null, null);`),
).bytes

formatLaws(
  whatsappMsgstore,
  new Map([
    ['databases/msgstore.db', store],
    ['databases/wa.db', contacts],
    ['old.db', legacy],
  ]),
)

const read = (bytes: Uint8Array, stated: Partial<ReadContext> = {}, others = new Map<string, Uint8Array>()) =>
  readRows(whatsappMsgstore, evidence('databases/msgstore.db', bytes, { others }), {
    ...nothingStated,
    ...stated,
  })
const brief = (row: Row): string =>
  row.kind === 'message'
    ? `${row.message.kind} ${row.message.from} in ${row.message.conversation.title ?? row.message.conversation.kind}: ${row.message.body}`
    : `${row.kind} ${saidBy(row)}`
const owner = parseAddress('447700900009@s.whatsapp.net')

test('reads words, files, notices, calls, places, polls and cards of the message table', async () => {
  assert.deepEqual((await read(store, { owner })).map(brief).toSorted(), [
    'call 447700900001@s.whatsapp.net in direct: Video call',
    'call 447700900001@s.whatsapp.net in direct: Video call',
    'call 447700900003@s.whatsapp.net in group: Voice call',
    'media 447700900003@s.whatsapp.net in Harbour watch: ',
    'problem bad-timestamp',
    'problem no-recipient',
    'problem not-a-record',
    'system 447700900003@s.whatsapp.net in Harbour watch: Notice 12 (added): 447700900001@s.whatsapp.net',
    'text 447700900001@s.whatsapp.net in Harbour watch: BEGIN:VCARD\nFN:Otter\nEND:VCARD',
    'text 447700900001@s.whatsapp.net in Harbour watch: Quay 4\nDock Road',
    'text 447700900001@s.whatsapp.net in Harbour watch: Which quay?\nNorth\nSouth',
    'text 447700900001@s.whatsapp.net in direct: is the tide in?',
    'text 447700900009@s.whatsapp.net in Harbour watch: ',
    'text 447700900009@s.whatsapp.net in direct: at nine',
  ])
})

test('reads a reply with its quotation, edit, forwarding, delivery and reactions', async () => {
  const rows = await read(store, { owner })
  const detailsOf = (id: string) =>
    rows.find((row) => row.kind === 'message' && row.message.details?.sourceId === id)
  const reply = detailsOf('A2')
  assert.ok(reply?.kind === 'message')
  assert.deepEqual(reply.message.details, {
    sourceId: 'A2',
    answers: { sourceId: 'A1', words: 'is the tide in?' },
    delivery: 'read',
    earlier: [],
    forwardedFrom: '',
  })
  assert.deepEqual(reply.message.sent, { at: 1_700_000_060_000_000, text: '1700000060000', zone: 'stated' })
  const answered = detailsOf('A1')
  assert.ok(answered?.kind === 'message')
  assert.deepEqual(answered.message.details?.reactions, [
    { emoji: '👍', from: owner, timeText: '1700000061500' },
  ])
  const place = detailsOf('B4')
  assert.ok(place?.kind === 'message')
  assert.deepEqual(place.message.details?.position, { latitude: 51.5, longitude: -0.1 })
  const gone = detailsOf('B3')
  assert.ok(gone?.kind === 'message')
  assert.equal(gone.message.details?.deleted, true)
})

test('counts a call that stands in the chat and in the call log as one message', async () => {
  const calls = (await read(store)).filter((row) => row.kind === 'message' && row.message.kind === 'call')
  const [first, second] = calls.filter((row) => row.kind === 'message' && row.message.body === 'Video call')
  assert.ok(first?.kind === 'message' && second?.kind === 'message')
  assert.deepEqual(first.message.sent, second.message.sent)
  assert.deepEqual(first.message.details?.call, { durationSeconds: 42, answered: true, video: true })
})

test('finds the file of a message in the Media folder of the exhibit', async () => {
  const picture = new Uint8Array([1, 2, 3])
  const others = new Map([['Media/WhatsApp Images/IMG-1.jpg', picture]])
  const row = (await read(store, {}, others)).find(
    (found) => found.kind === 'message' && found.message.kind === 'media',
  )
  assert.ok(row?.kind === 'message')
  const { sha256 } = evidence('x', picture)
  assert.deepEqual(row.message.mediaHashes, [sha256])
  assert.deepEqual(row.message.details?.attachments, [{ name: 'IMG-1.jpg', claims: 'image/jpeg', sha256 }])
})

test('reads the older schema', async () => {
  const rows = await read(legacy, { owner })
  assert.deepEqual(rows.map(brief).toSorted(), [
    'call 447700900001@s.whatsapp.net in direct: Missed call',
    'problem not-a-record',
    'system 447700900002@s.whatsapp.net in Nets: Notice 11 (group created): Nets',
    'text 447700900001@s.whatsapp.net in direct: ready?',
    'text 447700900002@s.whatsapp.net in Nets: the net',
    'text 447700900009@s.whatsapp.net in direct: ',
    'text 447700900009@s.whatsapp.net in direct: yes',
  ])
  const reply = rows.find((row) => saidBy(row) === 'yes')
  assert.ok(reply?.kind === 'message')
  assert.deepEqual(reply.message.details, {
    sourceId: 'K2',
    answers: { sourceId: 'K1', words: 'ready?' },
    delivery: 'read',
    forwardedFrom: '',
  })
})

test('reads saved names and those contacts gave themselves', async () => {
  const rows = await read(contacts, { owner })
  assert.deepEqual(
    rows.map((row) => row.kind === 'contact' && [row.contact.address, row.contact.name, row.contact.savedBy]),
    [
      ['447700900002@s.whatsapp.net', 'Otter', null],
      ['447700900001@s.whatsapp.net', 'Heron', owner],
    ],
  )
})

test('a view called message is no table of messages', async () => {
  const { bytes } = madeDatabase((database) =>
    database.exec(
      `create table jid (_id integer primary key, raw_string text); create view message as select 1 as key_remote_jid`,
    ),
  )
  const [row] = await read(bytes)
  assert.ok(row?.kind === 'problem')
  assert.equal(row.problem.says, '"message" is a view, which holds no records of its own.')
})
