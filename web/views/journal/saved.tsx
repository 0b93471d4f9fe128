import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { AlertList, SavedList } from '../../../src/wire/saved.ts'
import { send } from '../../api.ts'
import { renderLocal } from '../../case-time.ts'
import { askAlerts, askSaved } from '../../journal-asks.ts'
import { batchLink, searchLink } from '../../links.ts'
import { renderAmount } from '../../ui/figures.ts'
import { Failure } from '../../ui/states.tsx'
import { visibleText } from '../../ui/visible-text.ts'

/** What watches found and nobody has acknowledged, and what is saved. */
export function Saved({ zone }: { readonly zone: string }) {
  const saved = useQuery(askSaved())
  const alerts = useQuery(askAlerts())
  const failed = [saved, alerts].find(({ isError }) => isError)
  if (failed?.error) return <Failure error={failed.error} onRetry={() => void failed.refetch()} />
  return (
    <>
      {(alerts.data?.length ?? 0) > 0 && <Alerts alerts={alerts.data ?? []} zone={zone} />}
      <section className="section" aria-labelledby="saved-title">
        <div className="section-head">
          <h2 id="saved-title">Saved</h2>
          <Link className="button small" to={batchLink()}>
            Run a list of terms
          </Link>
        </div>
        {saved.data?.length === 0 && (
          <p className="meta">Nothing is saved yet. Save a search from its page, or a list of terms.</p>
        )}
        <ul>
          {(saved.data ?? []).map((each) => (
            <SavedLine key={each.id} saved={each} zone={zone} />
          ))}
        </ul>
      </section>
    </>
  )
}

function useChange() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ path, body }: { readonly path: string; readonly body: object }) => send(path, body),
    onSuccess: async () => {
      await client.invalidateQueries({
        predicate: ({ queryKey }) => ['saved', 'alerts', 'overview'].includes(String(queryKey[0])),
      })
    },
  })
}

function SavedLine({ saved, zone }: { readonly saved: SavedList[number]; readonly zone: string }) {
  const change = useChange()
  const { id, name, kind, query, owner, watched, lastRun } = saved
  const terms = query.split('\n').length
  return (
    <li className="saved-line">
      <div>
        <Link to={kind === 'list' ? batchLink(id) : searchLink(query)}>{visibleText(name)}</Link>{' '}
        <span className="meta read-as">
          {kind === 'list' ? renderAmount(terms, 'term') : visibleText(query)}
        </span>
        <p className="meta">
          {visibleText(owner)}
          {lastRun === null
            ? ' · never run'
            : ` · last run ${renderLocal(lastRun.at, zone)}${lastRun.hits === null ? '' : `: ${renderAmount(lastRun.hits, 'hit')}`}`}
        </p>
      </div>
      <div className="journal-filter">
        <button
          type="button"
          className="button small"
          aria-pressed={watched !== null}
          title="Run it over every exhibit that comes"
          onClick={() => change.mutate({ path: `/saved/${id}`, body: { watched: watched === null } })}
        >
          Watch<span className="visually-hidden"> {name}</span>
        </button>
        <button
          type="button"
          className="button small"
          onClick={() => change.mutate({ path: `/saved/${id}/delete`, body: {} })}
        >
          Delete<span className="visually-hidden"> {name}</span>
        </button>
      </div>
      {change.isError && <Failure error={change.error} />}
    </li>
  )
}

function Alerts({ alerts, zone }: { readonly alerts: AlertList; readonly zone: string }) {
  const change = useChange()
  return (
    <section className="section" aria-labelledby="alerts-title">
      <div className="section-head">
        <h2 id="alerts-title">Watch alerts</h2>
      </div>
      <ul>
        {alerts.map(({ id, name, exhibit, newHits, newCopies, failed, at, seen }) => (
          <li key={id} className="saved-line">
            <div>
              <strong>{visibleText(name)}</strong>{' '}
              {failed === null ? (
                <span>
                  {renderAmount(newHits, 'new hit')}, {newCopies} with a new copy, in exhibit{' '}
                  {visibleText(exhibit)}
                </span>
              ) : (
                <span className="danger-text">could not be run: {visibleText(failed)}</span>
              )}
              <p className="meta">
                {renderLocal(at, zone)}
                {seen !== null && ` · acknowledged by ${visibleText(seen.by)}`}
              </p>
            </div>
            {seen === null && (
              <button
                type="button"
                className="button small"
                onClick={() => change.mutate({ path: `/alerts/${id}/acknowledge`, body: {} })}
              >
                Acknowledge
              </button>
            )}
          </li>
        ))}
      </ul>
      {change.isError && <Failure error={change.error} />}
    </section>
  )
}
