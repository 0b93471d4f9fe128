import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { renderDay } from '../../case-time.ts'
import { binDays, type DayFigure, ticksOf } from '../../ui/day-bins.ts'
import { renderAmount } from '../../ui/figures.ts'

interface DayRailProps {
  readonly days: readonly DayFigure[]
  readonly hitDays: ReadonlySet<string>
  /** The day in sight. */
  readonly at: string | null
  readonly onChoose: (day: string) => void
}

/** Density of the conversation by day, top to bottom, with the days of hits marked. The field "Jump to" does the same without a pointer. */
export function DayRail({ days, hitDays, at, onChoose }: DayRailProps) {
  const box = useRef<HTMLDivElement>(null)
  const [height, setHeight] = useState(0)
  useLayoutEffect(() => {
    if (box.current === null) return
    const observer = new ResizeObserver(([entry]) => entry && setHeight(Math.floor(entry.contentRect.height)))
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  const bins = useMemo(() => binDays(days, Math.max(1, Math.floor(height / 3))), [days, height])
  const [over, setOver] = useState<number | null>(null)
  const most = Math.max(1, ...bins.map((bin) => bin.messages))
  const step = bins.length === 0 ? 0 : Math.min(24, height / bins.length)
  const here = at === null ? -1 : bins.findIndex((bin) => bin.from <= at && at <= bin.until)
  const pointed = over === null ? undefined : bins[over]
  const ticks = ticksOf(bins)
  const every = Math.max(1, Math.ceil((ticks.length * 28) / Math.max(1, height)))
  const binAt = (event: React.PointerEvent | React.MouseEvent) =>
    Math.min(
      bins.length - 1,
      Math.max(0, Math.floor((event.clientY - (box.current?.getBoundingClientRect().top ?? 0)) / step)),
    )
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
      <svg width={64} height={height}>
        {here >= 0 && (
          <rect className="day-rail-here" x={0} y={here * step} width={64} height={Math.max(3, step)} />
        )}
        {bins.map((bin, i) => (
          <rect
            key={bin.from}
            className={i === over ? 'day-rail-bar over' : 'day-rail-bar'}
            x={0}
            y={i * step + 0.5}
            width={bin.messages === 0 ? 0 : 2 + (bin.messages / most) * 46}
            height={Math.max(1, step - 1)}
          />
        ))}
        {bins.map(
          (bin, i) =>
            [...hitDays].some((day) => bin.from <= day && day <= bin.until) && (
              <rect
                key={bin.from}
                className="day-rail-hit"
                x={56}
                y={i * step}
                width={8}
                height={Math.max(2, step - 1)}
              />
            ),
        )}
        {ticks.map(({ bin, label }, i) =>
          i % every === 0 ? (
            <text key={label} x={4} y={bin * step + 10}>
              {label}
            </text>
          ) : null,
        )}
      </svg>
    </div>
  )
}
