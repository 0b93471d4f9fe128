import { Link } from 'react-router'
import type { ImportJob } from '../../../src/wire/imports.ts'
import { renderLocal } from '../../case-time.ts'
import { importLink } from '../../links.ts'
import { renderCount } from '../../ui/figures.ts'
import { visibleText } from '../../ui/visible-text.ts'

const states = { running: 'running', done: 'complete', failed: 'failed' } as const
const stateClass = { running: 'proposed-text', done: 'settled-text', failed: 'danger-text' } as const

/** The imports made since the server started, newest first. */
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
        <h2 id="earlier-title">Imports since the server started</h2>
      </div>
      <div className="scroll-x">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Started</th>
              <th scope="col">What</th>
              <th scope="col">State</th>
              <th scope="col" className="number">
                Records
              </th>
              <th scope="col" className="number">
                Rejected
              </th>
            </tr>
          </thead>
          <tbody>
            {jobs.map((job) => (
              <tr key={job.id}>
                <td className="time">
                  <Link to={`${importLink}/${job.id}`}>{renderLocal(job.startedAt, zone)}</Link>
                </td>
                <td className="mono">
                  <bdi>{visibleText(job.paths.join(', ')) || 'uploaded files'}</bdi>
                </td>
                <td>
                  <span className={stateClass[job.state]}>{states[job.state]}</span>
                </td>
                <td className="number">{renderCount(job.report?.records ?? job.progress.records)}</td>
                <td className="number">{job.report ? renderCount(job.report.rejected) : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
