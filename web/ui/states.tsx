import { type ReactNode, useEffect, useState } from 'react'

/** Nothing for 150 ms, then grey lines where the answer will stand. */
export function Pending({ label, rows = 8 }: { readonly label: string; readonly rows?: number }) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150)
    return () => clearTimeout(timer)
  }, [])
  return (
    <output className="pending">
      <span className="visually-hidden">{label}</span>
      {late && (
        <span className="skeleton" aria-hidden="true">
          {Array.from({ length: rows }, (_, i) => (
            <span key={i} style={{ inlineSize: `${[92, 78, 85, 64, 88, 71][i % 6]}%` }} />
          ))}
        </span>
      )}
    </output>
  )
}

/** What happened, what is safe, what to do. */
export function Failure({
  error,
  onRetry,
}: {
  readonly error: Error
  readonly onRetry?: (() => void) | undefined
}) {
  const remedy = 'remedy' in error && typeof error.remedy === 'string' ? error.remedy : 'Try again.'
  return (
    <div className="notice danger failure" role="alert">
      <p>
        <strong>{error.message}</strong>
      </p>
      <p>{remedy}</p>
      {onRetry && (
        <button className="button small" type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  )
}

/** What will be here, and the one action that fills it. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children}
    </div>
  )
}
