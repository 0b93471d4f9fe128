import type { Stretch } from './word-diff.ts'

/** The words of one of two texts, those the other does not have marked, by more than their colour. */
export function Reworded({
  stretches,
  side,
}: {
  readonly stretches: readonly Stretch[]
  readonly side: 'before' | 'after'
}) {
  return (
    <bdi dir="auto" className="evidence reworded">
      {stretches
        .filter((stretch) => stretch.in === 'both' || stretch.in === side)
        .map(({ text, in: where }, i) =>
          where === 'both' ? (
            <span key={i}>{text}</span>
          ) : where === 'before' ? (
            <del key={i}>{text}</del>
          ) : (
            <ins key={i}>{text}</ins>
          ),
        )}
    </bdi>
  )
}
