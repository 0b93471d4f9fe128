import { type Kysely, type Migration, sql } from 'kysely'

/**
 * The schema, one migration a release. What SQLite says differently from PostgreSQL stands in this file and in
 * `full-text.ts` only: `integer` here is `bigint` there, `blob` is `bytea`.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-foundation': { up: (db) => run(db, foundationTables) },
  '0002-intake': { up: (db) => run(db, intakeTables) },
}

async function run(db: Kysely<unknown>, statements: string): Promise<void> {
  for (const statement of statements.split(';')) {
    if (statement.trim() !== '') await sql.raw(statement).execute(db)
  }
}

const foundationTables = `
create table case_info (id integer primary key, name text not null, timezone text not null, log_origin text not null, log_vkey text not null,
  verified_at text, verified_problems integer);
create table network (id integer primary key, name text not null unique);
create table handle (
  id integer primary key, network_id integer not null references network(id), address text not null,
  sent integer not null default 0, received integer not null default 0, first_at integer, last_at integer,
  unique (network_id, address));
create table handle_name (handle_id integer not null references handle(id), name text not null, primary key (handle_id, name));
create table conversation (
  id integer primary key, public_id text not null unique, network_id integer not null references network(id),
  kind text not null, key text not null, title text,
  messages integer not null default 0, first_at integer, last_at integer);
create table participant (
  conversation_id integer not null references conversation(id), handle_id integer not null references handle(id),
  primary key (conversation_id, handle_id));
create index participant_handle on participant(handle_id);
create table exhibit (
  id integer primary key, ref text not null unique, name text not null, sha256 text not null unique, size integer not null,
  received_from text, authority text, capture_mode text not null, timezone text, format text, mapping text,
  received_at text not null, received_by text not null, state text not null);
create table entry (
  id integer primary key, exhibit_id integer not null references exhibit(id), name text not null,
  sha256 text not null, size integer not null, state text not null,
  format text, format_version integer, profile text, rows_done integer not null default 0,
  sightings integer not null default 0, messages integer not null default 0,
  repaired integer not null default 0, rejected integer not null default 0,
  zone_assumed integer not null default 0, zone_unknown integer not null default 0,
  unique (exhibit_id, name));
create index entry_sha256 on entry(sha256);
create table message (
  id integer primary key, uid blob not null, conversation_id integer not null references conversation(id),
  sender_id integer not null references handle(id), recipient_id integer references handle(id),
  sent_at integer not null, time_text text not null, zone integer not null, kind integer not null,
  body text not null, body_exact blob, media text);
create unique index message_uid on message(uid);
create index message_conversation on message(conversation_id, id);
create table sighting (
  id integer primary key, message_id integer not null references message(id), entry_id integer not null references entry(id),
  part text, start integer not null, length integer not null, uid blob not null, repairs text, raw blob not null);
create index sighting_message on sighting(message_id);
create index sighting_entry on sighting(entry_id, id);
create table rejection (
  id integer primary key, entry_id integer not null references entry(id), part text,
  start integer not null, length integer not null, code text not null, says text not null);
create index rejection_entry on rejection(entry_id, id);
create table activity_day (
  conversation_id integer not null, sender_id integer not null, day integer not null, messages integer not null,
  primary key (conversation_id, sender_id, day));
create index activity_day_sender on activity_day(sender_id, day);
create table handle_hour (handle_id integer not null, hour_of_week integer not null, messages integer not null, primary key (handle_id, hour_of_week));
create table audit_entry (seq integer primary key, entry text not null, detail text, leaf blob not null);
create table audit_head (id integer primary key, size integer not null, frontier blob not null, note text not null);
create table audit_checkpoint (size integer primary key, note text not null);
`

/** What a copy states beside the message, and what exhibits hold beside messages. */
const intakeTables = `
alter table exhibit add column owner text;
alter table sighting add column details text;
alter table entry add column contacts integer not null default 0;
alter table entry add column traces integer not null default 0;
create table contact (
  id integer primary key, entry_id integer not null references entry(id), part text, start integer not null, length integer not null,
  handle_id integer not null references handle(id), name text not null, saved_by text);
create index contact_entry on contact(entry_id, id);
create index contact_handle on contact(handle_id);
create table trace (
  id integer primary key, entry_id integer not null references entry(id), part text, start integer not null, length integer not null,
  device text not null, from_at integer not null, until_at integer, place text not null, detail text not null);
create index trace_entry on trace(entry_id, id);
create index trace_device on trace(device, from_at);
`
