import { useMemo, useState } from 'react'
import { binDays, type DayBin, type DayFigure, type FigureUnit, monthsOf, ticksOf } from './day-bins.ts'
import { renderAmount, renderCount } from './figures.ts'
import { useWidth } from './use-width.ts'

interface HistogramProps {
  readonly days: readonly DayFigure[]
  /** What each of `days` counts from its day on. */
  readonly unit?: FigureUnit
  readonly height: number
  /** What the bars count, for the screen reader. */
  readonly label: string
  readonly renderDay: (day: string) => string
  readonly onChoose: (from: string, until: string) => void
}

/** Messages by day, full width: a bar a day (or a few days), read out under the pointer or the arrow keys, chosen by click, drag or Enter. */
export function Histogram({ days, unit = 'day', height, label, renderDay, onChoose }: HistogramProps) {
  const [box, width] = useWidth<HTMLDivElement>()
  const bins = useMemo(() => binDays(days, Math.max(1, Math.floor(width / 3)), unit), [days, unit, width])
  const { low, high, hand } = useBrush(bins, onChoose)
  return (
    <div className="histogram">
      <p className="histogram-read-out meta" aria-live="polite">
        {readOut(bins, low, high, renderDay)}
      </p>
      <div
        ref={box}
        className="histogram-plot"
        aria-label={`${label}. Arrow keys read the bars out, Enter searches the day, with Shift a range.`}
        style={{ height }}
        {...hand}
      >
        {width > 0 && <Bars bins={bins} width={width} height={height} low={low} high={high} />}
      </div>
      <Twin days={days} />
    </div>
  )
}

/** The bar under the pointer or the arrow keys, the bars dragged over, and the events that move them. */
function useBrush(bins: readonly DayBin[], onChoose: HistogramProps['onChoose']) {
  const [at, setAt] = useState<number | null>(null)
  const [drag, setDrag] = useState<number | null>(null)
  const low = at === null ? null : Math.min(at, drag ?? at)
  const high = at === null ? null : Math.max(at, drag ?? at)
  const choose = () => {
    const [from, until] = [bins[low ?? -1], bins[high ?? -1]]
    if (from && until) onChoose(from.from, until.until)
    setDrag(null)
  }
  const binAt = (event: React.PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    return Math.min(bins.length - 1, Math.max(0, Math.floor(((event.clientX - left) / width) * bins.length)))
  }
  const hand = {
    role: 'application',
    tabIndex: 0,
    onPointerMove: (event: React.PointerEvent<HTMLElement>) => setAt(binAt(event)),
    onPointerLeave: () => drag === null && setAt(null),
    onPointerDown: (event: React.PointerEvent<HTMLElement>) => {
      if (event.pointerType !== 'touch') event.currentTarget.setPointerCapture(event.pointerId)
      setAt(binAt(event))
      setDrag(binAt(event))
    },
    onPointerUp: choose,
    onPointerCancel: () => setDrag(null),
    onBlur: () => setAt(null),
    onKeyDown: (event: React.KeyboardEvent) => {
      const step = stepOf(event.key, bins.length)
      if (step !== undefined) {
        event.preventDefault()
        setDrag(event.shiftKey ? (drag ?? at ?? 0) : null)
        setAt(Math.min(bins.length - 1, Math.max(0, (at ?? (step > 0 ? -1 : bins.length)) + step)))
      } else if (event.key === 'Enter' && at !== null) choose()
    },
  }
  return { low, high, hand } as const
}

function stepOf(key: string, all: number): number | undefined {
  return { ArrowLeft: -1, ArrowRight: 1, PageUp: -30, PageDown: 30, Home: -all, End: all }[key]
}

function readOut(
  bins: readonly DayBin[],
  low: number | null,
  high: number | null,
  renderDay: (day: string) => string,
): string {
  const [from, until] = [bins[low ?? 0], bins[high ?? bins.length - 1]]
  if (!from || !until) return ''
  const messages = bins
    .slice(low ?? 0, (high ?? bins.length - 1) + 1)
    .reduce((sum, bin) => sum + bin.messages, 0)
  const span =
    from.from === until.until ? renderDay(from.from) : `${renderDay(from.from)} – ${renderDay(until.until)}`
  return `${span} · ${renderAmount(messages, 'message')}`
}

interface BarsProps {
  readonly bins: readonly DayBin[]
  readonly width: number
  readonly height: number
  readonly low: number | null
  readonly high: number | null
}

function Bars({ bins, width, height, low, high }: BarsProps) {
  const [head, foot] = [16, 16]
  const most = Math.max(1, ...bins.map((bin) => bin.messages))
  const step = width / bins.length
  const bar = Math.min(24, Math.max(1, step - (step > 3 ? 1 : 0)))
  const ticks = ticksFrom(bins, step)
  const every = Math.max(1, Math.ceil((ticks.length * 64) / width))
  return (
    <svg width={width} height={height} aria-hidden="true">
      {low !== null && high !== null && (
        <rect
          className="histogram-brush"
          x={low * step}
          width={Math.max(1, (high - low + 1) * step)}
          height={height - foot}
        />
      )}
      <line className="histogram-rule" x1={0} x2={width} y1={head + 0.5} y2={head + 0.5} />
      <line className="histogram-base" x1={0} x2={width} y1={height - foot + 0.5} y2={height - foot + 0.5} />
      {ticks.map(({ bin, label }, i) =>
        i % every === 0 && bin * step < width - 48 ? (
          <g key={label}>
            <line
              className="histogram-base"
              x1={bin * step}
              x2={bin * step}
              y1={height - foot}
              y2={height - foot + 4}
            />
            <text className="histogram-tick" x={bin * step + 3} y={height - 3}>
              {label}
            </text>
          </g>
        ) : null,
      )}
      {bins.map((bin, i) => {
        const tall = bin.messages === 0 ? 0 : Math.max(1, (bin.messages / most) * (height - head - foot))
        const chosen = low !== null && high !== null && i >= low && i <= high
        return (
          <rect
            key={bin.from}
            className={chosen ? 'histogram-bar chosen' : 'histogram-bar'}
            x={i * step + (step - bar) / 2}
            y={height - foot - tall}
            width={bar}
            height={tall}
          />
        )
      })}
      <text className="histogram-tick" x={0} y={12}>
        {renderCount(most)}
      </text>
    </svg>
  )
}

/** The changes of month or year, and the first bar's where there is room before the first change. */
function ticksFrom(bins: readonly DayBin[], step: number) {
  const [start] = bins
  const changes = ticksOf(bins)
  const near = (changes[0]?.bin ?? bins.length) * step < 64
  return start && !near
    ? [{ bin: 0, label: start.from.slice(0, changes[0]?.label.length ?? 7) }, ...changes]
    : changes
}

function Twin({ days }: { readonly days: readonly DayFigure[] }) {
  return (
    <table className="visually-hidden">
      <caption>Messages by month</caption>
      <tbody>
        {monthsOf(days).map(({ month, messages }) => (
          <tr key={month}>
            <th scope="row">{month}</th>
            <td>{renderCount(messages)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
