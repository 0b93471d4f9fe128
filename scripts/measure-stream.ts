/**
 * Measures how long a stream of the two busiest handles of a case, and a filter on it, take to answer:
 * `node scripts/measure-stream.ts CASE_DIR [TIMES]`. Questions go the way of the API, through the pool of query processes.
 * Places are drawn by a fixed seed. Prints JSON with p50, p95 and maximum in milliseconds of
 *
 * - `jump`: the place of a day and the page there, which is what opening anywhere asks;
 * - `page`: the page after the one before, which is what scrolling asks;
 * - `filtered`: a page anywhere with a filter of words;
 * - `step`: the next match of the filter from anywhere;
 * - `outline`: the whole stream and what of it matches, in 400 stretches.
 */

import { handleStreamQuery } from '../src/core/search/handle-stream.ts'
import { parseSearch } from '../src/core/search/parse-search.ts'
import { renderSearch } from '../src/core/search/render-search.ts'
import type { Asker } from '../src/store/store.ts'
import { quantilesOf } from '../src/workbench/bench/quantiles.ts'
import { openQueryPool } from '../src/workbench/query-pool.ts'

const [, , caseDir, times = '40', words = 'the'] = process.argv
if (caseDir === undefined) {
  process.stderr.write('Usage: node scripts/measure-stream.ts CASE_DIR [TIMES] [FILTER]\n')
  process.exit(2)
}
const asker: Asker = { actor: 'measure', via: 'cli', may: ['read-messages'] }
const store = openQueryPool(caseDir, { processes: 2, limitMs: 60_000 })
const { handles } = await store.ask(asker, 'overview', {})
const query = handleStreamQuery({
  handles: handles.slice(0, 2).map(({ handle }) => handle),
  rooms: true,
  between: false,
})
const stream = { text: renderSearch(query), query }
const filter = { text: words, query: parseSearch(words, 'UTC') }
const outlined = await store.ask(asker, 'streamOutline', { ...stream, filter, marks: null, bins: 400 })
const { total, matching, span } = outlined
const [first, last] = [Date.parse(span?.firstAt ?? ''), Date.parse(span?.lastAt ?? '')]

let place = 20_200_316
/** A place in the stream from 0 to 1, the same for every run. */
function drawn(): number {
  place = (place * 48_271) % 2_147_483_647
  return place / 2_147_483_647
}

async function timed(ask: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await ask()
  return performance.now() - begun
}

const anyOffset = (): number => Math.floor(drawn() * (total - 100))
const anyTime = (): string => new Date(first + drawn() * (last - first)).toISOString()
let at = 0
const ways = {
  jump: async () => {
    const { offset } = await store.ask(asker, 'streamPosition', { ...stream, uid: null, at: anyTime() })
    at = Math.max(0, offset - 50)
    await store.ask(asker, 'stream', { ...stream, filter: null, offset: at, limit: 100 })
  },
  page: async () => {
    at += 100
    await store.ask(asker, 'stream', { ...stream, filter: null, offset: at, limit: 100 })
  },
  filtered: () => store.ask(asker, 'stream', { ...stream, filter, offset: anyOffset(), limit: 100 }),
  step: () => store.ask(asker, 'streamStep', { ...stream, filter, uid: null, at: anyTime(), by: 1 }),
  outline: () => store.ask(asker, 'streamOutline', { ...stream, filter, marks: null, bins: 400 }),
} as const
const figures: Record<string, unknown> = { messages: total, filter: words, matching }
for (const [way, ask] of Object.entries(ways)) {
  const found: number[] = []
  for (let i = 0; i < Number(times); i++) found.push(await timed(ask))
  figures[way] = quantilesOf(found)
}
process.stdout.write(`${JSON.stringify(figures)}\n`)
await store.close()
