import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAddress } from '../../core/handle.ts'
import type { MessageRow, ReadContext } from '../format.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { madeDatabase } from '../sqlite-laws.ts'
import { lava } from './lava.ts'

const utf8 = new TextEncoder()
const database = madeDatabase((made) =>
  made.exec(`
    create table _artifact_search_patterns (id integer primary key, module_name text, artifact_name text, regex text);
    create table _lava_media_items (id text primary key, source_path text, extraction_path text, type text);
    create table _lava_media_references (id text primary key, media_item_id text, module_name text, artifact_name text, name text);
    create view _lava_media_info as select 1;
    insert into _lava_media_items values ('i1', '/data/media/IMG-1.jpg', 'data\\media\\IMG-1.jpg', 'image/jpeg');
    insert into _lava_media_references values ('r1', 'i1', 'whatsApp', 'x', 'IMG-1.jpg');
    create table get_whatsapp_messages ("timestamp" integer, "chat" text, "sender" text, "from_me" text, "message" text, "media" text);
    insert into get_whatsapp_messages values
      (1700000000, '447700900001@s.whatsapp.net', '447700900001@s.whatsapp.net', 'No', 'is the tide in?', null),
      (1700000060, '447700900001@s.whatsapp.net', '447700900001@s.whatsapp.net', 'Yes', 'at nine', null),
      (1700000120, '447700900001@s.whatsapp.net', '447700900001@s.whatsapp.net', 'No', null, 'r1'),
      ('soon', '447700900001@s.whatsapp.net', 'x', 'No', 'odd time', null),
      (1700000180, null, null, 'No', 'nobody', null);
    create table parrot ("sent_at" text, "thread" text, "label" text, "author" text, "direction" text, "body" text);
    insert into parrot values ('2023-11-14 22:13:20+00:00', '7', 'Nets', 'otter', 'in', 'squawk'),
      ('2023-11-14 22:14:20', '7', 'Nets', 'heron', 'out', 'and back');
    create table wifi_history (ssid text);
  `),
).bytes
const description = utf8.encode(
  JSON.stringify({
    lava_schema_version: 2,
    lava_db_name: '_lava_artifacts.db',
    artifacts: {
      WhatsApp: [
        {
          name: 'WhatsApp - Messages',
          tablename: 'get_whatsapp_messages',
          module: 'WhatsApp',
          data_views: {
            conversation: {
              conversationDiscriminatorColumn: 'chat',
              textColumn: 'message',
              directionColumn: 'from_me',
              directionSentValue: 'Yes',
              timeColumn: 'timestamp',
              senderColumn: 'sender',
              sentMessageStaticLabel: 'Local User',
              mediaColumn: 'media',
            },
          },
        },
      ],
      Parrot: [
        {
          name: 'Parrot',
          tablename: 'parrot',
          module: 'parrot',
          data_views: {
            chat: {
              threadDiscriminatorColumn: 'Thread',
              threadLabelColumn: 'Label',
              textColumn: 'Body',
              directionColumn: 'Direction',
              directionSentValue: 'out',
              timeColumn: 'Sent At',
              senderColumn: 'Author',
            },
          },
        },
        { name: 'Gone', tablename: 'gone', data_views: { conversation: { textColumn: 'x' } } },
      ],
    },
  }),
)
const beside = new Map([['out/_lava_data.lava', description]])

formatLaws(
  lava,
  new Map([
    ['out/_lava_artifacts.db', database],
    ['out/_lava_data.lava', description],
  ]),
  { others: beside },
)

const read = (stated: Partial<ReadContext> = {}, others: ReadonlyMap<string, Uint8Array> = beside) =>
  readRows(lava, evidence('out/_lava_artifacts.db', database, { others }), { ...nothingStated, ...stated })
const owner = parseAddress('447700900009@s.whatsapp.net')
const brief = (row: Awaited<ReturnType<typeof read>>[number]): string =>
  row.kind === 'message' ? `${row.message.network} ${row.message.from}: ${row.message.body}` : saidBy(row)
const said = async (body: string, stated: Partial<ReadContext> = {}): Promise<MessageRow['message']> => {
  const found = (await read(stated)).find((row) => row.kind === 'message' && row.message.body === body)
  assert.ok(found?.kind === 'message')
  return found.message
}

test('reads each table by the columns declared for it, old names and new', async () => {
  assert.deepEqual((await read({ owner, zone: 'UTC' })).map(brief).toSorted(), [
    'bad-timestamp',
    'no-sender',
    'not-read',
    'unknown heron: and back',
    'unknown otter: squawk',
    'unread-part',
    'whatsapp 447700900001@s.whatsapp.net: ',
    'whatsapp 447700900001@s.whatsapp.net: is the tide in?',
    'whatsapp 447700900009@s.whatsapp.net: at nine',
  ])
})

test('names a room so that two devices share it only where its key would be the same', async () => {
  const { sha256 } = evidence('x', database)
  assert.equal((await said('at nine')).conversation.key, '447700900001@s.whatsapp.net')
  assert.deepEqual((await said('squawk')).conversation, {
    kind: 'group',
    key: `7 (parrot of ${sha256.slice(0, 8)})`,
    title: 'Nets',
    participants: ['otter'],
  })
})

test('reads seconds since 1970, and text of a time in the zone it states or that of the exhibit', async () => {
  assert.deepEqual((await said('at nine')).sent, {
    at: 1_700_000_060_000_000,
    text: '1700000060',
    zone: 'stated',
  })
  assert.equal((await said('squawk')).sent.zone, 'stated')
  assert.equal((await said('and back', { zone: 'Europe/London' })).sent.zone, 'assumed')
})

test('finds the file of a message through its reference', async () => {
  const picture = new Uint8Array([4])
  const { sha256 } = evidence('x', picture)
  const rows = await read({}, new Map([...beside, ['out/data/media/IMG-1.jpg', picture]]))
  const found = rows.find((row) => row.kind === 'message' && row.message.kind === 'media')
  assert.ok(found?.kind === 'message')
  assert.deepEqual(found.message.details, {
    attachments: [{ name: 'IMG-1.jpg', claims: 'image/jpeg', sha256 }],
  })
})

test('without its description reads tables whose headings tell, and says so', async () => {
  const rows = await read({ owner }, new Map())
  assert.deepEqual(rows.map(brief).toSorted().slice(0, 4), [
    'bad-timestamp',
    'no-sender',
    'not-read',
    'unread-part',
  ])
  assert.equal(rows.filter((row) => row.kind === 'message').length, 3)
})

test('says what the description is when it is read by itself', async () => {
  const rows = await readRows(lava, evidence('out/_lava_data.lava', description), nothingStated)
  assert.deepEqual(rows.map(saidBy), ['no-records'])
})
