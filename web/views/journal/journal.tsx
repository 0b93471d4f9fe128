import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { journalHead, journalLine } from '../../../src/core/journal-table.ts'
import type { JournalEntry, JournalPage } from '../../../src/wire/journal.ts'
import { useAddress } from '../../address.ts'
import { ask, send } from '../../api.ts'
import { renderLocal } from '../../case-time.ts'
import { askJournal, type JournalWanted } from '../../journal-asks.ts'
import { auditLink, sampleLink, samplesLink, searchLink } from '../../links.ts'
import { download } from '../../ui/download.ts'
import { renderAmount } from '../../ui/figures.ts'
import { Empty, Failure, Pending } from '../../ui/states.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { branchesOf } from './branches.ts'
import { Saved } from './saved.tsx'

/** `/journal?who=…&contains=…&before=…`: what was searched for, each under what it was narrowed from. */
export function JournalView({ zone }: { readonly zone: string }) {
  const [params, change] = useAddress()
  const wanted: JournalWanted = {
    who: params.get('who'),
    contains: params.get('contains'),
    before: params.get('before'),
  }
  const found = useQuery(askJournal(wanted))
  const entries = found.data?.entries ?? []
  return (
    <div className="page">
      <header className="page-head">
        <h1>Search journal</h1>
        <p>Every search with how it was read, in what, how many hits, and why.</p>
        <Link to={samplesLink}>Samples</Link>
        <Link to={auditLink()}>Audit log</Link>
        <Export wanted={wanted} />
      </header>
      <Saved zone={zone} />
      <section className="section" aria-labelledby="searches-title">
        <div className="section-head">
          <h2 id="searches-title">Searches</h2>
          <Filter wanted={wanted} people={found.data?.people ?? []} />
        </div>
        {found.isPending && <Pending label="Reading the journal" rows={12} />}
        {found.isError && <Failure error={found.error} onRetry={() => void found.refetch()} />}
        {found.isSuccess && entries.length === 0 && (
          <Empty title="No search is on record here">
            <p>Search for something, or take the filter away.</p>
          </Empty>
        )}
        {entries.length > 0 && <Tree entries={entries} zone={zone} />}
        {found.data?.more && (
          <button
            type="button"
            className="button"
            onClick={() => change({ before: String(entries.at(-1)?.entry ?? 0) })}
          >
            Earlier searches
          </button>
        )}
      </section>
    </div>
  )
}

interface FilterProps {
  readonly wanted: JournalWanted
  readonly people: readonly string[]
}

