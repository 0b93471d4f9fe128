import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { actWords } from '../../../src/core/act-words.ts'
import type { AuditItem, AuditPage } from '../../../src/wire/audit.ts'
import { useAddress } from '../../address.ts'
import { ask } from '../../api.ts'
import { dayAfter, renderLocal, renderLocalWithZone, startOfDay } from '../../case-time.ts'
import { type AuditWanted, askAudit } from '../../journal-asks.ts'
import { conversationLink, handleLink, journalLink, messageLink } from '../../links.ts'
import { download } from '../../ui/download.ts'
import { renderAmount, renderCount } from '../../ui/figures.ts'
import { Empty, Failure, Pending } from '../../ui/states.tsx'
import { visibleText } from '../../ui/visible-text.ts'

/** `/audit?actor=…&action=…&object=…&day=…&before=…`: who saw, searched and decided what, newest first. */
export function AuditView({ zone }: { readonly zone: string }) {
  const [params, change] = useAddress()
  const day = params.get('day')
  const wanted: AuditWanted = {
    actor: params.get('actor'),
    action: params.get('action'),
    object: params.get('object'),
    from: day === null ? null : startOfDay(day, zone),
    until: day === null ? null : startOfDay(dayAfter(day), zone),
    before: params.get('before'),
  }
  const found = useQuery(askAudit(wanted))
  const { data } = found
  return (
    <div className="page">
      <header className="page-head">
        <h1>Audit log</h1>
        <p>Who saw, searched and decided what. Reading it is on record too.</p>
        <Export wanted={wanted} />
      </header>
      {data && <Head page={data} zone={zone} />}
      <Filter />
      {found.isPending && <Pending label="Reading the audit log" rows={14} />}
      {found.isError && <Failure error={found.error} onRetry={() => void found.refetch()} />}
      {data?.items.length === 0 && data.lookedTo === null && <Empty title="Nothing of that is on record" />}
      {data && (
        <section className="section" aria-label="Acts">
          <ol>
            {data.items.map((item) => (
              <Act key={item.seq} item={item} zone={zone} />
            ))}
          </ol>
          {data.lookedTo !== null && (
            <p>
              <button
                type="button"
                className="button"
                onClick={() => change({ before: String(data.lookedTo) })}
              >
                Look further back
              </button>{' '}
              <span className="meta">looked back to act {renderCount(data.lookedTo)}</span>
            </p>
          )}
        </section>
      )}
    </div>
  )
}

/** What of the log is shown, in the address. */
function Filter() {
  const [params, change] = useAddress()
  return (
    <div className="journal-filter">
      {(['actor', 'action', 'object'] as const).map((name) => (
        <label key={name} className="field">
          <span>{{ actor: 'Person', action: 'Kind of act', object: 'About' }[name]}</span>
          <input
            key={params.get(name)}
            className="input"
            defaultValue={params.get(name) ?? ''}
            placeholder={{ actor: 'name', action: 'messages.search', object: 'uid, handle, words' }[name]}
            onKeyDown={(event) =>
              event.key === 'Enter' && change({ [name]: event.currentTarget.value || null, before: null })
            }
            onBlur={(event) => {
              if (event.target.value !== (params.get(name) ?? ''))
                change({ [name]: event.target.value || null, before: null })
            }}
          />
        </label>
      ))}
      <label className="field">
        <span>Day</span>
        <input
          className="input"
          type="date"
          value={params.get('day') ?? ''}
          onChange={(event) => change({ day: event.target.value || null, before: null })}
        />
      </label>
    </div>
  )
}

function Head({ page: { head, verified }, zone }: { readonly page: AuditPage; readonly zone: string }) {
  return (
    <details>
      <summary>
        {renderAmount(head.auditEntries, 'act')} on record.{' '}
        {verified === null
          ? 'The case has not been verified yet.'
          : verified.ok
            ? `Complete and unaltered when verified ${renderLocalWithZone(verified.at, zone)}.`
            : `${renderAmount(verified.problems, 'problem')} when verified ${renderLocalWithZone(verified.at, zone)}.`}
      </summary>
      <p className="meta">
        The signed checkpoint over them. Keep a copy elsewhere: <code>bailey verify --checkpoint FILE</code>{' '}
        then shows whether the log still holds what it held.
      </p>
      <pre className="evidence mono">{head.checkpoint}</pre>
    </details>
  )
}

function Act({ item, zone }: { readonly item: AuditItem; readonly zone: string }) {
  const [isOpen, setOpen] = useState(false)
  const to = linkOf(item)
  return (
    <li className="audit-line">
      <span className="meta time">
        {renderCount(item.seq)} · {renderLocal(item.at, zone)}
      </span>
      <span>
        <strong>{visibleText(item.actor)}</strong> {visibleText(actWords(item))}{' '}
        {to !== null && <Link to={to}>Open</Link>}{' '}
        {item.detail === null ? (
          <span className="danger-text">Its detail is not kept as it was.</span>
        ) : (
          <button
            type="button"
            className="button plain small"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            Detail<span className="visually-hidden"> of act {item.seq}</span>
          </button>
        )}
      </span>
      {isOpen && <pre>{JSON.stringify(item, null, 1).split('\n').map(visibleText).join('\n')}</pre>}
    </li>
  )
}

/** What an act is about, where it has a page. */
function linkOf({ action, object, detail, seq }: AuditItem): string | null {
  if (detail !== null && 'journal' in detail) return journalLink(seq)
  if (action.startsWith('handle.') && typeof detail?.['handle'] === 'string')
    return handleLink(detail['handle'])
  if (object === null) return null
  if (/^[0-9a-f]{32}$/.test(object)) return messageLink(object)
  return action.startsWith('conversation.') && /^[0-9a-f]{16}$/.test(object) ? conversationLink(object) : null
}

/** Acts of one file at most. */
const mostActs = 100_000

function Export({ wanted }: { readonly wanted: AuditWanted }) {
  const save = useMutation({
    mutationFn: async () => {
      const lines: string[] = []
      const { signal } = new AbortController()
      for (let before: string | null = wanted.before; lines.length < mostActs; ) {
        // oxlint-disable-next-line eslint/no-await-in-loop -- each page begins where the last ended
        const page: AuditPage = await ask<AuditPage>('/audit', { ...wanted, before, limit: 1000 }, signal)
        lines.push(...page.items.map((item) => `${JSON.stringify(item)}\n`))
        if (page.lookedTo === null) break
        before = String(page.lookedTo)
      }
      download('audit-log.jsonl', 'application/jsonl', lines.join(''))
    },
  })
  return (
    <div className="journal-filter">
      <button type="button" className="button small" disabled={save.isPending} onClick={() => save.mutate()}>
        JSON Lines
      </button>
      {save.isError && <Failure error={save.error} />}
    </div>
  )
}
