import { type Kysely, sql } from 'kysely'
import type { JournalEntry, JournalPage, JournalQuestion, SearchNote } from '../journal.ts'
import { folded } from './handle-answers.ts'
import type { Case } from './open-case.ts'
import { keptRecord } from './search-journal.ts'
import type { Tables } from './tables.ts'

/** Answers with entries of the search journal, newest first. */
export async function answerJournal(
  { db }: Pick<Case, 'db'>,
  { who, contains, before, limit }: JournalQuestion,
): Promise<JournalPage> {
  let rows = db.selectFrom('search_entry').selectAll().orderBy('seq', 'desc')
  if (who !== null) rows = rows.where('who', '=', who)
  if (before !== null) rows = rows.where('seq', '<', before)
  if (contains !== null) {
    const pattern = `%${folded(contains).replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
    rows = rows.where((eb) =>
      eb.or([
        sql<boolean>`${eb.ref('folded')} like ${pattern} escape '\\'`,
        sql<boolean>`seq in (select entry from search_note where folded like ${pattern} escape '\\')`,
      ]),
    )
  }
  const found = await rows.limit(limit + 1).execute()
  const shown = found.slice(0, limit)
  const beside = await besideEntries(
    db,
    shown.map(({ seq }) => seq),
  )
  const people = await db.selectFrom('search_entry').select('who').distinct().orderBy('who').execute()
  return {
    entries: shown.map(({ seq, at, who: by, via, text_hash, detail }): JournalEntry => {
      const record = keptRecord(detail)
      return {
        ...record,
        entry: seq,
        at,
        who: by,
        via,
        note: beside.notes.get(seq) ?? null,
        reviewed: beside.reviewed.get(seq) ?? 0,
        decided: beside.decided.get(seq) ?? 0,
        savedAs: record.kind === 'search' ? (beside.names.get(text_hash) ?? null) : null,
      }
    }),
    more: found.length > limit,
    people: people.map(({ who: name }) => name),
  }
}

/** What was said later of entries, how much was opened from them, and what searches are saved as. */
async function besideEntries(db: Kysely<Tables>, entries: readonly number[]) {
  const notes = new Map<number, SearchNote>()
  const reviewed = new Map<number, number>()
  const decided = new Map<number, number>()
  const saved = await db.selectFrom('saved_search').select(['name', 'text_hash']).execute()
  const names = new Map(saved.map(({ name, text_hash }) => [text_hash, name]))
  if (entries.length === 0) return { notes, reviewed, decided, names }
  const said = await db
    .selectFrom('search_note')
    .select(['entry', 'why', 'who', 'at'])
    .where('entry', 'in', entries)
    .orderBy('seq')
    .execute()
  for (const { entry, why, who, at } of said) notes.set(entry, { why, who, at })
  const reads = await db
    .selectFrom('search_read')
    .select(['entry', ({ fn }) => fn.countAll<number>().as('n')])
    .where('entry', 'in', entries)
    .groupBy('entry')
    .execute()
  for (const { entry, n } of reads) reviewed.set(entry, n)
  const marks = await db
    .selectFrom('tag_mark')
    .select(['decision', 'message_id'])
    .where('ended', 'is', null)
    .union(db.selectFrom('relevance_mark').select(['decision', 'message_id']).where('ended', 'is', null))
    .$call((both) =>
      db
        .selectFrom('decision as d')
        .innerJoin(both.as('k'), 'k.decision', 'd.seq')
        .select(['d.search', ({ fn }) => fn.count<number>('k.message_id').distinct().as('n')])
        .where('d.search', 'in', entries)
        .groupBy('d.search')
        .execute(),
    )
  for (const { search, n } of marks) if (search !== null) decided.set(search, n)
  return { notes, reviewed, decided, names }
}
