import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearchParams } from 'react-router'
import type { HandleSummary } from '../../../src/wire/handles.ts'
import { offsetOf } from '../../address.ts'
import { askHandles, askOverview } from '../../asks.ts'
import { BarCell } from '../../bar-cell.tsx'
import { dayOf, renderDay } from '../../case-time.ts'
import { HandleLink } from '../../handle-name.tsx'
import { isOnControl, useKeys } from '../../keys.ts'
import { handleLink, sentByLink, sentToLink } from '../../links.ts'
import { NoMessages } from '../../no-messages.tsx'
import { useRemembered } from '../../remembered.ts'
import { renderAmount, renderCount } from '../../ui/figures.ts'
import { Pager } from '../../ui/pager.tsx'
import { Empty, Failure, Pending } from '../../ui/states.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { useCountingScope } from '../../use-counting-scope.ts'

const limit = 100

/** `/handles?contains=…&offset=100`: every handle of the case, busiest first. */
export function HandlesView({ zone }: { readonly zone: string }) {
  const [params, setParams] = useSearchParams()
  const navigate = useNavigate()
  const contains = params.get('contains') ?? ''
  const offset = offsetOf(params)
  const scope = useCountingScope()
  const found = useQuery(askHandles(contains, scope, { limit, offset }))
  const [at, setAt] = useRemembered('handle', -1)
  const items = found.data?.items ?? []
  const all = useQuery(askOverview(scope)).data?.counts.handles

  useKeys((key, event) => {
    const step = { j: 1, k: -1 }[key]
    const chosen = items[at]
    if (step !== undefined && items.length > 0) {
      const next = Math.min(items.length - 1, Math.max(0, at + step))
      setAt(next)
      document.querySelectorAll('.handles-table tbody tr')[next]?.scrollIntoView({ block: 'nearest' })
    } else if (key === 'Enter' && chosen && !isOnControl(event)) void navigate(handleLink(chosen.handle))
    else if (key === 'Escape') void navigate(-1)
  })

  return (
    <div className="page">
      <header className="page-head">
        <h1>Handles</h1>
        <p>Addresses that wrote or were written to. A handle is not a person.</p>
        <Filter
          contains={contains}
          onContains={(text) => setParams(text === '' ? {} : { contains: text }, { replace: true })}
        />
      </header>
      {all === 0 && <NoMessages what="Once an exhibit is imported, every handle in it is listed here." />}
      {all !== 0 && found.isPending && <Pending label="Reading the handles" rows={14} />}
      {found.isError && <Failure error={found.error} onRetry={() => void found.refetch()} />}
      {all !== 0 && found.data?.total === 0 && (
        <Empty title="No handle contains that">
          <button type="button" className="button" onClick={() => setParams({})}>
            Show all {all === undefined ? 'handles' : renderAmount(all, 'handle')}
          </button>
        </Empty>
      )}
      {found.data && found.data.total > 0 && (
        <section className="section" aria-live="polite">
          <p className="meta">{renderAmount(found.data.total, 'handle')}</p>
          <HandleTable items={items} at={at} zone={zone} />
          <Pager
            offset={offset}
            limit={limit}
            total={found.data.total}
            onTurn={(to) => setParams({ ...(contains !== '' && { contains }), offset: String(to) })}
          />
        </section>
      )}
    </div>
  )
}

interface FilterProps {
  readonly contains: string
  readonly onContains: (text: string) => void
}

function Filter({ contains, onContains }: FilterProps) {
  return (
    <label className="handles-filter">
      <span className="meta">Containing</span>
      <input
        className="input"
        type="search"
        value={contains}
        onChange={(event) => onContains(event.target.value)}
      />
    </label>
  )
}

function HandleTable({
  items,
  at,
  zone,
}: {
  readonly items: readonly HandleSummary[]
  readonly at: number
  readonly zone: string
}) {
  const most = Math.max(1, ...items.flatMap(({ sent, received }) => [sent, received]))
  return (
    <div className="scroll-x">
      <table className="table handles-table">
        <thead>
          <tr>
            {['Handle', 'Names shown', 'Sent', 'Received', 'Contacts', 'First and last'].map((word, i) => (
              <th
                key={word}
                scope="col"
                className={i > 1 && i < 5 ? 'number' : i === 5 || i === 1 ? 'wide-cell' : undefined}
              >
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item, i) => (
            <tr
              key={item.handle}
              className={i === at ? 'at' : undefined}
              aria-current={i === at ? 'true' : undefined}
            >
              <td>
                <HandleLink handle={item.handle} />
              </td>
              <td className="meta wide-cell">
                <bdi>{visibleText(item.names.join(', '))}</bdi>
              </td>
              <BarCell value={item.sent} most={most} to={sentByLink(item.handle)} />
              <BarCell value={item.received} most={most} to={sentToLink(item.handle)} />
              <td className="number">
                <Link to={handleLink(item.handle)}>{renderCount(item.contacts)}</Link>
              </td>
              <td className="meta time wide-cell">
                {item.firstAt !== null &&
                  item.lastAt !== null &&
                  `${renderDay(dayOf(item.firstAt, zone))} – ${renderDay(dayOf(item.lastAt, zone))}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
