import { Link } from 'react-router'
import { renderDays } from '../../case-time.ts'
import { HandleName } from '../../handle-name.tsx'
import { daysLink } from '../../links.ts'
import { fieldTerm } from '../../query-text.ts'
import { renderCount } from '../../ui/figures.ts'
import type { Silence } from './silences.ts'

/** Days without a message here, drawn so that they are not taken for silence: who wrote elsewhere, and how much. */
export function GapRule({ silence }: { readonly silence: Silence }) {
  return (
    <p className="gap-rule">
      <span>
        no message here {renderDays(silence.from, silence.until)}; <WroteElsewhere silence={silence} />
      </span>
    </p>
  )
}

/** `kestrel wrote 38 elsewhere`, the number leading to what was written. */
export function WroteElsewhere({ silence }: { readonly silence: Silence }) {
  const { from, until, elsewhere } = silence
  return elsewhere.map(({ handle, messages }, i) => (
    <span key={handle}>
      {i > 0 && ', '}
      <HandleName handle={handle} bare /> wrote{' '}
      <Link to={daysLink(from, until, fieldTerm('from', handle))}>{renderCount(messages)} elsewhere</Link>
    </span>
  ))
}
