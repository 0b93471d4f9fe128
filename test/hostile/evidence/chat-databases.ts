/** Small databases of the applications Bailey reads, invented, and one workbook: samples that only code can make. */
import { madeDatabase } from '../../../src/formats/sqlite-laws.ts'
import { zip } from '../../build-archive.ts'

/** WhatsApp's message store: two chats, words, a file, a notice, a call. */
export const whatsappSql = `
create table jid (_id integer primary key autoincrement, user text, server text, agent integer, type integer, raw_string text);
create table chat (_id integer primary key autoincrement, jid_row_id integer unique, subject text);
create table message (_id integer primary key autoincrement, chat_row_id integer not null, from_me integer not null,
  key_id text not null, sender_jid_row_id integer, status integer, timestamp integer, message_type integer, text_data text);
create table message_media (message_row_id integer primary key, file_path text, mime_type text, media_name text, media_caption text, file_hash text);
create table message_quoted (message_row_id integer primary key autoincrement, key_id text not null, text_data text);
create table message_system (message_row_id integer primary key, action_type integer not null);
create table message_call_log (message_row_id integer primary key, call_log_row_id integer);
create table call_log (_id integer primary key autoincrement, jid_row_id integer, from_me integer, call_id text,
  timestamp integer, video_call integer, duration integer, call_result integer, group_jid_row_id integer not null default 0);
insert into jid values (1, '447700900001', 's.whatsapp.net', 0, 0, '447700900001@s.whatsapp.net'),
  (2, '120363000000000001', 'g.us', 0, 1, '120363000000000001@g.us');
insert into chat values (1, 1, null), (2, 2, 'Harbour watch');
insert into message values (1, 1, 0, 'A1', 0, 0, 1700000000123, 0, 'is the tide in?'), (2, 1, 1, 'A2', 0, 13, 1700000060000, 0, 'at nine'),
  (3, 2, 0, 'B1', 1, 0, 1700000120000, 1, null), (4, 2, 0, 'B2', 1, 0, 1700000180000, 7, null), (5, 1, 0, 'A3', 0, 0, 1700000360009, 90, null);
insert into message_media values (3, 'Media/IMG-1.jpg', 'image/jpeg', null, 'the quay', null);
insert into message_quoted values (2, 'A1', 'is the tide in?');
insert into message_system values (4, 12);
insert into message_call_log values (5, 1);
insert into call_log values (1, 1, 0, 'call-1', 1700000360000, 1, 42, 5, 0);`

const imessageSql = `
create table handle (ROWID integer primary key autoincrement unique, id text not null, service text not null);
create table chat (ROWID integer primary key autoincrement, guid text unique not null, style integer, chat_identifier text, service_name text, display_name text);
create table message (ROWID integer primary key autoincrement, guid text, text text, handle_id integer, service text, date integer,
  is_from_me integer, attributedBody blob, item_type integer, group_title text, associated_message_guid text, associated_message_type integer,
  cache_has_attachments integer, message_summary_info blob);
create table chat_message_join (chat_id integer, message_id integer, primary key (chat_id, message_id));
create table attachment (ROWID integer primary key autoincrement, guid text, filename text, mime_type text, transfer_name text);
create table message_attachment_join (message_id integer, attachment_id integer, unique (message_id, attachment_id));
insert into handle values (1, '+447700900001', 'iMessage'), (2, 'otter@example.test', 'iMessage');
insert into chat values (1, 'iMessage;-;+447700900001', 45, '+447700900001', 'iMessage', null), (2, 'iMessage;+;chat831', 43, 'chat831', 'iMessage', 'Harbour');
insert into message (guid, text, handle_id, service, date, is_from_me, item_type, group_title, cache_has_attachments) values
  ('m1', 'is the tide in?', 1, 'iMessage', 700000000000000000, 0, 0, null, 0), ('m2', 'at nine', 0, 'iMessage', 700000001000000000, 1, 0, null, 0),
  ('m3', char(65532), 2, 'iMessage', 700000002000000000, 0, 0, null, 1), ('m4', null, 2, 'iMessage', 700000003000000000, 0, 2, 'Harbour', 0);
insert into chat_message_join values (1, 1), (1, 2), (2, 3), (2, 4);
insert into attachment values (1, 'F1', '~/Library/Messages/Attachments/ab/IMG.heic', 'image/heic', 'IMG.heic');
insert into message_attachment_join values (3, 1);`

