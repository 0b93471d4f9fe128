import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MessageRow, ReadContext } from '../format.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { madeDatabase } from '../sqlite-laws.ts'
import { signalDesktop } from './signal-desktop.ts'

interface Said {
  readonly id: string
  readonly type: string | null
  readonly conversationId?: string
  readonly sent_at?: number | string | null
  readonly body?: string | null
  readonly source?: string | null
  readonly json?: object
}

const heron = 'aaaaaaaa-0000-4000-8000-000000000001'
const otter = 'aaaaaaaa-0000-4000-8000-000000000002'
const self = 'aaaaaaaa-0000-4000-8000-000000000009'

function signalDatabase(messages: readonly Said[]): Uint8Array {
  return madeDatabase((database) => {
    database.exec(`
      create table items (id text primary key, json text);
      create table conversations (id string primary key asc, json text, active_at integer, type string, members text, name text,
        profileName text, profileFamilyName text, profileFullName text, e164 text, serviceId text, groupId text);
      create table messages (rowid integer primary key asc, id string unique, json text, sent_at integer, conversationId string,
        isStory integer generated always as (type is 'story') virtual, type string, body text, sourceServiceId text, isViewOnce integer);
      create table callsHistory (callId text primary key, peerId text not null, ringerId text default null, mode text not null,
        type text not null, direction text not null, status text not null, timestamp integer not null);
      create table message_attachments (messageId text not null, editHistoryIndex integer not null, attachmentType text not null,
        orderInMessage integer not null, contentType text not null, path text, fileName text, version integer,
        primary key (messageId, editHistoryIndex, attachmentType, orderInMessage)) strict;
      create table sessions (id text);
      insert into items values ('uuid_id', '{"id":"uuid_id","value":"${self}.2"}'), ('number_id', '{"id":"number_id","value":"+447700900009.2"}');
      insert into conversations (id, json, type, name, profileFullName, e164, serviceId, groupId) values
        ('c1', '{}', 'private', 'Heron (quay)', 'Heron', '+447700900001', '${heron}', null),
        ('c2', '{}', 'private', null, 'Otter', null, '${otter}', null),
        ('c3', '{}', 'group', 'Harbour', null, null, null, 'Z3JvdXA='),
        ('c9', '{}', 'private', 'Me', null, '+447700900009', '${self}', null);
      insert into callsHistory values ('77', 'c1', null, 'Direct', 'Video', 'Incoming', 'Missed', 1700000300000);
      insert into message_attachments values ('m4', -1, 'attachment', 1, 'image/jpeg', 'ab/abcd', 'b.jpg', 1),
        ('m4', -1, 'attachment', 0, 'image/png', 'ab/abce', 'a.png', 2), ('m4', 0, 'attachment', 0, 'image/png', 'x', 'old.png', 1);
    `)
    const insert = database.prepare(
      'insert into messages (id, json, sent_at, conversationId, type, body, sourceServiceId) values (?, ?, ?, ?, ?, ?, ?)',
    )
    for (const {
      id,
      type,
      conversationId = 'c1',
      sent_at = 1_700_000_000_000,
      body = null,
      source = null,
      json = {},
    } of messages)
      insert.run(id, JSON.stringify(json), sent_at, conversationId, type, body, source)
  }).bytes
}

const sample = signalDatabase([
  {
    id: 'm1',
    type: 'incoming',
    body: 'is the tide in?',
    source: heron,
    json: { reactions: [{ emoji: '👍', fromId: 'c9', timestamp: 1700000000500 }] },
  },
  {
    id: 'm2',
    type: 'outgoing',
    body: 'at ten',
    json: {
      quote: { id: 1700000000000, text: 'is the tide in?', messageId: 'm1' },
      editHistory: [
        { body: 'at ten', timestamp: 1700000002000 },
        { body: 'at nine', timestamp: 1700000001000 },
      ],
      sendStateByConversationId: { c1: { status: 'Read' }, c9: { status: 'Sent' } },
    },
  },
  { id: 'm3', type: 'incoming', conversationId: 'c3', source: otter, json: { deletedForEveryone: true } },
  { id: 'm4', type: 'incoming', conversationId: 'c3', source: otter },
  { id: 'm5', type: 'call-history', json: { callId: '77' } },
  {
    id: 'm6',
    type: 'call-history',
    json: {
      callHistoryDetails: {
        callMode: 'Direct',
        wasIncoming: false,
        wasVideoCall: false,
        acceptedTime: 1000,
        endedTime: 61_000,
      },
    },
  },
  { id: 'm7', type: 'keychange', json: { key_changed: 'c1' } },
  {
    id: 'm8',
    type: 'profile-change',
    json: { changedId: 'c2', profileChange: { type: 'name', oldName: 'Otter', newName: 'O.' } },
  },
  {
    id: 'm9',
    type: 'group-v2-change',
    conversationId: 'c3',
    json: { groupV2Change: { from: heron, details: [{ type: 'title', newTitle: 'Harbour' }] } },
  },
  {
    id: 'm10',
    type: 'incoming',
    sent_at: null,
    source: heron,
    json: {
      sent_at: 1700000009000,
      body: 'older shape',
      attachments: [{ contentType: 'image/png', fileName: 'x.png', path: 'ff/ff' }],
    },
  },
  { id: 'm11', type: 'incoming', sent_at: 'yesterday', body: 'x', source: heron },
  { id: 'm12', type: 'incoming', conversationId: 'c8', body: 'x', source: heron },
  { id: 'm13', type: 'universal-timer-notification' },
])

