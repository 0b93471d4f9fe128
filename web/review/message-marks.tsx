import { memo } from 'react'
import { Link } from 'react-router'
import type { StoredMessage } from '../../src/wire/messages.ts'
import { searchLink } from '../links.ts'
import { fieldTerm } from '../query-text.ts'
import { visibleText } from '../ui/visible-text.ts'
import { toggleSelected, useIsSelected } from './selection.ts'
import { relevanceWords } from './use-review.ts'

/** The box that selects a message. */
export function SelectBox({ message }: { readonly message: StoredMessage }) {
  return (
    <input
      type="checkbox"
      className="select-box"
      aria-label={`Select the message of ${visibleText(message.from)}`}
      checked={useIsSelected(message.uid)}
      onChange={() => toggleSelected(message)}
      onClick={(event) => event.stopPropagation()}
    />
  )
}

/** What people decided of a message, as chips: solid, because persons did. */
export const MessageMarks = memo(function MessageMarks({
  review,
}: {
  readonly review: StoredMessage['review']
}) {
  const { tags, relevance, disputed } = review
  if (tags.length === 0 && relevance === 'undecided' && !disputed) return null
  return (
    <span className="marks">
      {relevance !== 'undecided' && (
        <span className={`mark-chip ${relevance}`}>{relevanceWords[relevance]}</span>
      )}
      {disputed && <span className="mark-chip disputed">Disputed</span>}
      {tags.map((tag) => (
        <Link key={tag} className="mark-chip" to={searchLink(fieldTerm('tag', tag))}>
          <bdi>{tag}</bdi>
        </Link>
      ))}
    </span>
  )
})
