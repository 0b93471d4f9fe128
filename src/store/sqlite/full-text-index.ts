import type { DatabaseSync } from 'node:sqlite'
import type { CountingScope } from '../../core/counting-scope.ts'
import type { SearchQuery } from '../../core/search/search-query.ts'
import type { FoundPage, HitPage, HitRanges, HitWords, SearchIndex } from '../search-index.ts'
import { furtherColumn } from '../sql/copy-counts.ts'
import { evaluateSearch, hasWords, isFoundByWords } from './evaluate-search.ts'
import { placesOf } from './hit-set.ts'
import { threadsOf } from './hit-threads.ts'
import { type CompiledSearch, type Compiling, compileSearch, openCompiling } from './match-expression.ts'
import { openMessageColumns } from './message-columns.ts'
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
    highlight: async (query, hits) => {
      const marking = openMarking(raw, compileSearch(compilingFor(query), query).words, hits)
      return hits.map((hit) => marking(hit))
    },
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
    warm() {
      raw.exec('begin')
      try {
        columnsNow()
        vocabulary.words()
      } finally {
        raw.exec('rollback')
      }
    },
    isSound: async () => isSound(raw),
    ...openStreamHits(raw, (query) => compileSearch(openCompiling(raw, vocabulary), query), hitsClause),
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

const opens = '\u0002'
const closes = '\u0003'

/** Marks what an expression matches in hits; the words of files are read only where there are any. */
function openMarking(
  raw: DatabaseSync,
  expression: string | null,
  hits: readonly HitWords[],
): (hit: HitWords) => HitRanges {
  if (expression === null || hits.length === 0) return () => ({ body: [], derived: [] })
  const inBody = openColumn(raw, expression, { column: 0, hits })
  const inFiles = openColumn(raw, expression, {
    column: 2,
    hits: hits.filter(({ derived }) => derived !== null),
  })
  return ({ id, body, derived }) => ({
    body: highlightRanges(inBody(id) ?? body, body),
    derived: derived === null ? [] : highlightRanges(inFiles(id) ?? derived, derived),
  })
}

/** What FTS5 marks in a column of a hit; null where it finds nothing. */
function openColumn(
  raw: DatabaseSync,
  expression: string,
  { column, hits }: { readonly column: number; readonly hits: readonly HitWords[] },
): (id: number) => string | null {
  const select = `select rowid as id, highlight(message_fts, ${column}, char(2), char(3)) as marked from message_fts where message_fts match ?`
  if (isSlowToOpen(expression) && hits.length > 0) {
    const ids = hits.map(({ id }) => id)
    // A plus keeps FTS5 from looking every row id up by itself.
    const rows = raw
      .prepare(`${select} and rowid between ? and ? and +rowid in (select value from json_each(?))`)
      .all(expression, BigInt(Math.min(...ids)), BigInt(Math.max(...ids)), JSON.stringify(ids))
    const marked = new Map(rows.map((row) => [Number(row['id']), String(row['marked'])]))
    return (id) => marked.get(id) ?? null
  }
  const one = raw.prepare(`${select} and rowid = ?`)
  return (id) => {
    // A BigInt, because FTS5 ignores a row id bound as a float, which is how a number is bound.
    const row = one.get(expression, BigInt(id))
    return row ? String(row['marked']) : null
  }
}

/** Beginnings of words and long lists of words are gathered anew each time the expression is asked, which hit by hit takes longer than finding them all. */
function isSlowToOpen(expression: string): boolean {
  return expression.length > 500 || expression.includes('" *')
}

/** Reads FTS5's marks as UTF-16 ranges of the text. The same characters in the text itself are told from marks by walking both. */
function highlightRanges(marked: string, text: string): [number, number][] {
  const ranges: [number, number][] = []
  let start = -1
  let at = 0
  for (let i = 0; i < marked.length; i++) {
    const character = marked.charAt(i)
    if (character === text[at] && !(start >= 0 && character === closes)) at++
    else if (character === opens) start = at
    else if (character === closes && start >= 0) {
      ranges.push([start, at])
      start = -1
    }
  }
  return ranges
}

function isSound(raw: DatabaseSync): boolean {
  try {
    raw.exec(`insert into message_fts (message_fts, rank) values ('integrity-check', 1)`)
    return true
  } catch (error) {
    if (isCorrupt(error)) return false
    throw error
  }
}

/** SQLITE_CORRUPT and SQLITE_CORRUPT_VTAB, whose words differ with what FTS5 found; or what the index is of cannot be read. */
function isCorrupt(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const isOfCode = 'errcode' in error && typeof error.errcode === 'number' && (error.errcode & 0xff) === 11
  return isOfCode || /malformed|corrupt|checksum/i.test(error.message)
}
