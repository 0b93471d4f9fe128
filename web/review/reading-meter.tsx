import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { askSession } from '../asks.ts'
import { searchLink } from '../links.ts'
import { renderCount } from '../ui/figures.ts'
import { askReading } from './asks.ts'

/** How much of a conversation, or of the case, was read: by the person who is signed in and by anybody. */
export function ReadingMeter({ conversation }: { readonly conversation: string | null }) {
  const reading = useQuery(askReading(conversation))
  const actor = useQuery(askSession()).data?.actor
  if (!reading.data || reading.data.messages === 0) return null
  const { messages, read, readers } = reading.data
  const own = readers.find(({ reader }) => reader === actor)?.messages ?? 0
  const q = conversation === null ? 'is:unread' : `in:${conversation} is:unread`
  const share = (n: number): number => (100 * n) / messages
  return (
    <div
      className="reading-meter meta"
      title={readers.map(({ reader, messages: n }) => `${reader}: ${renderCount(n)}`).join('\n')}
    >
      <span>
        Read: {renderCount(own)} of {renderCount(messages)} by you, {renderCount(read)} by anyone;{' '}
        <Link to={searchLink(q)}>{renderCount(messages - read)} only seen by machine</Link>
      </span>
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="4" className="all" />
        <rect width={share(read)} height="4" className="anyone" />
        <rect width={share(own)} height="4" className="own" />
      </svg>
    </div>
  )
}
