import type { DatabaseSync } from 'node:sqlite'
import type { CountingScope } from '../../core/counting-scope.ts'
import type { SearchQuery } from '../../core/search/search-query.ts'
import type { FoundPage, HitPage, SearchIndex } from '../search-index.ts'
import { furtherColumn } from '../sql/copy-counts.ts'
import { evaluateSearch, hasWords, isFoundByWords } from './evaluate-search.ts'
import { isFullTextSound } from './full-text.ts'
import { missed, summarise } from './hit-ids.ts'
import { placesOf } from './hit-set.ts'
import { threadsOf } from './hit-threads.ts'
import { markHits } from './mark-hits.ts'
import { type CompiledSearch, type Compiling, compileSearch, openCompiling } from './match-expression.ts'
import { openMessageColumns } from './message-columns.ts'
import { nearWords } from './near-words.ts'
import { numberFeedOf } from './number-feed.ts'
import { defineHourOfWeek } from './search-condition.ts'
import { openStreamHits } from './stream-hits.ts'
import { type Counting, tallyHits, weightsOf } from './tally-hits.ts'
import { openVocabulary } from './vocabulary.ts'

type Parameter = string | number

/** Search in FTS5, beside the messages in the same database. @param zone - the case zone, an IANA name. */
export function openFullTextIndex(raw: DatabaseSync, zone: string): SearchIndex {
  const vocabulary = openVocabulary(raw)
  const columnsNow = openMessageColumns(raw, zone)
  const feed = numberFeedOf(raw)
  defineHourOfWeek(raw, zone)
  let last: { readonly query: SearchQuery; readonly compiling: Compiling } | null = null
  // One question finds, and then marks what it found.
  const compilingFor = (query: SearchQuery): Compiling => {
    if (last?.query !== query) last = { query, compiling: openCompiling(raw, vocabulary) }
    return last.compiling
  }
  const compiled = (query: SearchQuery): CompiledSearch =>
    compileSearch(openCompiling(raw, vocabulary), query)
  const counting = (query: SearchQuery, scope: CountingScope): Counting => {
    const columns = columnsNow()
    const hits = evaluateSearch({ compiling: compilingFor(query), columns, feed }, query)
    return { raw, columns, feed, hits, scope }
  }
  return {
    async find(query, page) {
      last = null
      const compiling = compilingFor(query)
      const isOfWords = isFoundByWords(compiling, query) || (page.sort === 'rank' && hasWords(query))
      return isOfWords
        ? findByWords(raw, compileSearch(compiling, query), page)
        : pageOf(counting(query, page.count), page)
    },
    highlight: async (query, hits) => markHits(raw, compileSearch(compilingFor(query), query).words, hits),
    summary: async (query) => summarise(raw, compiled(query)),
    missed: async (query, scope) =>
      missed(raw, compiled(query), scope.kind === 'everything' ? null : compiled(scope)),
    tally: async (query, count) => {
      last = null
      return tallyHits(counting(query, count))
    },
    threads: async (query, page) => {
      last = null
      const of = counting(query, page.count)
      // Without words no hit matches better than another.
      const match = hasWords(query) ? compileSearch(compilingFor(query), query).match : null
      return threadsOf(of, match, page)
    },
    nearWords: async (words) => nearWords(raw, vocabulary, words),
    warm() {
      raw.exec('begin')
      try {
        columnsNow()
        vocabulary.words()
      } finally {
        raw.exec('rollback')
      }
    },
    isSound: async () => isFullTextSound(raw),
    ...openStreamHits(raw, compiled, hitsClause),
  }
}

/** A page of hits in order of time. */
function pageOf(of: Counting, { limit, offset }: HitPage): FoundPage {
  const places = placesOf(of.hits)
  const weights = weightsOf(of)
  return {
    total: places.length,
    counted: weights === null ? places.length : places.reduce((sum, place) => sum + (weights[place] ?? 1), 0),
    ids: Array.from(places.subarray(offset, offset + limit), (place) => of.columns.ids[place] ?? 0),
  }
}

function findByWords(
  raw: DatabaseSync,
  compiled: CompiledSearch,
  { sort, limit, offset, count }: HitPage,
): FoundPage {
  const { key, from, parameters } = hitsClause(compiled)
  const total = Number(raw.prepare(`select count(*) as n from ${from}`).get(...parameters)?.['n'])
  const further = furtherColumn(count)
  const added =
    further === null
      ? 0
      : raw
          .prepare(
            `select coalesce(sum(c.${further}), 0) as n from (select ${key} as id from ${from}) k join copied_message c on c.message_id = k.id`,
          )
          .get(...parameters)?.['n']
  const order = sort === 'rank' && compiled.match !== null ? `rank, ${key}` : key
  const rows = raw
    .prepare(`select ${key} as id from ${from} order by ${order} limit ? offset ?`)
    .all(...parameters, limit, offset)
  return { total, counted: total + Number(added), ids: rows.map((row) => Number(row['id'])) }
}

/** `from … where …` over hits and the name of their id. */
function hitsClause({ match, table, from, until, condition }: CompiledSearch): {
  readonly key: 'm.rowid'
  readonly from: string
  readonly parameters: readonly Parameter[]
} {
  const key = 'm.rowid'
  const where = [
    ...(match === null ? [] : ['message_fts match ?']),
    ...(from === null ? [] : [`${key} >= ${from}`]),
    ...(until === null ? [] : [`${key} < ${until}`]),
    ...(condition === null ? [] : [condition.sql]),
  ]
  return {
    key,
    from: `${match === null ? table : 'message_fts'} m where ${where.join(' and ') || 'true'}`,
    parameters: [...(match === null ? [] : [match]), ...(condition?.parameters ?? [])],
  }
}
