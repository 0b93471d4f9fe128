import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import type { SearchAnswer } from '../../asks.ts'
import { renderAmount, renderCount } from '../../ui/figures.ts'

interface HitStepperProps {
  readonly hits: SearchAnswer
  readonly uid: string | null
  readonly onStep: (by: 1 | -1) => void
}

/** Which hit of the search this is, and the way to the next. */
export function HitStepper({ hits, uid, onStep }: HitStepperProps) {
  const here = hits.hits.findIndex((hit) => hit.uid === uid)
  const last = hits.hits.length - 1
  return (
    <fieldset className="hit-stepper meta" aria-label="Hits">
      <span>
        {here < 0
          ? renderAmount(hits.total, 'hit')
          : `hit ${renderCount(here + 1)} of ${renderCount(hits.total)}`}{' '}
        in this conversation, read as {hits.readAs}
        {hits.total > hits.hits.length && ` (stepping through the first ${renderCount(hits.hits.length)})`}
      </span>
      <button
        type="button"
        className="button small"
        disabled={here === 0 || last < 0}
        onClick={() => onStep(-1)}
      >
        <IconChevronUp size={14} stroke={1.5} aria-hidden="true" /> Previous <kbd>p</kbd>
      </button>
      <button type="button" className="button small" disabled={here === last} onClick={() => onStep(1)}>
        <IconChevronDown size={14} stroke={1.5} aria-hidden="true" /> Next <kbd>n</kbd>
      </button>
    </fieldset>
  )
}
