import type { Generated } from 'kysely'

/** The tables of what people search for, keep and review; every row has its act in the audit log. */
export interface JournalTables {
  readonly search_entry: SearchEntryTable
  /** What was said later of why a search was made; `seq` is that of the audit entry. */
  readonly search_note: {
    readonly seq: number
    readonly entry: number
    readonly why: string
    readonly folded: string
    readonly who: string
    readonly at: string
  }
  /** Hits opened from a search, by the uid that was shown. */
  readonly search_read: {
    readonly entry: number
    readonly uid: Uint8Array
    readonly who: string
    readonly at: string
  }
  readonly saved_search: SavedSearchTable
  readonly watch_alert: WatchAlertTable
  readonly sample: SampleTable
  readonly sample_item: SampleItemTable
}

/** `seq` is that of the audit entry, `detail` a `SearchRecord` as canonical JSON; the rest is for finding it. */
interface SearchEntryTable {
  readonly seq: number
  readonly kind: string
  readonly parent: number | null
  /** SHA-256 of the text as typed: the same search has the same. */
  readonly text_hash: string
  /** What can be looked for: text and latest note, folded. */
  readonly folded: string
  readonly who: string
  readonly via: string
  readonly at: string
  readonly detail: string
}

/** `query` is a query, or the lines of a list. */
interface SavedSearchTable {
  readonly id: Generated<number>
  readonly name: string
  readonly folded: string
  readonly kind: string
  readonly query: string
  readonly text_hash: string
  readonly owner: string
  readonly created_at: string
  /** Who had it watched and since when, or null. */
  readonly watched_by: string | null
  readonly watched_at: string | null
}

/** What a watch found in an exhibit, once for each. */
interface WatchAlertTable {
  readonly id: Generated<number>
  readonly saved_id: number
  readonly name: string
  readonly exhibit_id: number
  /** The journal entry of its search. */
  readonly entry: number
  /** Hits first seen in the exhibit, and those known before that got a new copy. */
  readonly new_hits: number
  readonly new_copies: number
  /** Why it could not be run, or null. */
  readonly failed: string | null
  readonly at: string
  readonly seen_by: string | null
  readonly seen_at: string | null
}

/** `entry` is the journal entry that says how it was drawn. */
interface SampleTable {
  readonly entry: number
  readonly query: string
  readonly scope: string
  readonly seed: string
  readonly size: number
  readonly population: number
  readonly hits: number
}

/** A message drawn, what it was called, and by whom. */
interface SampleItemTable {
  readonly sample: number
  readonly place: number
  readonly uid: Uint8Array
  readonly call: string | null
  readonly who: string | null
  readonly at: string | null
}

/** Their schema, in SQLite's words. */
export const journalTables = `
create table search_entry (
  seq integer primary key, kind text not null, parent integer, text_hash text not null, folded text not null, who text not null, via text not null,
  at text not null, detail text not null);
create index search_entry_text on search_entry(text_hash, seq);
create index search_entry_who on search_entry(who, seq);
create table search_note (seq integer primary key, entry integer not null, why text not null, folded text not null, who text not null, at text not null);
create index search_note_entry on search_note(entry, seq);
create table search_read (entry integer not null, uid blob not null, who text not null, at text not null, primary key (entry, uid));
create table saved_search (
  id integer primary key, name text not null, folded text not null unique, kind text not null, query text not null, text_hash text not null,
  owner text not null, created_at text not null, watched_by text, watched_at text);
create index saved_search_text on saved_search(text_hash);
create table watch_alert (
  id integer primary key, saved_id integer not null, name text not null, exhibit_id integer not null, entry integer not null, new_hits integer not null,
  new_copies integer not null, failed text, at text not null, seen_by text, seen_at text, unique (saved_id, exhibit_id));
create table sample (
  entry integer primary key, query text not null, scope text not null, seed text not null, size integer not null, population integer not null,
  hits integer not null);
create table sample_item (
  sample integer not null, place integer not null, uid blob not null, call text, who text, at text, primary key (sample, place));
create unique index sample_item_uid on sample_item(sample, uid);
`
