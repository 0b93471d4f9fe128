import { useEffect, useState } from 'react'
import { useLocation } from 'react-router'

const held = new Map<string, number>()

/** A number that is there again when the reader comes back to this place of the history, while the page stays open. */
export function useRemembered(name: string, initial: number) {
  const { key } = useLocation()
  const [value, setValue] = useState(() => held.get(`${key} ${name}`) ?? initial)
  useEffect(() => {
    held.set(`${key} ${name}`, value)
  }, [key, name, value])
  return [value, setValue] as const
}

/** Where a place of the history was scrolled to; 0 where it is new. */
export function scrollOf(key: string): number {
  return held.get(`${key} scroll`) ?? 0
}

/** Keeps where a place of the history is scrolled to. */
export function keepScroll(key: string, top: number): void {
  held.set(`${key} scroll`, top)
}