formatLaws(signalDesktop, new Map([['sql/db.sqlite', sample]]))

const read = async (
  bytes: Uint8Array,
  stated: Partial<ReadContext> = {},
  others = new Map<string, Uint8Array>(),
) => readRows(signalDesktop, evidence('sql/db.sqlite', bytes, { others }), { ...nothingStated, ...stated })
const messageOf = async (id: string, others?: Map<string, Uint8Array>): Promise<MessageRow['message']> => {
  const rows = await read(sample, {}, others)
  const found = rows.find((row) => row.kind === 'message' && row.message.details?.sourceId === id)
  assert.ok(found?.kind === 'message')
  return found.message
}

test('reads words, files, calls and notices with who sent them', async () => {
  const rows = await read(sample)
  assert.deepEqual(
    rows
      .map((row) =>
        row.kind === 'message' ? `${row.message.kind} ${row.message.from}: ${row.message.body}` : saidBy(row),
      )
      .toSorted(),
    [
      'Heron (quay)',
      'Otter',
      'bad-timestamp',
      'call +447700900001: Video call',
      'call +447700900009: Voice call',
      'media aaaaaaaa-0000-4000-8000-000000000002: ',
      'no-recipient',
      'system (service): Notice: universal-timer-notification',
      'system +447700900001: Group changed: title Harbour',
      'system +447700900001: Safety number changed',
      'system aaaaaaaa-0000-4000-8000-000000000002: Changed name from Otter to O.',
      'text +447700900001: is the tide in?',
      'text +447700900001: older shape',
      'text +447700900009: at ten',
      'text aaaaaaaa-0000-4000-8000-000000000002: ',
    ],
  )
})

test('reads replies, edits, delivery, reactions and what was deleted for everyone', async () => {
  assert.deepEqual((await messageOf('m2')).details, {
    sourceId: 'm2',
    answers: { sourceId: 'm1', words: 'is the tide in?' },
    delivery: 'read',
    earlier: [{ body: 'at nine', timeText: '1700000001000' }],
  })
  assert.deepEqual((await messageOf('m1')).details?.reactions, [
    { emoji: '👍', from: '+447700900009', timeText: '1700000000500' },
  ])
  assert.equal((await messageOf('m3')).details?.deleted, true)
  assert.deepEqual((await messageOf('m6')).details?.call, {
    durationSeconds: 60,
    answered: true,
    video: false,
  })
  assert.deepEqual((await messageOf('m5')).details?.call, {
    durationSeconds: null,
    answered: false,
    video: true,
  })
})

test('takes the owner from the settings unless one is stated on receipt', async () => {
  assert.deepEqual((await messageOf('m1')).conversation.participants, ['+447700900001', '+447700900009'])
  assert.equal((await messageOf('m1')).fromName, 'Heron (quay)')
  assert.deepEqual((await messageOf('m3')).conversation, {
    kind: 'group',
    key: 'Z3JvdXA=',
    title: 'Harbour',
    participants: [otter],
  })
})

test('hashes a file the exhibit holds, unless Signal encrypted it on the disk', async () => {
  const picture = new Uint8Array([5])
  const { sha256 } = evidence('x', picture)
  const others = new Map([
    ['attachments.noindex/ab/abcd', picture],
    ['attachments.noindex/ab/abce', picture],
  ])
  const message = await messageOf('m4', others)
  assert.deepEqual(message.details?.attachments, [
    { name: 'a.png', claims: 'image/png', sha256: null },
    { name: 'b.jpg', claims: 'image/jpeg', sha256 },
  ])
  assert.deepEqual(message.mediaHashes, [sha256])
})

test('rejects a row whose JSON is none', async () => {
  const { bytes } = madeDatabase((database) =>
    database.exec(`create table conversations (id string primary key, json text);
      create table messages (rowid integer primary key, json text, conversationId string);
      insert into messages values (1, '{"sent_at":', 'c')`),
  )
  assert.deepEqual((await read(bytes)).map(saidBy), ['not-a-record'])
})
