import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from 'react-router'
import type { Facets } from '../../../src/wire/facets.ts'
import { askFacets } from '../../asks.ts'
import { narrowingTerms, withoutTerm } from '../../query-text.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { useCountingScope } from '../../use-counting-scope.ts'
import { facetFamilies } from './facet-families.ts'

/** The terms that narrow the search, each a link to the search without it; what is excluded is struck through. */
export function Pills({ q }: { readonly q: string }) {
  const facets = useQuery(askFacets(q, useCountingScope())).data
  const location = useLocation()
  const terms = narrowingTerms(q)
  if (terms.length === 0) return null
  const without = (term: string): string => {
    const params = new URLSearchParams(location.search)
    params.set('q', withoutTerm(q, term))
    params.delete('offset')
    params.delete('open')
    return `/search?${params}`
  }
  return (
    <ul className="pills" aria-label="The search is narrowed to">
      {terms.map(({ term, said, excluded }) => {
        const name = visibleText(nameOf(said, facets))
        return (
          <li key={term}>
            <Link
              className="pill"
              to={without(term)}
              title={`Take ${term} out`}
              aria-label={`Take out: ${excluded ? 'without' : 'only'} ${name}`}
            >
              {excluded ? <del>{name}</del> : name}
              <IconX size={12} stroke={1.5} aria-hidden="true" />
            </Link>
          </li>
        )
      })}
    </ul>
  )
}

/** What a term stands for where the counts name it, else the term itself: an id tells nobody anything. */
function nameOf(term: string, facets: Facets | undefined): string {
  if (facets === undefined) return term
  for (const { name, of, term: termOf, label } of facetFamilies) {
    const count = of(facets).find(({ value }) => termOf(value) === term)
    if (count) return `${name}: ${label(count)}`
  }
  return term
}
