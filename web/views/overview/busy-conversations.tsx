import { Link } from 'react-router'
import type { ConversationSummary } from '../../../src/wire/conversations.ts'
import { BarCell } from '../../bar-cell.tsx'
import { ConversationName } from '../../handle-name.tsx'
import { conversationLink, searchLink } from '../../links.ts'
import { renderSpan } from '../../message-time.ts'
import { renderCount } from '../../ui/figures.ts'

interface BusyConversationsProps {
  readonly conversations: readonly ConversationSummary[]
  readonly total: number
  readonly zone: string
}

/** The conversations with most messages. */
export function BusyConversations({ conversations, total, zone }: BusyConversationsProps) {
  const most = Math.max(1, ...conversations.map(({ messages }) => messages))
  return (
    <section className="section" id="conversations" aria-labelledby="conversations-title">
      <div className="section-head">
        <h2 id="conversations-title">Busiest conversations</h2>
        <Link className="meta" to={searchLink('')}>
          {renderCount(conversations.length)} of {renderCount(total)}
        </Link>
      </div>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Between</th>
            <th scope="col" className="wide-cell">
              First and last
            </th>
            <th scope="col" className="number">
              Messages
            </th>
          </tr>
        </thead>
        <tbody>
          {conversations.map(({ id, title, participants, messages, firstAt, lastAt }) => (
            <tr key={id}>
              <td>
                <Link className="handle-link" to={conversationLink(id)}>
                  <ConversationName title={title} participants={participants} />
                </Link>
              </td>
              <td className="meta time wide-cell">{renderSpan(firstAt, lastAt, zone)}</td>
              <BarCell value={messages} most={most} to={conversationLink(id)} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
