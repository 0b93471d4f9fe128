import { useSyncExternalStore } from 'react'

/** Whether translations are shown beneath their originals: a choice for every page, kept in the browser. */

const key = 'bailey-translations'
const listeners = new Set<() => void>()

function isShown(): boolean {
  return localStorage.getItem(key) !== 'off'
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** True unless the reader switched translations off. */
export function useTranslationsShown(): boolean {
  return useSyncExternalStore(subscribe, isShown)
}

/** Shows or hides every translation and keeps the choice. */
export function showTranslations(shown: boolean): void {
  if (shown) localStorage.removeItem(key)
  else localStorage.setItem(key, 'off')
  for (const listener of listeners) listener()
}
