import { Link } from 'react-router'
import { Bar } from './ui/bar.tsx'
import { renderCount } from './ui/figures.ts'

interface BarCellProps {
  readonly value: number
  readonly most: number
  /** Where the messages it counts are. */
  readonly to: string
}

/** A cell with a figure that leads to what it counts, and its bar. */
export function BarCell({ value, most, to }: BarCellProps) {
  return (
    <td className="number">
      <span className="bar">
        <Link className="bar-figure" to={to}>
          {renderCount(value)}
        </Link>
        <Bar value={value} most={most} />
      </span>
    </td>
  )
}
