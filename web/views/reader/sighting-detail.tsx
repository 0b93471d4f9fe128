import { useMemo, useState } from 'react'
import { repairCodes } from '../../../src/core/problem.ts'
import type { SourceSighting } from '../../asks.ts'
import { Choice } from '../../ui/choice.tsx'
import { renderCount } from '../../ui/figures.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { bytesOf, hexLines } from './bytes.ts'

const views = [
  { value: 'text', label: 'Text' },
  { value: 'hex', label: 'Hex' },
] as const

/** A copy of the message in an exhibit: where it stands, what was repaired, and its bytes with those around them. */
export function SightingDetail({ sighting }: { readonly sighting: SourceSighting }) {
  const [as, setAs] = useState<'text' | 'hex'>('text')
  return (
    <article className="sighting">
      <dl className="facts">
        <Fact word="Exhibit">
          <strong className="mono">{sighting.exhibit}</strong> · capture {sighting.captureMode}
        </Fact>
        <Fact word="Entry">
          <code>
            <bdi>{visibleText(sighting.entry)}</bdi>
          </code>
        </Fact>
        <Fact word="Bytes">
          <span className="number">
            {renderCount(sighting.offset)} to {renderCount(sighting.offset + sighting.length)}
          </span>{' '}
          <span className="meta">({renderCount(sighting.length)} bytes)</span>
        </Fact>
        <Fact word="Format">
          {sighting.format}
          {sighting.profile !== null && ` · ${sighting.profile}`}
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
      <div className="bytes-head">
        <h3>Original bytes</h3>
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
    </article>
  )
}

function Fact({ word, children }: { readonly word: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{word}</dt>
      <dd>{children}</dd>
    </div>
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
