import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { startOfDay } from '../../case-time.ts'
import { askPage, askPlace, type Place, type Reading } from '../../reading-asks.ts'
import { originAround, pageAt } from './thread-pages.ts'
import { keyOf } from './use-reading.ts'

/** Earlier than any time a message can have. */
const beginning = '1700-01-01T00:00:00Z'

/** The place an address asks for, and what is there. */
export type Opening = ReturnType<typeof useOpening>

/**
 * Reads from the address which place is asked for: where it was left (`top`), an instant (`at`), a day, or a message
 * (`uid`); else the beginning. Answers with the messages around the first one asked for, null until there is something to
 * be seen: later places are fetched by the list, which stays in sight meanwhile.
 */
export function useOpening(reading: Reading, zone: string, enabled: boolean) {
  const [params] = useSearchParams()
  const uid = params.get('uid')
  const asked = keyOf(params.get('at') ?? params.get('day'), uid)
  // The address follows what is in sight: only when it asks for something else is it gone by again.
  const [opened, setOpened] = useState({ asked, top: params.get('top') })
  if (opened.asked !== asked) setOpened({ asked, top: params.get('top') })
  const place = opened.top === null ? placeIn(params, zone) : { uid: opened.top }
  const position = useQuery({ ...askPlace(reading.thread, place), enabled })
  const [first, setFirst] = useState<number | null>(null)
  if (first === null && position.data) setFirst(position.data.offset)
  const thread = useQuery({
    ...askPage(reading, pageAt(first ?? 0, originAround(first ?? 0))),
    enabled: enabled && first !== null,
  })
  return {
    page: (position.data && thread.data) ?? null,
    failure: position.isError ? position : thread.isError ? thread : null,
    uid,
    place: position.data?.offset ?? 0,
    // The place is looked for again only when the address asks for another.
    placeKey: position.isPlaceholderData ? null : asked,
    centred: opened.top === null && uid !== null && !('at' in place),
  } as const
}

function placeIn(params: URLSearchParams, zone: string): Place {
  const [at, day, uid] = [params.get('at'), params.get('day'), params.get('uid')]
  if (at !== null) return { at }
  if (day !== null) return { at: startOfDay(day, zone) }
  return uid === null ? { at: beginning } : { uid }
}
