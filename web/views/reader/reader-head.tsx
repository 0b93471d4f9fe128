import { IconFileText, IconFilter } from '@tabler/icons-react'
import { Link } from 'react-router'
import type { ConversationDetail } from '../../../src/wire/conversations.ts'
import type { Coverage } from '../../../src/wire/coverage.ts'
import { useAddress } from '../../address.ts'
import { dayOf } from '../../case-time.ts'
import { scopeWords } from '../../counting-scope.ts'
import { Badge, ConversationName, HandleLink } from '../../handle-name.tsx'
import { PicturesSwitch } from '../../message-files.tsx'
import { renderSpan } from '../../message-time.ts'
import { ReadingMeter } from '../../review/reading-meter.tsx'
import { sidesOf } from '../../sides.ts'
import { BesideSwitch, TranslationsSwitch } from '../../translation.tsx'
import { renderAmount, renderCount } from '../../ui/figures.ts'
import { SeenFrom } from './seen-from.tsx'

/** Between whom, how much, from when to when; the jump to a date and the plain page. */
export function ReaderHead({
  conversation,
  coverage,
  zone,
}: {
  readonly conversation: ConversationDetail | undefined
  readonly coverage: Coverage | undefined
  readonly zone: string
}) {
  if (!conversation)
    return (
      <header className="reader-head">
        <div className="reader-title">
          <h1>Conversation</h1>
          <p className="meta">{'\u00a0'}</p>
        </div>
      </header>
    )
  const { title, participants, messages, firstAt, lastAt, network, kind, countedBy } = conversation
  return (
    <header className="reader-head">
      <div className="reader-title">
        <h1>
          <ConversationName title={title} participants={participants} />
        </h1>
        <p className="meta">
          {renderAmount(messages, 'message')}
          {scopeWords[countedBy].after} · {renderSpan(firstAt, lastAt, zone)} · {kind} · {network}
        </p>
      </div>
      <Senders conversation={conversation} />
      <ReadingMeter conversation={conversation.id} />
      {coverage && <SeenFrom seen={coverage.seen} gaps={coverage.gaps.length} />}
      {firstAt !== null && lastAt !== null && (
        <Actions from={dayOf(firstAt, zone)} until={dayOf(lastAt, zone)} />
      )}
    </header>
  )
}

function Senders({ conversation }: { readonly conversation: ConversationDetail }) {
  const sides = sidesOf([...conversation.participants, ...conversation.senders.map(({ handle }) => handle)])
  const shown = conversation.senders.slice(0, 4)
  return (
    <ul className="reader-senders">
      {shown.map(({ handle, messages }) => (
        <li key={handle}>
          <Badge handle={handle} side={sides.get(handle) ?? 0} />
          <HandleLink handle={handle} />
          <Link
            className="meta number"
            to={`/search?${new URLSearchParams({ q: `in:${conversation.id} from:"${handle}"` })}`}
          >
            {renderCount(messages)}
          </Link>
        </li>
      ))}
      {conversation.senders.length > shown.length && (
        <li className="meta">and {conversation.senders.length - shown.length} more</li>
      )}
    </ul>
  )
}

/** The filter, the jump to a date from the first day to the last, and the plain page. */
export function Actions({ from, until }: { readonly from: string | null; readonly until: string | null }) {
  const [params, alter] = useAddress()
  const plain = params.get('plain') !== null
  const isFiltering = params.has('filter') || params.has('f')
  const change = (name: string, value: string | null) =>
    alter({ day: null, at: null, top: null, uid: null, plain: null, show: null, [name]: value })
  return (
    <div className="reader-actions">
      <button
        type="button"
        className="button small"
        aria-pressed={isFiltering}
        title="Grey out or hide what does not match (f)"
        onClick={() =>
          alter(isFiltering ? { filter: null, f: null, hide: null } : { filter: '1' }, { replace: true })
        }
      >
        <IconFilter size={14} stroke={1.5} aria-hidden="true" /> Filter
      </button>
      <TranslationsSwitch />
      <BesideSwitch />
      <PicturesSwitch />
      <label className="meta jump">
        <span>Jump to </span>
        <input
          id="jump-to-date"
          className="input"
          type="date"
          min={from ?? undefined}
          max={until ?? undefined}
          value={params.get('day') ?? ''}
          onChange={(event) => event.target.value !== '' && change('day', event.target.value)}
        />
      </label>
      <button
        type="button"
        className="button small"
        aria-pressed={plain}
        onClick={() => change('plain', plain ? null : '0')}
      >
        <IconFileText size={14} stroke={1.5} aria-hidden="true" /> Plain page
      </button>
    </div>
  )
}
