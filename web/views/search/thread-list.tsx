import { Link } from 'react-router'
import type { ThreadOfHits, ThreadsOfHits } from '../../../src/wire/facets.ts'
import { dayOf, renderDay } from '../../case-time.ts'
import { conversationLink } from '../../links.ts'
import { fieldTerm, withTerm } from '../../query-text.ts'
import { renderAmount } from '../../ui/figures.ts'
import { splitHandle, visibleText } from '../../ui/visible-text.ts'
import { HitList } from './hit-list.tsx'

interface ThreadListProps {
  readonly threads: ThreadsOfHits
  readonly at: number
  readonly open: string | null
  readonly q: string
  readonly zone: string
  readonly stale: boolean
  readonly onAt: (at: number) => void
  readonly onOpen: (uid: string) => void
  readonly onAsk: (q: string) => void
}

/** Conversations with hits, most hits first, with a few hits of each; the keys go through all of these. */
export function ThreadList({ threads, at, onAt, onAsk, ...hits }: ThreadListProps) {
  const starts = threads.items.map((_, i) =>
    threads.items.slice(0, i).reduce((sum, thread) => sum + thread.hits.length, 0),
  )
  return threads.items.map((thread, i) => {
    const start = starts[i] ?? 0
    return (
      <section key={thread.id} className="hit-thread">
        <ThreadHead thread={thread} q={hits.q} zone={hits.zone} onAsk={onAsk} />
        <HitList
          {...hits}
          hits={thread.hits}
          first={0}
          at={at - start}
          onAt={(within) => onAt(start + within)}
        />
      </section>
    )
  })
}

function ThreadHead({
  thread,
  q,
  zone,
  onAsk,
}: { readonly thread: ThreadOfHits } & Pick<ThreadListProps, 'q' | 'zone' | 'onAsk'>) {
  const { id, title, participants, messages, firstAt, lastAt, hits } = thread
  const name = title ?? participants.map((handle) => splitHandle(handle).address).join(' ↔ ')
  const span = [firstAt, lastAt].map((at) => (at === null ? null : renderDay(dayOf(at, zone))))
  return (
    <header className="hit-thread-head">
      <h2>
        <Link to={conversationLink(id, hits[0]?.uid, q)}>
          <bdi>{visibleText(name)}</bdi>
        </Link>
      </h2>
      <span className="number">{renderAmount(messages, 'message')}</span>
      <span className="meta">{[...new Set(span.map((day) => day ?? 'no time'))].join(' – ')}</span>
      {messages > hits.length && (
        <button
          type="button"
          className="button plain small"
          onClick={() => onAsk(withTerm(q, fieldTerm('in', id)))}
        >
          All {renderAmount(messages, 'message')}
        </button>
      )}
    </header>
  )
}
