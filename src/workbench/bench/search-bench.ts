import { BaileyError } from '../../core/errors.ts'
import { type OpenCase, openCase } from '../case-folder.ts'
import { countFacets, searchMessages, searchThreads } from '../search-messages.ts'
import { benchAsker } from './bench-asker.ts'
import { type BenchQuery, benchQueries } from './bench-queries.ts'
import { type Times, timesOf } from './quantiles.ts'

/** One query, how many messages it finds, and how long its parts take. */
export interface QueryFigures {
  readonly query: string
  readonly hits: number
  /** The first page of 50 with its true total. */
  readonly search: Times
  /** Everything the hits can be narrowed by, and the histogram. */
  readonly facets: Times
  /** The first 20 conversations with 3 hits of each. */
  readonly threads: Times
}

/** A query that stands for more words than a search may. */
export interface Refused {
  readonly query: string
  readonly refused: string
}

/** What the first question of a process waits for where nobody gave it time to read ahead. */
export interface ColdFigures {
  readonly facetsMs: number
  readonly vocabularyMs: number
}

/** Times a query of every class; see `bench-queries.ts`. */
export async function benchSearch(
  caseDir: string,
  runs: number,
): Promise<{
  readonly cold: ColdFigures
  readonly queries: Readonly<Record<string, QueryFigures | Refused>>
}> {
  const queries = Object.entries(await benchQueries(caseDir))
  const open = await openCase(caseDir)
  try {
    const cold = await coldFigures(open)
    const figures: Record<string, QueryFigures | Refused> = {}
    for (const [name, query] of queries) figures[name] = await figuresOrRefusal(open, query, runs)
    return { cold, queries: figures }
  } finally {
    await open.close()
  }
}

const zone = 'Europe/London'

async function coldFigures({ store }: OpenCase): Promise<ColdFigures> {
  const page = { sort: 'time', limit: 1, offset: 0 } as const
  await searchMessages(store, benchAsker, zone, { text: 'boat', ...page })
  await searchMessages(store, benchAsker, zone, { text: 'boat', ...page })
  const started = performance.now()
  await countFacets(store, benchAsker, zone, { text: 'boat' })
  const counted = performance.now()
  await searchMessages(store, benchAsker, zone, { text: 'boat~1', ...page })
  return {
    facetsMs: Math.round(counted - started),
    vocabularyMs: Math.round(performance.now() - counted),
  }
}

async function figuresOrRefusal(
  open: OpenCase,
  query: BenchQuery,
  runs: number,
): Promise<QueryFigures | Refused> {
  try {
    return await figuresOf(open, query, runs)
  } catch (error) {
    if (!(error instanceof BaileyError)) throw error
    return { query: query.text.slice(0, 200), refused: error.message }
  }
}

async function figuresOf(
  { store }: OpenCase,
  { text, sort }: BenchQuery,
  runs: number,
): Promise<QueryFigures> {
  const page = { text, sort, offset: 0 } as const
  let hits = 0
  const search = await timesOf(runs, async () => {
    hits = (await searchMessages(store, benchAsker, zone, { ...page, limit: 50 })).total
  })
  const facets = await timesOf(Math.ceil(runs / 2), () => countFacets(store, benchAsker, zone, { text }))
  const threads = await timesOf(5, () =>
    searchThreads(store, benchAsker, zone, { ...page, limit: 20, best: 3 }),
  )
  return { query: text.length > 200 ? `${text.slice(0, 200)}…` : text, hits, search, facets, threads }
}
