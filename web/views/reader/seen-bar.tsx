import type { Coverage } from '../../../src/wire/coverage.ts'

type Seen = Coverage['seen']

/** The sides a message can be seen from, each with its look in the bar and what it means. */
export const seenSides = [
  { side: 'both', label: 'both sides', means: 'copies of the sender’s and of the recipient’s' },
  { side: 'senderOnly', label: 'sender only', means: 'no copy of the recipient’s shows them' },
  { side: 'recipientOnly', label: 'recipient only', means: 'no copy of the sender’s shows them' },
  { side: 'neither', label: 'neither side', means: 'from sources that are not stated to be either side’s' },
] as const satisfies readonly { readonly side: keyof Seen; readonly label: string; readonly means: string }[]

/** How many messages were seen from which side, as one thin stacked bar; the numbers stand beside it. */
export function SeenBar({ seen }: { readonly seen: Seen }) {
  return (
    <span className="seen-bar" aria-hidden="true">
      {seenSides.map(
        ({ side }) =>
          seen[side] > 0 && <span key={side} className={`seen-${side}`} style={{ flexGrow: seen[side] }} />,
      )}
    </span>
  )
}
