import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { batchHead, batchLine } from '../../../src/core/batch-table.ts'
import { mostTerms } from '../../../src/core/batch-terms.ts'
import type { BatchPart, TermLines } from '../../../src/wire/saved.ts'
import { send } from '../../api.ts'
import { dayOf, renderDay } from '../../case-time.ts'
import { askSaved } from '../../journal-asks.ts'
import { searchLink } from '../../links.ts'
import { fieldTerm, withTerm } from '../../query-text.ts'
import { download } from '../../ui/download.ts'
import { renderAmount, renderCount } from '../../ui/figures.ts'
import { Failure, Pending } from '../../ui/states.tsx'
import { visibleText } from '../../ui/visible-text.ts'

type Row = BatchPart['rows'][number]

/** `/batch?saved=3`: a list of terms, how each is read, and what each finds. The list itself is too long for an address. */
export function BatchView({ zone }: { readonly zone: string }) {
  const [params] = useSearchParams()
  const id = params.get('saved')
  const saved = useQuery({ ...askSaved(), enabled: id !== null })
  const kept = saved.data?.find((each) => String(each.id) === id)
  return (
    <div className="page">
      <header className="page-head">
        <h1>A list of terms</h1>
        <p>Each is searched for by itself. One term a line, as you would type it into search.</p>
      </header>
      {id !== null && saved.isPending && <Pending label="Reading the list" rows={4} />}
      {saved.isError && <Failure error={saved.error} onRetry={() => void saved.refetch()} />}
      {(id === null || saved.isSuccess) && (
        <List key={kept?.id ?? 'new'} name={kept?.name ?? ''} given={kept?.query ?? ''} zone={zone} />
      )}
    </div>
  )
}

interface ListProps {
  readonly name: string
  readonly given: string
  readonly zone: string
}

function List({ name: savedName, given, zone }: ListProps) {
  const [text, setText] = useState(given)
  const [name, setName] = useState(savedName)
  const [csv, setCsv] = useState(false)
  const read = useMutation({ mutationFn: () => send<TermLines>('/batch/terms', { text, csv }) })
  const lines = read.data ?? []
  const terms = lines.filter(({ readAs }) => readAs !== null).map((line) => line.text)
  return (
    <>
      <form
        className="section"
        onSubmit={(event) => {
          event.preventDefault()
          read.mutate()
        }}
      >
        <textarea
          className="input batch-list"
          aria-label="Terms, one a line"
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="journal-filter">
          <FileField csv={csv} onCsv={setCsv} onText={setText} />
          <label className="field">
            <span>Name of the list</span>
            <input className="input" value={name} onChange={(event) => setName(event.target.value)} />
          </label>
          <button type="submit" className="button main" disabled={text.trim() === '' || read.isPending}>
            See how it is read
          </button>
        </div>
      </form>
      {read.isError && <Failure error={read.error} />}
      {read.isSuccess && <Preview lines={lines} />}
      {terms.length > mostTerms && (
        <p className="notice proposed">A list has at most {renderCount(mostTerms)} terms.</p>
      )}
      {terms.length > 0 && terms.length <= mostTerms && (
        <Run key={terms.join('\n')} terms={terms} name={name} zone={zone} />
      )}
    </>
  )
}

interface FileFieldProps {
  readonly csv: boolean
  readonly onCsv: (csv: boolean) => void
  readonly onText: (text: string) => void
}

function FileField({ csv, onCsv, onText }: FileFieldProps) {
  return (
    <>
      <label className="field">
        <span>Or a file (TXT, or CSV of which the first column is read)</span>
        <input
          className="input"
          type="file"
          accept=".txt,.csv,text/plain,text/csv"
          onChange={(event) => {
            const file = event.target.files?.[0]
            if (!file) return
            onCsv(/\.csv$/i.test(file.name))
            void file.text().then(onText)
          }}
        />
      </label>
      <label>
        <input type="checkbox" checked={csv} onChange={(event) => onCsv(event.target.checked)} /> it is CSV
      </label>
    </>
  )
}

function Preview({ lines }: { readonly lines: TermLines }) {
  const refused = lines.filter(({ readAs }) => readAs === null)
  return (
    <details className="section" open={refused.length > 0}>
      <summary>
        {renderAmount(lines.length - refused.length, 'term')} can be read
        {refused.length > 0 && `, ${renderAmount(refused.length, 'line')} cannot and would be left out`}
      </summary>
      <ul>
        {[...refused, ...lines.filter(({ readAs }) => readAs !== null)].map(
          ({ line, text, readAs, refused: why }) => (
            <li key={line}>
              <span className="meta number">{line}</span> <code>{visibleText(text)}</code>{' '}
              <span className={why === null ? 'meta' : 'danger-text'}>
                {why === null ? `read as ${visibleText(readAs ?? '')}` : visibleText(why)}
              </span>
            </li>
          ),
        )}
      </ul>
    </details>
  )
}

