import type { EarlierFound } from '../src/wire/messages.ts'
import { Evidence } from './ui/evidence.tsx'
import { visibleText } from './ui/visible-text.ts'

/** What matched in what a hit said before it was edited, set apart as what it no longer says. */
export function FoundEarlier({ words }: { readonly words: readonly EarlierFound[] }) {
  return words.map((found, i) => (
    <span key={i} className="derived">
      {found.before > 0 && <span className="meta">… </span>}
      <Evidence text={found.excerpt.trimEnd()} ranges={found.highlights} />
      {found.after > 0 && <span className="meta"> …</span>}{' '}
      <span className="derived-label">
        before it was edited{found.timeText !== null && `, ${visibleText(found.timeText)}`},{' '}
        <code>{found.exhibit}</code>
      </span>
    </span>
  ))
}
