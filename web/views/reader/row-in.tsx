import { Link } from 'react-router'
import type { ReadMessage } from '../../../src/wire/reading.ts'
import { ConversationName } from '../../handle-name.tsx'
import { conversationLink } from '../../links.ts'

/** Of which conversation and network a message is, where it stands among those of others; leads to its place there. */
export function RowIn({ message }: { readonly message: ReadMessage }) {
  const { conversation, conversationTitle, from, to, network, uid } = message
  const isNamed = conversationTitle !== null || to.length > 0
  return (
    <span className="row-in meta">
      in{' '}
      <Link to={conversationLink(conversation, uid)}>
        {isNamed ? (
          <ConversationName title={conversationTitle} participants={[...new Set([from, ...to])].toSorted()} />
        ) : (
          <>
            room <code>{conversation}</code>
          </>
        )}
      </Link>{' '}
      · {network}
    </span>
  )
}
