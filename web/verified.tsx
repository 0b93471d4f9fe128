import { useState } from 'react'
import type { Overview } from '../src/wire/overview.ts'
import { dayOf, minuteOf, renderDay, renderLocalWithZone } from './case-time.ts'
import { renderAmount } from './ui/figures.ts'

/** The integrity light: what the last `bailey verify` said, and when; without words while that is on its way. */
export function Verified({
  verified,
  zone,
}: {
  readonly verified: Overview['verified'] | undefined
  readonly zone: string
}) {
  const [today] = useState(() => dayOf(new Date().toISOString(), zone))
  if (verified === undefined)
    return (
      <span className="verified">
        <i className="light" aria-hidden="true" />
      </span>
    )
  if (verified === null)
    return (
      <span className="verified" title="Run `bailey verify --case DIR` to re-read every exhibit and record.">
        <i className="light" aria-hidden="true" /> not verified yet
      </span>
    )
  const when = renderLocalWithZone(verified.at, zone)
  if (!verified.ok)
    return (
      <strong
        className="verified danger-text"
        role="alert"
        title={`Verified ${when}. Run \`bailey verify\` for what and where.`}
      >
        <i className="light danger" aria-hidden="true" /> {renderAmount(verified.problems, 'problem')}
      </strong>
    )
  const day = dayOf(verified.at, zone)
  return (
    <span
      className="verified settled-text"
      title={`Every exhibit and record was re-read ${when}: unaltered.`}
    >
      <i className="light settled" aria-hidden="true" /> verified{' '}
      {day === today ? minuteOf(verified.at, zone) : renderDay(day)}
    </span>
  )
}
