import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import type { StoredMessage } from '../../../src/wire/messages.ts'
import { useAddress } from '../../address.ts'
import type { SearchAnswer } from '../../asks.ts'
import { useKeys } from '../../keys.ts'
import { askStep, type Place, type Reading } from '../../reading-asks.ts'
import { nearestHit } from './nearest-hit.ts'
import { type InSight, useFollowedPlace } from './use-followed-place.ts'

interface Asked {
  readonly reading: Reading
  readonly uid: string | null
  /** Index of the message the address asks for. */
  readonly place: number
  /** Changes whenever the address asks for another; null while the place it asks for is not known yet. */
  readonly placeKey: string | null
  /** Whether the message is shown in the middle, or at the top. */
  readonly centred: boolean
  readonly hits: SearchAnswer | null
}

/** Where to go: to a message, a day or an instant. */
interface Way {
  readonly uid?: string
  readonly day?: string
  readonly at?: string
}

/** Where the reader is: the message to go to, and the ways to choose, jump and step; binds n, p, d and Esc. */
export function useReading({ reading, uid, place, placeKey, centred, hits }: Asked) {
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
  const { inSight, onSight } = useSight((top) => {
    // On the way to another place the address states that one.
    const isThere = placeKey !== null && (placeKey === target.key || placeKey === chosenHere.current)
    if (!isThere) return
    chosenHere.current = keyOf(null, uid)
    change({ top, day: null, at: null }, { replace: true })
  })

  const choose = (message: StoredMessage) => {
    chosenHere.current = keyOf(null, message.uid)
    chosenAt.current = message.sentAt
    change({ uid: message.uid, day: null, at: null, show: null }, { replace: true })
  }
  const goTo = (to: Way, { closing = false } = {}) => {
    chosenHere.current = null
    // It may have been scrolled away from since.
    const key = keyOf(to.at ?? to.day ?? null, to.uid ?? null)
    if (key === target.key) setTarget({ ...target })
    const there = { uid: to.uid ?? null, day: to.day ?? null, at: to.at ?? null, top: null }
    change(closing ? { ...there, show: null } : there, { replace: true })
  }
  const all = useMemo(() => hits?.hits ?? [], [hits])
  const stepHits = (by: 1 | -1) => {
    const here = all.findIndex((hit) => hit.uid === uid)
    const next = here < 0 ? nearestHit(all, chosenAt.current, by) : all[here + by]
    if (next) goTo({ uid: next.uid })
  }
  const matches = useMatches(reading, { uid, inSight }, (to) => goTo({ uid: to }))
  const step = reading.filter === '' ? stepHits : matches.step
  useKeys((key, event) => {
    if (key === 'n') step(1)
    else if (key === 'p') step(-1)
    else if (key === 'd') {
      event.preventDefault()
      document.getElementById('jump-to-date')?.focus()
    } else if (key === 'Escape' && sheet) setSheet(false)
    else if (key === 'Escape') void navigate(-1)
  })
  return { target, sheet, setSheet, choose, goTo, step, inSight, onSight, match: matches.at } as const
}

/** What is in sight, told to the address once the reader rests there. */
function useSight(follow: (uid: string) => void) {
  const [inSight, setInSight] = useState<InSight | null>(null)
  const followed = useFollowedPlace(follow)
  const onSight = useCallback(
    (sight: InSight) => {
      setInSight(sight)
      followed(sight.uid)
    },
    [followed],
  )
  return { inSight, onSight } as const
}

interface From {
  readonly uid: string | null
  readonly inSight: InSight | null
}

/** Steps through what matches the filter, wherever in the thread it is; `at` is the match last gone to. */
function useMatches(reading: Reading, { uid, inSight }: From, go: (uid: string) => void) {
  const client = useQueryClient()
  const [at, setAt] = useState<{ readonly uid: string; readonly number: number } | null>(null)
  const step = (by: 1 | -1): void => {
    const from = uid !== null ? { uid } : inSight === null ? null : { uid: inSight.uid }
    void goOn(from, by)
  }
  const goOn = async (from: Place | null, by: 1 | -1): Promise<void> => {
    const { match } = await client.fetchQuery(askStep(reading, from, by > 0 ? 'next' : 'previous'))
    if (match === null) return
    setAt(match)
    go(match.uid)
  }
  return { step, at: at?.uid === uid ? at : null } as const
}

/** A key that differs for every place an address can ask for. */
export function keyOf(at: string | null, uid: string | null): string {
  return JSON.stringify([at, uid])
}
