import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Coverage } from '../../../src/wire/coverage.ts'
import { askCoverage } from '../../asks.ts'
import { dayAfter, dayOf, renderDay, renderDays } from '../../case-time.ts'
import { renderAmount, renderCount } from '../../ui/figures.ts'
import { Failure, Pending } from '../../ui/states.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { renderSpan } from './copy-words.ts'
import { WroteElsewhere } from './gap-rule.tsx'
import { SeenBar, seenSides } from './seen-bar.tsx'
import { silencesOf } from './silences.ts'

interface CoveragePanelProps {
  readonly id: string
  readonly zone: string
  readonly onDay: (day: string) => void
  readonly onClose: () => void
}

/** From which sides a conversation was seen, from which sources, by which clocks, and where it has gaps. */
export function CoveragePanel({ id, zone, onDay, onClose }: CoveragePanelProps) {
  const coverage = useQuery(askCoverage(id))
  return (
    <aside className="panel coverage" aria-label="Seen from">
      <header className="panel-head">
        <h2>Seen from</h2>
        <button
          type="button"
          className="button plain small icon-only"
          aria-label="Close"
          title="Close, and show the chosen message"
          onClick={onClose}
        >
          <IconX size={16} stroke={1.5} aria-hidden="true" />
        </button>
      </header>
      <div className="panel-body">
        {coverage.isPending && <Pending label="Counting the copies" />}
        {coverage.isError && <Failure error={coverage.error} onRetry={() => void coverage.refetch()} />}
        {coverage.data && (
          <>
            <Sides seen={coverage.data.seen} />
            <Sources sources={coverage.data.sources} zone={zone} />
            <Clocks clocks={coverage.data.clocks} several={coverage.data.sources.length > 1} />
            <Gaps gaps={coverage.data.gaps} onDay={onDay} />
          </>
        )}
      </div>
    </aside>
  )
}

function Sides({ seen }: Pick<Coverage, 'seen'>) {
  return (
    <section className="panel-part" aria-label="Sides">
      <SeenBar seen={seen} />
      <table className="seen-table">
        <tbody>
          {seenSides.map(({ side, label, means }) => (
            <tr key={side}>
              <th scope="row">
                <span className={`seen-swatch seen-${side}`} aria-hidden="true" /> {label}
              </th>
              <td className="number">{renderCount(seen[side])}</td>
              <td className="meta">{means}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Sources({ sources, zone }: Pick<Coverage, 'sources'> & { readonly zone: string }) {
  const [from, until] = [
    Math.min(...sources.map(({ firstAt }) => Date.parse(firstAt))),
    Math.max(...sources.map(({ lastAt }) => Date.parse(lastAt))),
  ]
  const share = (at: string) => (until === from ? 0 : ((Date.parse(at) - from) / (until - from)) * 100)
  return (
    <section className="panel-part" aria-labelledby="sources-title">
      <h3 id="sources-title">{renderAmount(sources.length, 'source')}</h3>
      <ul className="sources">
        {sources.map(({ exhibit, entry, owner, sightings, firstAt, lastAt }) => (
          <li key={`${exhibit} ${entry}`}>
            <div className="source-head">
              <strong className="mono">{exhibit}</strong>
              <span>
                {owner === null ? <span className="meta">owner not stated</span> : <Owner address={owner} />}
              </span>
              <span className="number">{renderAmount(sightings, 'copy', 'copies')}</span>
            </div>
            <bdi className="meta mono source-entry">{visibleText(entry)}</bdi>
            <span className="source-span" aria-hidden="true">
              <span
                style={{ insetInlineStart: `${share(firstAt)}%`, insetInlineEnd: `${100 - share(lastAt)}%` }}
              />
            </span>
            <span className="meta">
              {renderDay(dayOf(firstAt, zone))} – {renderDay(dayOf(lastAt, zone))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Owner({ address }: { readonly address: string }) {
  return (
    <>
      from <bdi title={visibleText(address)}>{visibleText(address)}</bdi>
    </>
  )
}

function Clocks({ clocks, several }: Pick<Coverage, 'clocks'> & { readonly several: boolean }) {
  return (
    <section className="panel-part" aria-labelledby="clocks-title">
      <h3 id="clocks-title">Clocks</h3>
      {clocks.length === 0 && (
        <p className="meta">
          {several
            ? 'No two sources share enough messages with words of their own for their clocks to be compared.'
            : 'There is one source: no clock to compare it with.'}
        </p>
      )}
      <ul className="clocks">
        {clocks.map((clock) => (
          <Clock key={JSON.stringify([clock.first, clock.second])} clock={clock} />
        ))}
      </ul>
    </section>
  )
}

/** The source whose clock is ahead is named first. */
function Clock({ clock }: { readonly clock: Coverage['clocks'][number] }) {
  const { first, second, offsetSeconds, support, overlap } = clock
  const [ahead, behind] = offsetSeconds < 0 ? [first, second] : [second, first]
  return (
    <li>
      <span>
        <SourceName source={ahead} />
        {offsetSeconds === 0 ? (
          ' agrees with '
        ) : (
          <>
            {' is '}
            <strong>{renderSpan(Math.abs(offsetSeconds))} ahead</strong>
            {' of '}
          </>
        )}
        <SourceName source={behind} />
      </span>
      <span className="meta fact-line">
        {renderAmount(support, 'message')} with words of their own {support === 1 ? 'agrees' : 'agree'}; where
        both cover the time, {renderCount(overlap.both)} are in both of {renderCount(overlap.first)} and{' '}
        {renderCount(overlap.second)}
      </span>
    </li>
  )
}

function SourceName({ source }: { readonly source: Coverage['clocks'][number]['first'] }) {
  return (
    <strong className="mono" title={visibleText(source.entry)}>
      {source.exhibit}
    </strong>
  )
}

function Gaps({ gaps, onDay }: Pick<Coverage, 'gaps'> & Pick<CoveragePanelProps, 'onDay'>) {
  const silences = [...silencesOf(gaps).values()]
  return (
    <section className="panel-part" aria-labelledby="gaps-title">
      <h3 id="gaps-title">Gaps</h3>
      {silences.length === 0 && (
        <p className="meta">
          None: nobody of this conversation wrote elsewhere while more than two days passed without a message
          here.
        </p>
      )}
      <ul className="gaps">
        {silences.map((silence) => (
          <li key={silence.from}>
            <button type="button" className="gap-days" onClick={() => onDay(dayAfter(silence.until))}>
              {renderDays(silence.from, silence.until)}
            </button>
            <span>
              no data {renderAmount(silence.days, 'day')} here while <WroteElsewhere silence={silence} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
