import { useState } from 'react'
import { renderAmount, renderCount } from './figures.ts'

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'))

interface HeatMapProps {
  readonly counts: readonly number[]
  readonly caption: string
  /** Told the weekday, the hour or both that were chosen, as terms of a query: `day:mon hour:22`. */
  readonly onChoose?: (term: string) => void
}

/** Counts by hour of the week, Monday 00:00 first: a table whose cells are tinted by their share of the greatest. */
export function HeatMap({ counts, caption, onChoose }: HeatMapProps) {
  const most = Math.max(1, ...counts)
  const [at, setAt] = useState<number | null>(null)
  const read =
    at === null
      ? `${renderAmount(
          counts.reduce((a, b) => a + b, 0),
          'message',
        )} sent`
      : `${weekdays[Math.floor(at / 24)]} ${hours[at % 24]}:00 · ${renderAmount(counts[at] ?? 0, 'message')}`
  return (
    <div className={onChoose ? 'heat-map choosable' : 'heat-map'}>
      <p className="meta heat-map-read-out">{read}</p>
      <div className="scroll-x">
        <table onPointerLeave={() => setAt(null)}>
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">
                <span className="visually-hidden">Weekday</span>
              </th>
              {hours.map((hour, i) => (
                <th key={hour} scope="col" aria-label={`${hour}:00`}>
                  <Chosen term={`hour:${i}`} says={`Only ${hour}:00 to ${hour}:59`} onChoose={onChoose}>
                    <span className={i % 3 === 0 ? undefined : 'visually-hidden'}>{hour}</span>
                  </Chosen>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weekdays.map((weekday, day) => (
              <WeekdayRow
                key={weekday}
                weekday={weekday}
                counts={counts.slice(day * 24, day * 24 + 24)}
                most={most}
                at={at === null ? null : at - day * 24}
                onAt={(hour) => setAt(day * 24 + hour)}
                onChoose={onChoose}
              />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

interface WeekdayRowProps {
  readonly weekday: string
  readonly counts: readonly number[]
  readonly most: number
  /** The hour that is read out, where it is one of this day. */
  readonly at: number | null
  readonly onAt: (hour: number) => void
  readonly onChoose: HeatMapProps['onChoose']
}

function WeekdayRow({ weekday, counts, most, at, onAt, onChoose }: WeekdayRowProps) {
  return (
    <tr>
      <th scope="row">
        <Chosen term={termOf(weekday)} says={`Only ${weekday}`} onChoose={onChoose}>
          {weekday}
        </Chosen>
      </th>
      {hours.map((hour, h) => {
        const n = counts[h] ?? 0
        return (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the buttons of its row and column choose the same
          <td
            key={hour}
            onPointerEnter={() => onAt(h)}
            onClick={onChoose && (() => onChoose(`${termOf(weekday)} hour:${h}`))}
            className={at === h ? 'at' : undefined}
          >
            <span style={{ opacity: n === 0 ? 0 : 0.15 + 0.85 * Math.sqrt(n / most) }} aria-hidden="true" />
            <span className="visually-hidden">{renderCount(n)}</span>
          </td>
        )
      })}
    </tr>
  )
}

function termOf(weekday: string): string {
  return `day:${weekday.toLowerCase()}`
}

/** What heads a row or a column, as a button where it can be chosen. */
function Chosen({
  term,
  says,
  onChoose,
  children,
}: {
  readonly term: string
  readonly says: string
  readonly onChoose: HeatMapProps['onChoose']
  readonly children: React.ReactNode
}) {
  if (onChoose === undefined) return children
  return (
    <button
      type="button"
      className="heat-map-choose"
      title={says}
      aria-label={says}
      onClick={() => onChoose(term)}
    >
      {children}
    </button>
  )
}
