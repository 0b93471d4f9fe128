import { useQueries } from '@tanstack/react-query'
import { useAddress } from '../../address.ts'
import { askPage, type Thread } from '../../reading-asks.ts'
import { renderCount } from '../../ui/figures.ts'
import { Pager } from '../../ui/pager.tsx'
import { Failure, Pending } from '../../ui/states.tsx'
import { MessageRow, type Sides } from './message-row.tsx'
import type { Silence } from './silences.ts'
import { pageSize } from './thread-pages.ts'

const most = 5000

interface PlainPageProps {
  readonly thread: Thread
  readonly total: number
  readonly sides: Sides
  readonly several: boolean
  readonly from: number
  readonly silences: ReadonlyMap<string, Silence>
  readonly zone: string
}

/** Up to 5,000 messages in one document, for the browser's own find, screen readers and print. */
export function PlainPage({ thread, total, from, ...look }: PlainPageProps) {
  const [, change] = useAddress()
  const start = Math.min(Math.max(0, Math.floor(from / most) * most), Math.max(0, total - 1))
  const end = Math.min(total, start + most)
  const offsets = Array.from({ length: Math.ceil((end - start) / pageSize) }, (_, i) => start + i * pageSize)
  const pages = useQueries({
    queries: offsets.map((offset) => askPage({ thread, filter: '' }, { offset, limit: pageSize })),
  })
  const failed = pages.find((page) => page.isError)
  const messages = pages.flatMap((page) => page.data?.messages ?? [])
  if (failed?.error)
    return (
      <Failure error={failed.error} onRetry={() => void Promise.all(pages.map((page) => page.refetch()))} />
    )
  if (pages.some((page) => page.isPending))
    return (
      <div className="page">
        <p className="meta">
          {renderCount(messages.length)} of {renderCount(end - start)} messages read
        </p>
        <Pending label="Reading the messages" rows={16} />
      </div>
    )
  return (
    <div className="plain-page">
      <Pager
        offset={start}
        limit={most}
        total={total}
        onTurn={(offset) => change({ plain: String(offset) })}
      />
      {messages.map((message, i) => (
        <MessageRow
          key={message.uid}
          message={message}
          before={messages[i - 1] ?? null}
          hit={undefined}
          faded={false}
          chosen={false}
          beside={false}
          at={start + i + 1}
          of={total}
          {...look}
        />
      ))}
    </div>
  )
}
