import { IconArrowDownLeft, IconArrowUpRight, IconLanguage, IconQuestionMark } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { repairCodes } from '../../../src/core/problem.ts'
import type { SourceSighting } from '../../asks.ts'
import { renderLocalWithZone } from '../../case-time.ts'
import { Choice } from '../../ui/choice.tsx'
import { Evidence } from '../../ui/evidence.tsx'
import { Fact } from '../../ui/fact.tsx'
import { renderCount } from '../../ui/figures.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { BothWordings } from './both-wordings.tsx'
import { bytesOf, hexLines } from './bytes.ts'
import { CopyDetails } from './copy-details.tsx'
import { clockWords, joinedBy, sideWords } from './copy-words.ts'
import { PartCopy } from './part-copy.tsx'

const views = [
  { value: 'text', label: 'Text' },
  { value: 'hex', label: 'Hex' },
] as const

interface SightingDetailProps {
  readonly sighting: SourceSighting
  /** The words the message goes by; undefined while they are on their way. */
  readonly known: string | undefined
  readonly zone: string
  /** Whether it is the only copy: then there is nothing it was joined to, and room for its bytes. */
  readonly only: boolean
}

/** A copy of the message in an exhibit: whose it is, what it says otherwise, what was repaired, and its bytes. */
export function SightingDetail({ sighting, known, zone, only }: SightingDetailProps) {
  return (
    <article className="sighting" aria-label={`Copy in ${sighting.exhibit}, ${sideWords[sighting.side]}`}>
      <header className="sighting-head">
        <strong className="mono">{sighting.exhibit}</strong>
        {sighting.copy?.rule === 'translation' && sighting.copy.body !== null ? (
          <span className="side-mark">
            <IconLanguage size={14} stroke={1.5} aria-hidden="true" /> a translation
          </span>
        ) : (
          <SideMark side={sighting.side} />
        )}
      </header>
      {differs(sighting.copy) && known !== undefined && (
        <BothWordings known={known} own={sighting.copy.body} />
      )}
      <dl className="facts">
        {!only && <Joined copy={sighting.copy} zone={zone} />}
        {sighting.details && <CopyDetails details={sighting.details} />}
        <Fact word="Entry">
          <code>
            <bdi>{visibleText(sighting.entry)}</bdi>
          </code>
          <span className="meta fact-line number-line">
            {sighting.inPlace
              ? `bytes ${renderCount(sighting.offset)} to ${renderCount(sighting.offset + sighting.length)}`
              : `${renderCount(sighting.length)} bytes, within a part that is packed or encoded`}
          </span>
        </Fact>
        <Fact word="Read as">
          {sighting.format} · capture {sighting.captureMode}
          {sighting.profile !== null && <span className="fact-line">{sighting.profile}</span>}
        </Fact>
        <Fact word="Repairs">
          {sighting.repairs.length === 0 && 'none: read as it stands'}
          {sighting.repairs.map((code) => (
            <div key={code} className="proposed-text">
              {repairCodes[code]}
            </div>
          ))}
        </Fact>
      </dl>
      {sighting.copy !== null && <PartCopy uid={sighting.uid} />}
      {only ? (
        <Bytes sighting={sighting} />
      ) : (
        <details className="bytes-more">
          <summary className="meta">Original bytes of this copy</summary>
          <Bytes sighting={sighting} />
        </details>
      )}
    </article>
  )
}

const sideIcons = {
  sender: IconArrowUpRight,
  recipient: IconArrowDownLeft,
  unknown: IconQuestionMark,
} as const

function SideMark({ side }: Pick<SourceSighting, 'side'>) {
  const Icon = sideIcons[side]
  return (
    <span className={side === 'unknown' ? 'side-mark meta' : 'side-mark'}>
      <Icon size={14} stroke={1.5} aria-hidden="true" /> {sideWords[side]}
    </span>
  )
}

type Copy = NonNullable<SourceSighting['copy']>

/** Whether its words are others than the message goes by, and no translation. */
function differs(copy: SourceSighting['copy']): copy is Copy & { readonly body: string } {
  return copy !== null && copy.body !== null && copy.rule !== 'translation'
}

