import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearchParams } from 'react-router'
import type { SampleDrawn } from '../../../src/wire/saved.ts'
import { send } from '../../api.ts'
import { renderLocal } from '../../case-time.ts'
import { askSamples } from '../../journal-asks.ts'
import { sampleLink } from '../../links.ts'
import { renderAmount, renderCount } from '../../ui/figures.ts'
import { Empty, Failure, Pending } from '../../ui/states.tsx'
import { visibleText } from '../../ui/visible-text.ts'

/** `/samples?search=…&from=…`: samples of what searches did not find, and the form that draws one. */
export function SamplesView({ zone }: { readonly zone: string }) {
  const samples = useQuery(askSamples())
  return (
    <div className="page">
      <header className="page-head">
        <h1>Samples</h1>
        <p>Drawn from what a search did not find, and read one by one, to see what it misses.</p>
      </header>
      <Draw />
      {samples.isPending && <Pending label="Reading the samples" rows={4} />}
      {samples.isError && <Failure error={samples.error} onRetry={() => void samples.refetch()} />}
      {samples.data?.length === 0 && <Empty title="No sample has been drawn yet" />}
      <ul>
        {(samples.data ?? []).map(({ entry, text, seed, size, population, at, who, calls }) => (
          <li key={entry} className="saved-line">
            <div>
              <Link to={sampleLink(entry)}>
                {renderAmount(size, 'message')} not found by {visibleText(text)}
              </Link>
              <p className="meta">
                of {renderCount(population)} · seed {visibleText(seed)} · {visibleText(who)} ·{' '}
                {renderLocal(at, zone)}
              </p>
            </div>
            <span className="meta number">
              {renderCount(calls.responsive + calls['not-responsive'] + calls.unsure)} of {renderCount(size)}{' '}
              reviewed
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Draw() {
  const [params] = useSearchParams()
  const navigate = useNavigate()
  const client = useQueryClient()
  const from = params.get('from')
  const draw = useMutation({
    mutationFn: (body: object) => send<SampleDrawn>('/samples', body),
    onSuccess: async ({ entry }) => {
      await client.invalidateQueries({ queryKey: ['samples'] })
      await navigate(sampleLink(entry))
    },
  })
  return (
    <form
      className="journal-filter"
      onSubmit={(event) => {
        event.preventDefault()
        const data = new FormData(event.currentTarget)
        const text = (name: string): string => {
          const value = data.get(name)
          return typeof value === 'string' ? value : ''
        }
        draw.mutate({
          q: text('search'),
          scope: text('scope'),
          size: Number(text('size')),
          seed: text('seed'),
          parent: from !== null && /^\d+$/.test(from) ? Number(from) : null,
          why: null,
        })
      }}
    >
      <label className="field">
        <span>Not found by</span>
        <input className="input" name="search" defaultValue={params.get('search') ?? ''} required />
      </label>
      <label className="field">
        <span>Within (a search; empty for the whole case)</span>
        <input className="input" name="scope" />
      </label>
      <label className="field">
        <span>Messages</span>
        <input className="input" name="size" type="number" min={1} max={5000} defaultValue={400} required />
      </label>
      <label className="field">
        <span>Seed: the same draws the same</span>
        <input className="input" name="seed" maxLength={200} required />
      </label>
      <button type="submit" className="button main" disabled={draw.isPending}>
        Draw
      </button>
      {draw.isError && <Failure error={draw.error} />}
    </form>
  )
}
