/**
 * Full-text search in FTS5. Beside the words, each message carries tokens for its sender (`s12`), recipient (`t34`),
 * conversation (`c56`) and network (`n1`), so that `from:` and its kind are answered inside the index, with true totals.
 * The words of copies (translations among them, and what stood there before an edit) and what machines read or heard in its
 * files stand in columns of their own. All of it is folded as `core/search/fold-text.ts` says.
 *
 * @see https://www.sqlite.org/fts5.html#external_content_tables
 */
import type { DatabaseSync } from 'node:sqlite'
import { foldText } from '../../core/search/fold-text.ts'
import { earlierIn, hasEarlier } from '../sql/earlier-words.ts'
import { joinedTexts } from '../sql/joined-texts.ts'
import { writing } from './transaction.ts'

/** Stands between two texts of one column: a letter of no alphabet, so that no phrase runs from one into the other. */
const between = 'char(10, 57344, 10)'

/** Every layer of words of some files, in one order; must say the same as `joinedWords` in `store/sql/file-words.ts`. */
const derivedWords = (files: string): string =>
  `select string_agg(json_extract(d.value, '$.text'), ${between} order by d.sha256, d.kind, d.engine, d.version)
      from derived d where d.kind in ('ocr', 'speech') and d.sha256 in (${files})`

/**
 * What copies say in other words, and what their sources state that stood there before an edit. FTS5 reads the view where
 * no virtual table may be asked, so that `json_each` is none of it.
 */
const otherWords = `select string_agg(o.words, ${between} order by o.id, o.place) from (
        select g.id as id, 1 as place, json_extract(g.copy, '$.body') as words from sighting g
          where g.message_id = m.id and g.copy is not null
        union all
        select g.id, 2, earlier_words(g.details) from sighting g
          where g.message_id = m.id and g.details like '${hasEarlier}') o`

/** Raised when what is indexed of a message, or how it is folded, changes: older cases are then indexed anew. */
const version = '/* words 2 */'

/** Messages as the index has them. */
const searched = `select ${version} m.id as id, search_fold(m.body) as body, search_fold((${otherWords})) as translated,
      search_fold((${derivedWords('select lower(hex(f.sha256)) from sighting g join sighting_media f on f.sighting_id = g.id where g.message_id = m.id')})) as derived,
      's' || m.sender_id || coalesce(' t' || m.recipient_id, '') || ' c' || m.conversation_id || ' n' || c.network_id as who
      from message m join conversation c on c.id = m.conversation_id`

/**
 * How a folded text is cut into words. Marks are letters in many scripts, an emoji is a word of its own, and characters that
 * FTS5's tables do not have yet are letters of a newer Unicode.
 */
export const tokenizer = `tokenize="unicode61 remove_diacritics 2 categories 'L* N* M* Co So Cn'"`

/** Lets SQL fold a text as the index has it, and read the earlier words of a copy. */
export function defineFolding(raw: DatabaseSync): void {
  raw.function('search_fold', { deterministic: true }, (text) =>
    typeof text === 'string' ? foldText(text) : null,
  )
  raw.function('earlier_words', { deterministic: true }, (details) =>
    typeof details === 'string' ? joinedTexts(earlierIn(details).map(({ body }) => body)) : null,
  )
}

/** Makes the index anew where an earlier release made it of other columns or folded it otherwise. */
export async function renewFullText(db: DatabaseSync): Promise<void> {
  const isOld = (): boolean => {
    const view = db.prepare(`select sql from sqlite_schema where name = 'message_search'`).get()
    return view !== undefined && !String(view['sql']).includes(version)
  }
  if (!isOld()) return
  await writing(db, () => {
    // Another process may have been first.
    if (!isOld()) return
    db.exec('create index if not exists sighting_media_sighting on sighting_media(sighting_id)')
    db.exec('drop table message_fts; drop view message_search')
    createFullText(db)
    db.exec(learnWords('select id from message'))
  })
}

/** Makes the index over messages, empty. It is derived: everything in it can be made anew from the case. */
export function createFullText(db: DatabaseSync): void {
  db.exec(`
    create view message_search as ${searched};
    create virtual table message_fts using fts5(body, translated, derived, who, content='message_search', content_rowid='id',
      ${tokenizer});
    insert into message_fts(message_fts, rank) values('hashsize', 33554432);
    insert into message_fts(message_fts, rank) values('automerge', 16);
  `)
}

// The view itself calls a function of ours, which SQLite refuses to call for a schema that it was not told to trust.
const searchedOf = (ids: string): string => `${searched} where m.id in (${ids})`

/** Takes messages out of the index, as they now are; `ids` selects their row ids. */
export const forgetWords = (ids: string): string =>
  `insert into message_fts (message_fts, rowid, body, translated, derived, who)
     select 'delete', s.id, s.body, s.translated, s.derived, s.who from (${searchedOf(ids)}) s`

/** Puts messages into the index, as they now are; `ids` selects their row ids. */
export const learnWords = (ids: string): string =>
  `insert into message_fts (rowid, body, translated, derived, who)
     select s.id, s.body, s.translated, s.derived, s.who from (${searchedOf(ids)}) s`

/** Whether the index holds what the messages hold. */
export function isFullTextSound(raw: DatabaseSync): boolean {
  // The check reads the view, which `renewFullText` has found to be ours.
  raw.exec('pragma trusted_schema = on')
  try {
    raw.exec(`insert into message_fts (message_fts, rank) values ('integrity-check', 1)`)
    return true
  } catch (error) {
    if (isCorrupt(error)) return false
    throw error
  } finally {
    raw.exec('pragma trusted_schema = off')
  }
}

/** SQLITE_CORRUPT and SQLITE_CORRUPT_VTAB, whose words differ with what FTS5 found; or what the index is of cannot be read. */
function isCorrupt(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const isOfCode = 'errcode' in error && typeof error.errcode === 'number' && (error.errcode & 0xff) === 11
  return isOfCode || /malformed|corrupt|checksum/i.test(error.message)
}

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
