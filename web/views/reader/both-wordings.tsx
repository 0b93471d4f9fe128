import { Reworded } from '../../ui/reworded.tsx'
import { wordDiff } from '../../ui/word-diff.ts'

interface BothWordingsProps {
  /** The words the message goes by. */
  readonly known: string
  /** Those of the copy; empty where it has none. */
  readonly own: string
}

/** The words of a copy beside those its message goes by, where one side edited them or took them back. */
export function BothWordings({ known, own }: BothWordingsProps) {
  const stretches = wordDiff(known, own)
  return (
    <div className="both-wordings">
      <Wording title="The message goes by" text={known}>
        <Reworded stretches={stretches} side="before" />
      </Wording>
      <Wording title="This copy has" text={own}>
        <Reworded stretches={stretches} side="after" />
      </Wording>
    </div>
  )
}

interface WordingProps {
  readonly title: string
  readonly text: string
  readonly children: React.ReactNode
}

function Wording({ title, text, children }: WordingProps) {
  return (
    <div>
      <h4 className="meta">{title}</h4>
      {text === '' ? <span className="meta">no words: taken back, or a file alone</span> : children}
    </div>
  )
}
