import type { ReactNode } from 'react'

/** A table wider than the screen: scrolled sideways, by keyboard too. */
export function Scroller({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const region = { role: 'region', tabIndex: 0, 'aria-label': label } as const
  return (
    <div className="scroll-x" {...region}>
      {children}
    </div>
  )
}
