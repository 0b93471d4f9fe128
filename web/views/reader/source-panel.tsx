import { IconDownload, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import { describeLanguage } from '../../../src/core/language.ts'
import type { StoredMessage } from '../../../src/wire/messages.ts'
import { askMessage, askSource, type SourceSighting } from '../../asks.ts'
import { renderLocalWithZone } from '../../case-time.ts'
import { HandleLink } from '../../handle-name.tsx'
import { auditLink, rawLink } from '../../links.ts'
import { zoneWords } from '../../message-time.ts'
import { DecidedOf } from '../../review/decided.tsx'
import { Translations } from '../../translation.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Evidence } from '../../ui/evidence.tsx'
import { Fact } from '../../ui/fact.tsx'
import { Failure, Pending } from '../../ui/states.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { copiesIn } from './copy-words.ts'
import { SightingDetail } from './sighting-detail.tsx'

interface SourcePanelProps {
  readonly uid: string | null
  readonly zone: string
  /** A new object whenever the copies of the message are to be brought into sight. */
  readonly toCopies: object | null
  readonly onClose: () => void
}

/** Everything that is known of the chosen message, down to its bytes. */
export function SourcePanel({ uid, zone, toCopies, onClose }: SourcePanelProps) {
  return (
    <aside className="panel" aria-label="Source and meaning">
      <header className="panel-head">
        <h2>Source and meaning</h2>
        <button
          type="button"
          className="button plain small icon-only panel-close"
          aria-label="Close"
          title="Close (Esc)"
          onClick={onClose}
        >
          <IconX size={16} stroke={1.5} aria-hidden="true" />
        </button>
      </header>
      {uid === null ? (
        <p className="panel-hint">
          Choose a message, with a click or with j and k: its times, its copies and its original bytes stand
          here.
        </p>
      ) : (
        <PanelBody uid={uid} zone={zone} toCopies={toCopies} />
      )}
    </aside>
  )
}

function PanelBody({
  uid,
  zone,
  toCopies,
}: Pick<SourcePanelProps, 'zone' | 'toCopies'> & { readonly uid: string }) {
  const detail = useQuery(askMessage(uid, 0))
  const source = useQuery(askSource(uid))
  const message = detail.data?.message
  return (
    <div className="panel-body">
      {detail.isPending && <Pending label="Reading the message" />}
      {detail.isError && <Failure error={detail.error} onRetry={() => void detail.refetch()} />}
      {message && <Meaning message={message} zone={zone} />}
      {detail.data && <DecidedOf detail={detail.data} zone={zone} />}
      {source.isPending && <Pending label="Reading the bytes" />}
      {source.isError && <Failure error={source.error} onRetry={() => void source.refetch()} />}
      {source.data && (
        <Copies uid={uid} known={message?.body} sightings={source.data} zone={zone} toCopies={toCopies} />
      )}
    </div>
  )
}

interface CopiesProps extends Pick<SourcePanelProps, 'zone' | 'toCopies'> {
  readonly uid: string
  readonly known: string | undefined
  readonly sightings: readonly SourceSighting[]
}

/** Every copy of the message, the one it is known by first. */
function Copies({ uid, known, sightings, zone, toCopies }: CopiesProps) {
  const part = useRef<HTMLElement>(null)
  useEffect(() => {
    if (toCopies !== null) part.current?.scrollIntoView({ block: 'start' })
  }, [toCopies])
  return (
    <section className="panel-part copies" ref={part} aria-labelledby="copies-title">
      <div className="section-head">
        <h3 id="copies-title">{copiesIn(sightings)}</h3>
        <a className="button small" href={rawLink(uid)} download={`${uid}.bin`}>
          <IconDownload size={14} stroke={1.5} aria-hidden="true" /> Original bytes
        </a>
      </div>
      {sightings.map((sighting) => (
        <SightingDetail
          key={`${sighting.exhibit} ${sighting.entry} ${sighting.offset}`}
          sighting={sighting}
          known={known}
          zone={zone}
          only={sightings.length === 1}
        />
      ))}
    </section>
  )
}

function Meaning({ message, zone }: { readonly message: StoredMessage; readonly zone: string }) {
  return (
    <>
      {(message.translations.length > 0 || message.translationOf !== null) && (
        <div className="panel-part">
          <Evidence text={message.body} />
          <Translations message={message} />
        </div>
      )}
      <dl className="facts panel-part">
        <Fact word="Sent">
          <span className="time">{renderLocalWithZone(message.sentAt, zone)}</span>
          <code className="fact-line">{message.sentAt}</code>
        </Fact>
        <Fact word="As written">
          <code>
            <bdi>{visibleText(message.timeText)}</bdi>
          </code>
          <span className={message.zone === 'stated' ? 'meta fact-line' : 'meta fact-line proposed-text'}>
            {zoneWords[message.zone]}
          </span>
        </Fact>
        <Fact word="From">
          <HandleLink handle={message.from} />
        </Fact>
        <Fact word="To">
          {message.to.length === 0 && 'everyone in the room'}
          {message.to.map((handle) => (
            <div key={handle}>
              <HandleLink handle={handle} />
            </div>
          ))}
        </Fact>
        <Fact word="Network">
          {message.network} · {message.kind}
        </Fact>
        <Fact word="Language">
          {describeLanguage(message.language, message.languageBy)}
          {message.languageBy !== 'nothing' && (
            <span className="meta fact-line">Told by Bailey from the words; not stated by the source.</span>
          )}
        </Fact>
        <Fact word="Uid">
          <span className="with-copy">
            <code>{message.uid}</code>
            <CopyButton text={message.uid} what="the uid" />
          </span>
          <Link className="fact-line" to={auditLink(message.uid)}>
            Who saw this message
          </Link>
        </Fact>
      </dl>
    </>
  )
}
