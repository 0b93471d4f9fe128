import { lazy, Suspense, useMemo, useState } from 'react'
import type { ReadMessage, StreamOutline } from '../../../src/wire/reading.ts'
import { useAddress } from '../../address.ts'
import type { SearchAnswer } from '../../asks.ts'
import type { Reading } from '../../reading-asks.ts'
import { ReviewBar } from '../../review/review-bar.tsx'
import { searchUnderReview } from '../../review/search-under-review.ts'
import { useOpenedHit } from '../../review/use-opened-hit.ts'
import { Pending } from '../../ui/states.tsx'
import { DensityMap } from './density-map.tsx'
import { FilterBar, type Filtering } from './filter-bar.tsx'
import { HitStepper } from './hit-stepper.tsx'
import type { Sides } from './message-row.tsx'
import type { Silence } from './silences.ts'
import { SourcePanel } from './source-panel.tsx'
import { Stream } from './stream.tsx'
import { useReading } from './use-reading.ts'

const CoveragePanel = lazy(() =>
  import('./coverage-panel.tsx').then((part) => ({ default: part.CoveragePanel })),
)

/** Where the address asks to be, once something is there to be seen. */
export interface Opened {
  readonly page: { readonly total: number; readonly messages: readonly ReadMessage[] }
  readonly uid: string | null
  readonly place: number
  readonly placeKey: string | null
  readonly centred: boolean
}

interface ReaderBodyProps {
  readonly reading: Reading
  readonly opened: Opened
  /** How many messages there are, where that is known better than from the first page. */
  readonly total: number | undefined
  readonly outline: StreamOutline | undefined
  readonly filtering: Filtering
  readonly zone: string
  readonly sides: Sides
  readonly hits: SearchAnswer | null
  readonly silences: ReadonlyMap<string, Silence>
  readonly several: boolean
  /** The conversation whose account of its sides can stand beside it; null for a stream of several. */
  readonly coverageOf: string | null
}

/** The map of time, the messages, and the panel of what is known of the chosen one. */
export function ReaderBody({
  reading,
  opened: { page, uid, ...goneTo },
  total,
  outline,
  filtering,
  zone,
  hits,
  silences,
  coverageOf,
  ...look
}: ReaderBodyProps) {
  const [params] = useAddress()
  const coverage = params.get('show') === 'coverage' ? coverageOf : null
  const [toCopies, setToCopies] = useState<object | null>(null)
  const reader = useReading({ reading, uid, hits, ...goneTo })
  const hitsByUid = useMemo(() => new Map((hits?.hits ?? []).map((hit) => [hit.uid, hit])), [hits])
  useOpenedHit(uid !== null && hitsByUid.has(uid) ? searchUnderReview() : null, uid)
  return (
    <>
      <ReviewBar zone={zone} />
      <FilterBar
        {...filtering}
        outline={outline}
        number={reader.match?.number ?? null}
        onStep={reader.step}
      />
      {hits && filtering.filter.text === '' && <HitStepper hits={hits} uid={uid} onStep={reader.step} />}
      <div className={reader.sheet || coverage !== null ? 'reader-body with-sheet' : 'reader-body'}>
        <DensityMap
          outline={outline}
          silences={silences}
          at={reader.inSight}
          zone={zone}
          onGo={(at) => reader.goTo({ at })}
        />
        <Stream
          reading={reading}
          total={total ?? page.total}
          target={reader.target}
          uid={uid}
          zone={zone}
          hitsByUid={hitsByUid}
          silences={silences}
          onSight={reader.onSight}
          onChoose={reader.choose}
          onGo={(to) => reader.goTo({ uid: to })}
          onOpen={(at) => {
            setToCopies(at === 'copies' ? {} : null)
            reader.setSheet(true)
          }}
          {...look}
        />
        <Beside uid={uid} zone={zone} coverage={coverage} toCopies={toCopies} reader={reader} />
      </div>
    </>
  )
}

interface BesideProps extends Pick<ReaderBodyProps, 'zone'> {
  readonly uid: string | null
  readonly coverage: string | null
  readonly toCopies: object | null
  readonly reader: ReturnType<typeof useReading>
}

/** What stands beside the messages: all that is known of the chosen one, or from which sides the conversation was seen. */
function Beside({ uid, zone, coverage, toCopies, reader }: BesideProps) {
  const [, change] = useAddress()
  if (coverage === null)
    return <SourcePanel uid={uid} zone={zone} toCopies={toCopies} onClose={() => reader.setSheet(false)} />
  return (
    <Suspense fallback={<Pending label="Opening the panel" />}>
      <CoveragePanel
        id={coverage}
        zone={zone}
        // Where the panel lies over the messages, it makes way for the day gone to.
        onDay={(day) => reader.goTo({ day }, { closing: matchMedia('(max-width: 1100px)').matches })}
        onClose={() => change({ show: null }, { replace: true })}
      />
    </Suspense>
  )
}
