
/** A figure with a bar of its share of the greatest in the column. */
export function Bar({
  value,
  most,
  children,
}: {
  readonly value: number
  readonly most: number
  readonly children: React.ReactNode
}) {
  return (
    <span className="bar">
      <span className="bar-figure">{children}</span>
      <svg className="bar-track" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect width={most === 0 ? 0 : Math.max(1, (value / most) * 100)} height="8" />
      </svg>
    </span>
  )
}
