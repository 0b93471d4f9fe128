import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { parseTag } from '../../src/core/review.ts'
import { renderCount } from '../ui/figures.ts'
import { askTags } from './asks.ts'

interface TagPaletteProps {
  /** How many messages it is about, in words. */
  readonly about: string
  /** Tags that all of them have. */
  readonly held: readonly string[]
  readonly onTag: (tag: string, on: boolean) => void
  readonly onClose: () => void
}

const most = 50

/** Type a tag, or choose one there is; Enter puts it on, or takes it off where all have it. */
export function TagPalette({ about, held, onTag, onClose }: TagPaletteProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const tags = useQuery(askTags())
  useEffect(() => dialog.current?.showModal(), [])
  const wanted = text.normalize('NFC').trim().toLowerCase()
  const known = (tags.data ?? []).filter(({ tag }) => tag.toLowerCase().includes(wanted)).slice(0, most)
  const isNew = wanted !== '' && !known.some(({ tag }) => tag.toLowerCase() === wanted)
  const fresh = isNew ? parseTag(text) : null
  const rows = [...known, ...(fresh === null ? [] : [{ tag: fresh, messages: null }])]
  const isHeld = (tag: string): boolean => isAmong(held, tag)
  const choose = (tag: string): void => onTag(tag, !isHeld(tag))
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const quick = text === '' ? known[Number(event.key) - 1] : undefined
    if (step !== undefined) setAt(Math.max(0, Math.min(rows.length - 1, at + step)))
    else if (event.key === 'Enter' && rows[at]) choose(rows[at].tag)
    else if (/^[1-9]$/.test(event.key) && quick) choose(quick.tag)
    else return
    event.preventDefault()
  }
  return (
    <dialog ref={dialog} className="palette" aria-label={`Tag ${about}`} onClose={onClose}>
      <label>
        Tag {about}
        <input
          className="input"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- a dialog's one field
          autoFocus
          value={text}
          maxLength={64}
          spellCheck={false}
          onKeyDown={onKey}
          onChange={(event) => {
            setText(event.target.value)
            setAt(0)
          }}
        />
      </label>
      <ul>
        {rows.map(({ tag, messages }, i) => (
          <li key={tag}>
            <button type="button" className={i === at ? 'at' : ''} onClick={() => choose(tag)}>
              {text === '' && i < 9 && <kbd>{i + 1}</kbd>}
              <bdi>{tag}</bdi>
              <span className="meta">
                {isHeld(tag) ? 'take off' : messages === null ? 'new' : renderCount(messages)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {isNew && fresh === null && <p className="meta">No tag can be called that.</p>}
      <Footer onCancel={() => dialog.current?.close()} />
    </dialog>
  )
}

function Footer({ onCancel }: { readonly onCancel: () => void }) {
  return (
    <footer>
      <button type="button" className="button small" onClick={onCancel}>
        Cancel
      </button>
    </footer>
  )
}

function isAmong(tags: readonly string[], tag: string): boolean {
  return tags.some((other) => other.toLowerCase() === tag.toLowerCase())
}
