import { useState } from 'react'
import { renderAmount, renderCount } from './figures.ts'

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'))

/** Counts by hour of the week, Monday 00:00 first: a table whose cells are tinted by their share of the greatest. */
export function HeatMap({
  counts,
  caption,
}: {
  readonly counts: readonly number[]
  readonly caption: string
}) {
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
    <div className="heat-map">
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
                <th key={hour} scope="col">
                  <span className={i % 3 === 0 ? undefined : 'visually-hidden'}>{hour}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weekdays.map((weekday, day) => (
              <tr key={weekday}>
                <th scope="row">{weekday}</th>
                {hours.map((hour, h) => {
                  const i = day * 24 + h
                  const n = counts[i] ?? 0
                  return (
                    <td key={hour} onPointerEnter={() => setAt(i)} className={at === i ? 'at' : undefined}>
                      <span
                        style={{ opacity: n === 0 ? 0 : 0.15 + 0.85 * Math.sqrt(n / most) }}
                        aria-hidden="true"
                      />
                      <span className="visually-hidden">{renderCount(n)}</span>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}
