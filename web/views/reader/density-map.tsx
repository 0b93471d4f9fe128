import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react'
import type { StreamOutline } from '../../../src/wire/reading.ts'
import { dayOf, renderLocal, startOfDay } from '../../case-time.ts'
import { renderAmount } from '../../ui/figures.ts'
import { useHeight } from '../../ui/use-height.ts'
import { barsPath, beginOf, nextBin, placeOf, type Span, ticksOf } from './map-shape.ts'
import type { Silence } from './silences.ts'
import type { InSight } from './use-followed-place.ts'

interface DensityMapProps {
  /** Undefined while it is on its way. */
  readonly outline: StreamOutline | undefined
  readonly silences: ReadonlyMap<string, Silence>
  readonly at: InSight | null
  readonly zone: string
  /** Goes to an instant. */
  readonly onGo: (at: string) => void
}

const widest = 20
const dragMs = 120

/** The whole thread over time, top to bottom: how dense it is, what of it matches, days without data, and what is in sight. A click or a drag goes there, and so do the arrow keys. */
export function DensityMap({ outline, ...rest }: DensityMapProps) {
  const span = outline?.span
  if (!span) return <div className="day-rail" />
  return <Map span={span} {...rest} />
}

interface MapProps extends Omit<DensityMapProps, 'outline'> {
  readonly span: Span
}

function Map({ span, silences, at, zone, onGo }: MapProps) {
  const [box, height] = useHeight<HTMLDivElement>()
  const [over, setOver] = useState<number | null>(null)
  const step = Math.min(widest, height / span.messages.length)
  const here = at === null ? 0 : Math.min(span.messages.length - 1, Math.floor(placeOf(span, at.from)))
  const go = (bin: number) => onGo(beginOf(span, bin))
  const drag = useDrag(box, { step, bins: span.messages.length }, { onOver: setOver, onGo: go })
  const says = (bin: number) =>
    `${renderLocal(beginOf(span, bin), zone)} on, ${renderAmount(span.messages[bin] ?? 0, 'message')}${
      span.matching ? `, ${renderAmount(span.matching[bin] ?? 0, 'match', 'matches')}` : ''
    }`
  return (
    <div
      ref={box}
      className="day-rail"
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- no field of the browser draws what it slides over
      role="slider"
      tabIndex={0}
      aria-label="Place in time"
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={span.messages.length - 1}
      aria-valuenow={here}
      aria-valuetext={says(here)}
      title={over === null ? undefined : says(over)}
      onKeyDown={(event) => {
        const bin = keyedBin(event, span.messages, here)
        if (bin === null) return
        event.preventDefault()
        go(bin)
      }}
      {...drag}
    >
      {height > 0 && (
        <Drawing
          span={span}
          height={height}
          step={step}
          over={over}
          at={at}
          silences={silences}
          zone={zone}
        />
      )}
    </div>
  )
}

/** Where a key leads: the next stretch with messages, ten on, or an end. */
function keyedBin({ key }: KeyboardEvent, counts: readonly number[], here: number): number | null {
  switch (key) {
    case 'ArrowDown':
    case 'ArrowRight':
      return nextBin(counts, here, 1)
    case 'ArrowUp':
    case 'ArrowLeft':
      return nextBin(counts, here, -1)
    case 'PageDown':
      return nextBin(counts, Math.min(counts.length - 1, here + 9), 1)
    case 'PageUp':
      return nextBin(counts, Math.max(0, here - 9), -1)
    case 'Home':
      return 0
    case 'End':
      return counts.findLastIndex((n) => n > 0)
    default:
      return null
  }
}

interface Grid {
  readonly step: number
  readonly bins: number
}

interface Pointed {
  readonly onOver: (bin: number | null) => void
  readonly onGo: (bin: number) => void
}

/** A press goes there, a drag goes along with the pointer. */
function useDrag(box: React.RefObject<HTMLDivElement | null>, { step, bins }: Grid, to: Pointed) {
  const wentAt = useRef(0)
  const binAt = ({ clientY }: PointerEvent) => {
    const top = box.current?.getBoundingClientRect().top ?? 0
    return Math.min(bins - 1, Math.max(0, Math.floor((clientY - top) / step)))
  }
  return {
    onPointerDown: (event: PointerEvent) => {
      event.currentTarget.setPointerCapture(event.pointerId)
      wentAt.current = event.timeStamp
      to.onGo(binAt(event))
    },
    onPointerMove: (event: PointerEvent) => {
      const bin = binAt(event)
      to.onOver(bin)
      if (event.buttons !== 1 || event.timeStamp - wentAt.current < dragMs) return
      wentAt.current = event.timeStamp
      to.onGo(bin)
    },
    onPointerUp: (event: PointerEvent) => {
      if (event.timeStamp - wentAt.current > 0) to.onGo(binAt(event))
    },
    onPointerLeave: () => to.onOver(null),
  }
}

interface DrawingProps extends Omit<MapProps, 'onGo'> {
  readonly height: number
  readonly step: number
  readonly over: number | null
}

function Drawing({ span, height, step, over, at, silences, zone }: DrawingProps) {
  const shapes = useMemo(() => shapesOf(span, step), [span, step])
  const ticks = useMemo(() => ticksOf(span, (instant) => dayOf(instant, zone)), [span, zone])
  const every = Math.max(1, Math.ceil((ticks.length * 28) / height))
  const [top, bottom] = at === null ? [0, 0] : [placeOf(span, at.from) * step, placeOf(span, at.until) * step]
  const gaps = useMemo(() => [...silences.values()], [silences])
  return (
    <svg width={64} height={height} aria-hidden="true">
      {gaps.map(({ from, until }) => {
        const y = placeOf(span, startOfDay(from, zone)) * step
        const end = placeOf(span, startOfDay(until, zone)) * step
        return <rect key={from} className="map-gap" x={0} y={y} width={64} height={Math.max(1, end - y)} />
      })}
      <path className="day-rail-bar" d={shapes.messages} />
      <path className="map-match" d={shapes.matching} />
      <path className="day-rail-hit" d={shapes.marked} />
      {over !== null && <rect className="map-over" y={over * step} width={64} height={Math.max(1, step)} />}
      {at !== null && (
        <rect className="day-rail-here" y={top - 1} width={64} height={Math.max(3, bottom - top + 2)} />
      )}
      {ticks.map(({ bin, label }, i) =>
        i % every === 0 ? (
          <text key={label} x={4} y={bin * step + 4}>
            {label}
          </text>
        ) : null,
      )}
    </svg>
  )
}

function marksOf({ marked, matching }: Span): number[] {
  return (marked ?? matching ?? []).map((n) => (n === 0 ? 0 : 6))
}

function shapesOf(span: Span, step: number) {
  const most = span.messages.reduce((a, b) => Math.max(a, b), 1)
  const widthOf = (n: number) => (n === 0 ? 0 : 2 + (n / most) * 42)
  return {
    messages: barsPath({ x: 4, widths: span.messages.map(widthOf), step }),
    matching: barsPath({ x: 4, widths: (span.matching ?? []).map(widthOf), step }),
    marked: barsPath({ x: 54, widths: marksOf(span), step }),
  }
}
