import { Link } from 'react-router'
import type { HandleDetail } from '../../../src/wire/handles.ts'
import { BarCell } from '../../bar-cell.tsx'
import { ConversationName } from '../../handle-name.tsx'
import { conversationLink, searchLink } from '../../links.ts'
import { renderSpan } from '../../message-time.ts'
import { excluding, fieldTerm } from '../../query-text.ts'
import { renderCount } from '../../ui/figures.ts'

interface PartnersProps {
  readonly handle: string
  readonly conversations: HandleDetail['conversations']
  readonly zone: string
}

/** Whom the handle wrote with, most messages first; every figure leads to the messages it counts. */
export function Partners({ handle, conversations, zone }: PartnersProps) {
  const most = Math.max(1, ...conversations.flatMap(({ sent, received }) => [sent, received]))
  return (
    <section className="section" id="partners" aria-labelledby="partners-title">
      <h2 id="partners-title">Conversations</h2>
      <div className="scroll-x">
        <table className="table">
          <thead>
            <tr>
              {['With', 'Sent', 'Received', 'All', 'First and last'].map((word, i) => (
                <th key={word} scope="col" className={i === 4 ? 'wide-cell' : i > 0 ? 'number' : undefined}>
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {conversations.map(({ id, title, participants, messages, sent, received, firstAt, lastAt }) => {
              const others = participants.filter((participant) => participant !== handle)
              const inside = fieldTerm('in', id)
              const from = fieldTerm('from', handle)
              return (
                <tr key={id}>
                  <td>
                    <Link className="handle-link" to={conversationLink(id)}>
                      <ConversationName
                        title={title}
                        participants={others.length === 0 ? participants : others}
                      />
                    </Link>
                  </td>
                  <BarCell value={sent} most={most} to={searchLink(`${inside} ${from}`)} />
                  <BarCell value={received} most={most} to={searchLink(`${inside} ${excluding(from)}`)} />
                  <td className="number">
                    <Link to={conversationLink(id)}>{renderCount(messages)}</Link>
                  </td>
                  <td className="meta time wide-cell">{renderSpan(firstAt, lastAt, zone)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </section>
  )
}
