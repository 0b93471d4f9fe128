import { Link } from 'react-router'
import type { Overview } from '../../../src/wire/overview.ts'
import { dayOf, renderDay } from '../../case-time.ts'
import { scopeWords } from '../../counting-scope.ts'
import { handlesLink, recordsLink, searchLink } from '../../links.ts'
import { renderCount } from '../../ui/figures.ts'

/** One row of plain figures, each leading to what it counts. */
export function Figures({ overview }: { readonly overview: Overview }) {
  const { counts, firstAt, lastAt } = overview
  const zone = overview.case.timezone
  const span =
    firstAt !== null && lastAt !== null
      ? `${renderDay(dayOf(firstAt, zone))} – ${renderDay(dayOf(lastAt, zone))}`
      : ''
  const figures = [
    {
      n: counts.messages,
      word: `messages${scopeWords[overview.countedBy].after}`,
      note: `in ${renderCount(counts.sightings)} sightings`,
      to: searchLink(''),
    },
    { n: counts.handles, word: 'handles', note: 'wrote or were written to', to: handlesLink },
    { n: counts.conversations, word: 'conversations', note: 'direct and rooms', to: '#conversations' },
    { n: counts.days, word: 'days', note: span, to: '#days' },
    { n: counts.exhibits, word: 'exhibits', note: `${renderCount(counts.records)} records`, to: '#exhibits' },
    { n: counts.repaired, word: 'repaired', note: 'read after a repair', to: recordsLink('repairs') },
    { n: counts.rejected, word: 'rejected', note: 'kept, with a reason', to: recordsLink('rejections') },
  ]
  return (
    <ul className="figures">
      {figures.map(({ n, word, note, to }) => (
        <li key={word}>
          {to.startsWith('#') ? (
            <a href={to}>
              <Figure n={n} word={word} note={note} />
            </a>
          ) : (
            <Link to={to}>
              <Figure n={n} word={word} note={note} />
            </Link>
          )}
        </li>
      ))}
    </ul>
  )
}

function Figure({ n, word, note }: { readonly n: number; readonly word: string; readonly note: string }) {
  return (
    <>
      <strong>{renderCount(n)}</strong>
      <span>{word}</span>
      <small>{note}</small>
    </>
  )
}
