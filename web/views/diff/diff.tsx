import { IconArrowsExchange } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { DropDiff } from '../../../src/wire/coverage.ts'
import type { ExhibitReceipt } from '../../../src/wire/exhibits.ts'
import { offsetOf, useAddress } from '../../address.ts'
import { askDiff, askOverview, type Drops } from '../../asks.ts'
import { TranslationsSwitch } from '../../translation.tsx'
import { renderAmount, renderCount } from '../../ui/figures.ts'
import { Pager } from '../../ui/pager.tsx'
import { Empty, Failure, Pending } from '../../ui/states.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { useCountingScope } from '../../use-counting-scope.ts'
import { DiffItem } from './diff-item.tsx'
import { Export } from './export.tsx'
import { type Kind, kindIn, kinds, placeOf } from './kinds.ts'

const limit = 50

/** `/diff?before=E/1&after=E/2&kind=changed&offset=50`: what one hand-over has that another has not. */
export function DiffView({ zone, caseName }: { readonly zone: string; readonly caseName: string }) {
  const [params] = useAddress()
  const overview = useQuery(askOverview(useCountingScope()))
  const [before, after] = [params.get('before') ?? '', params.get('after') ?? '']
  const isChosen = before !== '' && after !== '' && before !== after
  return (
    <div className="page diff">
      <header className="page-head">
        <h1>Compare hand-overs</h1>
        <p>Messages added, removed or changed between two exhibits.</p>
        <TranslationsSwitch />
      </header>
      {overview.isPending && <Pending label="Reading the exhibits" rows={2} />}
      {overview.isError && <Failure error={overview.error} onRetry={() => void overview.refetch()} />}
      {overview.data && <Chooser exhibits={overview.data.exhibits} before={before} after={after} />}
      {overview.data && !isChosen && (
        <NotChosen exhibits={overview.data.exhibits} isSame={before !== '' && before === after} />
      )}
      {isChosen && (
        <Differences key={`${before} ${after}`} drops={{ before, after }} zone={zone} caseName={caseName} />
      )}
    </div>
  )
}

interface ChooserProps extends Drops {
  readonly exhibits: readonly ExhibitReceipt[]
}

function Chooser({ exhibits, before, after }: ChooserProps) {
  const [, change] = useAddress()
  const compare = (drops: Partial<Drops>) => change({ ...drops, kind: null, offset: null })
  return (
    <fieldset className="diff-chooser" aria-label="The two exhibits">
      <ExhibitSelect
        label="Before"
        value={before}
        exhibits={exhibits}
        onChoose={(ref) => compare({ before: ref })}
      />
      <button
        type="button"
        className="button"
        title="Take the later one for the earlier"
        aria-label="Change the two over"
        onClick={() => compare({ before: after, after: before })}
      >
        <IconArrowsExchange size={16} stroke={1.5} aria-hidden="true" />
      </button>
      <ExhibitSelect
        label="After"
        value={after}
        exhibits={exhibits}
        onChoose={(ref) => compare({ after: ref })}
      />
    </fieldset>
  )
}

interface ExhibitSelectProps {
  readonly label: string
  readonly value: string
  readonly exhibits: readonly ExhibitReceipt[]
  readonly onChoose: (ref: string) => void
}

function ExhibitSelect({ label, value, exhibits, onChoose }: ExhibitSelectProps) {
  const isKnown = value === '' || exhibits.some(({ ref }) => ref === value)
  return (
    <label className="field">
      <span>{label}</span>
      <select className="input" value={value} onChange={(event) => onChoose(event.target.value)}>
        {value === '' && <option value="">Choose an exhibit</option>}
        {!isKnown && <option value={value}>{value}, not in this case</option>}
        {exhibits.map(({ id, ref, name, sightings }) => (
          <option key={id} value={ref}>
            {ref} · {visibleText(name)} · {renderAmount(sightings, 'sighting')}
          </option>
        ))}
      </select>
    </label>
  )
}

function NotChosen({ exhibits, isSame }: Pick<ChooserProps, 'exhibits'> & { readonly isSame: boolean }) {
  return (
    <Empty title={isSame ? 'These are one exhibit' : 'Choose two exhibits'}>
      <p>
        {exhibits.length < 2
          ? 'The case holds fewer than two exhibits: there is nothing to compare yet.'
          : 'What one hand-over has and another has not will be listed here, changed words side by side.'}
      </p>
      <p className="meta">
        or, in a shell: <code>bailey diff BEFORE AFTER --case DIR</code>
      </p>
    </Empty>
  )
}

interface DifferencesProps {
  readonly drops: Drops
  readonly zone: string
  readonly caseName: string
}

function Differences({ drops, zone, caseName }: DifferencesProps) {
  const [params, change] = useAddress()
  const kind = kindIn(params.get('kind'))
  const offset = offsetOf(params)
  // Where a kind's own page stands in the list of all follows from how many there are of each.
  const counts = useQuery({ ...askDiff(drops, { limit, offset: 0 }), enabled: kind !== 'all' }).data
  const first = kind === 'all' ? 0 : counts && placeOf(kind, counts).first
  const found = useQuery({
    ...askDiff(drops, { limit, offset: (first ?? 0) + offset }),
    enabled: first !== undefined,
  })
  if (found.isError) return <Failure error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data || first === undefined) return <Pending label="Comparing" rows={12} />
  const place = placeOf(kind, found.data)
  const items = found.data.items.slice(0, Math.max(0, place.total - offset))
  return (
    <>
      <div className="diff-head">
        <Counts
          counts={found.data}
          kind={kind}
          onKind={(to) => change({ kind: to === 'all' ? null : to, offset: null })}
        />
        <Export drops={drops} counts={found.data} caseName={caseName} />
      </div>
      {items.length === 0 ? (
        <NoDifference counts={found.data} kind={kind} />
      ) : (
        <ol className={found.isPlaceholderData ? 'diff-list stale' : 'diff-list'} start={offset + 1}>
          {items.map((item) => (
            <DiffItem key={(item.before ?? item.after)?.uid} item={item} drops={drops} zone={zone} />
          ))}
        </ol>
      )}
      <Pager
        offset={offset}
        limit={limit}
        total={place.total}
        onTurn={(to) => {
          change({ offset: String(to) })
          document.getElementById('content')?.scrollTo({ top: 0 })
        }}
      />
    </>
  )
}

interface CountsProps {
  readonly counts: DropDiff
  readonly kind: Kind
  readonly onKind: (kind: Kind) => void
}

/** How many of each kind, each the way to those alone; and how many are the same. */
function Counts({ counts, kind, onKind }: CountsProps) {
  return (
    <div className="diff-counts">
      <fieldset className="choice" aria-label="Which differences are listed">
        {kinds.map((one) => (
          <button
            key={one.kind}
            type="button"
            className="button small"
            aria-pressed={one.kind === kind}
            onClick={() => onKind(one.kind)}
          >
            {one.label} <span className="number">{renderCount(placeOf(one.kind, counts).total)}</span>
          </button>
        ))}
      </fieldset>
      <span className="meta">{renderCount(counts.same)} the same in both, not listed</span>
    </div>
  )
}

function NoDifference({ counts, kind }: Pick<CountsProps, 'counts' | 'kind'>) {
  const all = placeOf('all', counts).total
  return (
    <Empty title={all === 0 ? 'No difference' : `None ${kind}`}>
      <p>
        {all === 0
          ? `Both hand-overs hold the same ${renderAmount(counts.same, 'message')}.`
          : `All ${renderAmount(all, 'difference')} are of other kinds.`}
      </p>
    </Empty>
  )
}
