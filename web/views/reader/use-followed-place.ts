import { useCallback, useEffect, useRef } from 'react'

/** What of a thread is in sight: the message at the top, and the times of the first and the last. */
export interface InSight {
  readonly uid: string
  readonly from: string
  readonly until: string
}

const afterMs = 400

/** Calls `follow` with the message at the top once it has been that for a moment, so that the address can state it. */
export function useFollowedPlace(follow: (uid: string) => void): (uid: string) => void {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const latest = useRef(follow)
  useEffect(() => {
    latest.current = follow
  })
  const set = useCallback((to: ReturnType<typeof setTimeout> | null) => {
    if (timer.current !== null) clearTimeout(timer.current)
    timer.current = to
  }, [])
  useEffect(() => () => set(null), [set])
  return useCallback((uid: string) => set(setTimeout(() => latest.current(uid), afterMs)), [set])
}