/** Why it counts as a copy of the message, its own clock and its own words. */
function Joined({ copy, zone }: Pick<SourceSighting, 'copy'> & { readonly zone: string }) {
  const clock = copy && clockWords(copy.offsetSeconds)
  return (
    <>
      <Fact word="Joined by">
        {joinedBy(copy)}
        {copy && copy.score !== null && (
          <span className="meta fact-line" title="How sure the rule is of it, 0 to 1; no probability">
            score {copy.score}
          </span>
        )}
        {copy && clock !== null && (
          <strong className="fact-line clock-line">
            {clock}; by it {renderLocalWithZone(copy.sentAt, zone)}
          </strong>
        )}
      </Fact>
      {copy && (
        <Fact word="Its time">
          <code>
            <bdi>{visibleText(copy.timeText)}</bdi>
          </code>{' '}
          <span className="meta">as written</span>
        </Fact>
      )}
      {copy && copy.body !== null && copy.rule === 'translation' && (
        <Fact word="Its words">
          <span className="derived">
            <Evidence text={copy.body} />
          </span>
        </Fact>
      )}
    </>
  )
}

function Bytes({ sighting }: { readonly sighting: SourceSighting }) {
  const [as, setAs] = useState<'text' | 'hex'>('text')
  return (
    <>
      <div className="bytes-head">
        <h4>Original bytes</h4>
        <Choice label="Show the bytes as" value={as} options={views} onChoose={setAs} />
      </div>
      {as === 'hex' ? <HexView sighting={sighting} /> : <TextView sighting={sighting} />}
      <details className="meta">
        <summary>SHA-256 and uid of this copy</summary>
        <dl className="facts">
          <Fact word="Exhibit">
            <code>{sighting.exhibitSha256}</code>
          </Fact>
          <Fact word="Entry">
            <code>{sighting.entrySha256}</code>
          </Fact>
          <Fact word="Uid">
            <code>{sighting.uid}</code>
          </Fact>
        </dl>
      </details>
    </>
  )
}

// A scrolling region must be reachable by keyboard; it opens at the record, not at the bytes before it.
const scrollable = {
  tabIndex: 0,
  ref: (box: HTMLPreElement | null) => {
    const record = box?.querySelector<HTMLElement>('.record')
    if (box && record) box.scrollTop = record.offsetTop - 40
  },
}

const decoder = new TextDecoder()

function TextView({ sighting }: { readonly sighting: SourceSighting }) {
  const [before, record, after] = [sighting.before, sighting.raw, sighting.after].map((part) =>
    decoder.decode(bytesOf(part)),
  )
  return (
    <pre
      className="bytes evidence"
      {...scrollable}
      aria-label="The record as UTF-8 text, what surrounds it set back"
    >
      <bdi className="around">{before}</bdi>
      <bdi className="record">{record}</bdi>
      <bdi className="around">{after}</bdi>
    </pre>
  )
}

function HexView({ sighting }: { readonly sighting: SourceSighting }) {
  const lines = useMemo(
    () => hexLines(bytesOf(sighting.before), bytesOf(sighting.raw), bytesOf(sighting.after), sighting.offset),
    [sighting],
  )
  return (
    <pre
      className="bytes hex"
      {...scrollable}
      aria-label="The record in hexadecimal, what surrounds it set back"
    >
      {lines.map(({ offset, cells }) => (
        <div key={offset} className="hex-line">
          <span className="hex-offset">{offset.toString(16).padStart(8, '0')}</span>
          <span>
            {cells.map((cell, i) => (
              <span key={offset + i} className={cell.inRecord ? 'record' : 'around'}>
                {cell.hex}{' '}
              </span>
            ))}
          </span>
          <span className="hex-glyphs">
            {cells.map((cell, i) => (
              <span key={offset + i} className={cell.inRecord ? 'record' : 'around'}>
                {cell.glyph}
              </span>
            ))}
          </span>
        </div>
      ))}
    </pre>
  )
}
