import { useEffect } from 'react'
import { send } from '../api.ts'

/** Keeps that a hit was opened from a search. @param entry - where the search stands in the journal; null for none. */
export function useOpenedHit(entry: number | null, uid: string | null): void {
  useEffect(() => {
    if (entry === null || uid === null) return
    // Whoever cannot keep it reads on all the same: the audit log has what was read.
    send(`/journal/${entry}/opened`, { uid }).catch(() => undefined)
  }, [entry, uid])
}
