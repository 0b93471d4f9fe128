import { Link } from 'react-router'
import type { StoredMessage } from '../src/wire/messages.ts'
import { renderCount } from './ui/figures.ts'

interface CopiesMarkProps {
  readonly message: Pick<StoredMessage, 'sightings' | 'wordsDiffer'>
  /** Where the copies are shown; null where the panel beside the row shows them. */
  readonly to: string | null
}

/** How many copies of a message there are and whether their words differ; leads to them. */
export function CopiesMark({ message, to }: CopiesMarkProps) {
  const copies = `${renderCount(message.sightings)} copies${message.wordsDiffer ? ', words differ' : ''}`
  const look = message.wordsDiffer ? 'chip proposed-text' : 'chip'
  const title = 'Show each copy, whose it is and what it says otherwise'
  if (to !== null)
    return (
      <Link className={look} to={to} title={title}>
        {copies}
      </Link>
    )
  return (
    <button type="button" className={`${look} copies-mark`} title={title}>
      {copies}
    </button>
  )
}
