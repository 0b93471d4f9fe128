import type { StoredMessage } from '../../../src/wire/messages.ts'
import { Badge } from '../../handle-name.tsx'
import { whenOf } from '../../message-time.ts'
import { splitHandle, visibleText } from '../../ui/visible-text.ts'

/** Messages before or after a hit in its conversation, greyed: they are no hits. */
export function BesideHit({
  messages,
  zone,
}: {
  readonly messages: readonly StoredMessage[]
  readonly zone: string
}) {
  return messages.map((message) => (
    <p key={message.uid} className="beside-hit">
      <span className="time">{whenOf(message, zone)}</span>
      <Badge handle={message.from} side={0} />
      <span className="beside-words">
        <bdi>{visibleText(splitHandle(message.from).address)}</bdi>:{' '}
        {message.body === '' ? `(${message.kind}, no words)` : visibleText(message.body)}
      </span>
    </p>
  ))
}
