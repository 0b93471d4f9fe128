import { useEffect, useEffectEvent, useRef } from 'react'
import { lettersOn } from './kept-switch.ts'

/** Every key and what it does, for the sheet on `?`. */
export const keySheet = [
  { keys: ['/'], does: 'Search' },
  { keys: ['?'], does: 'This sheet' },
  { keys: ['g', 'o'], does: 'Go to the overview' },
  { keys: ['g', 's'], does: 'Go to search' },
  { keys: ['g', 'c'], does: 'Go to handles' },
  { keys: ['g', 'i'], does: 'Go to import' },
  { keys: ['g', 'j'], does: 'Go to the search journal' },
  { keys: ['g', 'a'], does: 'Go to the audit log' },
  { keys: ['j', 'k'], does: 'Next and previous item' },
  { keys: ['Enter'], does: 'Open the item' },
  { keys: ['o'], does: 'Show the item in its conversation, beside the hits' },
  { keys: ['n', 'p'], does: 'Next and previous hit in the reader, or match of its filter' },
  { keys: ['f'], does: 'Filter what is read' },
  { keys: ['[', ']'], does: 'Back to where you were, and forth again' },
  { keys: ['d'], does: 'Jump to a date in the reader' },
  { keys: ['x'], does: 'Select the message' },
  { keys: ['Shift', 'j'], does: 'Select further, with k or the arrows too' },
  { keys: ['t'], does: 'Tag what is selected, or the message you are at' },
  { keys: ['1', '9'], does: 'Put on one of the tags used most' },
  { keys: ['.'], does: 'Put on the last tag again' },
  { keys: ['r', 'u'], does: 'Relevant, not relevant' },
  { keys: ['z'], does: 'Undo your last decision' },
  { keys: ['Esc'], does: 'Clear the selection, or back one level' },
] as const

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]') !== null
  )
}

const chordMs = 1500

/** Calls `press` for keys (after `g` as `g o`) that are not typed into a field, not held with Ctrl, Alt or Meta, and not inside an open dialog. */
export function useKeys(press: (key: string, event: KeyboardEvent) => void): void {
  const begun = useRef(Number.NEGATIVE_INFINITY)
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return
    if (isTyping(event.target) || document.querySelector('dialog[open]') !== null) return
    if (event.key.length === 1 && !lettersOn.isOn()) return
    const chord = event.timeStamp - begun.current < chordMs
    begun.current = !chord && event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY
    if (begun.current !== event.timeStamp) press(chord ? `g ${event.key}` : event.key, event)
  })
  useEffect(() => {
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

/** True when Enter would press the link or button that has focus. */
export function isOnControl(event: KeyboardEvent): boolean {
  return event.target instanceof HTMLElement && event.target.closest('a, button, summary') !== null
}
