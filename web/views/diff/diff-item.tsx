import { Link } from 'react-router'
import type { DropDiff } from '../../../src/wire/coverage.ts'
import type { StoredMessage } from '../../../src/wire/messages.ts'
import type { Drops } from '../../asks.ts'
import { FromTo } from '../../handle-name.tsx'
import { conversationLink } from '../../links.ts'
import { fullWhenOf, whenOf } from '../../message-time.ts'
import { Translations } from '../../translation.tsx'
import { Evidence } from '../../ui/evidence.tsx'
import { renderCount } from '../../ui/figures.ts'
import { Reworded } from '../../ui/reworded.tsx'
import { type Stretch, wordDiff } from '../../ui/word-diff.ts'

type Item = DropDiff['items'][number]

interface DiffItemProps {
  readonly item: Item
  readonly drops: Drops
  readonly zone: string
}

/** A difference: who, to whom and when, then what stands in the earlier hand-over and what in the later. */
export function DiffItem({ item, drops, zone }: DiffItemProps) {
  const { change, before, after } = item
  const message = before ?? after
  if (message === null) return null
  const stretches = before && after && wordDiff(before.body, after.body)
  return (
    <li className="diff-item">
      <div className="diff-item-head">
        <strong className="diff-kind">{change}</strong>
        <FromTo from={message.from} to={message.to} room="room" />
      </div>
      <div className="diff-sides">
        <Side
          word="Before"
          drop={drops.before}
          message={before}
          zone={zone}
          stretches={stretches}
          side="before"
        />
        <Side
          word="After"
          drop={drops.after}
          message={after}
          zone={zone}
          stretches={stretches}
          side="after"
        />
      </div>
    </li>
  )
}

interface SideProps {
  readonly word: string
  /** Reference of the hand-over. */
  readonly drop: string
  readonly message: StoredMessage | null
  readonly zone: string
  /** What is the same and what is not; null where there is nothing to compare with. */
  readonly stretches: readonly Stretch[] | null
  readonly side: 'before' | 'after'
}

function Side({ word, drop, message, zone, stretches, side }: SideProps) {
  if (message === null)
    return (
      <div className="diff-side absent">
        <span className="meta">
          {word}: not in <code>{drop}</code>
        </span>
      </div>
    )
  return (
    <div className="diff-side">
      <div className="meta diff-side-head">
        <span>
          {word} in <code>{drop}</code>
        </span>
        <Link
          className="time"
          to={conversationLink(message.conversation, message.uid)}
          title={fullWhenOf(message, zone)}
        >
          {whenOf(message, zone)}
        </Link>
        {message.exhibit === drop ? (
          <span className="number" title={message.entry}>
            at byte {renderCount(message.offset)}
          </span>
        ) : (
          <span title="Words and time are those of the copy the message is known by">
            known by its copy in <code>{message.exhibit}</code>
          </span>
        )}
      </div>
      {message.body === '' ? (
        <span className="meta">({message.kind}, no words)</span>
      ) : stretches === null ? (
        <Evidence text={message.body} />
      ) : (
        <Reworded stretches={stretches} side={side} />
      )}
      <Translations message={message} />
    </div>
  )
}
