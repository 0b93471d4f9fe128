import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import type { Hit } from '../../../src/wire/messages.ts'
import { CopiesMark } from '../../copies-mark.tsx'
import { FoundEarlier } from '../../earlier-words.tsx'
import { FoundInFiles } from '../../file-words.tsx'
import { FromTo } from '../../handle-name.tsx'
import { conversationLink } from '../../links.ts'
import { MessageFiles } from '../../message-files.tsx'
import { fullWhenOf, whenOf } from '../../message-time.ts'
import { MessageMarks, SelectBox } from '../../review/message-marks.tsx'
import { Translations } from '../../translation.tsx'
import { Evidence } from '../../ui/evidence.tsx'
import { renderCount } from '../../ui/figures.ts'
import { excerptOf } from '../../ui/highlight.ts'
import type { Beside } from './beside.ts'
import { BesideHit } from './beside-hit.tsx'

interface HitListProps {
  readonly hits: readonly Hit[]
  /** Place of the first hit in the whole answer. */
  readonly first: number
  readonly at: number
  readonly open: string | null
  readonly q: string
  readonly zone: string
  readonly stale: boolean
  readonly onAt: (at: number) => void
  readonly onOpen: (uid: string) => void
  /** What stands around hits, by their uid. */
  readonly beside?: ReadonlyMap<string, Beside>
}

/** Hits as lines. A click shows the line in its conversation beside the hits; the time leads into the reader. */
export function HitList({ hits, first, at, open, q, zone, stale, onAt, onOpen, beside }: HitListProps) {
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    if (at >= 0) list.current?.children[at]?.scrollIntoView({ block: 'nearest' })
  }, [at])
  return (
    <ol className={stale ? 'hits stale' : 'hits'} start={first + 1} ref={list}>
      {hits.map((hit, i) => (
        <HitLine
          key={hit.uid}
          hit={hit}
          beside={beside?.get(hit.uid)}
          q={q}
          zone={zone}
          at={i === at}
          open={hit.uid === open}
          onOpen={() => {
            onAt(i)
            onOpen(hit.uid)
          }}
        />
      ))}
    </ol>
  )
}

interface HitLineProps {
  readonly hit: Hit
  readonly beside?: Beside | undefined
  readonly q: string
  readonly zone: string
  readonly at: boolean
  readonly open: boolean
  readonly onOpen: () => void
}

function HitLine({ hit, beside, q, zone, at, open, onOpen }: HitLineProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- the keys j, k, o and Enter do the same, and the time is a link
    <li
      className={`hit${at ? ' at' : ''}${open ? ' open' : ''}`}
      aria-current={at || open ? 'true' : undefined}
      onClick={(event) => {
        if (
          event.target instanceof HTMLElement &&
          event.target.closest('a, input') === null &&
          getSelection()?.isCollapsed !== false
        )
          onOpen()
      }}
    >
      {beside && <BesideHit messages={beside.before} zone={zone} />}
      <Link
        className="hit-time time"
        to={conversationLink(hit.conversation, hit.uid, q)}
        title={fullWhenOf(hit, zone)}
      >
        {whenOf(hit, zone)}
        {hit.zone === 'unknown' && (
          <span className="proposed-text" title="The source states no zone: read as UTC">
            {' '}
            ?
          </span>
        )}
      </Link>
      <span className="hit-who">
        <FromTo from={hit.from} to={hit.to} room={hit.conversationTitle ?? 'room'} />
      </span>
      <HitWords hit={hit} q={q} />
      <code className="hit-place" title={`${hit.exhibit} ${hit.entry} at byte ${renderCount(hit.offset)}`}>
        {hit.exhibit}:{hit.offset}
        {hit.repaired && <span className="proposed-text"> repaired</span>}
        <SelectBox message={hit} />
      </code>
      {beside && <BesideHit messages={beside.after} zone={zone} />}
    </li>
  )
}

/** What was said around the matches, in its translations and its files, and whether a copy says otherwise. */
function HitWords({ hit, q }: Pick<HitLineProps, 'hit' | 'q'>) {
  const excerpt = excerptOf(hit.body, hit.highlights, 320)
  const left = (hit.bodyCutFrom ?? hit.body.length) - excerpt.text.length
  return (
    <span className="hit-body">
      {excerpt.before > 0 && <span className="meta">… </span>}
      {hit.body === '' ? (
        <span className="meta">({hit.kind}, no words)</span>
      ) : (
        <Evidence text={excerpt.text} ranges={excerpt.ranges} />
      )}
      {left > 0 && <span className="meta"> … {renderCount(left)} more characters</span>}
      {hit.furtherOn && (
        <span className="derived">
          <span className="meta">… </span>
          <Evidence text={hit.furtherOn.excerpt} ranges={hit.furtherOn.highlights} />{' '}
          <span className="derived-label">
            {renderCount(hit.furtherOn.before)} characters into the message
          </span>
        </span>
      )}
      {hit.wordsDiffer && (
        <>
          {' '}
          <CopiesMark message={hit} to={conversationLink(hit.conversation, hit.uid, q)} />
        </>
      )}
      <Translations
        message={hit}
        always={
          q !== '' &&
          hit.highlights.length === 0 &&
          hit.fileWords.length === 0 &&
          hit.earlierWords.length === 0
        }
      />
      <FoundEarlier words={hit.earlierWords} />
      <FoundInFiles words={hit.fileWords} files={hit.files} />
      <MessageMarks review={hit.review} />
      <MessageFiles files={hit.files} />
    </span>
  )
}
