import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useThread } from './use-thread.ts'
import { isNearEdge, windowAround } from './window.ts'

/** The message to go to, in the middle or at the top; gone to again whenever it is another object. */
export interface Target {
  readonly index: number
  readonly centred: boolean
}

interface Thread {
  readonly id: string
  readonly total: number
  readonly target: Target
}

const rowEstimate = 30

/** The rows of a conversation that are in sight, kept at the target until the reader scrolls. */
export function useVirtualThread({ id, total, target }: Thread) {
  const scroller = useRef<HTMLDivElement>(null)
  const [held, setHeld] = useState(() => windowAround(target.index, total))
  // Rows come in and are measured after the first jump: until the reader scrolls, the target is kept in its place.
  const pinned = useRef<{ readonly index: number; readonly align: 'center' | 'start' } | null>(null)
  // oxlint-disable-next-line react/incompatible-library -- the pages are built without the React compiler
  const virtual = useVirtualizer({
    count: held.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowEstimate,
    getItemKey: (i) => held.base + i,
    overscan: 12,
  })
  const rows = virtual.getVirtualItems()
  const first = held.base + (rows[0]?.index ?? 0)
  const last = held.base + (rows.at(-1)?.index ?? 0)
  const messageAt = useThread(id, Math.max(0, first - 1), last)
  const height = virtual.getTotalSize()
  const top = held.base + (rows.find((row) => row.end > (virtual.scrollOffset ?? 0))?.index ?? 0)

  useLayoutEffect(() => {
    setHeld((before) => {
      const inside = target.index >= before.base && target.index < before.base + before.count
      return inside && before.base + before.count <= total ? before : windowAround(target.index, total)
    })
    pinned.current = { index: target.index, align: target.centred ? 'center' : 'start' }
  }, [target, total])
  useLayoutEffect(() => {
    const pin = pinned.current
    if (pin && height > 0) virtual.scrollToIndex(pin.index - held.base, { align: pin.align })
  }, [height, held, target, virtual])
  useEffect(() => {
    if (pinned.current !== null || last === first || !isNearEdge(held, first, last, total)) return
    pinned.current = { index: top, align: 'start' }
    setHeld(windowAround(top, total))
  }, [first, last, top, total, held])

  const unpin = () => {
    pinned.current = null
  }
  const showRow = (index: number) => {
    unpin()
    virtual.scrollToIndex(index - held.base, { align: 'auto' })
  }
  return {
    scroller,
    base: held.base,
    rows,
    height,
    top,
    messageAt,
    measure: virtual.measureElement,
    unpin,
    showRow,
  } as const
}
