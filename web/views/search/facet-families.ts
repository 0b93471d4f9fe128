import type { Count, Facets } from '../../../src/wire/facets.ts'
import { monthAfter, renderMonth } from '../../case-time.ts'
import { fieldTerm } from '../../query-text.ts'
import { splitHandle } from '../../ui/visible-text.ts'

/** Values by which hits are counted, and the term of a query that each stands for. */
export interface FacetFamily {
  readonly name: string
  readonly of: (facets: Facets) => readonly Count[]
  readonly term: (value: string) => string
  readonly label: (count: Count) => string
}

/** Every family, in the order they are shown in; one more is one more line. */
export const facetFamilies: readonly FacetFamily[] = [
  {
    name: 'Sent by',
    of: (facets) => facets.handles,
    term: (value) => fieldTerm('from', value),
    label: ({ label }) => splitHandle(label).address,
  },
  {
    name: 'Pair',
    of: (facets) => facets.pairs,
    term: (value) => fieldTerm('pair', value),
    label: ({ label }) =>
      label
        .split(' ↔ ')
        .map((handle) => splitHandle(handle).address)
        .join(' ↔ '),
  },
  {
    name: 'Conversation',
    of: (facets) => facets.conversations,
    term: (value) => fieldTerm('in', value),
    label: ({ label }) => label,
  },
  {
    name: 'Month',
    of: (facets) => facets.months,
    term: (value) => `after:${value}-01 before:${monthAfter(value)}`,
    label: ({ value }) => renderMonth(value),
  },
  {
    name: 'What it is',
    of: (facets) => facets.traffic,
    term: (value) => `is:${value}`,
    label: ({ label }) => (label === 'plain' ? 'simply said' : label),
  },
  {
    name: 'Tag',
    of: (facets) => facets.tags,
    term: (value) => fieldTerm('tag', value),
    label: ({ label }) => label,
  },
  {
    name: 'Language',
    of: (facets) => facets.languages,
    term: (value) => `lang:${value}`,
    label: ({ label }) => label,
  },
  {
    name: 'Exhibit',
    of: (facets) => facets.exhibits,
    term: (value) => fieldTerm('exhibit', value),
    label: ({ label }) => label,
  },
  {
    name: 'Network',
    of: (facets) => facets.networks,
    term: (value) => fieldTerm('network', value),
    label: ({ label }) => label,
  },
]
