import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { StoredMessage } from '../../../src/wire/messages.ts'
import { dayOf } from '../../case-time.ts'
import { isOnControl, useKeys } from '../../keys.ts'
import type { Range } from '../../ui/highlight.ts'
import { MessageRow } from './message-row.tsx'
import { useThread } from './use-thread.ts'
import { isNearEdge, windowAround } from './window.ts'

interface StreamProps {
  readonly id: string
  readonly total: number
  /** The message to go to; gone to again whenever the key changes. */
  readonly target: { readonly index: number; readonly key: string }
  readonly centred: boolean
  readonly uid: string | null
  readonly zone: string
  readonly sides: ReadonlyMap<string, number>
  readonly marks: ReadonlyMap<string, readonly Range[]>
  readonly onDay: (day: string) => void
  readonly onChoose: (message: StoredMessage) => void
  readonly onOpen: () => void
}

const rowEstimate = 30

/** The messages in order of time, of which only those in sight stand in the document. */
export function Stream({
  id,
  total,
  target,
  centred,
  uid,
  zone,
  sides,
  marks,
  onDay,
  onChoose,
  onOpen,
}: StreamProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [window, setWindow] = useState(() => windowAround(target.index, total))
  // Rows come in and are measured after the first jump: until the reader scrolls, the target is kept in its place.
  const pinned = useRef<{ readonly index: number; readonly align: 'center' | 'start' } | null>(null)
  const virtual = useVirtualizer({
    count: window.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowEstimate,
    getItemKey: (i) => window.base + i,
    overscan: 12,
  })
  const rows = virtual.getVirtualItems()
  const first = window.base + (rows[0]?.index ?? 0)
  const last = window.base + (rows.at(-1)?.index ?? 0)
  const messageAt = useThread(id, Math.max(0, first - 1), last)
  const height = virtual.getTotalSize()
  const top = window.base + (rows.find((row) => row.end > (virtual.scrollOffset ?? 0))?.index ?? 0)
  const topMessage = messageAt(top)

  useLayoutEffect(() => {
    setWindow((held) =>
      target.index >= held.base &&
      target.index < held.base + held.count &&
      held.count >= Math.min(total, 20_000)
        ? held
        : windowAround(target.index, total),
    )
    pinned.current = { index: target.index, align: centred ? 'center' : 'start' }
  }, [target, centred, total])
  useLayoutEffect(() => {
    const pin = pinned.current
    if (pin) virtual.scrollToIndex(pin.index - window.base, { align: pin.align })
  }, [height, window, target, virtual])
  useEffect(() => {
    if (pinned.current !== null || rows.length === 0 || !isNearEdge(window, first, last, total)) return
    pinned.current = { index: top, align: 'start' }
    setWindow(windowAround(top, total))
  }, [first, last, rows.length, top, total, window])
  useEffect(() => {
    if (topMessage) onDay(dayOf(topMessage.sentAt, zone))
  }, [topMessage, zone, onDay])

  const cursor = useRef(target.index)
  useEffect(() => {
    cursor.current = target.index
  }, [target])
  const choose = (index: number) => {
    const message = messageAt(index)
    cursor.current = index
    if (message) onChoose(message)
  }
  useKeys((key, event) => {
    const step = { j: 1, k: -1 }[key]
    if (step !== undefined) {
      pinned.current = null
      const next = Math.min(total - 1, Math.max(0, uid === null ? top : cursor.current + step))
      virtual.scrollToIndex(next - window.base, { align: 'auto' })
      choose(next)
    } else if (key === 'Enter' && uid !== null && !isOnControl(event)) onOpen()
  })
  const unpin = () => {
    pinned.current = null
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div
      ref={scroller}
      className="stream"
      role="feed"
      aria-label="Messages"
      tabIndex={0}
      onWheel={unpin}
      onTouchMove={unpin}
      onPointerDown={unpin}
      onKeyDown={unpin}
    >
      <div style={{ height, position: 'relative' }}>
        <div
          style={{
            position: 'absolute',
            insetInline: 0,
            top: 0,
            transform: `translateY(${rows[0]?.start ?? 0}px)`,
          }}
        >
          {rows.map((row) => {
            const index = window.base + row.index
            const message = messageAt(index)
            return (
              <div key={row.key} data-index={row.index} ref={virtual.measureElement}>
                {message ? (
                  <MessageRow
                    message={message}
                    before={index === 0 ? null : messageAt(index - 1)}
                    zone={zone}
                    sides={sides}
                    ranges={marks.get(message.uid)}
                    chosen={message.uid === uid}
                    place={{ at: index + 1, of: total }}
                    onChoose={() => {
                      choose(index)
                      onOpen()
                    }}
                  />
                ) : (
                  <div className="row-pending" aria-hidden="true" />
                )}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}
