import { type RefObject, useLayoutEffect, useRef, useState } from 'react'

/** The height of an element in CSS pixels, 0 until it is laid out. */
export function useHeight<E extends HTMLElement>(): readonly [RefObject<E | null>, number] {
  const element = useRef<E>(null)
  const [height, setHeight] = useState(0)
  useLayoutEffect(() => {
    if (element.current === null) return undefined
    const observer = new ResizeObserver(([entry]) => entry && setHeight(Math.floor(entry.contentRect.height)))
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [])
  return [element, height]
}
