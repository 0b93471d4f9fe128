import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { ReadMessage } from '../../../src/wire/reading.ts'
import { HandleName } from '../../handle-name.tsx'
import { conversationLink } from '../../links.ts'
import { renderCount } from '../../ui/figures.ts'

interface QuoteChipProps {
  readonly message: ReadMessage
  readonly answers: NonNullable<ReadMessage['answers']>
  /** Whether the answered message can be gone to where the row stands; else it is opened in its conversation. */
  readonly here: boolean
}

/** What a message answers or quotes, as its source says; leads to it, and says where that cannot be. */
export function QuoteChip({ message, answers, here }: QuoteChipProps) {
  const { words, message: other, found } = answers
  const quoted = words !== null && words !== '' && (
    <bdi dir="auto" className="quote-words">
      {words}
    </bdi>
  )
  if (other === null)
    return (
      <div className="quote">
        <span className="meta">{unknownTarget(found)}</span> {quoted}
      </div>
    )
  return (
    <Way uid={other.uid} conversation={message.conversation} here={here} className="quote">
      <span className="meta">
        answers <HandleName handle={other.from} bare />
      </span>{' '}
      {quoted}
    </Way>
  )
}

function unknownTarget(found: number | null): string {
  if (found === null) return 'quotes; the source does not say which message'
  if (found === 0) return 'answers a message that is not in the exhibit'
  return `answers a message whose id ${renderCount(found)} messages have`
}

interface AnsweredChipProps {
  readonly message: ReadMessage
  readonly answeredBy: NonNullable<ReadMessage['answeredBy']>
  readonly here: boolean
}

/** By how many messages one is answered; leads to the first of them. */
export function AnsweredChip({ message, answeredBy, here }: AnsweredChipProps) {
  return (
    <Way uid={answeredBy.first} conversation={message.conversation} here={here} className="chip">
      answered by {renderCount(answeredBy.messages)}
    </Way>
  )
}

interface WayProps {
  readonly uid: string
  readonly conversation: string
  readonly here: boolean
  readonly className: string
  readonly children: ReactNode
}

/** A way to another message: a button where the list around it goes there (`data-goto`), else a link. */
function Way({ uid, conversation, here, className, children }: WayProps) {
  if (!here)
    return (
      <Link className={className} to={conversationLink(conversation, uid)}>
        {children}
      </Link>
    )
  return (
    <button type="button" className={className} data-goto={uid}>
      {children}
    </button>
  )
}
