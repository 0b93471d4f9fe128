import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'react-router'
import type { StoredMessage } from '../../src/wire/messages.ts'
import { useKeys } from '../keys.ts'
import { renderAmount } from '../ui/figures.ts'
import { askTags } from './asks.ts'
import { citationsOf } from './citations.ts'
import { ConfirmAll } from './confirm-all.tsx'
import { type AllHits, clearSelected, selectAllHits, setCurrent, targets, useSelected } from './selection.ts'
import { TagPalette } from './tag-palette.tsx'
import { type Deciding, hush, lastTagPutOn, useReview, useSaid } from './use-review.ts'

const saidMs = 8000

interface ReviewBarProps {
  readonly zone: string
  /** The search whose hits are on the page, with how many it has. */
  readonly hits?: AllHits
}

/** Decides on what is selected, by keys and by buttons; floats at the foot while there is a selection or something was done. */
export function ReviewBar({ zone, hits }: ReviewBarProps) {
  const { messages, allHits } = useSelected()
  const { decide, undo } = useReview()
  const [of, setOf] = useState<readonly StoredMessage[] | AllHits | null>(null)
  const [confirming, setConfirming] = useState<Deciding | null>(null)
  const tags = useQuery(askTags()).data ?? []
  useLettingGo()
  const begin = (deciding: Deciding): void => {
    if (allHits !== null) setConfirming(deciding)
    else if (targets().length > 0) void decide(deciding, targets())
  }
  const openPalette = (): void => {
    const some = allHits ?? targets()
    if ('expected' in some || some.length > 0) setOf(some)
  }
  useKeys((key, event) => {
    const quick = /^[1-9]$/.test(key) ? tags[Number(key) - 1]?.tag : key === '.' ? lastTagPutOn() : undefined
    if (key === 't') openPalette()
    else if (key === 'r') begin({ kind: 'relevance', relevance: 'relevant' })
    else if (key === 'u') begin({ kind: 'relevance', relevance: 'irrelevant' })
    else if (key === 'z') void undo()
    else if (quick) begin({ kind: 'tag', tag: quick, on: true })
    else if (key === 'Escape' && (messages.size > 0 || allHits !== null)) clearSelected()
    else return
    event.preventDefault()
  })
  return (
    <>
      <Bar
        zone={zone}
        hits={hits}
        onTag={openPalette}
        onDecide={begin}
        onUndo={() => {
          void undo()
        }}
      />
      <Dialogs
        of={of}
        confirming={confirming}
        allHits={allHits}
        onTag={(tag, on) => {
          setOf(null)
          begin({ kind: 'tag', tag, on })
        }}
        onConfirm={(every) => {
          if (confirming !== null) void decide(confirming, every)
          setConfirming(null)
        }}
        onClose={() => {
          setOf(null)
          setConfirming(null)
        }}
      />
    </>
  )
}

interface DialogsProps {
  /** What is being tagged; null while nothing is. */
  readonly of: readonly StoredMessage[] | AllHits | null
  readonly confirming: Deciding | null
  readonly allHits: AllHits | null
  readonly onTag: (tag: string, on: boolean) => void
  readonly onConfirm: (hits: AllHits) => void
  readonly onClose: () => void
}

function Dialogs({ of, confirming, allHits, onTag, onConfirm, onClose }: DialogsProps) {
  if (of !== null)
    return (
      <TagPalette
        about={
          'expected' in of ? `all ${renderAmount(of.expected, 'hit')}` : renderAmount(of.length, 'message')
        }
        held={'expected' in of ? [] : heldByAll(of)}
        onTag={onTag}
        onClose={onClose}
      />
    )
  if (confirming === null || allHits === null) return null
  return (
    <ConfirmAll deciding={confirming} hits={allHits} onClose={onClose} onConfirm={() => onConfirm(allHits)} />
  )
}

/** Nothing stays selected when the page is another. */
function useLettingGo(): void {
  const { pathname } = useLocation()
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    clearSelected()
  }, [pathname])
  useEffect(
    () => () => {
      clearSelected()
      setCurrent(null)
    },
    [],
  )
}

function heldByAll([first, ...others]: readonly StoredMessage[]): readonly string[] {
  return (first?.review.tags ?? []).filter((tag) => others.every(({ review }) => review.tags.includes(tag)))
}

interface BarProps extends Pick<ReviewBarProps, 'zone'> {
  readonly hits: AllHits | undefined
  readonly onTag: () => void
  readonly onDecide: (deciding: Deciding) => void
  readonly onUndo: () => void
}

function Bar({ zone, hits, onTag, onDecide, onUndo }: BarProps) {
  const { messages, allHits } = useSelected()
  const said = useSaid()
  useEffect(() => {
    const timer = said && !said.failed ? setTimeout(hush, saidMs) : undefined
    return () => clearTimeout(timer)
  }, [said])
  const isAny = messages.size > 0 || allHits !== null
  if (!isAny && said === null) return null
  return (
    <section className="review-bar" aria-label="Selection">
      <output>
        {isAny && (
          <strong>
            {allHits === null
              ? `${renderAmount(messages.size, 'message')} selected`
              : `All ${renderAmount(allHits.expected, 'hit')} of this search`}
          </strong>
        )}{' '}
        {said && <span className={said.failed ? 'failed' : 'meta'}>{said.says}</span>}
      </output>
      {isAny && (
        <>
          {button('Tag', 't', onTag)}
          {button('Relevant', 'r', () => onDecide({ kind: 'relevance', relevance: 'relevant' }))}
          {button('Not relevant', 'u', () => onDecide({ kind: 'relevance', relevance: 'irrelevant' }))}
          {button('Undecided', null, () => onDecide({ kind: 'relevance', relevance: 'undecided' }))}
          {button('Mark read', null, () => onDecide({ kind: 'read', read: true }))}
          {button('Mark unread', null, () => onDecide({ kind: 'read', read: false }))}
        </>
      )}
      {messages.size > 0 &&
        button('Copy citations', null, () => {
          void navigator.clipboard.writeText(citationsOf([...messages.values()], zone))
        })}
      {hits &&
        isAny &&
        allHits === null &&
        button(`Select all ${renderAmount(hits.expected, 'hit')}`, null, () => selectAllHits(hits))}
      {said !== null && button('Undo', 'z', onUndo)}
      {isAny ? button('Clear', 'Esc', clearSelected) : button('Close', null, hush)}
    </section>
  )
}

function button(word: string, key: string | null, onClick: () => void) {
  return (
    <button type="button" className="button small" onClick={onClick}>
      {word} {key !== null && <kbd>{key}</kbd>}
    </button>
  )
}
