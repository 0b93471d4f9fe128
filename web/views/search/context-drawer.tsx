import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import type { Hit, StoredMessage } from '../../../src/wire/messages.ts'
import { askMessage } from '../../asks.ts'
import { BodyWords } from '../../body-words.tsx'
import { FoundInFiles } from '../../file-words.tsx'
import { Badge, HandleName } from '../../handle-name.tsx'
import { conversationLink } from '../../links.ts'
import { MessageFiles } from '../../message-files.tsx'
import { clockOf, dayTitleOf, fullWhenOf } from '../../message-time.ts'
import { MessageMarks, SelectBox } from '../../review/message-marks.tsx'
import { sidesOf } from '../../sides.ts'
import { Translations } from '../../translation.tsx'
import { Failure, Pending } from '../../ui/states.tsx'

interface ContextDrawerProps {
  readonly uid: string
  readonly q: string
  readonly hits: readonly Hit[]
  readonly zone: string
  readonly onClose: () => void
}

/** The thread at a hit: ten messages before it and ten after, both sides. */
export function ContextDrawer({ uid, q, hits, zone, onClose }: ContextDrawerProps) {
  const detail = useQuery(askMessage(uid, 10))
  const body = useRef<HTMLDivElement>(null)
  const shown = detail.data?.message.uid
  useEffect(() => {
    if (shown === undefined) return
    const line = body.current?.querySelector<HTMLElement>('.context-line.at')
    if (line && body.current)
      body.current.scrollTop = line.offsetTop - body.current.clientHeight / 2 + line.offsetHeight / 2
  }, [shown])
  return (
    <aside className="drawer" aria-label="The conversation at this hit">
      <header className="drawer-head">
        <h2>In conversation</h2>
        {detail.data && (
          <Link
            className="button small"
            to={conversationLink(detail.data.message.conversation, detail.data.message.uid, q)}
          >
            Open in the reader
          </Link>
        )}
        <button
          type="button"
          className="button plain small icon-only"
          aria-label="Close"
          title="Close (Esc)"
          onClick={onClose}
        >
          <IconX size={16} stroke={1.5} aria-hidden="true" />
        </button>
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- keys scroll it */}
      <div className="drawer-body" ref={body} tabIndex={0}>
        {detail.isPending && <Pending label="Reading the conversation" rows={12} />}
        {detail.isError && <Failure error={detail.error} onRetry={() => void detail.refetch()} />}
        {detail.data && (
          <Lines
            messages={[...detail.data.before, detail.data.message, ...detail.data.after]}
            at={detail.data.message.uid}
            hits={hits}
            zone={zone}
          />
        )}
      </div>
    </aside>
  )
}

interface LinesProps {
  readonly messages: readonly StoredMessage[]
  readonly at: string
  readonly hits: readonly Hit[]
  readonly zone: string
}

function Lines({ messages, at, hits, zone }: LinesProps) {
  const sides = sidesOf(messages.flatMap(({ from, to }) => [from, ...to]))
  const marks = new Map(hits.map((hit) => [hit.uid, hit.highlights]))
  return messages.map((message, i) => {
    const before = messages[i - 1]
    const newDay = before === undefined || dayTitleOf(before, zone) !== dayTitleOf(message, zone)
    return (
      <div key={message.uid}>
        {newDay && <p className="context-day meta">{dayTitleOf(message, zone)}</p>}
        <article className={message.uid === at ? 'context-line at' : 'context-line'}>
          <span className="time meta" title={fullWhenOf(message, zone)}>
            {clockOf(message, zone)}
          </span>
          <Badge handle={message.from} side={sides.get(message.from) ?? 0} />
          <div>
            {(newDay || before?.from !== message.from) && (
              <div className="meta">
                <HandleName handle={message.from} />
              </div>
            )}
            <BodyWords message={message} ranges={marks.get(message.uid) ?? []} />
            <Translations message={message} />
            <FoundInFiles
              words={hits.find(({ uid }) => uid === message.uid)?.fileWords ?? []}
              files={message.files}
            />
            <MessageFiles files={message.files} />
            <MessageMarks review={message.review} /> <SelectBox message={message} />
          </div>
        </article>
      </div>
    )
  })
}
