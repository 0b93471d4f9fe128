import { useEffect, useMemo, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import type { StoredMessage } from '../../../src/wire/messages.ts'
import { useAddress } from '../../address.ts'
import type { SearchAnswer } from '../../asks.ts'
import { useKeys } from '../../keys.ts'
import { nearestHit } from './nearest-hit.ts'

interface Place {
  readonly uid: string | null
  /** Index of the message the address asks for. */
  readonly place: number
  /** Changes whenever the address asks for another; null while the place it asks for is not known yet. */
  readonly placeKey: string | null
  /** Whether the message is shown in the middle, or at the top. */
  readonly centred: boolean
  readonly hits: SearchAnswer | null
}

/** Where the reader is: the message to go to, and the ways to choose, jump and step; binds n, p, d and Esc. */
export function useReading({ uid, place, placeKey, centred, hits }: Place) {
  const [, change] = useAddress()
  const navigate = useNavigate()
  const [sheet, setSheet] = useState(false)
  // Choosing a message in sight must not scroll to it: only a place the reader did not choose here is gone to.
  const chosenHere = useRef<string | null>(null)
  const chosenAt = useRef<string | null>(null)
  const [target, setTarget] = useState({ index: place, key: placeKey, centred })
  useEffect(() => {
    if (placeKey === null || placeKey === chosenHere.current) return
    setTarget((before) => (before.key === placeKey ? before : { index: place, key: placeKey, centred }))
  }, [place, placeKey, centred])

  const choose = (message: StoredMessage) => {
    chosenHere.current = keyOf(null, message.uid)
    chosenAt.current = message.sentAt
    change({ uid: message.uid, day: null, show: null }, { replace: true })
  }
  const goTo = (to: { readonly uid?: string; readonly day?: string }, { closing = false } = {}) => {
    chosenHere.current = null
    const there = { uid: to.uid ?? null, day: to.day ?? null }
    change(closing ? { ...there, show: null } : there, { replace: true })
  }
  const all = useMemo(() => hits?.hits ?? [], [hits])
  const step = (by: 1 | -1) => {
    const here = all.findIndex((hit) => hit.uid === uid)
    const next = here < 0 ? nearestHit(all, chosenAt.current, by) : all[here + by]
    if (next) goTo({ uid: next.uid })
  }
  useKeys((key, event) => {
    if (key === 'n') step(1)
    else if (key === 'p') step(-1)
    else if (key === 'd') {
      event.preventDefault()
      document.getElementById('jump-to-date')?.focus()
    } else if (key === 'Escape' && sheet) setSheet(false)
    else if (key === 'Escape') void navigate(-1)
  })
  return { target, sheet, setSheet, choose, goTo, step } as const
}

/** A key that differs for every place an address can ask for. */
export function keyOf(day: string | null, uid: string | null): string {
  return JSON.stringify([day, uid])
}
