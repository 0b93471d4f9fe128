import { IconArrowUpRight } from '@tabler/icons-react'
import { memo } from 'react'
import { Link } from 'react-router'
import type { Hit } from '../../../src/wire/messages.ts'
import type { ReadMessage } from '../../../src/wire/reading.ts'
import { BodyWords } from '../../body-words.tsx'
import { dayOf } from '../../case-time.ts'
import { CopiesMark } from '../../copies-mark.tsx'
import { FoundEarlier } from '../../earlier-words.tsx'
import { FoundInFiles } from '../../file-words.tsx'
import { Badge, HandleName } from '../../handle-name.tsx'
import { conversationLink } from '../../links.ts'
import { MessageFiles } from '../../message-files.tsx'
import { clockOf, dayTitleOf, fullWhenOf } from '../../message-time.ts'
import { MessageMarks, SelectBox } from '../../review/message-marks.tsx'
import { Translations } from '../../translation.tsx'
import { renderCount } from '../../ui/figures.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { GapRule } from './gap-rule.tsx'
import { AnsweredChip, QuoteChip } from './reply-chips.tsx'
import { RowIn } from './row-in.tsx'
import type { Silence } from './silences.ts'

/** The side each handle is on. */
export type Sides = Pick<ReadonlyMap<string, number>, 'get'>

interface MessageRowProps {
  readonly message: ReadMessage
  /** The message before it; null for the first, undefined while it is on its way. */
  readonly before: ReadMessage | null | undefined
  readonly zone: string
  readonly sides: Sides
  /** What of it and of its files a search hit; undefined where none did. */
  readonly hit: Pick<Hit, 'highlights' | 'fileWords' | 'earlierWords'> | undefined
  /** Whether a filter leaves it out: it is greyed. */
  readonly faded: boolean
  /** Whether messages of several conversations stand together: it says of which it is. */
  readonly several: boolean
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
  faded,
  several,
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
  const newPlace =
    several && (newDay || (before !== undefined && before?.conversation !== message.conversation))
  const newSender = newDay || newPlace || (before !== undefined && before?.from !== message.from)
  return (
    <article
      aria-posinset={at}
      aria-setsize={of}
      aria-label={`${visibleText(message.from)}, ${clockOf(message, zone)}`}
      aria-current={chosen ? 'true' : undefined}
      {...sightOf(message)}
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
          faded,
          hit: hit !== undefined,
          marked: message.traffic !== 'plain',
        })}
      >
        <RowTime message={message} zone={zone} at={at} of={of} />
        <Badge handle={message.from} side={sides.get(message.from) ?? 0} />
        <RowWords message={message} hit={hit} named={newSender} placed={newPlace} here={beside && !several} />
        <Gutter message={message} beside={beside} several={several} />
        <MessageFiles files={message.files} />
      </div>
    </article>
  )
})

/** What the recording of what was read goes by. */
function sightOf({ uid, body, review }: ReadMessage) {
  return {
    'data-uid': uid,
    'data-words': body.split(/\s+/).length,
    'data-readers': review.readBy.join('\n'),
  }
}

interface RowWordsProps extends Pick<MessageRowProps, 'message' | 'hit'> {
  /** Whether it says who wrote it, and in which conversation. */
  readonly named: boolean
  readonly placed: boolean
  /** Whether the message it answers can be gone to in the list around it. */
  readonly here: boolean
}

/** Who wrote, what it answers, the words themselves, and what stands beside them. */
function RowWords({ message, hit, named, placed, here }: RowWordsProps) {
  return (
    <div className="row-words">
      {named && (
        <div className="row-from">
          <HandleName handle={message.from} />
          {placed && <RowIn message={message} />}
        </div>
      )}
      {message.answers && <QuoteChip message={message} answers={message.answers} here={here} />}
      <BodyWords message={message} ranges={hit?.highlights ?? []} />
      <Translations message={message} />
      {hit && <FoundEarlier words={hit.earlierWords} />}
      {hit && <FoundInFiles words={hit.fileWords} files={message.files} />}
    </div>
  )
}

interface RowLook {
  readonly newSender: boolean
  readonly chosen: boolean
  readonly faded: boolean
  readonly hit: boolean
  readonly marked: boolean
}

function rowClass({ newSender, chosen, faded, hit, marked }: RowLook): string {
  // A resend, a notice or a broadcast is folded to one line until it is chosen.
  const names = [
    newSender && 'new-sender',
    chosen && 'chosen',
    faded && 'faded',
    hit && 'hit-row',
    marked && 'marked',
  ]
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

function Gutter({ message, beside, several }: Pick<MessageRowProps, 'message' | 'beside' | 'several'>) {
  return (
    <div className="row-gutter meta">
      <MessageMarks review={message.review} />
      {message.traffic !== 'plain' && <span className="chip proposed-text">{message.traffic}</span>}
      {message.answeredBy && (
        <AnsweredChip message={message} answeredBy={message.answeredBy} here={beside && !several} />
      )}
      {message.repaired && <span className="chip proposed-text">repaired</span>}
      {message.sightings > 1 && (
        <CopiesMark
          message={message}
          to={beside ? null : conversationLink(message.conversation, message.uid)}
        />
      )}
      <code>{message.exhibit}</code>
      {several && (
        <Link
          className="row-open"
          to={conversationLink(message.conversation, message.uid)}
          title="Open in its conversation"
          aria-label="Open in its conversation"
        >
          <IconArrowUpRight size={14} stroke={1.5} aria-hidden="true" />
        </Link>
      )}
      <code className="print-only">{message.uid}</code>
      <SelectBox message={message} />
    </div>
  )
}
