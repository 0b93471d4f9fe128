import type { Kysely } from 'kysely'
import { BaileyError } from '../../core/errors.ts'
import { drawPlaces, mostDrawn } from '../../core/sample-draw.ts'
import { renderSearch } from '../../core/search/render-search.ts'
import type { Act } from '../audit-log.ts'
import type { Answers, Questions } from '../questions.ts'
import { type SampleCall, type SampleSummary, sampleCalls } from '../saved-views.ts'
import type { Asker } from '../store.ts'
import type { AskableCase } from './case-store.ts'
import type { Case } from './open-case.ts'
import { checkEntry, corpusState, enterSearch, searchRecord } from './search-journal.ts'
import { hex } from './stored-message.ts'
import type { Tables } from './tables.ts'

/** Draws from the messages of a scope that a search does not find. @throws {BaileyError} bad-value. */
export async function answerDrawSample(
  { db, index }: Case,
  { query, scope, size, seed, parent }: Questions['drawSample'],
): Promise<Answers['drawSample']> {
  if (size < 1 || size > mostDrawn)
    throw new BaileyError('bad-value', `A sample has 1 to ${mostDrawn} messages`)
  if (seed === '' || seed.length > 200 || !seed.isWellFormed())
    throw new BaileyError('bad-value', 'A seed has 1 to 200 characters')
  if (parent !== null) await checkEntry(db, parent)
  const missed = await index.missed(query, scope)
  const { population, hits } = missed
  if (population === 0) throw new BaileyError('bad-value', 'The search finds every message of the scope')
  const uids = missed.at(drawPlaces(seed, population, size))
  return { entry: -1, corpus: await corpusState(db), population, hits, uids }
}

interface SampleAsked {
  readonly asker: Asker
  readonly question: Questions['drawSample']
  readonly answer: Answers['drawSample']
  readonly act: Act
}

/** Enters a sample in the search journal and keeps what was drawn. */
export async function recordSample(
  open: AskableCase,
  { asker, question, answer, act }: SampleAsked,
): Promise<Answers['drawSample']> {
  const { corpus, population, hits, uids } = answer
  const { text, query, scopeText, seed, parent, why } = question
  const scope = scopeText.toWellFormed()
  const drawn = { scope, seed, size: uids.length, population }
  const readAs = renderSearch(query)
  const record = searchRecord({ kind: 'sample', parent, text, readAs, corpus, hits, why, sample: drawn })
  const entry = await enterSearch(open, asker, act, record)
  await open.db
    .insertInto('sample')
    .values({ entry, query: record.text, hits, ...drawn })
    .execute()
  for (let first = 0; first < uids.length; first += 100) {
    const items = uids.slice(first, first + 100).map((uid, i) => ({
      sample: entry,
      place: first + i,
      uid: Buffer.from(uid, 'hex'),
      call: null,
      who: null,
      at: null,
    }))
    await open.db.insertInto('sample_item').values(items).execute()
  }
  return { ...answer, entry }
}

/** Answers with every sample, the newest first. */
export async function answerSamples({ db }: Pick<Case, 'db'>): Promise<Answers['samples']> {
  return await summaries(db, null)
}

/** Answers with a sample and its messages, in the order drawn. @throws {BaileyError} bad-value. */
export async function answerSample(
  { db }: Pick<Case, 'db'>,
  { entry }: Questions['sample'],
): Promise<Answers['sample']> {
  const [summary] = await summaries(db, entry)
  if (!summary) throw new BaileyError('bad-value', `There is no sample ${entry}`)
  const rows = await db
    .selectFrom('sample_item')
    .selectAll()
    .where('sample', '=', entry)
    .orderBy('place')
    .execute()
  const items = rows.map(({ place, uid, call, who, at }) => ({
    place,
    uid: hex(uid),
    call: callOf(call),
    who,
    at,
  }))
  return { ...summary, items }
}

function callOf(call: string | null): SampleCall | null {
  return sampleCalls.find((each) => each === call) ?? null
}

async function summaries(db: Kysely<Tables>, entry: number | null): Promise<SampleSummary[]> {
  let query = db
    .selectFrom('sample as s')
    .innerJoin('search_entry as e', 'e.seq', 's.entry')
    .select(['s.entry', 's.query', 's.scope', 's.seed', 's.size', 's.population', 's.hits', 'e.at', 'e.who'])
    .orderBy('s.entry', 'desc')
  if (entry !== null) query = query.where('s.entry', '=', entry)
  const rows = await query.execute()
  let counting = db
    .selectFrom('sample_item')
    .select(['sample', 'call', ({ fn }) => fn.countAll<number>().as('n')])
    .where('call', 'is not', null)
    .groupBy(['sample', 'call'])
  if (entry !== null) counting = counting.where('sample', '=', entry)
  const counts = await counting.execute()
  const calledOf = (sample: number, call: SampleCall): number =>
    counts.find((each) => each.sample === sample && each.call === call)?.n ?? 0
  return rows.map(({ entry: sample, query: text, ...row }) => ({
    ...row,
    entry: sample,
    text,
    calls: {
      responsive: calledOf(sample, 'responsive'),
      'not-responsive': calledOf(sample, 'not-responsive'),
      unsure: calledOf(sample, 'unsure'),
    },
  }))
}
