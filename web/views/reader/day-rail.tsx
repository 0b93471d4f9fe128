import { useDeferredValue, useMemo, useState } from 'react'
import { renderDay } from '../../case-time.ts'
import { binDays, type DayBin, type DayFigure, ticksOf } from '../../ui/day-bins.ts'
import { renderAmount } from '../../ui/figures.ts'
import { useHeight } from '../../ui/use-height.ts'

interface DayRailProps {
  readonly days: readonly DayFigure[]
  readonly hitDays: ReadonlySet<string>
  /** The day in sight. */
  readonly at: string | null
  readonly onChoose: (day: string) => void
}

const narrowest = 3
const widest = 20

/** Density of the conversation by day, top to bottom, with the days of hits marked. The field "Jump to" does the same without a pointer. */
export function DayRail({ days, hitDays, at, onChoose }: DayRailProps) {
  const [box, laidOut] = useHeight<HTMLDivElement>()
  // Thousands of days are binned and drawn once the messages stand.
  const height = useDeferredValue(laidOut)
  const bins = useMemo(
    () => (height === 0 ? [] : binDays(days, Math.max(1, Math.floor(height / narrowest)))),
    [days, height],
  )
  const [over, setOver] = useState<number | null>(null)
  const step = bins.length === 0 ? 0 : Math.min(widest, height / bins.length)
  const pointed = over === null ? undefined : bins[over]
  const binAt = (event: React.MouseEvent) => {
    const top = box.current?.getBoundingClientRect().top ?? 0
    return Math.min(bins.length - 1, Math.max(0, Math.floor((event.clientY - top) / step)))
  }
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- a pointer's shortcut to the field "Jump to"
    <div
      ref={box}
      className="day-rail"
      aria-hidden="true"
      title={pointed && `${renderDay(pointed.from)} · ${renderAmount(pointed.messages, 'message')}`}
      onPointerMove={(event) => setOver(binAt(event))}
      onPointerLeave={() => setOver(null)}
      onClick={(event) => {
        const bin = bins[binAt(event)]
        if (bin) onChoose(days.find(({ day }) => day >= bin.from)?.day ?? bin.from)
      }}
    >
      {height > 0 && (
        <RailDrawing bins={bins} height={height} step={step} over={over} at={at} hitDays={hitDays} />
      )}
    </div>
  )
}

interface RailDrawingProps extends Pick<DayRailProps, 'at' | 'hitDays'> {
  readonly bins: readonly DayBin[]
  readonly height: number
  readonly step: number
  readonly over: number | null
}

function RailDrawing({ bins, height, step, over, at, hitDays }: RailDrawingProps) {
  const most = Math.max(1, ...bins.map((bin) => bin.messages))
  const here = at === null ? -1 : bins.findIndex((bin) => bin.from <= at && at <= bin.until)
  const ticks = ticksOf(bins)
  const every = Math.max(1, Math.ceil((ticks.length * 28) / height))
  const thick = Math.max(1, Math.min(6, step - 1))
  const hits = [...hitDays]
  return (
    <svg width={64} height={height}>
      {here >= 0 && (
        <rect className="day-rail-here" y={here * step} width={64} height={Math.max(narrowest, step)} />
      )}
      {bins.map((bin, i) => (
        <g key={bin.from}>
          <rect
            className={i === over ? 'day-rail-bar over' : 'day-rail-bar'}
            x={4}
            y={i * step + (step - thick) / 2}
            width={bin.messages === 0 ? 0 : 2 + (bin.messages / most) * 42}
            height={thick}
          />
          {hits.some((day) => bin.from <= day && day <= bin.until) && (
            <rect
              className="day-rail-hit"
              x={54}
              y={i * step + (step - thick) / 2}
              width={6}
              height={thick}
            />
          )}
        </g>
      ))}
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