const signalSql = `
create table items (id text primary key, json text);
create table conversations (id string primary key asc, json text, active_at integer, type string, members text, name text, profileName text,
  profileFamilyName text, profileFullName text, e164 text, serviceId text, groupId text);
create table messages (rowid integer primary key asc, id string unique, json text, sent_at integer, conversationId string, type string, body text, sourceServiceId text, isViewOnce integer);
create table callsHistory (callId text primary key, peerId text not null, ringerId text, mode text not null, type text not null, direction text not null, status text not null, timestamp integer not null);
create table message_attachments (messageId text not null, editHistoryIndex integer not null, attachmentType text not null, orderInMessage integer not null,
  contentType text not null, path text, fileName text, version integer);
insert into items values ('uuid_id', '{"id":"uuid_id","value":"aaaaaaaa-0000-4000-8000-000000000009.2"}');
insert into conversations (id, json, type, name, profileFullName, e164, serviceId, groupId) values
  ('c1', '{}', 'private', 'Heron (quay)', 'Heron', '+447700900001', 'aaaaaaaa-0000-4000-8000-000000000001', null),
  ('c3', '{}', 'group', 'Harbour', null, null, null, 'Z3JvdXA=');
insert into callsHistory values ('77', 'c1', null, 'Direct', 'Video', 'Incoming', 'Missed', 1700000300000);
insert into messages values
  (1, 'm1', '{"reactions":[{"emoji":"x","fromId":"c1","timestamp":1700000000500}]}', 1700000000000, 'c1', 'incoming', 'is the tide in?', 'aaaaaaaa-0000-4000-8000-000000000001', 0),
  (2, 'm2', '{"quote":{"id":1700000000000,"text":"is the tide in?"},"editHistory":[{"body":"at ten","timestamp":1700000002000},{"body":"at nine","timestamp":1700000001000}]}', 1700000001000, 'c1', 'outgoing', 'at ten', null, 0),
  (3, 'm3', '{"deletedForEveryone":true}', 1700000002000, 'c3', 'incoming', null, 'aaaaaaaa-0000-4000-8000-000000000001', 0),
  (4, 'm4', '{"callId":"77"}', 1700000300000, 'c1', 'call-history', null, null, 0),
  (5, 'm5', '{"groupV2Change":{"from":"x","details":[{"type":"title","newTitle":"Harbour"}]}}', 1700000400000, 'c3', 'group-v2-change', null, null, 0);
insert into message_attachments values ('m3', -1, 'attachment', 0, 'image/png', 'ab/abce', 'a.png', 2);`

const lavaSql = `
create table _lava_media_items (id text primary key, source_path text, extraction_path text, type text);
create table _lava_media_references (id text primary key, media_item_id text, module_name text, artifact_name text, name text);
create table get_whatsapp_messages ("timestamp" integer, "chat" text, "sender" text, "from_me" text, "message" text, "media" text);
insert into _lava_media_items values ('i1', '/data/media/IMG-1.jpg', 'data/media/IMG-1.jpg', 'image/jpeg');
insert into _lava_media_references values ('r1', 'i1', 'whatsApp', 'x', 'IMG-1.jpg');
insert into get_whatsapp_messages values (1700000000, '447700900001@s.whatsapp.net', '447700900001@s.whatsapp.net', 'No', 'is the tide in?', null),
  (1700000060, '447700900001@s.whatsapp.net', '447700900001@s.whatsapp.net', 'Yes', 'at nine', null),
  (1700000120, '447700900001@s.whatsapp.net', '447700900001@s.whatsapp.net', 'No', null, 'r1');`

const lavaDescription = {
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
            mediaColumn: 'media',
          },
        },
      },
    ],
  },
}

const cell = (text: string): string => `<c t="inlineStr"><is><t>${text}</t></is></c>`
const row = (cells: readonly string[]): string => `<row>${cells.map(cell).join('')}</row>`

/** A workbook of one sheet. */
export const workbook: Uint8Array = zip(
  Object.entries({
    'xl/workbook.xml': '<workbook><workbookPr/><sheets><sheet name="Chats" sheetId="1"/></sheets></workbook>',
    'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>',
    'xl/sharedStrings.xml': '<sst><si><t>From</t></si><si><r><t>an</t></r><r><t>na</t></r></si></sst>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${row(['From', 'To', 'Time', 'Message'])}${row(['anna', 'boris', '2020-05-01 12:00:01', 'is it ready?'])}<row><c t="s"><v>1</v></c><c><v>4.477009E11</v></c><c s="1"><v>43952.5</v></c>${cell('b')}</row></sheetData></worksheet>`,
  }).map(([name, bytes]) => ({ name, bytes })),
)

const databaseOf = (sql: string): Uint8Array => madeDatabase((database) => database.exec(sql)).bytes

/** A sample with what stands beside it in its exhibit. */
export interface MadeSample {
  readonly name: string
  readonly bytes: Uint8Array
  readonly others: ReadonlyMap<string, Uint8Array>
}

const alone = (name: string, bytes: Uint8Array): MadeSample => ({ name, bytes, others: new Map() })

/** Samples of the formats that have no file of them in the repository, by id of the format. */
export function madeSamples(): Readonly<Record<string, readonly MadeSample[]>> {
  const description = new TextEncoder().encode(JSON.stringify(lavaDescription))
  return {
    'whatsapp-msgstore': [alone('databases/msgstore.db', databaseOf(whatsappSql))],
    imessage: [alone('sms/chat.db', databaseOf(imessageSql))],
    'signal-desktop': [alone('sql/db.sqlite', databaseOf(signalSql))],
    lava: [
      {
        name: 'out/_lava_artifacts.db',
        bytes: databaseOf(lavaSql),
        others: new Map([['out/_lava_data.lava', description]]),
      },
      alone('out/_lava_data.lava', description),
    ],
    xlsx: [alone('book.xlsx', workbook)],
  }
}
