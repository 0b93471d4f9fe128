import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link } from 'react-router'
import type { ImportJob, ImportReport } from '../../../src/wire/imports.ts'
import { renderLocal } from '../../case-time.ts'
import { journalLink, overviewLink, recordsLink, searchLink } from '../../links.ts'
import { renderAmount, renderBytes, renderCount, renderSeconds } from '../../ui/figures.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { JobOrders } from './job-orders.tsx'
import { isOver, stateSentence } from './job-state.ts'

const phases = {
  sealing: 'Sealing: every byte is hashed and copied',
  reading: 'Reading the records',
  done: 'Done',
} as const

/** How far an import is, then its receipt. */
export function JobReport({ job, zone }: { readonly job: ImportJob; readonly zone: string }) {
  const client = useQueryClient()
  const over = isOver(job)
  const says = stateSentence(job)
  // Every count of the case may have changed once an import ends.
  useEffect(() => {
    if (over)
      void client.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[1] !== job.id && queryKey[0] !== 'source',
      })
  }, [over, job.id, client])
  return (
    <section className="section" aria-labelledby="job-title">
      <div className="section-head">
        <h2 id="job-title">{job.paths.map((path) => visibleText(path)).join(', ') || 'Uploaded files'}</h2>
        <span className="meta time">asked for {renderLocal(job.startedAt, zone)}</span>
      </div>
      <output className="job-state">{says}</output>
      {(job.state === 'running' || job.state === 'paused') && <Progress job={job} />}
      <JobOrders job={job} />
      {job.state === 'failed' && (
        <div className="notice danger" role="alert">
          <p>
            <strong>{job.error?.message ?? 'The import failed.'}</strong>
          </p>
          <p>{job.error?.remedy ?? 'Run it again: what was read is not read twice.'}</p>
        </div>
      )}
      {job.state === 'cancelled' && (
        <div className="notice">
          <p>
            <strong>{job.error?.message ?? 'The import was stopped before its end.'}</strong>
          </p>
          <p>{job.error?.remedy}</p>
        </div>
      )}
      {job.report && <Receipt report={job.report} />}
    </section>
  )
}

function Progress({ job }: { readonly job: ImportJob }) {
  const { phase, bytesDone, bytesTotal, records } = job.progress
  const done =
    bytesTotal === 0 ? 'counting the files' : `${renderBytes(bytesDone)} of ${renderBytes(bytesTotal)}`
  return (
    <div className="progress" aria-live="off">
      {job.state === 'running' && <p>{phases[phase]}</p>}
      <progress max={Math.max(1, bytesTotal)} value={bytesDone} aria-label={phases[phase]} />
      <p className="meta number progress-figures">
        {done} · {renderAmount(records, 'record')}
        {job.state === 'running' && ' · you may leave this page'}
      </p>
    </div>
  )
}

function Receipt({ report }: { readonly report: ImportReport }) {
  return (
    <div className="receipt">
      {report.exhibits.map((exhibit) => (
        <p key={exhibit.id} className="receipt-exhibit">
          <strong className="mono">{exhibit.ref}</strong> {renderAmount(exhibit.entries, 'file')},{' '}
          {renderBytes(exhibit.size)}
          {exhibit.alreadyHeld && (
            <span className="proposed-text">
              {' '}
              · the case already held these bytes: nothing was read again
            </span>
          )}
          <code className="fact-line">SHA-256 {exhibit.sha256}</code>
        </p>
      ))}
      <ReceiptFigures report={report} />
      <p className="meta">
        {renderCount(report.records)} records = {renderCount(report.sightings)} sightings +{' '}
        {renderCount(report.rejected)} rejected, in {renderSeconds(report.seconds)}. Contacts and places are
        counted beside the records.
      </p>
      {report.records + report.contacts + report.traces === 0 && (
        <p className="notice">Nothing was read again: the case already held the bytes of every file.</p>
      )}
      {report.zoneUnknown > 0 && (
        <p className="notice proposed">
          <strong className="proposed-text">
            {renderAmount(report.zoneUnknown, 'time states', 'times state')} no zone
          </strong>{' '}
          and none was stated: read as UTC and flagged.
        </p>
      )}
      <WatchAlerts report={report} />
      {report.notRead.length > 0 && (
        <p className="notice">
          Not read: {report.notRead.map(({ name, reason }) => `${visibleText(name)} (${reason})`).join(', ')}
        </p>
      )}
      <Rejected report={report} />
      <p className="drop-buttons">
        <Link className="button main" to={searchLink('')}>
          Read the messages
        </Link>
        <Link className="button" to={overviewLink}>
          Overview
        </Link>
      </p>
    </div>
  )
}

function Rejected({ report }: { readonly report: ImportReport }) {
  if (report.rejected === 0) return null
  const shown = report.rejections.slice(0, 10)
  const [exhibit] = report.exhibits
  return (
    <div className="notice">
      <p>
        <strong>{renderAmount(report.rejected, 'record was', 'records were')} rejected</strong> and kept with
        the reason.{' '}
        <Link to={recordsLink('rejections', report.exhibits.length === 1 ? exhibit?.ref : undefined)}>
          See them all
        </Link>
      </p>
      <ul>
        {shown.map((rejection) => (
          <li key={`${rejection.exhibit} ${rejection.entry} ${rejection.offset}`}>
            <code>
              <bdi>{visibleText(rejection.entry)}</bdi>:{rejection.offset}
            </code>{' '}
            {rejection.says}
          </li>
        ))}
      </ul>
    </div>
  )
}

function ReceiptFigures({ report }: { readonly report: ImportReport }) {
  const figures = [
    ['Records', report.records],
    ['Sightings', report.sightings],
    ['New messages', report.messages],
    ['Seen before', report.duplicates],
    ['Contacts', report.contacts],
    ['Places', report.traces],
    ['Repaired', report.repaired],
    ['Rejected', report.rejected],
  ] as const
  return (
    <dl className="receipt-figures">
      {figures.map(([word, n]) => (
        <div key={word}>
          <dt>{word}</dt>
          <dd>{renderCount(n)}</dd>
        </div>
      ))}
    </dl>
  )
}

function WatchAlerts({ report: { alerts } }: { readonly report: ImportReport }) {
  if (alerts.length === 0) return null
  const found = alerts.map(
    ({ name, newHits, failed }) => `${visibleText(name)} (${failed ?? renderAmount(newHits, 'new hit')})`,
  )
  return (
    <p className="notice proposed">
      <Link to={journalLink()}>{renderAmount(alerts.length, 'watch alert')}</Link>: {found.join(', ')}
    </p>
  )
}
