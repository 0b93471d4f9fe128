import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link } from 'react-router'
import type { ImportJob } from '../../../src/wire/imports.ts'
import { renderLocal } from '../../case-time.ts'
import { importLink } from '../../links.ts'
import { renderCount } from '../../ui/figures.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { JobOrders } from './job-orders.tsx'
import { followImport, isOver, stateWords } from './job-state.ts'

const stateClass = {
  waiting: 'proposed-text',
  running: 'proposed-text',
  paused: 'proposed-text',
  done: 'settled-text',
  failed: 'danger-text',
  cancelled: '',
} as const

/** The queue, and the imports made since the server started, newest first. */
export function EarlierImports({
  jobs,
  zone,
}: {
  readonly jobs: readonly ImportJob[]
  readonly zone: string
}) {
  return (
    <section className="section" aria-labelledby="earlier-title">
      <div className="section-head">
        <h2 id="earlier-title">Queue and imports since the server started</h2>
      </div>
      <div className="scroll-x">
        <table className="table import-list">
          <thead>
            <tr>
              <th scope="col">Asked for</th>
              <th scope="col">State</th>
              <th scope="col">What</th>
              <th scope="col" className="number wide-cell">
                Records
              </th>
              <th scope="col" className="number wide-cell">
                Rejected
              </th>
            </tr>
          </thead>
          <tbody>
            {jobs.map((job) => (
              <JobRow key={job.id} listed={job} zone={zone} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** A row follows its own import: the list, whose receipts are evidence, is not read again and again. */
function JobRow({ listed, zone }: { readonly listed: ImportJob; readonly zone: string }) {
  const client = useQueryClient()
  const followed = useQuery({ ...followImport(listed.id), enabled: !isOver(listed) })
  const job = isOver(listed) ? listed : (followed.data ?? listed)
  const hasEnded = isOver(job) && !isOver(listed)
  useEffect(() => {
    if (hasEnded) void client.invalidateQueries({ queryKey: ['imports'], exact: true })
  }, [hasEnded, client])
  return (
    <tr>
      <td className="time">
        <Link to={`${importLink}/${job.id}`}>{renderLocal(job.startedAt, zone)}</Link>
      </td>
      <td>
        <span className={stateClass[job.state]}>{stateWords(job)}</span>
        <JobOrders job={job} small />
      </td>
      <td className="mono">
        <bdi>{visibleText(job.paths.join(', ')) || 'uploaded files'}</bdi>
      </td>
      <td className="number wide-cell">{renderCount(job.report?.records ?? job.progress.records)}</td>
      <td className="number wide-cell">{job.report ? renderCount(job.report.rejected) : ''}</td>
    </tr>
  )
}
