import { Link } from 'react-router'
import type { ExhibitReceipt } from '../../../src/wire/exhibits.ts'
import { renderLocal } from '../../case-time.ts'
import { recordsLink } from '../../links.ts'
import { renderAmount, renderBytes, renderCount } from '../../ui/figures.ts'

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
        <span className="meta">records = sightings + rejected</span>
      </div>
      <div className="scroll-x">
        <table className="table exhibits">
          <thead>
            <tr>
              {[
                'Reference',
                'Received',
                'State',
                'Records',
                'Sightings',
                'Duplicates',
                'Repaired',
                'Rejected',
                'SHA-256',
              ].map((word, i) => (
                <th key={word} scope="col" className={i > 2 && i < 8 ? 'number' : undefined}>
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {exhibits.map((exhibit) => (
              <ExhibitRow key={exhibit.id} exhibit={exhibit} zone={zone} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function ExhibitRow({ exhibit, zone }: { readonly exhibit: ExhibitReceipt; readonly zone: string }) {
  return (
    <tr>
      <td>
        <strong className="mono">{exhibit.ref}</strong>
        <div className="meta exhibit-name">
          <bdi>{exhibit.name}</bdi> · {renderBytes(exhibit.size)} · {renderAmount(exhibit.entries, 'file')}
          {exhibit.formats.length > 0 && ` · ${exhibit.formats.join(', ')}`}
        </div>
      </td>
      <td>
        <span className="time">{renderLocal(exhibit.receivedAt, zone)}</span>
        <div className="meta">
          {exhibit.receivedFrom ?? 'source not stated'} · {exhibit.authority ?? 'authority not stated'} ·{' '}
          capture {exhibit.captureMode}
          {exhibit.timezone !== null && ` · ${exhibit.timezone}`}
        </div>
      </td>
      <td>
        {exhibit.state === 'complete' ? (
          <span className="settled-text">complete</span>
        ) : (
          <span className="proposed-text">reading</span>
        )}
        {exhibit.entriesHeld > 0 && (
          <div className="meta">{renderAmount(exhibit.entriesHeld, 'file')} already held</div>
        )}
      </td>
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
