import { useQuery } from '@tanstack/react-query'
import { useAddress } from '../../address.ts'
import { askFacets } from '../../asks.ts'
import { dayAfter, renderDay } from '../../case-time.ts'
import { daysTerm, hasTerm, withoutDays, withoutTerm, withTerm } from '../../query-text.ts'
import { Choice } from '../../ui/choice.tsx'
import { renderAmount, renderCount } from '../../ui/figures.ts'
import { HeatMap } from '../../ui/heat-map.tsx'
import { Histogram } from '../../ui/histogram.tsx'
import { useCountingScope } from '../../use-counting-scope.ts'

const views = [
  { value: 'days', label: 'Days' },
  { value: 'hours', label: 'Hours of the week' },
  { value: 'nothing', label: 'Hide' },
] as const

interface OverTimeProps {
  readonly q: string
  readonly onAsk: (q: string) => void
}

/** The hits over time, by day or by hour of the week; what is chosen in it narrows the search. */
export function OverTime({ q, onAsk }: OverTimeProps) {
  const [params, change] = useAddress()
  const view = views.find(({ value }) => value === params.get('over'))?.value ?? 'days'
  const facets = useQuery(askFacets(q, useCountingScope()))
  if (!facets.data || facets.data.total === 0) return null
  const { hours, histogram } = facets.data
  const { unit, bars, undated } = histogram
  const toggle = (term: string) => onAsk(hasTerm(q, term) ? withoutTerm(q, term) : withTerm(q, term))
  return (
    <section
      className={facets.isPlaceholderData ? 'over-time stale' : 'over-time'}
      aria-label="Hits over time"
    >
      <div className="over-time-head">
        <Choice
          label="Over time"
          value={view}
          options={views}
          onChoose={(to) => change({ over: to === 'days' ? null : to }, { replace: true })}
        />
        {undated > 0 && <span className="meta">{renderAmount(undated, 'hit')} without a time</span>}
      </div>
      {view === 'days' && bars.length > 0 && (
        <Histogram
          days={bars}
          unit={unit}
          height={96}
          label={`Hits by ${unit}, ${renderCount(bars.length)} with hits`}
          renderDay={renderDay}
          onChoose={(from, until) => onAsk(withTerm(withoutDays(q), daysTerm(from, until, dayAfter)))}
        />
      )}
      {view === 'hours' && (
        <HeatMap counts={hours} caption="Hits by hour of the week" onChoose={(term) => toggle(term)} />
      )}
    </section>
  )
}
