import { useSyncExternalStore } from 'react'

/** Something the reader turns on or off for every page, kept in the browser. */
export interface KeptSwitch {
  useIsOn(): boolean
  readonly isOn: () => boolean
  readonly turn: (on: boolean) => void
}

/** A switch kept under a key; as it is at first, nothing is kept. */
export function keptSwitch(key: string, atFirst: boolean): KeptSwitch {
  const listeners = new Set<() => void>()
  const other = atFirst ? 'off' : 'on'
  const isOn = (): boolean => (localStorage.getItem(key) === other) !== atFirst
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  return {
    isOn,
    useIsOn: () => useSyncExternalStore(subscribe, isOn),
    turn(on) {
      if (on === atFirst) localStorage.removeItem(key)
      else localStorage.setItem(key, other)
      for (const listener of listeners) listener()
    },
  }
}

/** Whether keys that are a single character do something (WCAG 2.1.4). */
export const lettersOn = keptSwitch('bailey-letters', true)

/** Whether translations are shown beneath their originals. */
export const translationsShown = keptSwitch('bailey-translations', true)

/** Whether translations stand beside their originals instead of beneath. */
export const translationsBeside = keptSwitch('bailey-translations-beside', false)

/** Whether pictures are shown as they are; until somebody chooses to see them they are blurred. */
export const picturesShown = keptSwitch('bailey-pictures', false)
