import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from 'react-router'
import type { HandleDetail } from '../../../src/wire/handles.ts'
import { askHandle } from '../../asks.ts'
import { dayOf, renderDay, renderLocal } from '../../case-time.ts'
import { scopeWords } from '../../counting-scope.ts'
import { HandleName } from '../../handle-name.tsx'
import { useKeys } from '../../keys.ts'
import { daysLink, handleStreamLink, handlesLink, sentByLink, sentToLink } from '../../links.ts'
import { fieldTerm } from '../../query-text.ts'
import { renderCount } from '../../ui/figures.ts'
import { HeatMap } from '../../ui/heat-map.tsx'
import { Histogram } from '../../ui/histogram.tsx'
import { Failure, Pending } from '../../ui/states.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { useCountingScope } from '../../use-counting-scope.ts'
import { Partners } from './partners.tsx'

/** `/handles/:handle`: what one address did: how much, when, and with whom. */
export function HandleView({ zone }: { readonly zone: string }) {
  const { handle = '' } = useParams()
  const navigate = useNavigate()
  const found = useQuery(askHandle(handle, useCountingScope()))
  useKeys((key) => {
    if (key === 'Escape') void navigate(-1)
  })
  return (
    <div className="page">
      <header className="page-head">
        <h1>
          <HandleName handle={handle} full />
        </h1>
        <p>
          {found.data && found.data.names.length > 0 ? (
            <>Shown in the source as {visibleText(found.data.names.join(', '))}</>
          ) : (
            'No name is shown for it in the source.'
          )}
        </p>
        <Link className="button small" to={handleStreamLink([handle])}>
          Read everything with this handle
        </Link>
        <Link className="button small" to={handlesLink}>
          All handles
        </Link>
      </header>
      {found.isPending && <Pending label="Reading the handle" rows={12} />}
      {found.isError && <Failure error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && (
        <Detail
          detail={found.data}
          zone={zone}
          onDays={(from, until, q) => void navigate(daysLink(from, until, q))}
        />
      )}
    </div>
  )
}

interface DetailProps {
  readonly detail: HandleDetail
  readonly zone: string
  readonly onDays: (from: string, until: string, q: string) => void
}

function Detail({ detail, zone, onDays }: DetailProps) {
  const { handle, sent, received, contacts, firstAt, lastAt, days, hourOfWeek, conversations } = detail
  const counted = detail.countedBy === 'global' ? '' : `, counted ${scopeWords[detail.countedBy].short}`
  const term = fieldTerm('from', handle)
  const either = `(${term} OR ${fieldTerm('to', handle)})`
  return (
    <>
      <dl className="handle-figures">
        <Figure word={`sent${counted}`} value={<Link to={sentByLink(handle)}>{renderCount(sent)}</Link>} />
        <Figure
          word={`received${counted}`}
          value={<Link to={sentToLink(handle)}>{renderCount(received)}</Link>}
        />
        <Figure word="contacts" value={<a href="#partners">{renderCount(contacts)}</a>} />
        <Figure
          word="first seen"
          value={firstAt === null ? '–' : <Seen at={firstAt} zone={zone} q={either} />}
        />
        <Figure
          word="last seen"
          value={lastAt === null ? '–' : <Seen at={lastAt} zone={zone} q={either} />}
        />
      </dl>
      <div className="handle-charts">
        <section className="section" aria-labelledby="daily-title">
          <h2 id="daily-title">By day</h2>
          <Histogram
            days={days}
            height={152}
            label="Messages by day"
            renderDay={renderDay}
            onChoose={(from, until) => onDays(from, until, either)}
          />
        </section>
        <section className="section" aria-labelledby="week-title">
          <h2 id="week-title">Hours of the week it writes in, {zone}</h2>
          <HeatMap counts={hourOfWeek} caption={`Messages sent by weekday and hour, ${zone}`} />
        </section>
      </div>
      <Partners handle={handle} conversations={conversations} zone={zone} />
    </>
  )
}

function Seen({ at, zone, q }: { readonly at: string; readonly zone: string; readonly q: string }) {
  const day = dayOf(at, zone)
  return <Link to={daysLink(day, day, q)}>{renderLocal(at, zone)}</Link>
}

function Figure({ word, value }: { readonly word: string; readonly value: React.ReactNode }) {
  return (
    <div>
      <dt>{word}</dt>
      <dd>{value}</dd>
    </div>
  )
}
