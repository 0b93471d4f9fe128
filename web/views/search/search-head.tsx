import { IconArrowMerge, IconFilter } from '@tabler/icons-react'
import { Link } from 'react-router'
import type { SearchAnswer } from '../../asks.ts'
import { scopeWords } from '../../counting-scope.ts'
import { streamLink } from '../../links.ts'
import { PicturesSwitch } from '../../message-files.tsx'
import { TranslationsSwitch } from '../../translation.tsx'
import { Choice } from '../../ui/choice.tsx'
import { renderAmount, renderCount } from '../../ui/figures.ts'

interface SearchHeadProps {
  readonly q: string
  readonly sort: 'time' | 'rank'
  readonly answer: SearchAnswer | undefined
  readonly stale: boolean
  readonly onSort: (sort: 'time' | 'rank') => void
  readonly facetsShown: boolean
  readonly onFacets: () => void
}

const orders = [
  { value: 'time', label: 'By time' },
  { value: 'rank', label: 'Best first' },
] as const

/** How the query was read, how many hits, in what time; the order they stand in. */
export function SearchHead({ q, sort, answer, stale, onSort, facetsShown, onFacets }: SearchHeadProps) {
  return (
    <header className="search-head">
      <h1 className="visually-hidden">{q === '' ? 'Search' : `Search: ${q}`}</h1>
      <p className="search-total" aria-live="polite">
        {answer && !stale && (
          <>
            <strong>{renderAmount(answer.total, 'message')}</strong>
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
        <Choice label="Order" value={sort} options={orders} onChoose={onSort} />
      </div>
    </header>
  )
}
