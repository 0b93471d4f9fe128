import type { MessageDetail } from '../../src/wire/messages.ts'
import { renderLocal } from '../case-time.ts'
import { relevanceWords, useReview } from './use-review.ts'

/** Everything people decided of a message, with who and when, in the panel beside it. */
export function DecidedOf({ detail, zone }: { readonly detail: MessageDetail; readonly zone: string }) {
  const { decide } = useReview()
  const { message, decided } = detail
  const { tags, relevance, reads } = decided
  if (tags.length + relevance.length + reads.length === 0) return null
  return (
    <section className="panel-part" aria-label="What people decided">
      <ul>
        {tags.map(({ tag, by, at }) => (
          <li key={tag}>
            <span className="mark-chip">
              <bdi>{tag}</bdi>
            </span>{' '}
            <span className="meta">
              {by}, {renderLocal(at, zone)}
            </span>{' '}
            <button
              type="button"
              className="button plain small"
              onClick={() => {
                void decide({ kind: 'tag', tag, on: false }, [message])
              }}
            >
              Take off
            </button>
          </li>
        ))}
        {relevance.map(({ relevance: said, by, at, stands }) => (
          <li key={`${by} ${at}`}>
            {stands ? relevanceWords[said] : <s>{relevanceWords[said]}</s>}{' '}
            <span className="meta">
              {by}, {renderLocal(at, zone)}
              {!stands && ' (no longer)'}
            </span>
          </li>
        ))}
        {reads.map(({ by, at }) => (
          <li key={by}>
            Read{' '}
            <span className="meta">
              by {by}, {renderLocal(at, zone)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
