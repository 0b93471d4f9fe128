import { type Kysely, sql } from 'kysely'
import { canonicalJson, type Json } from '../../core/canonical-json.ts'
import { BaileyError } from '../../core/errors.ts'
import { renderSearch } from '../../core/search/render-search.ts'
import { searchVersion } from '../../core/search/search-version.ts'
import type { Act } from '../audit-log.ts'
import type { CorpusState, EnteredSearch, SearchRecord } from '../journal.ts'
import type { Answers, Questions } from '../questions.ts'
import type { Asker } from '../store.ts'
import { sha256Hex } from './audit-log.ts'
import type { AskableCase } from './case-store.ts'
import { folded } from './handle-answers.ts'
import type { Tables } from './tables.ts'

/** The same search of the same case by the same person within this time is the same entry: a page was loaded again. */
const sameForMs = 30 * 60_000

/** What the case holds, from its roll-ups. */
export async function corpusState(db: Kysely<Tables>): Promise<CorpusState> {
  const { messages } = await db
    .selectFrom('conversation')
    .select(({ fn }) => fn.coalesce(fn.sum<number>('messages'), sql<number>`0`).as('messages'))
    .executeTakeFirstOrThrow()
  const exhibits = await db
    .selectFrom('exhibit as x')
    .leftJoin('entry as e', 'e.exhibit_id', 'x.id')
    .select(['x.ref', 'x.sha256', 'x.state'])
    .select(({ fn }) => fn.coalesce(fn.sum<number>('e.sightings'), sql<number>`0`).as('sightings'))
    .groupBy(['x.id', 'x.ref', 'x.sha256', 'x.state'])
    .orderBy('x.id')
    .execute()
  const whole = exhibits.filter(({ state }) => state === 'complete')
  const lines = whole.map(({ ref, sha256, sightings }) => canonicalJson([ref, sha256, sightings]))
  return {
    messages,
    sightings: exhibits.reduce((sum, { sightings }) => sum + sightings, 0),
    exhibits: whole.length,
    fingerprint: sha256Hex(lines.join('\n')),
  }
}

/** What is the same of every search that is entered. */
export function searchRecord(
  of: Pick<SearchRecord, 'kind' | 'text' | 'readAs' | 'corpus' | 'hits'> & Partial<SearchRecord>,
): SearchRecord {
  return {
    parent: null,
    versions: searchVersion,
    lexicons: null,
    countedBy: 'global',
    counted: of.hits,
    why: null,
    terms: null,
    sample: null,
    exhibit: null,
    ...of,
    text: of.text.toWellFormed(),
    readAs: of.readAs.toWellFormed(),
  }
}

type Detail = { readonly [name: string]: Json }

/** A record as the audit log keeps it. */
export function recordDetail(record: SearchRecord): Detail {
  const { versions, corpus, terms, sample, ...rest } = record
  return {
    ...rest,
    versions: { ...versions },
    corpus: { ...corpus },
    terms: terms === null ? null : terms.map((term) => ({ ...term })),
    sample: sample === null ? null : { ...sample },
  }
}

/** What entering needs of a case. */
export type Entering = Pick<AskableCase, 'db' | 'log'>

/** Puts an act on record with what the journal keeps of its search. @returns the number of the entry. */
export async function enterSearch(
  { db, log }: Entering,
  asker: Asker,
  act: Act,
  record: SearchRecord,
): Promise<number> {
  const detail = recordDetail(record)
  await log.append(asker, { ...act, detail: { ...act.detail, journal: detail } })
  const { seq, at } = await lastAct(db)
  await db
    .insertInto('search_entry')
    .values({
      seq,
      kind: record.kind,
      parent: record.parent,
      text_hash: sha256Hex(record.text),
      folded: folded(`${record.text}\n${record.why ?? ''}`),
      who: asker.actor,
      via: asker.via,
      at,
      detail: canonicalJson(detail),
    })
    .execute()
  return seq
}

