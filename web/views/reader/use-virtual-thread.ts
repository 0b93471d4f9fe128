import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Reading } from '../../reading-asks.ts'
import { originAround } from './thread-pages.ts'
import { useThread } from './use-thread.ts'
import { isNearEdge, type Window, windowAround } from './window.ts'

/** The message to go to, in the middle or at the top; gone to again whenever it is another object. */
export interface Target {
  readonly index: number
  readonly centred: boolean
}

interface Rows {
  readonly reading: Reading
  readonly total: number
  readonly target: Target
}

/** The part of the conversation the list holds, and where the pages it is fetched in begin. */
interface Held extends Window {
  readonly origin: number
}

const rowEstimate = 30

/** The rows of a conversation that are in sight, kept at the target until the reader scrolls. */
export function useVirtualThread({ reading, total, target }: Rows) {
  const [held, setHeld] = useHeld(target, total)
  // Rows come in and are measured after the first jump: until the reader scrolls, the target is kept in its place.
  const pinned = useRef<{ readonly index: number; readonly align: 'center' | 'start' } | null>(null)
  const { scroller, virtual } = useRows(held, target)
  const rows = virtual.getVirtualItems()
  const first = held.base + (rows[0]?.index ?? 0)
  const last = held.base + (rows.at(-1)?.index ?? 0)
  const messageAt = useThread(reading, { first: first - 1, last, origin: held.origin })
  const height = virtual.getTotalSize()
  const inSight = virtual.scrollRect?.height ?? 0
  const above = virtual.scrollOffset ?? 0
  const top = held.base + (rows.find((row) => row.end > above)?.index ?? 0)
  const bottom = held.base + (rows.findLast((row) => row.start < above + inSight)?.index ?? 0)

  useLayoutEffect(() => {
    pinned.current = { index: target.index, align: target.centred ? 'center' : 'start' }
  }, [target])
  useLayoutEffect(() => {
    const pin = pinned.current
    if (pin && height > 0) virtual.scrollToIndex(pin.index - held.base, { align: pin.align })
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- gone to again whenever the target is another, or what is in sight grows or shrinks
  }, [height, inSight, held, target, virtual])
  useEffect(() => {
    if (pinned.current !== null || last === first || !isNearEdge(held, first, last, total)) return
    pinned.current = { index: top, align: 'start' }
    // The pages begin where they did, so that what is in sight is not fetched again.
    setHeld({ ...windowAround(top, total), origin: held.origin })
  }, [first, last, top, total, held, setHeld])

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
    bottom,
    messageAt,
    measure: virtual.measureElement,
    unpin,
    showRow,
  } as const
}

/** What the list holds, moved to the target whenever that is another and stands outside of it. */
function useHeld(target: Target, total: number) {
  const [held, setHeld] = useState(() => heldAround(target.index, total))
  const [before, setBefore] = useState({ target, total })
  if (before.target !== target || before.total !== total) {
    setBefore({ target, total })
    const isInside = target.index >= held.base && target.index < held.base + held.count
    if (!isInside || held.base + held.count > total) setHeld(heldAround(target.index, total))
  }
  return [held, setHeld] as const
}

function heldAround(index: number, total: number): Held {
  return { ...windowAround(index, total), origin: originAround(index) }
}

/** The virtual list, which renders the target's own rows the first time; those out of sight follow once these stand. */
function useRows({ base, count }: Window, target: Target) {
  const scroller = useRef<HTMLDivElement>(null)
  const [overscan, setOverscan] = useState(2)
  useEffect(() => {
    const timer = setTimeout(() => setOverscan(12), 150)
    return () => clearTimeout(timer)
  }, [])
  // Another function would make the list measure every row of the window anew.
  const getItemKey = useCallback((i: number) => base + i, [base])
  // oxlint-disable-next-line react/incompatible-library -- the pages are built without the React compiler
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowEstimate,
    getItemKey,
    overscan,
    // Before it is laid out: about as high as the browser's window, and scrolled to the target.
    initialRect: { width: 0, height: innerHeight },
    initialOffset: () => {
      const above = target.centred ? (innerHeight - rowEstimate) / 2 : 0
      return Math.max(0, (target.index - base) * rowEstimate - above)
    },
  })
  return { scroller, virtual } as const
}
