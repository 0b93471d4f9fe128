import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { askConversation, askCoverage, askPosition, askSearch, askThread } from '../../asks.ts'
import { startOfDay } from '../../case-time.ts'
import { fieldTerm, withTerm } from '../../query-text.ts'
import { Failure, Pending } from '../../ui/states.tsx'
import { useCountingScope } from '../../use-counting-scope.ts'
import { PlainPage } from './plain-page.tsx'
import { ReaderBody } from './reader-body.tsx'
import { ReaderHead } from './reader-head.tsx'
import { silencesOf } from './silences.ts'
import { originAround, pageAt } from './thread-pages.ts'
import { keyOf } from './use-reading.ts'

/** Earlier than any time a message can have. */
const beginning = '1700-01-01T00:00:00Z'

/** Hits stepped through with n and p. */
const mostHits = 500

/** `/conversations/:id?uid=…&q=…&day=…&plain=0&show=coverage`: a conversation of any length, opened at a message or a day. */
export function ReaderView({ zone }: { readonly zone: string }) {
  const { id = '' } = useParams()
  return <OneConversation key={id} id={id} zone={zone} />
}

function OneConversation({ id, zone }: { readonly id: string; readonly zone: string }) {
  const [params] = useSearchParams()
  const uid = params.get('uid')
  const day = params.get('day')
  const q = params.get('q') ?? ''
  const plain = params.get('plain')
  const place = day !== null ? { at: startOfDay(day, zone) } : uid !== null ? { uid } : { at: beginning }
  const { opening, position, failure } = useOpening(id, place, plain === null)
  // What is in sight comes first: the account of the conversation is long, and its hits may be many.
  const isOpen = plain !== null || opening !== null
  const conversation = useQuery({ ...askConversation(id, useCountingScope()), enabled: isOpen })
  const hits = useQuery({
    ...askSearch(
      { q: withTerm(q, fieldTerm('in', id)), sort: 'time', scope: 'global', enter: false },
      { limit: mostHits, offset: 0 },
    ),
    enabled: q !== '' && isOpen,
  })
  const coverage = useQuery({ ...askCoverage(id), enabled: isOpen })
  const silences = useMemo(() => silencesOf(coverage.data?.gaps ?? []), [coverage.data])
  const failed = failure ?? (conversation.isError ? conversation : null)
  const isWaiting = plain === null ? opening === null : conversation.isPending
  return (
    <div className="reader">
      <ReaderHead conversation={conversation.data} coverage={coverage.data} zone={zone} />
      {failed?.error && (
        <div className="page">
          <Failure error={failed.error} onRetry={() => void failed.refetch()} />
        </div>
      )}
      {!failed && isWaiting && (
        <div className="page">
          <Pending label="Opening the conversation" rows={16} />
        </div>
      )}
      {!failed && conversation.data && plain !== null && (
        <PlainPage
          conversation={conversation.data}
          from={Number.parseInt(plain, 10) || 0}
          silences={silences}
          zone={zone}
        />
      )}
      {!failed && opening !== null && plain === null && (
        <ReaderBody
          id={id}
          opening={opening}
          conversation={conversation.data}
          zone={zone}
          uid={uid}
          // The place is looked for again only when the address asks for another.
          place={position.data?.offset ?? 0}
          placeKey={position.isPlaceholderData ? null : keyOf(day, uid)}
          centred={day === null && uid !== null}
          silences={silences}
          hits={hits.data && !hits.isPlaceholderData ? hits.data : null}
        />
      )}
    </div>
  )
}

/** The place asked for, and the messages around the first one asked for: null until there is something to be seen. */
function useOpening(id: string, place: Parameters<typeof askPosition>[1], enabled: boolean) {
  const position = useQuery({ ...askPosition(id, place), enabled })
  // Later places are fetched by the stream, which stays in sight meanwhile.
  const [first, setFirst] = useState<number | null>(null)
  if (first === null && position.data) setFirst(position.data.offset)
  const thread = useQuery({
    ...askThread(id, pageAt(first ?? 0, originAround(first ?? 0))),
    enabled: enabled && first !== null,
  })
  const failure = position.isError ? position : thread.isError ? thread : null
  return { opening: (position.data && thread.data) ?? null, position, failure } as const
}
