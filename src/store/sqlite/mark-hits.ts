import type { DatabaseSync } from 'node:sqlite'
import { foldWithPlaces, type PlacedText } from '../../core/search/fold-text.ts'
import type { HitRanges, HitWords } from '../search-index.ts'
import { tokenizer } from './full-text.ts'

const layers = ['body', 'earlier', 'derived'] as const

/** Marks what an expression matches in hits: in an index of them alone, which has every column that one names. */
export function markHits(
  raw: DatabaseSync,
  expression: string | null,
  hits: readonly HitWords[],
): readonly HitRanges[] {
  const none: HitRanges = { body: [], earlier: [], derived: [] }
  if (expression === null || hits.length === 0) return hits.map(() => none)
  raw.exec(
    `create virtual table if not exists temp.marking using fts5(body, translated, derived, who, ${tokenizer}); delete from temp.marking`,
  )
  const add = raw.prepare('insert into temp.marking (rowid, body, translated, derived) values (?, ?, ?, ?)')
  const texts = hits.map((hit, i) => {
    const placed = layers.map((layer) => (hit[layer] === null ? null : foldWithPlaces(hit[layer])))
    const [body, earlier, derived] = placed.map((layer) => layer?.text ?? null)
    add.run(i, body ?? null, earlier ?? null, derived ?? null)
    return placed
  })
  const marked = layers.map((_, column) => `highlight(marking, ${column}, char(2), char(3)) as "${column}"`)
  const rows = raw
    .prepare(`select rowid as id, ${marked.join(', ')} from temp.marking where marking match ?`)
    .all(expression)
  raw.exec('delete from temp.marking')
  const byHit = new Map(rows.map((row) => [Number(row['id']), row]))
  return texts.map((placed, i) => {
    const [body = [], earlier = [], derived = []] = placed.map((layer, column) => {
      const says = byHit.get(i)?.[column]
      return layer === null || typeof says !== 'string' ? [] : rangesOf(says, layer)
    })
    return { body, earlier, derived }
  })
}

const opens = '\u0002'
const closes = '\u0003'

/** Reads FTS5's marks as UTF-16 ranges of the text before folding. The same characters in the text itself are told from marks by walking both. */
function rangesOf(marked: string, { text, place }: PlacedText): (readonly [number, number])[] {
  const ranges: (readonly [number, number])[] = []
  let start = -1
  let at = 0
  for (let i = 0; i < marked.length; i++) {
    const character = marked.charAt(i)
    if (character === text[at] && !(start >= 0 && character === closes)) at++
    else if (character === opens) start = at
    else if (character === closes && start >= 0) {
      ranges.push(place(start, at))
      start = -1
    }
  }
  return ranges
}