function Filter({ wanted, people }: FilterProps) {
  const [, change] = useAddress()
  return (
    <div className="journal-filter">
      <label className="field">
        <span>Person</span>
        <select
          className="input"
          value={wanted.who ?? ''}
          onChange={(event) => change({ who: event.target.value || null, before: null })}
        >
          <option value="">everybody</option>
          {people.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>Containing</span>
        <input
          className="input"
          type="search"
          value={wanted.contains ?? ''}
          onChange={(event) =>
            change({ contains: event.target.value || null, before: null }, { replace: true })
          }
        />
      </label>
    </div>
  )
}

function Tree({ entries, zone }: { readonly entries: readonly JournalEntry[]; readonly zone: string }) {
  const [closed, setClosed] = useState<ReadonlySet<number>>(new Set())
  const rows = branchesOf(entries, closed)
  return (
    <ol className="journal">
      {rows.map(({ entry, depth, below }) => (
        <li
          key={entry.entry}
          id={`entry-${entry.entry}`}
          className="journal-entry"
          style={{ marginInlineStart: `${Math.min(depth, 6) * 20}px` }}
        >
          {below > 0 && (
            <button
              type="button"
              className="button plain small journal-fold"
              aria-expanded={!closed.has(entry.entry)}
              onClick={() => setClosed(toggled(closed, entry.entry))}
            >
              {closed.has(entry.entry) ? `+${below}` : '−'}
              <span className="visually-hidden"> searches narrowed from {entry.entry}</span>
            </button>
          )}
          <Entry entry={entry} zone={zone} />
        </li>
      ))}
    </ol>
  )
}

function toggled(set: ReadonlySet<number>, entry: number): ReadonlySet<number> {
  const after = new Set(set)
  if (!after.delete(entry)) after.add(entry)
  return after
}

const kindWords = { search: '', batch: 'list', watch: 'watch', sample: 'sample' } as const

function Entry({ entry, zone }: { readonly entry: JournalEntry; readonly zone: string }) {
  const { kind, text, readAs, hits, who, at, reviewed, decided, savedAs, sample, exhibit, parent } = entry
  const shown = text.trim() === '' ? (kind === 'batch' ? 'a list of terms' : 'every message') : text
  const to = kind === 'sample' ? sampleLink(entry.entry) : kind === 'search' ? searchLink(text) : null
  return (
    <div className="journal-body">
      <p>
        {kind !== 'search' && <span className="journal-kind">{kindWords[kind]}</span>}{' '}
        {to === null ? <strong>{visibleText(shown)}</strong> : <Link to={to}>{visibleText(shown)}</Link>}{' '}
        <span className="number">{renderAmount(hits, 'hit')}</span>
      </p>
      <p className="meta">
        {entry.entry} · {visibleText(who)} · {renderLocal(at, zone)}
        {parent !== null && ` · from ${parent}`}
        {reviewed > 0 && ` · ${renderAmount(reviewed, 'hit')} opened`}
        {decided > 0 && ` · ${renderAmount(decided, 'message')} decided`}
        {savedAs !== null && ` · saved as ${visibleText(savedAs)}`}
        {exhibit !== null && ` · in exhibit ${visibleText(exhibit)}`}
        {sample !== null &&
          ` · ${renderAmount(sample.size, 'message')} drawn, seed ${visibleText(sample.seed)}`}
        {readAs !== text && readAs !== '' && (
          <>
            {' · read as '}
            <span className="read-as">{visibleText(readAs)}</span>
          </>
        )}
      </p>
      <Why entry={entry} />
    </div>
  )
}

function Why({ entry }: { readonly entry: JournalEntry }) {
  const [isOpen, setOpen] = useState(false)
  const client = useQueryClient()
  const keep = useMutation({
    mutationFn: (why: string) => send(`/journal/${entry.entry}/why`, { why }),
    onSuccess: async () => {
      setOpen(false)
      await client.invalidateQueries({ queryKey: ['journal'] })
    },
  })
  const why = entry.note?.why ?? entry.why
  if (!isOpen)
    return (
      <p className="journal-why">
        {why !== null && <span>Why: {visibleText(why)} </span>}
        <button type="button" className="button plain small" onClick={() => setOpen(true)}>
          {why === null ? 'Say why' : 'Say it anew'}
          <span className="visually-hidden"> search {entry.entry} was made</span>
        </button>
      </p>
    )
  return (
    <form
      className="search-record-form"
      onSubmit={(event) => {
        event.preventDefault()
        const text = new FormData(event.currentTarget).get('why')
        if (typeof text === 'string') keep.mutate(text)
      }}
    >
      <input
        className="input"
        name="why"
        aria-label={`Why search ${entry.entry} was made`}
        defaultValue={why ?? ''}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it is opened to be typed into
        autoFocus
        onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
      />
      <button type="submit" className="button small main" disabled={keep.isPending}>
        Keep
      </button>
      {keep.isError && <Failure error={keep.error} />}
    </form>
  )
}

function Export({ wanted }: { readonly wanted: JournalWanted }) {
  const save = useMutation({
    mutationFn: async (as: 'csv' | 'jsonl') => {
      const entries = await everyEntry(wanted)
      const lines = entries.map((entry) => (as === 'csv' ? journalLine(entry) : `${JSON.stringify(entry)}\n`))
      const text = lines.join('')
      if (as === 'csv')
        download('search-journal.csv', 'text/csv;charset=utf-8', `\u{FEFF}${journalHead}${text}`)
      else download('search-journal.jsonl', 'application/jsonl', text)
    },
  })
  return (
    <div className="journal-filter">
      {(['csv', 'jsonl'] as const).map((as) => (
        <button
          key={as}
          type="button"
          className="button small"
          disabled={save.isPending}
          onClick={() => save.mutate(as)}
        >
          {as === 'csv' ? 'CSV' : 'JSON Lines'}
        </button>
      ))}
      {save.isError && <Failure error={save.error} />}
    </div>
  )
}

async function everyEntry({ who, contains }: JournalWanted): Promise<readonly JournalEntry[]> {
  const entries: JournalEntry[] = []
  const { signal } = new AbortController()
  for (;;) {
    const before = entries.at(-1)?.entry ?? null
    // oxlint-disable-next-line eslint/no-await-in-loop -- each page begins where the last ended
    const page = await ask<JournalPage>('/journal', { who, contains, before, limit: 1000 }, signal)
    entries.push(...page.entries)
    if (!page.more || page.entries.length === 0) return entries
  }
}
