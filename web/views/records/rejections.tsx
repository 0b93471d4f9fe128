import { useQuery } from '@tanstack/react-query'
import type { Rejection } from '../../../src/wire/exhibits.ts'
import { askRejections } from '../../asks.ts'
import { renderAmount, renderBytes, renderCount } from '../../ui/figures.ts'
import { Pager } from '../../ui/pager.tsx'
import { Scroller } from '../../ui/scroller.tsx'
import { Empty, Failure, Pending } from '../../ui/states.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { RecordsHead } from './records-head.tsx'
import { useSlice } from './slice.ts'

/** `/rejections?exhibit=E/1&offset=100`: every record that could not be read, with its place and the reason. */
export function RejectionsView() {
  const { exhibit, offset, limit, turn } = useSlice()
  const found = useQuery(askRejections(exhibit, { limit, offset }))
  return (
    <div className="page">
      <RecordsHead
        title="Rejected records"
        exhibit={exhibit}
        says="Bytes that could not be read as a message. They stay in the exhibit, with their place and the reason."
      />
      {found.isPending && <Pending label="Reading the list" />}
      {found.isError && <Failure error={found.error} onRetry={() => void found.refetch()} />}
      {found.data?.total === 0 && (
        <Empty title="Nothing was rejected">
          <p>Every record {exhibit === null ? 'of every exhibit' : `of ${exhibit}`} was read as a message.</p>
        </Empty>
      )}
      {found.data && found.data.total > 0 && (
        <section className="section">
          <p className="meta">{renderAmount(found.data.total, 'record')}</p>
          <RejectionTable items={found.data.items} />
          <Pager offset={offset} limit={limit} total={found.data.total} onTurn={turn} />
        </section>
      )}
    </div>
  )
}

function RejectionTable({ items }: { readonly items: readonly Rejection[] }) {
  return (
    <Scroller label="Rejected records">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Exhibit</th>
            <th scope="col">Entry</th>
            <th scope="col" className="number">
              Byte offset
            </th>
            <th scope="col" className="number">
              Length
            </th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ exhibit, entry, offset, length, reason, says }) => (
            <tr key={`${exhibit} ${entry} ${offset}`}>
              <td className="mono">{exhibit}</td>
              <td className="mono">
                <bdi>{visibleText(entry)}</bdi>
              </td>
              <td className="number mono">{renderCount(offset)}</td>
              <td className="number">{renderBytes(length)}</td>
              <td>
                {says} <code className="meta">{reason}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}
