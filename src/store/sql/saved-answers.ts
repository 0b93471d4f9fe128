import { type Kysely, sql } from 'kysely'
import type { Answers } from '../questions.ts'
import { type SavedSearch, savedKinds } from '../saved-views.ts'
import type { Case } from './open-case.ts'
import { keptRecord } from './search-journal.ts'
import type { Tables } from './tables.ts'

/** Answers with what people saved, by name. */
export async function answerSaved({ db }: Pick<Case, 'db'>): Promise<Answers['saved']> {
  const rows = await db.selectFrom('saved_search').selectAll().orderBy('folded').execute()
  const saved: SavedSearch[] = []
  for (const { id, name, kind, query, text_hash, owner, created_at, watched_by, watched_at } of rows)
    saved.push({
      id,
      name,
      kind: savedKinds.find((each) => each === kind) ?? 'search',
      query,
      owner,
      createdAt: created_at,
      watched: watched_by === null || watched_at === null ? null : { by: watched_by, at: watched_at },
      lastRun: await lastRun(db, kind, text_hash),
    })
  return saved
}

async function lastRun(db: Kysely<Tables>, kind: string, hash: string): Promise<SavedSearch['lastRun']> {
  const row = await db
    .selectFrom('search_entry')
    .select(['seq', 'at', 'who', 'detail'])
    .where('text_hash', '=', hash)
    .where('kind', '=', kind === 'list' ? 'batch' : 'search')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  const hits = kind === 'list' ? null : keptRecord(row.detail).hits
  return { entry: row.seq, at: row.at, who: row.who, hits }
}

/** Answers with what watches found, those nobody has acknowledged first. */
export async function answerAlerts({ db }: Pick<Case, 'db'>): Promise<Answers['alerts']> {
  const rows = await db
    .selectFrom('watch_alert as a')
    .innerJoin('exhibit as x', 'x.id', 'a.exhibit_id')
    .select(['a.id', 'a.saved_id', 'a.name', 'x.ref as exhibit', 'a.entry', 'a.new_hits', 'a.new_copies'])
    .select(['a.failed', 'a.at', 'a.seen_by', 'a.seen_at'])
    .where(isAlert)
    .orderBy(sql`case when a.seen_by is null then 0 else 1 end`)
    .orderBy('a.id', 'desc')
    .limit(1000)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    saved: row.saved_id,
    name: row.name,
    exhibit: row.exhibit,
    entry: row.entry,
    newHits: row.new_hits,
    newCopies: row.new_copies,
    failed: row.failed,
    at: row.at,
    seen: row.seen_by === null || row.seen_at === null ? null : { by: row.seen_by, at: row.seen_at },
  }))
}

/** A watch that found nothing, and could be run, alerts nobody. */
const isAlert = sql<boolean>`(a.new_hits > 0 or a.new_copies > 0 or a.failed is not null)`

/** How many alerts nobody has acknowledged. */
export async function openAlerts(db: Kysely<Tables>): Promise<number> {
  const { n } = await db
    .selectFrom('watch_alert as a')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where(isAlert)
    .where('a.seen_by', 'is', null)
    .executeTakeFirstOrThrow()
  return n
}
