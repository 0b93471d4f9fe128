import { IconChevronDown, IconCopyCheck } from '@tabler/icons-react'
import { useRef } from 'react'
import type { CountingScope } from '../src/core/counting-scope.ts'
import { scopeWords } from './counting-scope.ts'
import { useCountingScope } from './use-counting-scope.ts'

interface CountingProps {
  readonly onChoose: (scope: CountingScope) => void
}

const choices: readonly {
  readonly scope: CountingScope
  readonly name: string
  readonly means: string
}[] = [
  {
    scope: 'global',
    name: 'Each message once',
    means: 'However many copies of it the case holds. What is meant where nothing else is said.',
  },
  {
    scope: 'custodian',
    name: 'Once for each owner',
    means:
      'A message found with its sender and with its recipient counts twice. An exhibit of which no owner is stated counts as one.',
  },
  {
    scope: 'device',
    name: 'Once for each file',
    means: 'A message counts once for every file it stands in: a handset, an export, a later hand-over.',
  },
]

/** The button that says how messages are counted, and the choice of how. */
export function CountingButton({ onChoose }: CountingProps) {
  const scope = useCountingScope()
  const dialog = useRef<HTMLDialogElement>(null)
  const close = () => dialog.current?.close()
  return (
    <>
      <button
        type="button"
        className={scope === 'global' ? 'button small counting' : 'button small counting chosen'}
        aria-haspopup="dialog"
        title="How messages of which there are several copies are counted, on every page"
        onClick={() => dialog.current?.showModal()}
      >
        <IconCopyCheck size={14} stroke={1.5} aria-hidden="true" />
        <span className="counting-word">Count {scopeWords[scope].short}</span>
        <IconChevronDown size={14} stroke={1.5} aria-hidden="true" />
      </button>
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- a click beside it closes it, as Esc does */}
      <dialog
        ref={dialog}
        className="counting-sheet"
        aria-labelledby="counting-title"
        onClick={(event) => event.target === event.currentTarget && close()}
      >
        <div className="counting-body">
          <h2 id="counting-title">Count messages</h2>
          <p className="meta">
            The same message may be in the case more than once. Every count obeys this choice.
          </p>
          {choices.map(({ scope: value, name, means }) => (
            <button
              key={value}
              type="button"
              className="counting-choice"
              aria-pressed={value === scope}
              onClick={() => {
                onChoose(value)
                close()
              }}
            >
              <strong>{name}</strong>
              <span className="meta">{means}</span>
            </button>
          ))}
          <p className="meta">
            Lists of messages stay the same: they show each message once, with its copies. Figures of
            exhibits, copies and coverage are not changed either.
          </p>
        </div>
      </dialog>
    </>
  )
}

/** Says above every page how messages are counted, where it is not each once. */
export function CountingStrip({ onChoose }: CountingProps) {
  const scope = useCountingScope()
  const choice = choices.find(({ scope: value }) => value === scope)
  if (scope === 'global' || !choice) return null
  return (
    <output className="counting-strip">
      <span>
        <strong>Counted {scopeWords[scope].short}:</strong> each message {choice.name.toLowerCase()} that
        holds it. Lists show each message once.
      </span>
      <button type="button" className="button small" onClick={() => onChoose('global')}>
        Count each once
      </button>
    </output>
  )
}
