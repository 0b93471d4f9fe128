import { Link } from 'react-router'
import type { ExhibitReceipt } from '../../../src/wire/exhibits.ts'
import { renderLocal } from '../../case-time.ts'
import { diffLink, recordsLink } from '../../links.ts'
import { renderAmount, renderBytes, renderCount } from '../../ui/figures.ts'
import { Scroller } from '../../ui/scroller.tsx'
import { visibleText } from '../../ui/visible-text.ts'

/** Every exhibit with its receipt and what was read from it. */
export function Exhibits({
  exhibits,
  zone,
}: {
  readonly exhibits: readonly ExhibitReceipt[]
  readonly zone: string
}) {
  return (
    <section className="section" id="exhibits" aria-labelledby="exhibits-title">
      <div className="section-head">
        <h2 id="exhibits-title">Exhibits</h2>
        <span className="meta exhibits-sum">records = sightings + rejected</span>
        {exhibits.length > 1 && (
          <Link className="button small" to={diffLink(null, null)}>
            Compare hand-overs
          </Link>
        )}
      </div>
      <Scroller label="Receipts of the exhibits">
        <table className="table exhibits">
          <thead>
            <tr>
              {[
                'Reference',
                'Taken from',
                'Received',
                'State',
                'Records',
                'Sightings',
                'Duplicates',
                'Repaired',
                'Rejected',
                'SHA-256',
              ].map((word, i) => (
                <th key={word} scope="col" className={i > 3 && i < 9 ? 'number' : undefined}>
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {exhibits.map((exhibit, i) => (
              <ExhibitRow key={exhibit.id} exhibit={exhibit} zone={zone} other={comparable(exhibits, i)} />
            ))}
          </tbody>
        </table>
      </Scroller>
    </section>
  )
}

/** The hand-over an exhibit is most likely to be compared with: an earlier one of the same owner, else its neighbour. */
function comparable(exhibits: readonly ExhibitReceipt[], i: number): string | null {
  const owner = exhibits[i]?.owner ?? null
  const sameOwner = exhibits.slice(0, i).findLast((exhibit) => owner !== null && exhibit.owner === owner)
  return (sameOwner ?? exhibits[i - 1] ?? exhibits[i + 1])?.ref ?? null
}

interface ExhibitRowProps {
  readonly exhibit: ExhibitReceipt
  readonly zone: string
  /** Another exhibit to compare it with; null when it is the only one. */
  readonly other: string | null
}

function ExhibitRow({ exhibit, zone, other }: ExhibitRowProps) {
  return (
    <tr className={exhibit.state === 'complete' ? undefined : 'unfinished'}>
      <Named exhibit={exhibit} other={other} />
      <TakenFrom exhibit={exhibit} />
      <td>
        <span className="time">{renderLocal(exhibit.receivedAt, zone)}</span>
        <div className="meta">
          {exhibit.receivedFrom ?? 'source not stated'} · {exhibit.authority ?? 'authority not stated'} ·{' '}
          capture {exhibit.captureMode}
          {exhibit.timezone !== null && ` · ${exhibit.timezone}`}
        </div>
      </td>
      <State exhibit={exhibit} />
      <td className="number">{renderCount(exhibit.records)}</td>
      <td className="number">{renderCount(exhibit.sightings)}</td>
      <td className="number">{renderCount(exhibit.duplicates)}</td>
      <td className="number">
        {exhibit.repaired === 0 ? (
          '0'
        ) : (
          <Link to={recordsLink('repairs', exhibit.ref)}>{renderCount(exhibit.repaired)}</Link>
        )}
      </td>
      <td className="number">
        {exhibit.rejected === 0 ? (
          '0'
        ) : (
          <Link to={recordsLink('rejections', exhibit.ref)}>{renderCount(exhibit.rejected)}</Link>
        )}
      </td>
      <td>
        <code className="hash" title={exhibit.sha256}>
          {exhibit.sha256.slice(0, 16)}…
        </code>
      </td>
    </tr>
  )
}

/** Its reference and what it is; the way to compare it with another. */
function Named({ exhibit, other }: Pick<ExhibitRowProps, 'exhibit' | 'other'>) {
  return (
    <td>
      <strong className="mono">{exhibit.ref}</strong>
      <div className="meta exhibit-name">
        <bdi>{exhibit.name}</bdi> · {renderBytes(exhibit.size)} · {renderAmount(exhibit.entries, 'file')}
        {exhibit.formats.length > 0 && ` · ${exhibit.formats.join(', ')}`}
      </div>
      {other !== null && (
        <Link className="compare" to={diffLink(other, exhibit.ref)}>
          compare <span className="visually-hidden">{exhibit.ref}</span> with {other}
        </Link>
      )}
    </td>
  )
}

/** Whose device or account it came from, and whether it holds translations. */
function TakenFrom({ exhibit }: Pick<ExhibitRowProps, 'exhibit'>) {
  return (
    <td>
      {exhibit.owner === null ? (
        <span className="meta">owner not stated</span>
      ) : (
        <bdi className="exhibit-name">{visibleText(exhibit.owner)}</bdi>
      )}
      {exhibit.translationOf !== null && (
        <div className="derived-label">translation of {visibleText(exhibit.translationOf)}</div>
      )}
    </td>
  )
}

/** Whether all of it was read: one whose reading was stopped looks the same as one being read. */
function State({ exhibit }: Pick<ExhibitRowProps, 'exhibit'>) {
  return (
    <td>
      {exhibit.state === 'complete' ? (
        <span className="settled-text">complete</span>
      ) : (
        <>
          <strong className="proposed-text">not finished</strong>
          <div className="meta">being read, or stopped: import the same files again to go on</div>
        </>
      )}
      {exhibit.entriesHeld > 0 && (
        <div className="meta">{renderAmount(exhibit.entriesHeld, 'file')} already held</div>
      )}
    </td>
  )
}
