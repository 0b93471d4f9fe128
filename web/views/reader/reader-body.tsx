import { lazy, Suspense, useMemo, useState } from 'react'
import type { ConversationDetail, ThreadPage } from '../../../src/wire/conversations.ts'
import { useAddress } from '../../address.ts'
import type { SearchAnswer } from '../../asks.ts'
import { dayOf } from '../../case-time.ts'
import { ReviewBar } from '../../review/review-bar.tsx'
import { sidesOf } from '../../sides.ts'
import { Pending } from '../../ui/states.tsx'
import { DayRail } from './day-rail.tsx'
import { HitStepper } from './hit-stepper.tsx'
import type { Silence } from './silences.ts'
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
  readonly silences: ReadonlyMap<string, Silence>
}

const CoveragePanel = lazy(() =>
  import('./coverage-panel.tsx').then((part) => ({ default: part.CoveragePanel })),
)

/** Day rail, stream, and the panel of what is known of the chosen message. */
export function ReaderBody({
  id,
  opening,
  conversation,
  zone,
  uid,
  hits,
  silences,
  ...goneTo
}: ReaderBodyProps) {
  const [params] = useAddress()
  const isCoverageShown = params.get('show') === 'coverage'
  const [toCopies, setToCopies] = useState<object | null>(null)
  const reading = useReading({ uid, hits, ...goneTo })
  const [dayInSight, setDayInSight] = useState<string | null>(null)
  const sides = useSides(conversation, opening)
  const hitsByUid = useMemo(() => new Map((hits?.hits ?? []).map((hit) => [hit.uid, hit])), [hits])
  const hitDays = useMemo(
    () => new Set((hits?.hits ?? []).map((hit) => dayOf(hit.sentAt, zone))),
    [hits, zone],
  )
  return (
    <>
      <ReviewBar zone={zone} />
      {hits && <HitStepper hits={hits} uid={uid} onStep={reading.step} />}
      <div className={reading.sheet || isCoverageShown ? 'reader-body with-sheet' : 'reader-body'}>
        <DayRail
          days={conversation?.days ?? noDays}
          hitDays={hitDays}
          at={dayInSight}
          onChoose={(day) => reading.goTo({ day })}
        />
        <Stream
          id={id}
          total={conversation?.total ?? opening.total}
          target={reading.target}
          uid={uid}
          zone={zone}
          sides={sides}
          hitsByUid={hitsByUid}
          silences={silences}
          onDay={setDayInSight}
          onChoose={reading.choose}
          onOpen={(at) => {
            setToCopies(at === 'copies' ? {} : null)
            reading.setSheet(true)
          }}
        />
        <Beside
          id={id}
          zone={zone}
          uid={uid}
          isCoverageShown={isCoverageShown}
          toCopies={toCopies}
          reading={reading}
        />
      </div>
    </>
  )
}

interface BesideProps extends Pick<ReaderBodyProps, 'id' | 'zone' | 'uid'> {
  readonly isCoverageShown: boolean
  readonly toCopies: object | null
  readonly reading: ReturnType<typeof useReading>
}

/** What stands beside the messages: all that is known of the chosen one, or from which sides the conversation was seen. */
function Beside({ id, zone, uid, isCoverageShown, toCopies, reading }: BesideProps) {
  const [, change] = useAddress()
  if (!isCoverageShown)
    return <SourcePanel uid={uid} zone={zone} toCopies={toCopies} onClose={() => reading.setSheet(false)} />
  return (
    <Suspense fallback={<Pending label="Opening the panel" />}>
      <CoveragePanel
        id={id}
        zone={zone}
        // Where the panel lies over the messages, it makes way for the day gone to.
        onDay={(day) => reading.goTo({ day }, { closing: matchMedia('(max-width: 1100px)').matches })}
        onClose={() => change({ show: null }, { replace: true })}
      />
    </Suspense>
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
