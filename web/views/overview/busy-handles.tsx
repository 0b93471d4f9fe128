import { Link } from 'react-router'
import type { HandleSummary } from '../../../src/wire/handles.ts'
import { BarCell } from '../../bar-cell.tsx'
import { HandleLink } from '../../handle-name.tsx'
import { handleLink, handlesLink, sentByLink, sentToLink } from '../../links.ts'
import { renderCount } from '../../ui/figures.ts'

/** The handles that wrote and were written to most. */
export function BusyHandles({
  handles,
  total,
}: {
  readonly handles: readonly HandleSummary[]
  readonly total: number
}) {
  const most = Math.max(1, ...handles.flatMap(({ sent, received }) => [sent, received]))
  return (
    <section className="section" aria-labelledby="handles-title">
      <div className="section-head">
        <h2 id="handles-title">Busiest handles</h2>
        <Link className="meta" to={handlesLink}>
          All {renderCount(total)}
        </Link>
      </div>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Handle</th>
            <th scope="col" className="number">
              Sent
            </th>
            <th scope="col" className="number">
              Received
            </th>
            <th scope="col" className="number">
              Contacts
            </th>
          </tr>
        </thead>
        <tbody>
          {handles.map(({ handle, sent, received, contacts }) => (
            <tr key={handle}>
              <td>
                <HandleLink handle={handle} />
              </td>
              <BarCell value={sent} most={most} to={sentByLink(handle)} />
              <BarCell value={received} most={most} to={sentToLink(handle)} />
              <td className="number">
                <Link to={handleLink(handle)}>{renderCount(contacts)}</Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
