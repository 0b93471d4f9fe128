import { IconMinus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Count } from '../../../src/wire/facets.ts'
import { askFacets } from '../../asks.ts'
import { excluding, hasTerm, withoutHits, withoutTerm, withTerm } from '../../query-text.ts'
import { renderCount } from '../../ui/figures.ts'
import { Pending } from '../../ui/states.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { useCountingScope } from '../../use-counting-scope.ts'
import { type FacetFamily, facetFamilies } from './facet-families.ts'
import { shortened } from './shortened.ts'

const fewest = 8

/** Where the hits are: each value adds its term to the query, or excludes it. */
export function FacetList({ q, onAsk }: { readonly q: string; readonly onAsk: (q: string) => void }) {
  const facets = useQuery(askFacets(q, useCountingScope()))
  if (facets.isPending) return <Pending label="Counting" rows={12} />
  if (facets.isError) return <p className="meta">The counts could not be made. {facets.error.message}</p>
  return (
    <nav aria-label="Narrow the search" className={facets.isPlaceholderData ? 'stale' : undefined}>
      {facetFamilies.map((family) => (
        <FacetFamily key={family.name} family={family} counts={family.of(facets.data)} q={q} onAsk={onAsk} />
      ))}
    </nav>
  )
}

interface FacetFamilyProps {
  readonly family: FacetFamily
  readonly counts: readonly Count[]
  readonly q: string
  readonly onAsk: (q: string) => void
}

function FacetFamily({ family, counts, q, onAsk }: FacetFamilyProps) {
  const [all, setAll] = useState(false)
  if (counts.length === 0) return null
  const shown = all ? counts : counts.slice(0, fewest)
  const names = shortened(shown.map(family.label))
  const most = Math.max(1, ...counts.map(({ messages }) => messages))
  return (
    <section className="facet">
      <h2>{family.name}</h2>
      <ul>
        {shown.map((count, i) => (
          <FacetValue
            key={count.value}
            count={count}
            most={most}
            term={family.term(count.value)}
            label={visibleText(family.label(count))}
            short={visibleText(names[i] ?? family.label(count))}
            q={q}
            onAsk={onAsk}
          />
        ))}
      </ul>
      {counts.length > fewest && (
        <button type="button" className="button plain small" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `${renderCount(counts.length - fewest)} more`}
        </button>
      )}
    </section>
  )
}

interface FacetValueProps {
  readonly count: Count
  readonly most: number
  readonly term: string
  readonly label: string
  readonly short: string
  readonly q: string
  readonly onAsk: (q: string) => void
}

function FacetValue({ count, most, term, label, short, q, onAsk }: FacetValueProps) {
  const included = hasTerm(q, term)
  return (
    <li className="facet-value">
      <button
        type="button"
        className="facet-include"
        aria-pressed={included}
        title={included ? `Take ${label} out of the query` : `Only ${label}`}
        onClick={() =>
          onAsk(included ? withoutTerm(q, term) : withTerm(withoutTerm(q, excluding(term)), term))
        }
      >
        <bdi>{short}</bdi>
        <span className="number">{renderCount(count.messages)}</span>
        <svg viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true">
          <rect width={(count.messages / most) * 100} height="2" />
        </svg>
      </button>
      <button
        type="button"
        className="facet-exclude"
        title={`Without ${label}`}
        aria-label={`Without ${label}`}
        onClick={() => onAsk(withoutHits(q, term))}
      >
        <IconMinus size={14} stroke={1.5} aria-hidden="true" />
      </button>
    </li>
  )
}
