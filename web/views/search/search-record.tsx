import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { send } from '../../api.ts'
import type { SearchAnswer } from '../../asks.ts'
import { renderLocal } from '../../case-time.ts'
import { journalLink, newSampleLink } from '../../links.ts'
import { useOpenedHit } from '../../review/use-opened-hit.ts'
import { renderAmount } from '../../ui/figures.ts'
import { Failure } from '../../ui/states.tsx'

interface SearchRecordProps {
  readonly q: string
  readonly journal: SearchAnswer['journal']
  readonly total: number
  /** The hit that is open beside the others. */
  readonly open: string | null
  readonly zone: string
}

/** Where this search stands in the journal, how it went before, why it is made, and the way to keep it. */
export function SearchRecord({ q, journal, total, open, zone }: SearchRecordProps) {
  const entry = journal?.entry ?? null
  useOpenedHit(entry, open)
  if (entry === null || journal === null) return null
  const { previous, corpus } = journal
  const came = previous === null ? 0 : corpus.exhibits - previous.corpus.exhibits
  return (
    <div className="search-record meta">
      <Link to={journalLink(entry)}>Search {entry} in the journal</Link>
      {previous !== null && (previous.hits !== total || came !== 0) && (
        <span>
          {renderAmount(previous.hits, 'hit')} on {renderLocal(previous.at, zone)}
          {came > 0 && `: ${renderAmount(came, 'exhibit')} came since`}
        </span>
      )}
      <Ask
        key={`why ${entry}`}
        button="Say why"
        label="Why this search is made"
        path={`/journal/${entry}/why`}
        bodyOf={(why) => ({ why })}
        done="The reason is on record."
      />
      <Ask
        key={`save ${q}`}
        button="Save"
        label="Name of this search"
        path="/saved"
        bodyOf={(name) => ({ name, kind: 'search', query: q })}
        done="Saved."
      />
      <Link to={newSampleLink(q, entry)}>Sample what it misses</Link>
    </div>
  )
}

interface AskProps {
  readonly button: string
  readonly label: string
  readonly path: string
  readonly bodyOf: (text: string) => object
  readonly done: string
}

/** A button that opens a field for one line of text. */
function Ask({ button, label, path, bodyOf, done }: AskProps) {
  const [isOpen, setOpen] = useState(false)
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: (text: string) => send(path, bodyOf(text)),
    onSuccess: async () => {
      setOpen(false)
      await client.invalidateQueries({ queryKey: ['journal'] })
      await client.invalidateQueries({ queryKey: ['saved'] })
    },
  })
  if (!isOpen)
    return (
      <>
        <button type="button" className="button small" onClick={() => setOpen(true)}>
          {button}
        </button>
        {save.isSuccess && <output>{done}</output>}
      </>
    )
  return (
    <form
      className="search-record-form"
      onSubmit={(event) => {
        event.preventDefault()
        const text = new FormData(event.currentTarget).get('text')
        if (typeof text === 'string' && text.trim() !== '') save.mutate(text)
      }}
    >
      <input
        className="input"
        name="text"
        aria-label={label}
        placeholder={label}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it is opened to be typed into
        autoFocus
        onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
      />
      <button type="submit" className="button small main" disabled={save.isPending}>
        Keep
      </button>
      {save.isError && <Failure error={save.error} />}
    </form>
  )
}
