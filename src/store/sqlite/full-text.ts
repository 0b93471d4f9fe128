/**
 * Full-text search in FTS5. Beside the words, each message carries tokens for its sender (`s12`), recipient (`t34`),
 * conversation (`c56`) and network (`n1`), so that `from:` and its kind are answered inside the index, with true totals.
 *
 * @see https://www.sqlite.org/fts5.html#external_content_tables
 */
import type { DatabaseSync } from 'node:sqlite'

/** Makes the index over messages, empty. It is derived: everything in it can be made anew from the messages. */
export function createFullText(db: DatabaseSync): void {
  db.exec(`
    create view message_search as select m.id as id, m.body as body,
      's' || m.sender_id || coalesce(' t' || m.recipient_id, '') || ' c' || m.conversation_id || ' n' || c.network_id as who
      from message m join conversation c on c.id = m.conversation_id;
    create virtual table message_fts using fts5(body, who, content='message_search', content_rowid='id',
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
