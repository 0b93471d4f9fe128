import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react'
import type { HandleSummary } from '../../../src/wire/handles.ts'
import { askHandles } from '../../asks.ts'
import { HandleName } from '../../handle-name.tsx'
import { renderCount } from '../../ui/figures.ts'
import { useCountingScope } from '../../use-counting-scope.ts'

interface HandleChooserProps {
  readonly chosen: readonly string[]
  readonly onChoose: (handle: string) => void
}

const most = 8

/** A field that finds handles while one types; the arrow keys and Enter choose. */
export function HandleChooser({ chosen, onChoose }: HandleChooserProps) {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const list = useId()
  const looked = useDeferredValue(text.trim())
  const found = useQuery({
    ...askHandles(looked, useCountingScope(), { limit: most + chosen.length, offset: 0 }),
    enabled: looked !== '',
  })
  const items =
    text.trim() === ''
      ? []
      : (found.data?.items ?? []).filter(({ handle }) => !chosen.includes(handle)).slice(0, most)
  const choose = (handle: string) => {
    setText('')
    setAt(0)
    onChoose(handle)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const item = items[at]
    if (step !== undefined && items.length > 0) setAt((at + step + items.length) % items.length)
    else if (event.key === 'Enter' && item) choose(item.handle)
    else if (event.key === 'Escape') setText('')
    else return
    event.preventDefault()
  }
  return (
    <div className="handle-chooser">
      <input
        className="input"
        role="combobox"
        aria-label="Add a handle"
        aria-expanded={items.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={items.length > 0 ? `${list}-${at}` : undefined}
        placeholder="Add a handle"
        value={text}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => {
          setText(target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <Options id={list} items={items} at={at} onChoose={choose} />
      {looked !== '' && found.isSuccess && items.length === 0 && text.trim() !== '' && (
        <output className="meta">no other handle contains that</output>
      )}
    </div>
  )
}

interface OptionsProps {
  readonly id: string
  readonly items: readonly HandleSummary[]
  readonly at: number
  readonly onChoose: (handle: string) => void
}

/** Handles to choose from; the field above holds the focus and takes the keys. */
function Options({ id, items, at, onChoose }: OptionsProps) {
  // oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events -- a list of the browser's own shows no handle as it is to be seen
  return (
    <div id={id} role="listbox" aria-label="Handles" className="handle-options" hidden={items.length === 0}>
      {items.map(({ handle, sent, received }, i) => (
        <div
          key={handle}
          id={`${id}-${i}`}
          role="option"
          tabIndex={-1}
          aria-selected={i === at}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(handle)}
        >
          <HandleName handle={handle} full />{' '}
          <span className="meta number">{renderCount(sent + received)}</span>
        </div>
      ))}
    </div>
  )
  // oxlint-enable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events
}
