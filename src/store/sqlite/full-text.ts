/**
 * Full-text search in FTS5. Beside the words, each message carries tokens for its sender (`s12`), recipient (`t34`),
 * conversation (`c56`) and network (`n1`), so that `from:` and its kind are answered inside the index, with true totals.
 * Translations and what machines read or heard in its files stand in columns of their own.
 *
 * @see https://www.sqlite.org/fts5.html#external_content_tables
 */
import type { DatabaseSync } from 'node:sqlite'
import { writing } from './transaction.ts'

/** Stands between two texts of one column: a letter of no alphabet, so that no phrase runs from one into the other. */
const between = 'char(10, 57344, 10)'

/** Every layer of words of some files, in one order; must say the same as `joinedWords` in `store/sql/file-words.ts`. */
const derivedWords = (files: string): string =>
  `select string_agg(json_extract(d.value, '$.text'), ${between} order by d.sha256, d.kind, d.engine, d.version)
      from derived d where d.kind in ('ocr', 'speech') and d.sha256 in (${files})`

/** Makes the index anew where an earlier release made it of other columns. */
export async function renewFullText(db: DatabaseSync): Promise<void> {
  const isOld = (): boolean => {
    const view = db.prepare(`select sql from sqlite_schema where name = 'message_search'`).get()
    return view !== undefined && !String(view['sql']).includes('derived')
  }
  if (!isOld()) return
  await writing(db, () => {
    // Another process may have been first.
    if (!isOld()) return
    db.exec('create index if not exists sighting_media_sighting on sighting_media(sighting_id)')
    db.exec('drop table message_fts; drop view message_search')
    createFullText(db)
    db.exec(`insert into message_fts(message_fts) values('rebuild')`)
  })
}

/** Makes the index over messages, empty. It is derived: everything in it can be made anew from the case. */
export function createFullText(db: DatabaseSync): void {
  db.exec(`
    create view message_search as select m.id as id, m.body as body,
      (select string_agg(json_extract(g.copy, '$.body'), ${between} order by g.id) from sighting g where g.message_id = m.id and g.copy is not null) as translated,
      (${derivedWords('select lower(hex(f.sha256)) from sighting g join sighting_media f on f.sighting_id = g.id where g.message_id = m.id')}) as derived,
      's' || m.sender_id || coalesce(' t' || m.recipient_id, '') || ' c' || m.conversation_id || ' n' || c.network_id as who
      from message m join conversation c on c.id = m.conversation_id;
    create virtual table message_fts using fts5(body, translated, derived, who, content='message_search', content_rowid='id',
      tokenize='unicode61 remove_diacritics 2');
    insert into message_fts(message_fts, rank) values('hashsize', 33554432);
    insert into message_fts(message_fts, rank) values('automerge', 16);
  `)
}

/** Takes messages out of the index, as the view `message_search` now has them; `ids` selects their row ids. */
export const forgetWords = (ids: string): string =>
  `insert into message_fts (message_fts, rowid, body, translated, derived, who)
     select 'delete', s.id, s.body, s.translated, s.derived, s.who from message_search s where s.id in (${ids})`

/** Puts messages into the index, as the view `message_search` now has them; `ids` selects their row ids. */
export const learnWords = (ids: string): string =>
  `insert into message_fts (rowid, body, translated, derived, who)
     select s.id, s.body, s.translated, s.derived, s.who from message_search s where s.id in (${ids})`

/** Looks up what was read or heard in the files of a message that is new; null for nothing. */
export function openDerivedWords(raw: DatabaseSync): (files: readonly string[]) => string | null {
  const find = raw.prepare(derivedWords('select value from json_each(?)'))
  find.setReturnArrays(true)
  return (files) => {
    const row: unknown = find.get(JSON.stringify(files))
    const words: unknown = Array.isArray(row) ? row[0] : null
    return typeof words === 'string' ? words : null
  }
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
