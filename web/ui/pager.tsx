import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { renderCount } from './figures.ts'

interface PagerProps {
  readonly offset: number
  readonly limit: number
  readonly total: number
  readonly onTurn: (offset: number) => void
}

/** `1–50 of 15,634`, with the pages before and after and a field for any other. */
export function Pager({ offset, limit, total, onTurn }: PagerProps) {
  if (total <= limit && offset === 0) return null
  const pages = Math.max(1, Math.ceil(total / limit))
  const page = Math.floor(offset / limit) + 1
  return (
    <nav className="pager" aria-label="Pages">
      <button
        type="button"
        className="button small"
        disabled={offset === 0}
        onClick={() => onTurn(Math.max(0, offset - limit))}
      >
        <IconChevronLeft size={16} stroke={1.5} aria-hidden="true" /> Previous
      </button>
      <span className="meta number">
        {renderCount(Math.min(offset + 1, total))}–{renderCount(Math.min(offset + limit, total))} of{' '}
        {renderCount(total)}
      </span>
      <button
        type="button"
        className="button small"
        disabled={offset + limit >= total}
        onClick={() => onTurn(offset + limit)}
      >
        Next <IconChevronRight size={16} stroke={1.5} aria-hidden="true" />
      </button>
      <label className="meta pager-page">
        Page{' '}
        <input
          key={page}
          className="input"
          type="number"
          min={1}
          max={pages}
          defaultValue={page}
          onKeyDown={(event) => {
            const wanted = event.currentTarget.valueAsNumber
            if (event.key === 'Enter' && wanted >= 1 && wanted <= pages)
              onTurn((Math.trunc(wanted) - 1) * limit)
          }}
        />{' '}
        of {renderCount(pages)}
      </label>
    </nav>
  )
}
