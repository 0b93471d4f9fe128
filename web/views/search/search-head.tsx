import { IconArrowMerge, IconFilter } from '@tabler/icons-react'
import { Link } from 'react-router'
import type { SearchAnswer, ThreadsAnswer } from '../../asks.ts'
import { scopeWords } from '../../counting-scope.ts'
import { streamLink } from '../../links.ts'
import { PicturesSwitch } from '../../message-files.tsx'
import { TranslationsSwitch } from '../../translation.tsx'
import { Choice } from '../../ui/choice.tsx'
import { renderAmount, renderCount } from '../../ui/figures.ts'
import { contexts } from './use-searching.ts'

interface SearchHeadProps {
  readonly q: string
  readonly sort: 'time' | 'rank'
  readonly answer: SearchAnswer | ThreadsAnswer | undefined
  readonly stale: boolean
  readonly onSort: (sort: 'time' | 'rank') => void
  readonly isThreads: boolean
  readonly context: (typeof contexts)[number]
  readonly onView: (changes: { readonly view?: string | null; readonly context?: string | null }) => void
  readonly facetsShown: boolean
  readonly onFacets: () => void
}

const layouts = [
  { value: 'messages', label: 'Messages' },
  { value: 'threads', label: 'Threads' },
] as const

const orders = [
  { value: 'time', label: 'By time' },
  { value: 'rank', label: 'Best first' },
] as const

/** How the query was read, how many hits, in what time; the order they stand in. */
export function SearchHead(props: SearchHeadProps) {
  const { q, sort, answer, stale, onSort, facetsShown, onFacets } = props
  return (
    <header className="search-head">
      <h1 className="visually-hidden">{q === '' ? 'Search' : `Search: ${q}`}</h1>
      <p className="search-total" aria-live="polite">
        {answer && !stale && (
          <>
            <strong>{renderAmount(answer.total, 'message')}</strong>
            {'threads' in answer && <strong> · {renderAmount(answer.threads, 'thread')}</strong>}
            {answer.countedBy !== 'global' && (
              <>
                {', '}
                <strong>{renderCount(answer.counted)}</strong>
                {scopeWords[answer.countedBy].after}
              </>
            )}{' '}
            <span className="meta">{(answer.tookMs / 1000).toFixed(2)} s</span>
          </>
        )}
        {(!answer || stale) && <span className="meta">…</span>}
      </p>
      <p className="search-read-as meta">
        {answer && (
          <>
            read as: <span className="read-as">{q.trim() === '' ? 'every message' : answer.readAs}</span>
          </>
        )}
      </p>
      <div className="search-actions">
        <button
          type="button"
          className="button small facets-button"
          aria-expanded={facetsShown}
          onClick={onFacets}
        >
          <IconFilter size={14} stroke={1.5} aria-hidden="true" /> Narrow
        </button>
        {q !== '' && (
          <Link
            className="button small"
            to={streamLink(q)}
            title="All hits in one order of time, whatever conversations they are of"
          >
            <IconArrowMerge size={14} stroke={1.5} aria-hidden="true" /> Read as one stream
          </Link>
        )}
        <TranslationsSwitch />
        <PicturesSwitch />
        <ViewChoices {...props} />
        <Choice label="Order" value={sort} options={orders} onChoose={onSort} />
      </div>
    </header>
  )
}

/** Hits one by one or by conversation, and how much stands around each. */
function ViewChoices({
  isThreads,
  context,
  onView,
}: Pick<SearchHeadProps, 'isThreads' | 'context' | 'onView'>) {
  return (
    <>
      <Choice
        label="Hits as"
        value={isThreads ? 'threads' : 'messages'}
        options={layouts}
        onChoose={(to) => onView({ view: to === 'threads' ? to : null })}
      />
      {!isThreads && (
        <label className="context-choice meta">
          around each{' '}
          <select
            className="input small"
            value={context}
            onChange={(event) => onView({ context: event.target.value === '0' ? null : event.target.value })}
          >
            {contexts.map((some) => (
              <option key={some} value={some}>
                {some === '0' ? 'nothing' : `±${some}`}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  )
}
