import { useMemo, useState } from 'react'
import type { ConversationDetail } from '../../../src/wire/conversations.ts'
import type { SearchAnswer } from '../../asks.ts'
import { dayOf } from '../../case-time.ts'
import { sidesOf } from '../../sides.ts'
import { DayRail } from './day-rail.tsx'
import { HitStepper } from './hit-stepper.tsx'
import { SourcePanel } from './source-panel.tsx'
import { Stream } from './stream.tsx'
import { useReading } from './use-reading.ts'

interface ReaderBodyProps {
  readonly conversation: ConversationDetail
  readonly zone: string
  readonly uid: string | null
  readonly place: number
  readonly placeKey: string | null
  readonly centred: boolean
  readonly hits: SearchAnswer | null
}

/** Day rail, stream, and the panel of what is known of the chosen message. */
export function ReaderBody({ conversation, zone, uid, place, placeKey, centred, hits }: ReaderBodyProps) {
  const reading = useReading({ uid, place, placeKey, centred, hits })
  const [dayInSight, setDayInSight] = useState<string | null>(null)
  const sides = useMemo(
    () => sidesOf([...conversation.participants, ...conversation.senders.map(({ handle }) => handle)]),
    [conversation],
  )
  const marks = useMemo(() => new Map((hits?.hits ?? []).map((hit) => [hit.uid, hit.highlights])), [hits])
  const hitDays = useMemo(
    () => new Set((hits?.hits ?? []).map((hit) => dayOf(hit.sentAt, zone))),
    [hits, zone],
  )
  return (
    <>
      {hits && <HitStepper hits={hits} uid={uid} onStep={reading.step} />}
      <div className={reading.sheet ? 'reader-body with-sheet' : 'reader-body'}>
        <DayRail
          days={conversation.days}
          hitDays={hitDays}
          at={dayInSight}
          onChoose={(day) => reading.goTo({ day })}
        />
        <Stream
          id={conversation.id}
          total={conversation.messages}
          target={reading.target}
          uid={uid}
          zone={zone}
          sides={sides}
          marks={marks}
          onDay={setDayInSight}
          onChoose={reading.choose}
          onOpen={() => reading.setSheet(true)}
        />
        <SourcePanel uid={uid} zone={zone} onClose={() => reading.setSheet(false)} />
      </div>
    </>
  )
}
