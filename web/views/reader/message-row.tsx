import { memo } from 'react'
import type { Hit, StoredMessage } from '../../../src/wire/messages.ts'
import { dayOf } from '../../case-time.ts'
import { CopiesMark } from '../../copies-mark.tsx'
import { FoundEarlier } from '../../earlier-words.tsx'
import { FoundInFiles } from '../../file-words.tsx'
import { Badge, HandleName } from '../../handle-name.tsx'
import { conversationLink } from '../../links.ts'
import { MessageFiles } from '../../message-files.tsx'
import { clockOf, dayTitleOf, fullWhenOf } from '../../message-time.ts'
import { Translations } from '../../translation.tsx'
import { Evidence } from '../../ui/evidence.tsx'
import { renderCount } from '../../ui/figures.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { GapRule } from './gap-rule.tsx'
import type { Silence } from './silences.ts'

interface MessageRowProps {
  readonly message: StoredMessage
  /** The message before it; null for the first, undefined while it is on its way. */
  readonly before: StoredMessage | null | undefined
  readonly zone: string
  readonly sides: ReadonlyMap<string, number>
  /** What of it and of its files a search hit; undefined where none did. */
  readonly hit: Hit | undefined
  readonly chosen: boolean
  /** Days before a day on which nothing stands here, by that day. */
  readonly silences: ReadonlyMap<string, Silence>
  /** Whether the panel of what is known of a message is beside the row. */
  readonly beside: boolean
  /** Which message of how many it is, counted from 1. */
  readonly at: number
  readonly of: number
}

/** A message as a row: time, who, the words; a dated rule where the day changes, a hairline where the sender does. Drawn anew only when what it shows changes: the list around it is drawn with every scroll. */
export const MessageRow = memo(function MessageRow({
  message,
  before,
  zone,
  sides,
  hit,
  chosen,
  silences,
  beside,
  at,
  of,
}: MessageRowProps) {
  const day = dayOf(message.sentAt, zone)
  const newDay =
    before === null || (before !== undefined && dayTitleOf(before, zone) !== dayTitleOf(message, zone))
  const silence = newDay ? silences.get(day) : undefined
  const newSender = newDay || (before !== undefined && before?.from !== message.from)
  return (
    <article
      aria-posinset={at}
      aria-setsize={of}
      aria-label={`${visibleText(message.from)}, ${clockOf(message, zone)}`}
      aria-current={chosen ? 'true' : undefined}
    >
      {silence && <GapRule silence={silence} />}
      {newDay && (
        <h2 className="day-rule">
          <span>{dayTitleOf(message, zone)}</span>
        </h2>
      )}
      <div
        className={rowClass({
          newSender,
          chosen,
          hit: hit !== undefined,
          marked: message.traffic !== 'plain',
        })}
      >
        <RowTime message={message} zone={zone} at={at} of={of} />
        <Badge handle={message.from} side={sides.get(message.from) ?? 0} />
        <div className="row-words">
          {newSender && (
            <div className="row-from">
              <HandleName handle={message.from} />
            </div>
          )}
          <RowWords message={message} hit={hit} />
        </div>
        <Gutter message={message} beside={beside} />
        <MessageFiles files={message.files} />
      </div>
    </article>
  )
})

/** What it says, its translations, and what a search found beside these. */
function RowWords({ message, hit }: Pick<MessageRowProps, 'message' | 'hit'>) {
  return (
    <>
      {message.body === '' ? (
        <span className="meta">({message.kind}, no words)</span>
      ) : (
        <Evidence text={message.body} ranges={hit?.highlights ?? []} />
      )}
      <Translations message={message} />
      {hit && <FoundEarlier words={hit.earlierWords} />}
      {hit && <FoundInFiles words={hit.fileWords} files={message.files} />}
    </>
  )
}

interface RowLook {
  readonly newSender: boolean
  readonly chosen: boolean
  readonly hit: boolean
  /** A resend, a notice or a broadcast: folded to one line until it is chosen. */
  readonly marked: boolean
}

function rowClass({ newSender, chosen, hit, marked }: RowLook): string {
  const names = [newSender && 'new-sender', chosen && 'chosen', hit && 'hit-row', marked && 'marked']
  return ['row', ...names.filter((name) => name !== false)].join(' ')
}

function RowTime({ message, zone, at, of }: Pick<MessageRowProps, 'message' | 'zone' | 'at' | 'of'>) {
  return (
    <button
      type="button"
      className="row-time time"
      title={`${fullWhenOf(message, zone)} · number ${renderCount(at)} of ${renderCount(of)}`}
    >
      {clockOf(message, zone)}
      {message.zone === 'unknown' && <span className="proposed-text">?</span>}
    </button>
  )
}

function Gutter({ message, beside }: Pick<MessageRowProps, 'message' | 'beside'>) {
  return (
    <div className="row-gutter meta">
      {message.traffic !== 'plain' && <span className="chip proposed-text">{message.traffic}</span>}
      {message.repaired && <span className="chip proposed-text">repaired</span>}
      {message.sightings > 1 && (
        <CopiesMark
          message={message}
          to={beside ? null : conversationLink(message.conversation, message.uid)}
        />
      )}
      <code>{message.exhibit}</code>
      <code className="print-only">{message.uid}</code>
    </div>
  )
}
