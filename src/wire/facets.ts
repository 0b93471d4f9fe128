import { type Static, Type } from 'typebox'
import type { HistogramUnit } from '../store/histogram.ts'
import { conversationOfSome, DayCount } from './conversations.ts'
import { Hit, SearchPage, SearchRequestQuery } from './messages.ts'
import { count, counted, counting, list, oneOf, page } from './schema.ts'

const histogramUnits = ['day', 'week', 'month'] as const satisfies readonly HistogramUnit[]

/** What is counted. */
export const FacetQuery = Type.Object({ q: SearchRequestQuery.properties.q, ...counting })

/** The hits that share one value. */
export const Count = Type.Object({
  value: Type.String(),
  label: Type.String({ description: 'What to show.' }),
  messages: count('Hits.'),
})
export type Count = Static<typeof Count>

/** Hits over time. */
export const Histogram = Type.Object({
  unit: oneOf(histogramUnits, {
    description: 'What a bar is: a week or a month where the hits are spread over years.',
  }),
  bars: list(DayCount, {
    description: 'Bars that have hits, in order, each by its first day; a week begins on Monday.',
  }),
  undated: count('Hits that state no time: they stand in no bar.'),
})
export type Histogram = Static<typeof Histogram>

/** The hits of a search by everything they can be narrowed by. */
export const Facets = Type.Object({
  ...counted,
  total: count('Every hit.'),
  handles: list(Count),
  pairs: list(Count, {
    description: 'Direct messages by their two handles, a|b, whoever of them wrote: the value of pair:',
  }),
  conversations: list(Count),
  networks: list(Count),
  exhibits: list(Count, {
    description: 'Exhibits of which a copy stands in one: a hit may count in several.',
  }),
  languages: list(Count, {
    description: 'ISO 639-1, none where it is not known; empty where languages are not told yet.',
  }),
  tags: list(Count, { description: 'Tags people put on them: a hit may carry several.' }),
  traffic: list(Count, { description: 'What the hits are; plain for what is simply said.' }),
  months: list(Count, { description: 'YYYY-MM in the case zone, in order of time.' }),
  hours: list(Type.Integer({ minimum: 0 }), {
    description: '168 counts by hour of the week in the case zone, Monday 00:00 first.',
  }),
  histogram: Histogram,
})
export type Facets = Static<typeof Facets>

const { q, sort, enter, parent, why } = SearchRequestQuery.properties

/** What is searched for, and which conversations of it. */
export const ThreadsQuery = Type.Object({
  q,
  sort,
  enter,
  parent,
  why,
  best: Type.Integer({ minimum: 1, maximum: 20, default: 3, description: 'Hits of each conversation.' }),
  ...counting,
  ...page(20, 100),
})

/** A conversation that hits stand in. */
export const ThreadOfHits = Type.Object({
  ...conversationOfSome,
  messages: count('Hits in it.'),
  hits: list(Hit, { description: 'A few of them: the first, or the best with sort=rank.' }),
})
export type ThreadOfHits = Static<typeof ThreadOfHits>

/** The conversations that hits stand in. */
export const ThreadsOfHits = Type.Object({
  ...counted,
  readAs: Type.String({ description: 'How the query was read.' }),
  total: count('Hits, each once however they are counted.'),
  counted: count('The same hits, as the scope counts them.'),
  threads: count('Conversations on all pages.'),
  items: list(ThreadOfHits, { description: 'Most hits first.' }),
  journal: SearchPage.properties.journal,
})
export type ThreadsOfHits = Static<typeof ThreadsOfHits>
