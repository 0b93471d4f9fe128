import { useQuery } from '@tanstack/react-query'
import { useParams, useSearchParams } from 'react-router'
import { askConversation, askPosition, askSearch } from '../../asks.ts'
import { startOfDay } from '../../case-time.ts'
import { fieldTerm, withTerm } from '../../query-text.ts'
import { Failure, Pending } from '../../ui/states.tsx'
import { PlainPage } from './plain-page.tsx'
import { ReaderBody } from './reader-body.tsx'
import { ReaderHead } from './reader-head.tsx'
import { keyOf } from './use-reading.ts'

/** Earlier than any time a message can have. */
const beginning = '1700-01-01T00:00:00Z'

/** Hits stepped through with n and p. */
const mostHits = 500

/** `/conversations/:id?uid=…&q=…&day=…&plain=0`: a conversation of any length, opened at a message or a day. */
export function ReaderView({ zone }: { readonly zone: string }) {
  const { id = '' } = useParams()
  const [params] = useSearchParams()
  const uid = params.get('uid')
  const day = params.get('day')
  const q = params.get('q') ?? ''
  const plain = params.get('plain')
  const conversation = useQuery(askConversation(id))
  const place = day !== null ? { at: startOfDay(day, zone) } : uid !== null ? { uid } : { at: beginning }
  const position = useQuery({ ...askPosition(id, place), enabled: plain === null })
  const hits = useQuery({
    ...askSearch(withTerm(q, fieldTerm('in', id)), 'time', { limit: mostHits, offset: 0 }),
    enabled: q !== '',
  })
  const error = conversation.error ?? position.error
  const waiting = conversation.isPending || (plain === null && position.isPending)
  return (
    <div className="reader">
      <ReaderHead conversation={conversation.data} zone={zone} />
      {error && (
        <div className="page">
          <Failure
            error={error}
            onRetry={() => void Promise.all([conversation.refetch(), position.refetch()])}
          />
        </div>
      )}
      {!error && waiting && (
        <div className="page">
          <Pending label="Opening the conversation" rows={16} />
        </div>
      )}
      {!error && !waiting && conversation.data && plain !== null && (
        <PlainPage conversation={conversation.data} from={Number.parseInt(plain, 10) || 0} zone={zone} />
      )}
      {!error && !waiting && conversation.data && plain === null && (
        <ReaderBody
          key={id}
          conversation={conversation.data}
          zone={zone}
          uid={uid}
          // The place is looked for again only when the address asks for another.
          place={position.data?.offset ?? 0}
          placeKey={position.isPlaceholderData ? null : keyOf(day, uid)}
          centred={day === null && uid !== null}
          hits={hits.data && !hits.isPlaceholderData ? hits.data : null}
        />
      )}
    </div>
  )
}
