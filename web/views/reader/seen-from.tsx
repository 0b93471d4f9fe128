import type { Coverage } from '../../../src/wire/coverage.ts'
import { useAddress } from '../../address.ts'
import { renderAmount, renderCount } from '../../ui/figures.ts'
import { SeenBar, seenSides } from './seen-bar.tsx'

interface SeenFromProps {
  readonly seen: Coverage['seen']
  readonly gaps: number
}

/** From which side the messages were seen, in one line; opens the whole account. */
export function SeenFrom({ seen, gaps }: SeenFromProps) {
  const [params, change] = useAddress()
  const shown = params.get('show') === 'coverage'
  return (
    <button
      type="button"
      className="seen-from"
      aria-pressed={shown}
      title="Sources, clocks and gaps of this conversation"
      onClick={() => change({ show: shown ? null : 'coverage', plain: null })}
    >
      <span className="seen-word">Seen from</span>
      <SeenBar seen={seen} />
      <span className="seen-numbers">
        {seenSides
          .filter(({ side }) => seen[side] > 0)
          .map(({ side, label }) => (
            <span key={side}>
              <span className={`seen-swatch seen-${side}`} aria-hidden="true" />
              {label} <span className="number">{renderCount(seen[side])}</span>
            </span>
          ))}
        {gaps > 0 && <span className="proposed-text">{renderAmount(gaps, 'gap')}</span>}
      </span>
    </button>
  )
}
