import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useSearchParams } from 'react-router'
import { handleStreamQuery } from '../../../src/core/search/handle-stream.ts'
import { renderSearch } from '../../../src/core/search/render-search.ts'
import { withTerm } from '../../query-text.ts'
import { askOutline, type Thread, threadKey } from '../../reading-asks.ts'
import { streamSides } from '../../sides.ts'
import { Empty, Failure, Pending } from '../../ui/states.tsx'
import { MergedHead } from './merged-head.tsx'
import { PlainPage } from './plain-page.tsx'
import { ReaderBody } from './reader-body.tsx'
import type { Silence } from './silences.ts'
import { type Filter, useFilter } from './use-filter.ts'
import { useOpening } from './use-opening.ts'

/** What an address asks to be read as one stream. */
export interface Merged {
  /** Handles whose messages are read; empty where a search is. */
  readonly handles: readonly string[]
  readonly rooms: boolean
  readonly between: boolean
  /** The search whose hits are the stream; null where nothing is asked for yet. */
  readonly q: string | null
}

/**
 * `/stream?handle=…&handle=…&rooms=1&between=1` or `/stream?q=…`, and what the reader takes (`uid`, `f`, `hide`, `day`,
 * `at`, `top`, `plain`): all messages of several handles, or the hits of a search, from all conversations in one order of
 * time.
 */
export function MergedView({ zone }: { readonly zone: string }) {
  const [params] = useSearchParams()
  const merged = mergedIn(params)
  const filter = useFilter()
  if (merged.q === null)
    return (
      <div className="reader">
        <MergedHead merged={merged} outline={undefined} zone={zone} />
        <div className="page">
          <Empty title="Several handles as one stream">
            <p>
              Choose handles above. All that they wrote or were sent, in every conversation and network, will
              stand here in one order of time.
            </p>
          </Empty>
        </div>
      </div>
    )
  const whole: Thread = { kind: 'stream', q: merged.q }
  const isNarrowed = filter.isHiding && filter.text !== ''
  const thread: Thread = isNarrowed
    ? { kind: 'stream', q: withTerm(`(${merged.q})`, `(${filter.text})`) }
    : whole
  return (
    <OneStream
      key={threadKey(thread)}
      merged={merged}
      whole={whole}
      thread={isNarrowed ? thread : whole}
      filter={filter}
      zone={zone}
    />
  )
}

function mergedIn(params: URLSearchParams): Merged {
  const handles = [...new Set(params.getAll('handle'))]
  const between = params.has('between') && handles.length > 1
  const rooms = params.has('rooms')
  const q = params.get('q')
  if (handles.length === 0) return { handles, rooms, between, q: q?.trim() ? q : null }
  return { handles, rooms, between, q: renderSearch(handleStreamQuery({ handles, rooms, between })) }
}

interface OneStreamProps {
  readonly merged: Merged
  readonly whole: Thread
  /** What of it is read. */
  readonly thread: Thread
  readonly filter: Filter
  readonly zone: string
}

function OneStream({ merged, whole, thread, filter, zone }: OneStreamProps) {
  const [params] = useSearchParams()
  const plain = params.get('plain')
  const [hasOpened, setHasOpened] = useState(plain !== null)
  const outline = useQuery({
    ...askOutline({ thread: whole, filter: filter.text, marks: '' }),
    enabled: hasOpened || filter.text !== '',
  })
  const reading = { thread, filter: outline.isError || filter.isHiding ? '' : filter.text }
  const { page, failure, ...opening } = useOpening(reading, zone, plain === null)
  if ((page !== null || failure !== null) && !hasOpened) setHasOpened(true)
  const { handles } = merged
  const sides = useMemo(() => streamSides(handles), [handles])
  const people = useMemo(() => handles.map((handle) => ({ handle })), [handles])
  const isWaiting = plain === null ? page === null : outline.isPending
  return (
    <div className="reader">
      <MergedHead merged={merged} outline={outline.data} zone={zone} />
      {failure?.error && (
        <div className="page">
          <Failure error={failure.error} onRetry={() => void failure.refetch()} />
        </div>
      )}
      {!failure && isWaiting && (
        <div className="page">
          <Pending label="Opening the stream" rows={16} />
        </div>
      )}
      {page?.total === 0 && <NoMessages isNarrowed={thread !== whole} />}
      {plain !== null && outline.data && (
        <PlainPage
          thread={thread}
          total={outline.data.total}
          sides={sides}
          several
          from={Number.parseInt(plain, 10) || 0}
          silences={noSilences}
          zone={zone}
        />
      )}
      {!failure && page !== null && plain === null && (page.total > 0 || filter.text !== '') && (
        <ReaderBody
          reading={reading}
          opened={{ page, ...opening }}
          total={undefined}
          outline={outline.data}
          filtering={{ filter, error: outline.error, people: people }}
          zone={zone}
          sides={sides}
          silences={noSilences}
          several
          hits={null}
          coverageOf={null}
        />
      )}
    </div>
  )
}

function NoMessages({ isNarrowed }: { readonly isNarrowed: boolean }) {
  return (
    <div className="page">
      <Empty title="No message is in this stream">
        <p>
          {isNarrowed
            ? 'Nothing of it matches the filter, and what does not match is hidden.'
            : 'None was found in any conversation.'}
        </p>
      </Empty>
    </div>
  )
}

const noSilences: ReadonlyMap<string, Silence> = new Map()