/** The act that was put on record last: within a transaction that has just appended one, that one. */
async function lastAct(db: Kysely<Tables>): Promise<{ readonly seq: number; readonly at: string }> {
  const { seq, entry } = await db
    .selectFrom('audit_entry')
    .select(['seq', 'entry'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  const written: unknown = JSON.parse(entry)
  return {
    seq,
    at: typeof written === 'object' && written !== null && 'at' in written ? String(written.at) : '',
  }
}

/** The number the next act will have. */
export async function nextSeq(db: Kysely<Tables>): Promise<number> {
  const head = await db.selectFrom('audit_head').select('size').where('id', '=', 1).executeTakeFirst()
  return head?.size ?? 0
}

/** A record as it was kept. */
export function keptRecord(detail: string): SearchRecord {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by enterSearch; `bailey verify` compares it with the log
  return JSON.parse(detail) as SearchRecord
}

/** @throws {BaileyError} bad-value where the journal has no such entry. */
export async function checkEntry(db: Kysely<Tables>, entry: number): Promise<void> {
  const row = await db.selectFrom('search_entry').select('seq').where('seq', '=', entry).executeTakeFirst()
  if (!row) throw new BaileyError('bad-value', `There is no search ${entry} in the journal`)
}

interface SearchAsked<A> {
  readonly asker: Asker
  readonly question: Pick<Questions['search'], 'text' | 'query' | 'journal'>
  readonly answer: A
  readonly act: Act
}

/** Puts a search on record: anew in the journal, or as the entry it repeats, or, where none is asked for, beside it. */
export async function recordSearch<A extends Answers['search'] | Answers['threads']>(
  open: AskableCase,
  { asker, question, answer, act }: SearchAsked<A>,
): Promise<A> {
  const { journal } = question
  if (journal === undefined || answer.journal === null) {
    await open.log.append(asker, act)
    return answer
  }
  const record = searchRecord({
    kind: 'search',
    parent: journal.parent,
    text: question.text,
    readAs: renderSearch(question.query),
    corpus: answer.journal.corpus,
    hits: answer.total,
    countedBy: answer.countedBy,
    counted: answer.counted,
    why: journal.why,
  })
  const repeated = await repeatedEntry(open.db, asker, record)
  const entry = repeated ?? (await enterSearch(open, asker, act, record))
  if (repeated !== null)
    await open.log.append(asker, { ...act, detail: { ...act.detail, journalEntry: repeated } })
  const previous = await previousRun(open.db, record, entry)
  return { ...answer, journal: { entry, corpus: record.corpus, previous } }
}

/** The entry that the same person made a moment ago, finding the same in the same. */
async function repeatedEntry(
  db: Kysely<Tables>,
  { actor, via }: Asker,
  record: SearchRecord,
): Promise<number | null> {
  if (record.why !== null) return null
  const row = await db
    .selectFrom('search_entry')
    .select(['seq', 'at', 'detail'])
    .where('text_hash', '=', sha256Hex(record.text))
    .where('kind', '=', 'search')
    .where('who', '=', actor)
    .where('via', '=', via)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row || Date.parse(row.at) < Date.now() - sameForMs) return null
  const kept = keptRecord(row.detail)
  const parent = record.parent ?? kept.parent
  const same = canonicalJson(recordDetail({ ...record, parent, why: kept.why })) === row.detail
  return same ? row.seq : null
}

async function previousRun(
  db: Kysely<Tables>,
  { text, countedBy }: SearchRecord,
  entry: number,
): Promise<EnteredSearch['previous']> {
  const rows = await db
    .selectFrom('search_entry')
    .select(['seq', 'at', 'who', 'detail'])
    .where('text_hash', '=', sha256Hex(text))
    .where('kind', '=', 'search')
    .where('seq', '<', entry)
    .orderBy('seq', 'desc')
    .limit(8)
    .execute()
  for (const { seq, at, who, detail } of rows) {
    const kept = keptRecord(detail)
    if (kept.countedBy === countedBy) return { entry: seq, at, who, hits: kept.hits, corpus: kept.corpus }
  }
  return null
}
