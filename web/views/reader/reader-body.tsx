import { useMemo, useState } from 'react'
import type { ConversationDetail, ThreadPage } from '../../../src/wire/conversations.ts'
import type { SearchAnswer } from '../../asks.ts'
import { dayOf } from '../../case-time.ts'
import { sidesOf } from '../../sides.ts'
import { DayRail } from './day-rail.tsx'
import { HitStepper } from './hit-stepper.tsx'
import { SourcePanel } from './source-panel.tsx'
import { Stream } from './stream.tsx'
import { useReading } from './use-reading.ts'

interface ReaderBodyProps {
  readonly id: string
  /** The messages it was opened at. */
  readonly opening: ThreadPage
  /** Undefined while it is on its way. */
  readonly conversation: ConversationDetail | undefined
  readonly zone: string
  readonly uid: string | null
  readonly place: number
  readonly placeKey: string | null
  readonly centred: boolean
  readonly hits: SearchAnswer | null
}

/** Day rail, stream, and the panel of what is known of the chosen message. */
export function ReaderBody({ id, opening, conversation, zone, uid, hits, ...goneTo }: ReaderBodyProps) {
  const reading = useReading({ uid, hits, ...goneTo })
  const [dayInSight, setDayInSight] = useState<string | null>(null)
  const sides = useSides(conversation, opening)
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
          days={conversation?.days ?? noDays}
          hitDays={hitDays}
          at={dayInSight}
          onChoose={(day) => reading.goTo({ day })}
        />
        <Stream
          id={id}
          total={conversation?.messages ?? opening.total}
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

const noDays: ConversationDetail['days'] = []

/** Who is on which side; until the conversation is known, of those in the messages it was opened at. The same map as long as it says the same. */
function useSides(conversation: ConversationDetail | undefined, opening: ThreadPage) {
  const known = useMemo(
    () =>
      sidesOf(
        conversation
          ? [...conversation.participants, ...conversation.senders.map(({ handle }) => handle)]
          : opening.messages.flatMap(({ from, to }) => [from, ...to]),
      ),
    [conversation, opening],
  )
  const [sides, setSides] = useState(known)
  const isSame = sides.size === known.size && [...known].every(([handle, side]) => sides.get(handle) === side)
  if (!isSame) setSides(known)
  return sides
}
