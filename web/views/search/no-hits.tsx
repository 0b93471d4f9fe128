import { Link } from 'react-router'
import type { SearchSuggestions } from '../../../src/wire/messages.ts'
import { searchLink } from '../../links.ts'
import { renderCount } from '../../ui/figures.ts'
import { Empty } from '../../ui/states.tsx'
import { visibleText } from '../../ui/visible-text.ts'

interface NoHitsProps {
  readonly q: string
  readonly suggestions: SearchSuggestions | null
}

/** That nothing was found, what may have been meant, and which term keeps the hits of the others away. */
export function NoHits({ q, suggestions }: NoHitsProps) {
  return (
    <Empty title="No message matches">
      {suggestions && <Suggestions {...suggestions} />}
      <p>
        Every message was searched for <code>{q}</code>. Words are found whole: end one with <code>*</code> to
        find what begins with it, put <code>OR</code> between words of which one is enough.
      </p>
    </Empty>
  )
}

function Suggestions({ words, corrected, without }: SearchSuggestions) {
  const isMixed = words.filter(({ near }) => near.length > 0).length > 1
  return (
    <>
      {words.map(({ word, near }) => (
        <p key={word} className="suggested">
          Nothing has the word <code>{visibleText(word)}</code>.
          {near.length > 0 && (
            <>
              {' '}
              Did you mean{' '}
              {near.map((one, i) => (
                <span key={one.word}>
                  {i > 0 && ', '}
                  <Link to={searchLink(one.query)}>{visibleText(one.word)}</Link> ({renderCount(one.messages)}
                  )
                </span>
              ))}
              ?
            </>
          )}
        </p>
      ))}
      {isMixed && corrected !== null && (
        <p className="suggested">
          All together: <Link to={searchLink(corrected)}>{visibleText(corrected)}</Link>
        </p>
      )}
      {without.map(({ term, query, messages }) => (
        <p key={term} className="suggested">
          <Link to={searchLink(query)}>
            Without <code>{visibleText(term)}</code>
          </Link>{' '}
          there are {renderCount(messages)}.
        </p>
      ))}
    </>
  )
}
