import type { ReactNode } from 'react'

/** A word and what is known under it; stands in a `dl` of class `facts`. */
export function Fact({ word, children }: { readonly word: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{word}</dt>
      <dd>{children}</dd>
    </div>
  )
}
