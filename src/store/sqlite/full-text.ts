/**
 * Full-text search in FTS5. Beside the words, each message carries tokens for its sender (`s12`), recipient (`t34`),
 * conversation (`c56`) and network (`n1`), so that `from:` and its kind are answered inside the index, with true totals.
 *
 * @see https://www.sqlite.org/fts5.html#external_content_tables
 */
import type { DatabaseSync } from 'node:sqlite'

/** Makes the index anew where an earlier release made it of other columns. */
export function renewFullText(db: DatabaseSync): void {
  const view = db.prepare(`select sql from sqlite_schema where name = 'message_search'`).get()
  if (view === undefined || String(view['sql']).includes('translated')) return
  db.exec('drop table message_fts; drop view message_search')
  createFullText(db)
  db.exec(`insert into message_fts(message_fts) values('rebuild')`)
}

/** Makes the index over messages, empty. It is derived: everything in it can be made anew from the messages. */
export function createFullText(db: DatabaseSync): void {
  db.exec(`
    create view message_search as select m.id as id, m.body as body,
      (select string_agg(json_extract(g.copy, '$.body'), char(10) order by g.id) from sighting g where g.message_id = m.id and g.copy is not null) as translated,
      's' || m.sender_id || coalesce(' t' || m.recipient_id, '') || ' c' || m.conversation_id || ' n' || c.network_id as who
      from message m join conversation c on c.id = m.conversation_id;
    create virtual table message_fts using fts5(body, translated, who, content='message_search', content_rowid='id',
      tokenize='unicode61 remove_diacritics 2');
    insert into message_fts(message_fts, rank) values('hashsize', 33554432);
    insert into message_fts(message_fts, rank) values('automerge', 16);
  `)
}

/** The tokens of a message beside its words; must say the same as the view `message_search`. */
export function whoTokens(
  sender: number,
  recipient: number | null,
  conversation: number,
  network: number,
): string {
  return recipient === null
    ? `s${sender} c${conversation} n${network}`
    : `s${sender} t${recipient} c${conversation} n${network}`
}
