import { useEffect, useRef } from 'react'
import { lettersOn } from './kept-switch.ts'
import { keySheet } from './keys.ts'

/** The keys, in a dialog. */
export function KeySheet({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (open) dialog.current?.showModal()
    else dialog.current?.close()
  }, [open])
  return (
    <dialog ref={dialog} className="key-sheet" aria-labelledby="key-sheet-title" onClose={onClose}>
      <div className="section-head">
        <h2 id="key-sheet-title">Keys</h2>
        <button type="button" className="button small" onClick={onClose}>
          Close
        </button>
      </div>
      <label>
        <input
          type="checkbox"
          checked={lettersOn.useIsOn()}
          onChange={(event) => lettersOn.turn(event.target.checked)}
        />{' '}
        Keys that are a single character
      </label>
      <dl>
        {keySheet.map(({ keys, does }) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  )
}
