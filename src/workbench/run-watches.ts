import { renderSearch } from '../core/search/render-search.ts'
import { answerAlerts } from '../store/sql/saved-answers.ts'
import { corpusState, enterSearch, searchRecord } from '../store/sql/search-journal.ts'
import { writing } from '../store/sqlite/transaction.ts'
import { openWatchRunner } from '../store/sqlite/watch-runner.ts'
import type { Asker } from '../store/store.ts'
import type { WatchFound } from '../store/watch-runner.ts'
import type { ImportReport } from './import-report.ts'
import type { LocalCase } from './open-case.ts'

/**
 * Runs every watch over what an exhibit brought, once all of it is read and before the exhibit is complete: an import that
 * is killed meanwhile is completed by running them again. What a watch found before is not told twice.
 */
export async function runWatches(local: LocalCase, importer: Asker, exhibitId: number): Promise<void> {
  const { connection, timezone } = local
  const { db, raw } = connection
  const watches = await db
    .selectFrom('saved_search')
    .select(['id', 'name', 'kind', 'query', 'watched_by'])
    .where('watched_by', 'is not', null)
    .orderBy('id')
    .execute()
  if (watches.length === 0) return
  const { ref } = await db
    .selectFrom('exhibit')
    .select('ref')
    .where('id', '=', exhibitId)
    .executeTakeFirstOrThrow()
  const runner = openWatchRunner(raw, timezone)
  runner.lookInto(exhibitId)
  for (const { id, name, kind, query, watched_by: owner } of watches) {
    const found = runner.find(kind === 'list' ? query.split('\n') : [query])
    const watch: RunWatch = { id, name, query, kind, owner: owner ?? importer.actor }
    await writing(raw, () => keepFound(local, importer, { id: exhibitId, ref }, { watch, found }))
  }
}

interface RunWatch {
  readonly id: number
  readonly name: string
  readonly query: string
  readonly kind: string
  readonly owner: string
}

interface Exhibit {
  readonly id: number
  readonly ref: string
}

interface Found {
  readonly watch: RunWatch
  readonly found: WatchFound
}

async function keepFound(
  { connection: { db }, log }: LocalCase,
  importer: Asker,
  exhibit: Exhibit,
  { watch, found: { newHits, newCopies, terms } }: Found,
): Promise<void> {
  const failed = terms.find((term) => term.failed !== null)?.failed ?? null
  const before = await db
    .selectFrom('watch_alert')
    .select(['new_hits', 'new_copies', 'failed'])
    .where('saved_id', '=', watch.id)
    .where('exhibit_id', '=', exhibit.id)
    .executeTakeFirst()
  if (before?.new_hits === newHits && before.new_copies === newCopies && before.failed === failed) return
  const record = searchRecord({
    kind: 'watch',
    text: watch.kind === 'list' ? watch.name : watch.query,
    readAs: terms.map(({ query }) => (query === null ? '' : renderSearch(query))).join('\n'),
    corpus: await corpusState(db),
    hits: newHits + newCopies,
    exhibit: exhibit.ref,
    terms: terms.map(({ text, query, hits }) => ({
      text: text.toWellFormed(),
      readAs: (query === null ? '' : renderSearch(query)).toWellFormed(),
      hits,
    })),
  })
  const act = {
    action: 'messages.watch',
    object: String(watch.id),
    detail: {
      name: watch.name,
      exhibit: exhibit.ref,
      newHits,
      newCopies,
      failed: failed?.toWellFormed() ?? null,
      importedBy: importer.actor,
    },
  }
  // Its owner has it run, by way of whoever imports.
  const entry = await enterSearch({ db, log }, { ...importer, actor: watch.owner }, act, record)
  const alert = {
    name: watch.name,
    entry,
    new_hits: newHits,
    new_copies: newCopies,
    failed,
    at: new Date().toISOString(),
    seen_by: null,
    seen_at: null,
  }
  await db
    .insertInto('watch_alert')
    .values({ saved_id: watch.id, exhibit_id: exhibit.id, ...alert })
    .onConflict((conflict) => conflict.columns(['saved_id', 'exhibit_id']).doUpdateSet(alert))
    .execute()
}

/** What watches found in an exhibit, for its receipt. */
export async function alertsOf(
  { connection: { db } }: LocalCase,
  exhibit: string,
): Promise<ImportReport['alerts']> {
  const alerts = (await answerAlerts({ db })).filter((alert) => alert.exhibit === exhibit)
  return alerts.map(({ name, newHits, newCopies, failed }) => ({ name, newHits, newCopies, failed }))
}
