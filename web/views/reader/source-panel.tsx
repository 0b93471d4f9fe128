import { IconDownload, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ZoneSource } from '../../../src/core/time.ts'
import type { StoredMessage } from '../../../src/wire/messages.ts'
import { askMessage, askSource } from '../../asks.ts'
import { renderLocalWithZone } from '../../case-time.ts'
import { HandleLink } from '../../handle-name.tsx'
import { rawLink } from '../../links.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { renderAmount } from '../../ui/figures.ts'
import { Failure, Pending } from '../../ui/states.tsx'
import { SightingDetail } from './sighting-detail.tsx'

interface SourcePanelProps {
  readonly uid: string | null
  readonly zone: string
  readonly onClose: () => void
}

/** Everything that is known of the chosen message, down to its bytes. */
export function SourcePanel({ uid, zone, onClose }: SourcePanelProps) {
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
        <PanelBody uid={uid} zone={zone} />
      )}
    </aside>
  )
}

function PanelBody({ uid, zone }: { readonly uid: string; readonly zone: string }) {
  const detail = useQuery(askMessage(uid, 0))
  const source = useQuery(askSource(uid))
  const message = detail.data?.message
  return (
    <div className="panel-body">
      {detail.isPending && <Pending label="Reading the message" />}
      {detail.isError && <Failure error={detail.error} onRetry={() => void detail.refetch()} />}
      {message && <Meaning message={message} zone={zone} />}
      {source.isPending && <Pending label="Reading the bytes" />}
      {source.isError && <Failure error={source.error} onRetry={() => void source.refetch()} />}
      {source.data && (
        <section className="panel-part">
          <div className="section-head">
            <h3>{renderAmount(source.data.length, 'sighting')}</h3>
            <a className="button small" href={rawLink(uid)} download={`${uid}.bin`}>
              <IconDownload size={14} stroke={1.5} aria-hidden="true" /> Original bytes
            </a>
          </div>
          {source.data.map((sighting) => (
            <SightingDetail
              key={`${sighting.exhibit} ${sighting.entry} ${sighting.offset}`}
              sighting={sighting}
            />
          ))}
        </section>
      )}
    </div>
  )
}

const zoneWords = {
  stated: 'The zone is written in the source.',
  assumed: 'The source names no zone; it was read in the zone stated for the exhibit.',
  unknown: 'The source names no zone and none was stated for the exhibit: read as UTC.',
} as const satisfies Record<ZoneSource, string>

function Meaning({ message, zone }: { readonly message: StoredMessage; readonly zone: string }) {
  return (
    <dl className="facts panel-part">
      <div>
        <dt>Sent</dt>
        <dd>
          <span className="time">{renderLocalWithZone(message.sentAt, zone)}</span>
          <code className="fact-line">{message.sentAt}</code>
        </dd>
      </div>
      <div>
        <dt>As written</dt>
        <dd>
          <code>
            <bdi>{message.timeText}</bdi>
          </code>
          <span className={message.zone === 'stated' ? 'meta fact-line' : 'meta fact-line proposed-text'}>
            {zoneWords[message.zone]}
          </span>
        </dd>
      </div>
      <div>
        <dt>From</dt>
        <dd>
          <HandleLink handle={message.from} />
        </dd>
      </div>
      <div>
        <dt>To</dt>
        <dd>
          {message.to.length === 0 && 'everyone in the room'}
          {message.to.map((handle) => (
            <div key={handle}>
              <HandleLink handle={handle} />
            </div>
          ))}
        </dd>
      </div>
      <div>
        <dt>Network</dt>
        <dd>
          {message.network} · {message.kind}
        </dd>
      </div>
      <div>
        <dt>Uid</dt>
        <dd className="with-copy">
          <code>{message.uid}</code>
          <CopyButton text={message.uid} what="the uid" />
        </dd>
      </div>
    </dl>
  )
}
