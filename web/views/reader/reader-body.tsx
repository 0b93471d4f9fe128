import { useEffect, useMemo, useRef, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import type { ConversationDetail } from '../../../src/wire/conversations.ts'
import type { StoredMessage } from '../../../src/wire/messages.ts'
import type { SearchAnswer } from '../../asks.ts'
import { dayOf } from '../../case-time.ts'
import { useKeys } from '../../keys.ts'
import { sidesOf } from '../../sides.ts'
import { DayRail } from './day-rail.tsx'
import { HitStepper } from './hit-stepper.tsx'
import { SourcePanel } from './source-panel.tsx'
import { Stream } from './stream.tsx'

interface ReaderBodyProps {
  readonly conversation: ConversationDetail
  readonly zone: string
  readonly uid: string | null
  readonly place: number
  readonly placeKey: string
  readonly centred: boolean
  readonly hits: SearchAnswer | null
}

/** Day rail, stream, and the panel of what is known of the chosen message. */
export function ReaderBody({ conversation, zone, uid, place, placeKey, centred, hits }: ReaderBodyProps) {
  const [, setParams] = useSearchParams()
  const navigate = useNavigate()
  const [sheet, setSheet] = useState(false)
  const [dayInSight, setDayInSight] = useState<string | null>(null)
  // Choosing a message in sight must not scroll to it: only a place the reader did not choose here is gone to.
  const chosenHere = useRef<string | null>(null)
  const [target, setTarget] = useState({ index: place, key: placeKey })
  useEffect(() => {
    if (placeKey !== chosenHere.current) setTarget({ index: place, key: placeKey })
  }, [place, placeKey])
  const sides = useMemo(
    () => sidesOf([...conversation.participants, ...conversation.senders.map(({ handle }) => handle)]),
    [conversation],
  )
  const marks = useMemo(() => new Map((hits?.hits ?? []).map((hit) => [hit.uid, hit.highlights])), [hits])
  const hitDays = useMemo(
    () => new Set((hits?.hits ?? []).map((hit) => dayOf(hit.sentAt, zone))),
    [hits, zone],
  )

  const address = (changes: Readonly<Record<string, string | null>>, replace: boolean) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before)
        for (const [name, value] of Object.entries(changes))
          value === null ? after.delete(name) : after.set(name, value)
        return after
      },
      { replace },
    )
  const choose = (message: StoredMessage) => {
    chosenHere.current = JSON.stringify([null, message.uid])
    address({ uid: message.uid, day: null }, true)
  }
  const goTo = (to: { readonly uid?: string; readonly day?: string }) => {
    chosenHere.current = null
    address({ uid: to.uid ?? null, day: to.day ?? null }, true)
  }
  const step = (by: 1 | -1) => {
    const all = hits?.hits ?? []
    const here = all.findIndex((hit) => hit.uid === uid)
    const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by]
    if (next) goTo({ uid: next.uid })
  }
  useKeys((key, event) => {
    if (key === 'n') step(1)
    else if (key === 'p') step(-1)
    else if (key === 'd') {
      event.preventDefault()
      document.getElementById('jump-to-date')?.focus()
    } else if (key === 'Escape') sheet ? setSheet(false) : void navigate(-1)
  })

  return (
    <>
      {hits && <HitStepper hits={hits} uid={uid} onStep={step} />}
      <div className={sheet ? 'reader-body with-sheet' : 'reader-body'}>
        <DayRail
          days={conversation.days}
          hitDays={hitDays}
          at={dayInSight}
          onChoose={(day) => goTo({ day })}
        />
        <Stream
          id={conversation.id}
          total={conversation.messages}
          target={target}
          centred={centred}
          uid={uid}
          zone={zone}
          sides={sides}
          marks={marks}
          onDay={setDayInSight}
          onChoose={choose}
          onOpen={() => setSheet(true)}
        />
        <SourcePanel uid={uid} zone={zone} onClose={() => setSheet(false)} />
      </div>
    </>
  )
}
