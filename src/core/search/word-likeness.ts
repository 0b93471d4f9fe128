/** Whether a word is like a pattern of `*` (any characters) and `?` (one); both folded alike. Linear in the word. */
export function matchesWildcard(pattern: string): (word: string) => boolean {
  const signs = Array.from(pattern)
  return (word) => {
    const letters = Array.from(word)
    let [i, k] = [0, 0]
    // Where to go on from when what follows the last star does not fit.
    let star = -1
    let from = 0
    while (k < letters.length) {
      if (signs[i] === '*') {
        star = i++
        from = k
      } else if (signs[i] === '?' || (signs[i] !== undefined && signs[i] === letters[k])) {
        i++
        k++
      } else if (star >= 0) {
        i = star + 1
        k = ++from
      } else return false
    }
    while (signs[i] === '*') i++
    return i === signs.length
  }
}

/**
 * Whether a word becomes another by at most `edits` changes: a letter put in, left out, replaced, or two neighbours
 * changed about (optimal string alignment, as Lucene counts).
 */
export function isWithinEdits(of: string, edits: number): (word: string) => boolean {
  const a = Array.from(of)
  const width = a.length + 1
  let [before, last, now] = [new Uint16Array(width), new Uint16Array(width), new Uint16Array(width)]
  return (word) => {
    if (Math.abs(word.length - of.length) > edits * 2) return false
    const b = Array.from(word)
    if (Math.abs(b.length - a.length) > edits) return false
    for (let i = 0; i < width; i++) last[i] = i
    for (const [k, letter] of b.entries()) {
      now[0] = k + 1
      let least = k + 1
      for (let i = 1; i < width; i++) {
        const same = a[i - 1] === letter ? 0 : 1
        let cost = Math.min((last[i - 1] ?? 0) + same, (last[i] ?? 0) + 1, (now[i - 1] ?? 0) + 1)
        if (k > 0 && i > 1 && a[i - 1] === b[k - 1] && a[i - 2] === letter)
          cost = Math.min(cost, (before[i - 2] ?? 0) + 1)
        now[i] = cost
        if (cost < least) least = cost
      }
      // A change about reaches one row back, so one row beyond is not yet the end.
      if (least > edits + 1) return false
      ;[before, last, now] = [last, now, before]
    }
    return (last[a.length] ?? 0) <= edits
  }
}
