/** A stretch of words that both texts have, or only one of them. */
export interface Stretch {
  readonly text: string
  readonly in: 'both' | 'before' | 'after'
}

/** Beyond so many comparisons the middle of two long texts is taken as replaced whole. */
const most = 1_000_000

/** What of two texts is the same and what is another, word by word. */
export function wordDiff(before: string, after: string): readonly Stretch[] {
  const [old, now] = [wordsOf(before), wordsOf(after)]
  const start = sharedStart(old, now)
  const end = sharedEnd(old.slice(start), now.slice(start))
  const middle = middleOf(old.slice(start, old.length - end), now.slice(start, now.length - end))
  return joined([
    { text: old.slice(0, start).join(''), in: 'both' },
    ...middle,
    { text: old.slice(old.length - end).join(''), in: 'both' },
  ])
}

/** Words, runs of white space, and other characters one by one. */
function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}\p{M}]+|\s+|[^]/gu) ?? []
}

function sharedStart(old: readonly string[], now: readonly string[]): number {
  const at = old.findIndex((word, i) => word !== now[i])
  return at < 0 ? old.length : at
}

function sharedEnd(old: readonly string[], now: readonly string[]): number {
  let end = 0
  while (end < Math.min(old.length, now.length) && old.at(-1 - end) === now.at(-1 - end)) end++
  return end
}

/** The most words in common of what is left, then the most white space between them, by what every pair of tails shares. */
function middleOf(old: readonly string[], now: readonly string[]): readonly Stretch[] {
  const replaced: readonly Stretch[] = [
    { text: old.join(''), in: 'before' },
    { text: now.join(''), in: 'after' },
  ]
  if (old.length === 0 || now.length === 0 || old.length * now.length > most) return replaced
  const wide = now.length + 1
  // One word outweighs all the white space that can be shared.
  const aWord = Math.min(old.length, now.length) + 1
  const weights = old.map((word) => (/^\s/u.test(word) ? 1 : aWord))
  const tails = new Uint32Array((old.length + 1) * wide)
  const tail = (i: number, k: number) => tails[i * wide + k] ?? 0
  for (let i = old.length - 1; i >= 0; i--)
    for (let k = now.length - 1; k >= 0; k--)
      tails[i * wide + k] =
        old[i] === now[k] ? tail(i + 1, k + 1) + (weights[i] ?? 0) : Math.max(tail(i + 1, k), tail(i, k + 1))
  const stretches: Stretch[] = []
  let [i, k] = [0, 0]
  while (i < old.length || k < now.length) {
    const [was, is] = [old[i], now[k]]
    if (was !== undefined && was === is) {
      stretches.push({ text: was, in: 'both' })
      i++
      k++
    } else if (was !== undefined && (is === undefined || tail(i + 1, k) >= tail(i, k + 1))) {
      stretches.push({ text: was, in: 'before' })
      i++
    } else {
      stretches.push({ text: is ?? '', in: 'after' })
      k++
    }
  }
  return stretches
}

/** Neighbours of a kind as one; what was taken out before what was put in. */
function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const whole: { text: string; in: Stretch['in'] }[] = []
  for (const stretch of stretches) {
    if (stretch.text === '') continue
    const last = whole.at(-1)
    if (last?.in === stretch.in) last.text += stretch.text
    else whole.push({ ...stretch })
  }
  return whole
}
