import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import type { ConversationDetail } from '../../../src/wire/conversations.ts'
import type { ReadMessage } from '../../../src/wire/reading.ts'
import { askConversation, askCoverage, askSearch } from '../../asks.ts'
import { fieldTerm, withTerm } from '../../query-text.ts'
import { askOutline, type Thread, threadKey } from '../../reading-asks.ts'
import { sidesOf } from '../../sides.ts'
import { Failure, Pending } from '../../ui/states.tsx'
import { useCountingScope } from '../../use-counting-scope.ts'
import { PlainPage } from './plain-page.tsx'
import { ReaderBody } from './reader-body.tsx'
import { ReaderHead } from './reader-head.tsx'
import { silencesOf } from './silences.ts'
import { type Filter, useFilter } from './use-filter.ts'
import { useOpening } from './use-opening.ts'

/** Hits stepped through with n and p. */
const mostHits = 500

/** `/conversations/:id?uid=…&q=…&f=…&hide=1&day=…&at=…&top=…&plain=0&show=coverage`: a conversation of any length, opened at a message, a day, an instant, or where it was left. */
export function ReaderView({ zone }: { readonly zone: string }) {
  const { id = '' } = useParams()
  const filter = useFilter()
  const whole: Thread = { kind: 'conversation', id }
  const thread: Thread =
    filter.isHiding && filter.text !== ''
      ? { kind: 'stream', q: withTerm(fieldTerm('in', id), `(${filter.text})`) }
      : whole
  return (
    <OneConversation
      key={threadKey(thread)}
      id={id}
      whole={whole}
      thread={thread}
      filter={filter}
      zone={zone}
    />
  )
}

interface OneConversationProps {
  readonly id: string
  readonly whole: Thread
  /** What of it is read. */
  readonly thread: Thread
  readonly filter: Filter
  readonly zone: string
}

function OneConversation(props: OneConversationProps) {
  const { id, whole, filter, zone } = props
  const [params] = useSearchParams()
  const plain = params.get('plain')
  const read = useConversation(props, params.get('q') ?? '', plain === null)
  const { conversation, coverage, page, failure, silences, sides } = read
  const failed = failure ?? (conversation.isError ? conversation : null)
  const isWaiting = plain === null ? page === null : conversation.isPending
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
          thread={whole}
          total={conversation.data.total}
          sides={sides}
          several={false}
          from={Number.parseInt(plain, 10) || 0}
          silences={silences}
          zone={zone}
        />
      )}
      {!failed && page !== null && plain === null && (
        <ReaderBody
          reading={read.reading}
          opened={{ page, ...read.opening }}
          total={read.reading.thread === whole ? conversation.data?.total : undefined}
          outline={read.outline.data}
          filtering={{ filter, error: read.outline.error, people: conversation.data?.senders ?? [] }}
          zone={zone}
          sides={sides}
          silences={silences}
          several={false}
          hits={read.hits}
          coverageOf={id}
        />
      )}
    </div>
  )
}

/** What is known of a conversation. What is in sight comes first: the account of it is long, and its hits may be many. */
function useConversation(
  { id, whole, thread, filter, zone }: OneConversationProps,
  q: string,
  isVirtual: boolean,
) {
  const [hasOpened, setHasOpened] = useState(!isVirtual)
  const outline = useQuery({
    ...askOutline({ thread: whole, filter: filter.text, marks: q }),
    enabled: hasOpened || filter.text !== '',
  })
  const reading = { thread, filter: outline.isError || filter.isHiding ? '' : filter.text }
  const { page, failure, ...opening } = useOpening(reading, zone, isVirtual)
  if (page !== null && !hasOpened) setHasOpened(true)
  const conversation = useQuery({ ...askConversation(id, useCountingScope()), enabled: hasOpened })
  const hits = useQuery({
    ...askSearch(
      { q: withTerm(q, fieldTerm('in', id)), sort: 'time', scope: 'global', enter: false },
      { limit: mostHits, offset: 0 },
    ),
    enabled: q !== '' && hasOpened,
  })
  const coverage = useQuery({ ...askCoverage(id), enabled: hasOpened })
  const silences = useMemo(() => silencesOf(coverage.data?.gaps ?? []), [coverage.data])
  const sides = useSides(conversation.data, page?.messages ?? noMessages)
  return {
    reading,
    page,
    failure,
    opening,
    outline,
    conversation,
    coverage,
    silences,
    sides,
    hits: hits.data && !hits.isPlaceholderData ? hits.data : null,
  } as const
}

const noMessages: readonly ReadMessage[] = []

/** Who is on which side; until the conversation is known, of those in the messages it was opened at. The same map as long as it says the same. */
function useSides(conversation: ConversationDetail | undefined, messages: readonly ReadMessage[]) {
  const known = useMemo(
    () =>
      sidesOf(
        conversation
          ? [...conversation.participants, ...conversation.senders.map(({ handle }) => handle)]
          : messages.flatMap(({ from, to }) => [from, ...to]),
      ),
    [conversation, messages],
  )
  const [sides, setSides] = useState(known)
  const isSame = sides.size === known.size && [...known].every(([handle, side]) => sides.get(handle) === side)
  if (!isSame) setSides(known)
  return sides
}
