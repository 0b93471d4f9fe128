import { type MouseEvent, useEffect, useRef } from 'react'
import type { Hit } from '../../../src/wire/messages.ts'
import type { ReadMessage } from '../../../src/wire/reading.ts'
import { isOnControl, useKeys } from '../../keys.ts'
import type { Reading } from '../../reading-asks.ts'
import { selectAlso, setCurrent, toggleSelected } from '../../review/selection.ts'
import { useReadMarks } from '../../review/use-read-marks.ts'
import { MessageRow, type Sides } from './message-row.tsx'
import type { Silence } from './silences.ts'
import type { InSight } from './use-followed-place.ts'
import { type Target, useVirtualThread } from './use-virtual-thread.ts'

interface StreamProps {
  readonly reading: Reading
  readonly total: number
  readonly target: Target
  readonly uid: string | null
  readonly zone: string
  readonly sides: Sides
  readonly hitsByUid: ReadonlyMap<string, Hit>
  readonly silences: ReadonlyMap<string, Silence>
  /** Whether rows say of which conversation they are. */
  readonly several: boolean
  readonly onSight: (inSight: InSight) => void
  readonly onChoose: (message: ReadMessage) => void
  readonly onGo: (uid: string) => void
  /** Opens what is known of the chosen message, at its copies where they were asked for. */
  readonly onOpen: (at?: 'copies') => void
}

/** The messages in order of time, of which only those in sight stand in the document; j and k choose, Enter opens. */
export function Stream(props: StreamProps) {
  const { reading, total, target, uid, zone, onSight, onChoose, onOpen, onGo, ...look } = props
  const { scroller, rows, base, height, measure, messageAt, top, bottom, unpin, showRow } = useVirtualThread({
    reading,
    total,
    target,
  })
  const topMessage = messageAt(top)
  useReadMarks(scroller)
  const chosen = rows.map(({ index }) => messageAt(base + index)).find((message) => message?.uid === uid)
  useEffect(() => setCurrent(chosen ?? null), [chosen])
  const lastAt = messageAt(bottom)?.sentAt
  useEffect(() => {
    if (topMessage)
      onSight({ uid: topMessage.uid, from: topMessage.sentAt, until: lastAt ?? topMessage.sentAt })
  }, [topMessage, lastAt, onSight])

  const choose = useCursor({ target, total, top, uid, messageAt, onChoose, onOpen, showRow })
  const chooseAt = (event: MouseEvent) => {
    const other = otherOf(event)
    if (other !== null) return onGo(other)
    const row = rowOf(event)
    if (row === null || getSelection()?.isCollapsed === false) return
    choose(base + row)
    onOpen(isIn(event, '.copies-mark') ? 'copies' : undefined)
  }
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- a row's time is a button that does the same
    <div ref={scroller} className="stream" {...regionOf(unpin)} onClick={chooseAt}>
      <div className="stream-whole" style={{ height: height }}>
        <div className="stream-rows" style={{ transform: `translateY(${rows[0]?.start ?? 0}px)` }}>
          {rows.map((row) => {
            const index = base + row.index
            return (
              <div key={row.key} data-index={row.index} ref={measure}>
                <StreamRow
                  message={messageAt(index)}
                  before={index === 0 ? null : messageAt(index - 1)}
                  zone={zone}
                  uid={uid}
                  at={index + 1}
                  of={total}
                  isFiltered={reading.filter !== ''}
                  {...look}
                />
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}

function isIn({ target }: MouseEvent, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null
}

/** The message that a link to an answered one, or to an answer, leads to. */
function otherOf({ target }: MouseEvent): string | null {
  const link = target instanceof Element ? target.closest<HTMLElement>('[data-goto]') : null
  return link?.dataset['goto'] ?? null
}

/** The row of the list that was clicked; null where none was, or a link in it. */
function rowOf({ target }: MouseEvent): number | null {
  if (target instanceof Element && target.closest('a, input')) return null
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-index]:has(.row)') : null
  return row?.dataset['index'] === undefined ? null : Number(row.dataset['index'])
}

/** A scrolling region must be reachable by keyboard, and its being scrolled by hand ends the hold on the target. */
function regionOf(unpin: () => void) {
  return {
    role: 'feed',
    'aria-label': 'Messages',
    tabIndex: 0,
    onWheel: unpin,
    onTouchMove: unpin,
    onPointerDown: unpin,
    onKeyDown: unpin,
  } as const
}

interface Cursor extends Pick<StreamProps, 'target' | 'total' | 'uid' | 'onChoose' | 'onOpen'> {
  readonly top: number
  readonly messageAt: (index: number) => ReadMessage | undefined
  readonly showRow: (index: number) => void
}

/** Keeps the place j and k step from, and returns the way to choose a row. */
function useCursor({ target, total, top, uid, messageAt, onChoose, onOpen, showRow }: Cursor) {
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
    const further = { J: 1, K: -1, ArrowDown: 1, ArrowUp: -1 }[key]
    if (further !== undefined && event.shiftKey && uid !== null) {
      event.preventDefault()
      const next = Math.min(total - 1, Math.max(0, cursor.current + further))
      selectAlso(messageAt(cursor.current), messageAt(next))
      showRow(next)
      choose(next)
    } else if (key === 'x' && uid !== null) {
      const message = messageAt(cursor.current)
      if (message) toggleSelected(message)
      event.preventDefault()
    } else if (step !== undefined) {
      const next = Math.min(total - 1, Math.max(0, uid === null ? top : cursor.current + step))
      showRow(next)
      choose(next)
    } else if (key === 'Enter' && uid !== null && !isOnControl(event)) onOpen()
  })
  return choose
}

/** What of a message matches; of a stream itself only its words are marked, because all of it matches. */
function marksOf({ match }: ReadMessage, isFiltered: boolean): NonNullable<ReadMessage['match']> | undefined {
  const isMarked =
    match !== null &&
    (isFiltered || match.highlights.length + match.earlierWords.length + match.fileWords.length > 0)
  return isMarked ? match : undefined
}

interface StreamRowProps
  extends Pick<StreamProps, 'zone' | 'uid' | 'sides' | 'hitsByUid' | 'silences' | 'several'> {
  readonly message: ReadMessage | undefined
  readonly before: ReadMessage | null | undefined
  readonly at: number
  readonly of: number
  readonly isFiltered: boolean
}

function StreamRow({ message, uid, hitsByUid, isFiltered, ...rest }: StreamRowProps) {
  if (!message) return <div className="row-pending" aria-hidden="true" />
  return (
    <MessageRow
      message={message}
      hit={hitsByUid.get(message.uid) ?? marksOf(message, isFiltered)}
      faded={isFiltered && message.match === null}
      chosen={message.uid === uid}
      beside
      {...rest}
    />
  )
}
