import { useSyncExternalStore } from 'react'
import type { StoredMessage } from '../../src/wire/messages.ts'

/** Every hit of a search, of which the person was shown how many. */
export interface AllHits {
  readonly q: string
  readonly expected: number
}

interface Selected {
  /** Messages selected, in the order they were. */
  readonly messages: ReadonlyMap<string, StoredMessage>
  readonly allHits: AllHits | null
}

const none: Selected = { messages: new Map(), allHits: null }
const listeners = new Set<() => void>()
let selected = none
/** The message the keys are at. */
let current: StoredMessage | null = null

function set(to: Selected): void {
  selected = to
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What is selected on this page. */
export const useSelected = (): Selected => useSyncExternalStore(subscribe, () => selected)

/** Whether a message is selected. */
export const useIsSelected = (uid: string): boolean =>
  useSyncExternalStore(subscribe, () => selected.messages.has(uid))

export function toggleSelected(message: StoredMessage): void {
  const messages = new Map(selected.messages)
  if (!messages.delete(message.uid)) messages.set(message.uid, message)
  set({ messages, allHits: null })
}

/** Takes messages in; one that is on its way is left out. */
export function selectAlso(...more: readonly (StoredMessage | undefined)[]): void {
  const messages = new Map(selected.messages)
  for (const message of more) if (message) messages.set(message.uid, message)
  set({ messages, allHits: null })
}

export function selectAllHits(hits: AllHits): void {
  set({ messages: new Map(), allHits: hits })
}

export function clearSelected(): void {
  if (selected !== none) set(none)
}

export function setCurrent(message: StoredMessage | null): void {
  current = message
}

/** The messages a decision would be of: those selected, else the one the keys are at. */
export function targets(): readonly StoredMessage[] {
  if (selected.messages.size > 0) return [...selected.messages.values()]
  return current === null ? [] : [current]
}
