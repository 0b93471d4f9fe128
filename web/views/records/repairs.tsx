import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { repairCodes } from '../../../src/core/problem.ts'
import type { RepairedRecord } from '../../../src/wire/exhibits.ts'
import { askRepairs } from '../../asks.ts'
import { messageLink } from '../../links.ts'
import { renderAmount, renderCount } from '../../ui/figures.ts'
import { Pager } from '../../ui/pager.tsx'
import { Scroller } from '../../ui/scroller.tsx'
import { Empty, Failure, Pending } from '../../ui/states.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { RecordsHead } from './records-head.tsx'
import { useSlice } from './slice.ts'

/** `/repairs?exhibit=E/1&offset=100`: every record that was read after a repair, and what was repaired. */
export function RepairsView() {
  const { exhibit, offset, limit, turn } = useSlice()
  const found = useQuery(askRepairs(exhibit, { limit, offset }))
  return (
    <div className="page">
      <RecordsHead
        title="Repaired records"
        exhibit={exhibit}
        says="Damaged records that could be read in one way only. Their own bytes are kept beside the message."
      />
      {found.isPending && <Pending label="Reading the list" />}
      {found.isError && <Failure error={found.error} onRetry={() => void found.refetch()} />}
      {found.data?.total === 0 && (
        <Empty title="Nothing was repaired">
          <p>Every record {exhibit === null ? 'of every exhibit' : `of ${exhibit}`} was read as it stands.</p>
        </Empty>
      )}
      {found.data && found.data.total > 0 && (
        <section className="section">
          <p className="meta">{renderAmount(found.data.total, 'record')}</p>
          <RepairTable items={found.data.items} />
          <Pager offset={offset} limit={limit} total={found.data.total} onTurn={turn} />
        </section>
      )}
    </div>
  )
}

function RepairTable({ items }: { readonly items: readonly RepairedRecord[] }) {
  return (
    <Scroller label="Repaired records">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Message</th>
            <th scope="col">Exhibit</th>
            <th scope="col">Entry</th>
            <th scope="col" className="number">
              Byte offset
            </th>
            <th scope="col">What was repaired</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ uid, exhibit, entry, offset, repairs }) => (
            <tr key={`${exhibit} ${entry} ${offset}`}>
              <td>
                <Link className="mono" to={messageLink(uid)} title={uid}>
                  {uid.slice(0, 12)}…
                </Link>
              </td>
              <td className="mono">{exhibit}</td>
              <td className="mono">
                <bdi>{visibleText(entry)}</bdi>
              </td>
              <td className="number mono">{renderCount(offset)}</td>
              <td>
                {repairs.map((code) => (
                  <div key={code}>{repairCodes[code]}</div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}
