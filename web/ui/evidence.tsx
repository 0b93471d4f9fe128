import { type Range, segmentsOf } from './highlight.ts'

/** Words exactly as they stand in the source, with hits marked; direction is the text's own. */
export function Evidence({
  text,
  ranges = [],
}: {
  readonly text: string
  readonly ranges?: readonly Range[]
}) {
  return (
    <bdi dir="auto" className="evidence">
      {segmentsOf(text, ranges).map((segment, i) =>
        segment.marked ? <mark key={i}>{segment.text}</mark> : <span key={i}>{segment.text}</span>,
      )}
    </bdi>
  )
}
