import { useQuery } from '@tanstack/react-query'
import { useLayoutEffect } from 'react'
import { Link, useLocation, useNavigate } from 'react-router'
import type { CaseSummary, Overview } from '../../../src/wire/overview.ts'
import { askOverview } from '../../asks.ts'
import { renderDay } from '../../case-time.ts'
import { daysLink, importLink, searchLink } from '../../links.ts'
import { NoMessages } from '../../no-messages.tsx'
import { ReadingMeter } from '../../review/reading-meter.tsx'
import { renderAmount, renderCount } from '../../ui/figures.ts'
import { Histogram } from '../../ui/histogram.tsx'
import { Failure, Pending } from '../../ui/states.tsx'
import { useCountingScope } from '../../use-counting-scope.ts'
import { BusyConversations } from './busy-conversations.tsx'
import { BusyHandles } from './busy-handles.tsx'
import { Exhibits } from './exhibits.tsx'
import { Figures } from './figures-row.tsx'

/** `/`: what the case holds, and what of it needs a person. */
export function OverviewView({ summary }: { readonly summary: CaseSummary }) {
  const overview = useQuery(askOverview(useCountingScope()))
  return (
    <div className="page overview">
      <header className="page-head">
        <h1>Overview</h1>
        <p>What {summary.name} holds, and what of it needs a person.</p>
        <Link className="button" to={importLink}>
          Import
        </Link>
      </header>
      {overview.isPending && <Pending label="Reading the case" rows={16} />}
      {overview.isError && <Failure error={overview.error} onRetry={() => void overview.refetch()} />}
      {overview.data && <Known overview={overview.data} />}
    </div>
  )
}

function Known({ overview }: { readonly overview: Overview }) {
  const navigate = useNavigate()
  const { hash } = useLocation()
  const { counts, days, zones } = overview
  useLayoutEffect(() => {
    // The part an address names stands here only now that the overview is known.
    if (hash !== '') document.getElementById(hash.slice(1))?.scrollIntoView()
  }, [hash])
  return (
    <>
      {counts.messages === 0 && (
        <NoMessages what="Once an exhibit is imported, this page shows how many messages it holds, on which days, and who wrote most." />
      )}
      {counts.messages > 0 && (
        <>
          <ReadingMeter conversation={null} />
          <Figures overview={overview} />
          <ZoneNotice zones={zones} />
          <section className="section" id="days" aria-labelledby="days-title">
            <div className="section-head">
              <h2 id="days-title">Messages by day</h2>
              <span className="meta">
                Click a day, or drag over days, to read them · {overview.case.timezone}
              </span>
            </div>
            <Histogram
              days={days}
              height={144}
              label={`Messages by day, ${renderCount(days.length)} days with messages`}
              renderDay={renderDay}
              onChoose={(from, until) => void navigate(daysLink(from, until))}
            />
          </section>
          <TrafficNotice traffic={overview.traffic} messages={counts.messages} />
          <div className="two-columns">
            <BusyHandles handles={overview.handles} total={counts.handles} />
            <BusyConversations
              conversations={overview.conversations}
              total={counts.conversations}
              zone={overview.case.timezone}
            />
          </div>
        </>
      )}
      {overview.exhibits.length > 0 && (
        <Exhibits exhibits={overview.exhibits} zone={overview.case.timezone} />
      )}
      {counts.messages > 0 && (
        <p className="meta">
          {renderAmount(overview.auditEntries, 'act')} on the custody record.{' '}
          <Link to={searchLink('')}>Read every message in order of time</Link>
        </p>
      )}
    </>
  )
}

/** What of the messages is not simply something said, each a search; nothing where everything is. */
function TrafficNotice({
  traffic,
  messages,
}: {
  readonly traffic: Overview['traffic']
  readonly messages: number
}) {
  const marked = (['resend', 'notice', 'broadcast'] as const).filter((mark) => traffic[mark] > 0)
  if (marked.length === 0) return null
  return (
    <p className="meta traffic-line">
      Of {renderAmount(messages, 'message')}, {renderCount(traffic.plain)} are simply said; the others are{' '}
      {marked.map((mark, i) => (
        <span key={mark}>
          {i > 0 && ', '}
          <Link to={searchLink(`is:${mark}`)}>{renderAmount(traffic[mark], mark)}</Link>
        </span>
      ))}
      , marked and counted here as well.
    </p>
  )
}

function ZoneNotice({ zones }: Pick<Overview, 'zones'>) {
  if (zones.unknown + zones.none === 0) return null
  if (zones.unknown === 0)
    return (
      <p className="notice proposed">
        <strong className="proposed-text">
          {renderAmount(zones.none, 'message states', 'messages state')} no time
        </strong>
        : they stand in the order of their files and are counted by no day.
      </p>
    )
  return (
    <p className="notice proposed">
      <strong className="proposed-text">
        {renderAmount(zones.unknown, 'time states', 'times state')} no zone
      </strong>{' '}
      and none was stated when the exhibit was received: they are read as UTC and flagged.{' '}
      {renderCount(zones.assumed)} were read in the zone stated on receipt, {renderCount(zones.stated)} name
      their zone themselves.
      {zones.none > 0 &&
        ` ${renderAmount(zones.none, 'message states', 'messages state')} no time at all and are counted by no day.`}
    </p>
  )
}
