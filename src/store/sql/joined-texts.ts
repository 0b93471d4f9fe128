import type { HitRanges } from '../search-index.ts'

/** Stands between two texts in the search index, where it keeps a phrase from running from one into the other. */
const between = '\n\u{e000}\n'

/** Texts as the search index has them in one column; null where there are none. */
export function joinedTexts(texts: readonly string[]): string | null {
  return texts.length === 0 ? null : texts.join(between)
}

/** Words of a text around what was found first. */
export interface FoundWords {
  readonly excerpt: string
  /** Half-open UTF-16 ranges of `excerpt` that matched. */
  readonly highlights: readonly (readonly [number, number])[]
  /** UTF-16 units left out on either side. */
  readonly before: number
  readonly after: number
}

const shown = 240

/** For each text the words around its first match, null where it has none. `ranges` are those of {@link joinedTexts}. */
export function foundWords(texts: readonly string[], ranges: HitRanges['derived']): (FoundWords | null)[] {
  let end = -between.length
  return texts.map((text) => {
    const start = end + between.length
    end = start + text.length
    const own = ranges
      .filter(([from, to]) => from >= start && to <= end)
      .map(([from, to]) => [from - start, to - start] as const)
    return wordsAround(text, own)
  })
}

/** The words around the first of some ranges; null where there is none. */
export function wordsAround(text: string, ranges: FoundWords['highlights']): FoundWords | null {
  const [first] = ranges
  if (first === undefined) return null
  const from = whole(text, Math.max(0, first[0] - shown / 3))
  const until = whole(text, Math.max(first[1], from + shown))
  const highlights = ranges
    .filter(([a, b]) => a >= from && b <= until)
    .map(([a, b]) => [a - from, b - from] as const)
  return {
    excerpt: text.slice(from, until),
    highlights,
    before: from,
    after: text.length - Math.min(until, text.length),
  }
}

/** The place itself, or the one before it where a surrogate pair would be cut. */
function whole(text: string, at: number): number {
  const low = text.charCodeAt(at)
  return at > 0 && at < text.length && low >= 0xdc00 && low <= 0xdfff ? at - 1 : at
}
