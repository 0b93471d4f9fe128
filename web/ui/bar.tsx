/** A bar of a figure's share of the greatest in its column; drawn only, the figure stands beside it. */
export function Bar({ value, most }: { readonly value: number; readonly most: number }) {
  return (
    <svg className="bar-track" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect width={most === 0 ? 0 : Math.max(1, (value / most) * 100)} height="8" />
    </svg>
  )
}