interface RunProps {
  readonly terms: readonly string[]
  readonly name: string
  readonly zone: string
}

function Run({ terms, name, zone }: RunProps) {
  const client = useQueryClient()
  const { rows, run } = useRun(terms, name)
  const keep = useMutation({
    mutationFn: () => send('/saved', { name, kind: 'list', query: terms.join('\n') }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['saved'] }),
  })
  return (
    <section className="section" aria-label="Hits of each term">
      <div className="journal-filter">
        <button type="button" className="button main" disabled={run.isPending} onClick={() => run.mutate()}>
          Search for {renderAmount(terms.length, 'term')}
        </button>
        <button
          type="button"
          className="button"
          disabled={name.trim() === '' || keep.isPending}
          title={name.trim() === '' ? 'Give the list a name first' : undefined}
          onClick={() => keep.mutate()}
        >
          Save the list
        </button>
        {rows.length === terms.length && (
          <>
            <button type="button" className="button" onClick={() => saveRows(rows, 'csv')}>
              CSV
            </button>
            <button type="button" className="button" onClick={() => saveRows(rows, 'json')}>
              JSON
            </button>
          </>
        )}
        <output className="meta">
          {run.isPending && `${renderCount(rows.length)} of ${renderCount(terms.length)} counted`}
          {keep.isSuccess && 'Saved.'}
        </output>
      </div>
      {run.isError && <Failure error={run.error} onRetry={() => run.mutate()} />}
      {keep.isError && <Failure error={keep.error} />}
      {rows.length > 0 && <Rows rows={rows} zone={zone} />}
    </section>
  )
}

function saveRows(rows: readonly Row[], as: 'csv' | 'json'): void {
  if (as === 'csv')
    download('terms.csv', 'text/csv;charset=utf-8', `\u{FEFF}${batchHead}${rows.map(batchLine).join('')}`)
  else download('terms.json', 'application/json', `${JSON.stringify(rows, null, 2)}\n`)
}

/** Runs the list part by part; the rows are there as they come. */
function useRun(terms: readonly string[], name: string) {
  const client = useQueryClient()
  const [rows, setRows] = useState<readonly Row[]>([])
  const run = useMutation({
    mutationFn: async () => {
      const all: Row[] = []
      let parent: number | null = null
      for (let first = 0; first < terms.length; first = all.length) {
        const rest = {
          list: name,
          terms: terms.slice(first, first + 100),
          first,
          of: terms.length,
          parent,
          handles: [],
        }
        // oxlint-disable-next-line eslint/no-await-in-loop -- each part begins where the last ended
        const part: BatchPart = await send<BatchPart>('/batch', rest)
        parent ??= part.entry
        all.push(...part.rows)
        setRows([...all])
      }
    },
    onMutate: () => setRows([]),
    onSettled: () => client.invalidateQueries({ queryKey: ['journal'] }),
  })
  return { rows, run } as const
}

const headings = ['Term', 'Messages', 'Conversations', 'Handles', 'First and last', 'Sent most by'] as const

function Rows({ rows, zone }: { readonly rows: readonly Row[]; readonly zone: string }) {
  return (
    <div className="scroll-x">
      <table className="table">
        <thead>
          <tr>
            {headings.map((word, i) => (
              <th key={word} scope="col" className={i > 0 && i < 4 ? 'number' : undefined}>
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ text, messages, conversations, handles, firstAt, lastAt, senders }, i) => (
            <tr key={i}>
              <td>
                <code>{visibleText(text)}</code>
              </td>
              <td className="number">
                <Link to={searchLink(text)}>{renderCount(messages)}</Link>
              </td>
              <td className="number">{renderCount(conversations)}</td>
              <td className="number">{renderCount(handles)}</td>
              <td className="meta time">
                {firstAt !== null &&
                  lastAt !== null &&
                  `${renderDay(dayOf(firstAt, zone))} – ${renderDay(dayOf(lastAt, zone))}`}
              </td>
              <td className="meta">
                {senders.slice(0, 4).map(({ handle, messages: n }) => (
                  <Link key={handle} to={searchLink(withTerm(text, fieldTerm('from', handle)))}>
                    {visibleText(handle)} {renderCount(n)}{' '}
                  </Link>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
