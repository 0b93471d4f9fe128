import type { DatabaseSync } from 'node:sqlite'
import { foldText, isUnspaced } from '../../core/search/fold-text.ts'
import { isWithinEdits } from '../../core/search/word-likeness.ts'
import type { UnknownWord } from '../search-index.ts'
import type { Vocabulary } from './vocabulary.ts'

const mostUnknown = 5
const mostNear = 3
/** Of words at one distance so many are counted. */
const mostCounted = 40
const budgetMs = 1000

/** Which of some words no message has, and the nearest words that some have: by changes of a letter, then the most found. */
export function nearWords(
  raw: DatabaseSync,
  vocabulary: Vocabulary,
  words: readonly string[],
): readonly UnknownWord[] {
  const count = raw.prepare('select count(*) as n from message_fts where message_fts match ?')
  const messagesWith = (word: string): number =>
    Number(count.get(`{body translated derived} : "${word.replaceAll('"', '""')}"`)?.['n'])
  const until = performance.now() + budgetMs
  const unknown = words
    .map((word) => ({ word, folded: vocabulary.fold(foldText(word)) }))
    .filter(({ folded: [only, ...more] }) => only !== undefined && more.length === 0 && !isUnspaced(only))
    .map(({ word, folded }) => ({ word, folded: folded[0] ?? '' }))
    .filter(({ folded }) => messagesWith(folded) === 0)
    .slice(0, mostUnknown)
  return unknown.map(({ word, folded }) => {
    const near = candidates(vocabulary.words(), folded, until).map((other) => ({
      word: other.word,
      edits: other.edits,
      messages: messagesWith(other.word),
    }))
    const best = near
      .filter(({ messages }) => messages > 0)
      .toSorted((a, b) => a.edits - b.edits || b.messages - a.messages || (a.word < b.word ? -1 : 1))
    return { word, near: best.slice(0, mostNear).map((one) => ({ word: one.word, messages: one.messages })) }
  })
}

interface Candidate {
  readonly word: string
  readonly edits: 1 | 2
}

/** Words one change away, or where there are few of these two. Of a number none: another number is no misspelling. */
function candidates(words: readonly string[], of: string, until: number): readonly Candidate[] {
  if (/^\p{N}+$/u.test(of)) return []
  const [once, twice] = [isWithinEdits(of, 1), isWithinEdits(of, 2)]
  const found: Record<1 | 2, Candidate[]> = { 1: [], 2: [] }
  for (const [i, word] of words.entries()) {
    if (i % 256 === 0 && performance.now() > until) break
    // Of a short word nearly every other is two changes away.
    if (of.length < 4 ? !once(word) : !twice(word)) continue
    const edits = once(word) ? 1 : 2
    if (found[edits].length < mostCounted) found[edits].push({ word, edits })
  }
  return found[1].length >= mostNear ? found[1] : [...found[1], ...found[2]]
}
