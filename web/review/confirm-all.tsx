import { useEffect, useRef } from 'react'
import { renderAmount } from '../ui/figures.ts'
import type { AllHits } from './selection.ts'
import { type Deciding, relevanceWords } from './use-review.ts'

interface ConfirmAllProps {
  readonly deciding: Deciding
  readonly hits: AllHits
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Asks once more before every hit of a search is decided on, with their exact number. */
export function ConfirmAll({ deciding, hits, onConfirm, onClose }: ConfirmAllProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} className="palette" aria-label="Decide on all hits" onClose={onClose}>
      <p>
        {questionOf(deciding)} {renderAmount(hits.expected, 'message')}? Every hit of this search is meant,
        also those on other pages. It can be undone.
      </p>
      <footer>
        <button type="button" className="button small" onClick={onConfirm}>
          Decide on {renderAmount(hits.expected, 'message')}
        </button>
        <button type="button" className="button small" onClick={() => dialog.current?.close()}>
          Cancel
        </button>
      </footer>
    </dialog>
  )
}

function questionOf(deciding: Deciding): string {
  switch (deciding.kind) {
    case 'tag':
      return `${deciding.on ? 'Put' : 'Take'} the tag “${deciding.tag}” ${deciding.on ? 'on' : 'off'}`
    case 'relevance':
      return `Say “${relevanceWords[deciding.relevance]}” of`
    case 'read':
      return `Mark as ${deciding.read ? 'read' : 'not read'} by you`
  }
}
