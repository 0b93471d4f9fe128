import type { Delivery } from '../../../src/core/message-details.ts'
import type { SourceSighting } from '../../asks.ts'
import { Evidence } from '../../ui/evidence.tsx'
import { Fact } from '../../ui/fact.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { AttachmentLine } from './attachments.tsx'
import { renderSpan } from './copy-words.ts'

type Details = NonNullable<SourceSighting['details']>

const deliveryWords = {
  unsent: 'not sent when the copy was taken',
  failed: 'sending it failed',
  sent: 'sent; no sign that it arrived',
  delivered: 'delivered to the other device',
  read: 'read by the other side',
} as const satisfies Record<Delivery, string>

/** What a copy states beside who, when and what, in plain words. */
export function CopyDetails({ details }: { readonly details: Details }) {
  const { owner, delivery, deleted, viewOnce, confidence, forwardedFrom, position, sourceId } = details
  return (
    <>
      {owner !== undefined && (
        <Fact word="Taken from">
          the device or account of <Exact text={owner} />
        </Fact>
      )}
      {deleted && (
        <Fact word="Deleted">
          <span className="proposed-text">
            marked deleted: taken back by its writer or the user, or recovered from deleted space
          </span>
        </Fact>
      )}
      {confidence !== undefined && (
        <Fact word="Recovered">
          the tool’s own word for how sure it is: <Exact text={confidence} />
        </Fact>
      )}
      {details.attachments?.map((attachment, i) => (
        <Fact key={i} word={i === 0 ? 'Files' : ''}>
          <AttachmentLine attachment={attachment} />
        </Fact>
      ))}
      {details.answers && <Answers answers={details.answers} />}
      {details.earlier && <Earlier earlier={details.earlier} />}
      {forwardedFrom !== undefined && (
        <Fact word="Forwarded">
          {forwardedFrom === '' ? 'from whom is not stated' : <Exact text={forwardedFrom} before="from " />}
        </Fact>
      )}
      {details.call && <Call call={details.call} />}
      {delivery !== undefined && <Fact word="Delivery">{deliveryWords[delivery]}</Fact>}
      {details.reactions && <Reactions reactions={details.reactions} />}
      {viewOnce && <Fact word="View once">sent to be seen once</Fact>}
      {position !== undefined && (
        <Fact word="Position">
          <code>
            {position.latitude}, {position.longitude}
          </code>
          <span className="meta fact-line">latitude and longitude, WGS 84, as the source states them</span>
        </Fact>
      )}
      {sourceId !== undefined && (
        <Fact word="Own id">
          <Exact text={sourceId} />
        </Fact>
      )}
    </>
  )
}

/** A short text of the source, with what cannot be seen in it written out. */
function Exact({ text, before = '' }: { readonly text: string; readonly before?: string }) {
  return (
    <>
      {before}
      <bdi className="mono">{visibleText(text)}</bdi>
    </>
  )
}

function Answers({ answers }: { readonly answers: NonNullable<Details['answers']> }) {
  return (
    <Fact word="Answers">
      {answers.words !== null && (
        <q className="quoted">
          <Evidence text={answers.words} />
        </q>
      )}
      {answers.sourceId !== null && (
        <span className="meta fact-line">
          the message <Exact text={answers.sourceId} /> of its source
        </span>
      )}
      {answers.words === null &&
        answers.sourceId === null &&
        'another message, which the source does not name'}
    </Fact>
  )
}

function Earlier({ earlier }: { readonly earlier: NonNullable<Details['earlier']> }) {
  if (earlier.length === 0) return <Fact word="Edited">its earlier words are not in the source</Fact>
  return (
    <Fact word="Edited">
      <ol className="earlier-words">
        {earlier.map(({ body, timeText }, i) => (
          <li key={i}>
            <q className="quoted">
              <Evidence text={body} />
            </q>
            <span className="meta fact-line">
              before edit {i + 1} of {earlier.length}
              {timeText !== null && (
                <>
                  , <code>{visibleText(timeText)}</code>
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
    </Fact>
  )
}

function Reactions({ reactions }: { readonly reactions: NonNullable<Details['reactions']> }) {
  return (
    <Fact word="Reactions">
      <ul>
        {reactions.map(({ emoji, from, timeText }, i) => (
          <li key={i}>
            <Evidence text={emoji} /> {from === null ? 'by whom is not stated' : <Exact text={from} />}
            {timeText !== null && (
              <span className="meta">
                {' '}
                <code>{visibleText(timeText)}</code>
              </span>
            )}
          </li>
        ))}
      </ul>
    </Fact>
  )
}

function Call({ call }: { readonly call: NonNullable<Details['call']> }) {
  const answered =
    call.answered === null ? 'answered or not is not stated' : call.answered ? 'answered' : 'not answered'
  return (
    <Fact word="Call">
      {call.video ? 'video' : 'voice'} · {answered}
      {call.durationSeconds !== null && ` · ${renderSpan(call.durationSeconds)}`}
    </Fact>
  )
}
