import { canonicalJson, type Json } from '../core/canonical-json.ts'
import { inPages } from '../store/sql/in-pages.ts'
import { hex } from '../store/sql/stored-message.ts'
import { actsOf, everyActOf } from './logged-acts.ts'
import type { LocalCase } from './open-case.ts'
import type { ProblemList } from './verify-case.ts'

/** Acts with which a search is entered in the journal. */
const entering = ['messages.search', 'messages.batch', 'messages.watch', 'sample.draw']

/** Checks the search journal, what was said of its entries and what was opened from them, against the audit log. */
export async function verifyJournal(local: LocalCase, problems: ProblemList): Promise<void> {
  const entered = await enteredIn(local)
  await compareRows(await entriesOf(local), entered, (seq) => {
    const says = `Entry ${seq} of the search journal is not what the audit log says of it.`
    problems.add({ code: 'journal-differs', says, seq })
  })
  await compareRows(await notesOf(local), await notesIn(local), (seq) => {
    const says = `The reason given in audit entry ${seq} for a search is not what the case holds.`
    problems.add({ code: 'journal-differs', says, seq })
  })
  await compareRows(await readsOf(local), await readsIn(local), (key) => {
    const says = `Hit ${key} of the search journal was not opened as the audit log says.`
    problems.add({ code: 'journal-differs', says })
  })
}

/** What is kept by its key, as one text; null where the log no longer holds what it was. */
type Kept<Key> = ReadonlyMap<Key, string | null>

async function compareRows<Key>(
  stored: Kept<Key>,
  logged: Kept<Key>,
  tell: (key: Key) => void,
): Promise<void> {
  for (const [key, text] of logged) {
    if (text === null ? !stored.has(key) : stored.get(key) !== text) tell(key)
  }
  for (const key of stored.keys()) if (!logged.has(key)) tell(key)
}

async function enteredIn(local: LocalCase): Promise<Kept<number>> {
  const entries = new Map<number, string | null>()
  for (const action of entering)
    for await (const { seq, at, actor, via, detail } of everyActOf(local, action)) {
      // What is wrong with a detail that is lost is reported with the audit log.
      const journal = detail?.['journal']
      if (journal !== undefined) entries.set(seq, `${canonicalJson(jsonOf(journal))} ${at} ${actor} ${via}`)
    }
  return entries
}

function jsonOf(value: unknown): Json {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was read from JSON that the log was hashed over
  return value as Json
}

async function entriesOf({ connection: { db } }: LocalCase): Promise<Kept<number>> {
  const rows = inPages((after, limit) =>
    db
      .selectFrom('search_entry')
      .select(['seq as id', 'detail', 'at', 'who', 'via'])
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(limit)
      .execute(),
  )
  const entries = new Map<number, string>()
  for await (const { id, detail, at, who, via } of rows) entries.set(id, `${detail} ${at} ${who} ${via}`)
  return entries
}

async function notesIn(local: LocalCase): Promise<Kept<number>> {
  const notes = new Map<number, string | null>()
  for await (const { seq, object, actor, detail } of everyActOf(local, 'search.explain'))
    notes.set(seq, detail === null ? null : `${object} ${actor} ${String(detail['why'])}`)
  return notes
}

async function notesOf({ connection: { db } }: LocalCase): Promise<Kept<number>> {
  const rows = await db.selectFrom('search_note').select(['seq', 'entry', 'who', 'why']).execute()
  return new Map(rows.map(({ seq, entry, who, why }) => [seq, `${entry} ${who} ${why}`]))
}

async function readsIn(local: LocalCase): Promise<Kept<string>> {
  const reads = new Map<string, string>()
  for await (const { object, actor, detail } of actsOf(local, 'search.open-hit'))
    if (detail['first'] === true) reads.set(`${object} of ${String(detail['entry'])}`, actor)
  return reads
}

async function readsOf({ connection: { db } }: LocalCase): Promise<Kept<string>> {
  const rows = await db.selectFrom('search_read').select(['entry', 'uid', 'who']).execute()
  return new Map(rows.map(({ entry, uid, who }) => [`${hex(uid)} of ${entry}`, who]))
}
