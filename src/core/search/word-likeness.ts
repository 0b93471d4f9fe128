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

/** Letters that a digit stands for in Latin and in Cyrillic; 1 is an i or an l. */
const digitLetters: ReadonlyMap<number, string> = new Map(
  ['0oо', '1il', '3eз', '4aч', '5s', '6б', '7t', '8b', '9g'].map(
    (letters) => [letters.charCodeAt(0), letters.slice(1)] as const,
  ),
)

const digits = /^\p{N}+$/u

/**
 * Whether a word becomes another by at most `edits` changes: a letter put in, left out, replaced, or two neighbours
 * changed about (optimal string alignment, as Lucene counts). That the word repeats a letter, or has a digit in place of a
 * letter that looks like it, is no change: k1lo and kiiilo are kilo. Numbers are compared as they are.
 */
export function isWithinEdits(of: string, edits: number): (word: string) => boolean {
  const a = Uint32Array.from(Array.from(of), (letter) => letter.codePointAt(0) ?? 0)
  const isNumber = digits.test(of)
  const mayBe = sharesLetters(of, edits)
  const width = a.length + 1
  let [before, last, now] = [new Uint16Array(width), new Uint16Array(width), new Uint16Array(width)]
  return (word) => {
    if (word.length < a.length - edits || !mayBe(word)) return false
    const b = codePointsOf(word)
    const isTolerant = !isNumber && !(isDigit(b[0] ?? 0) && digits.test(word))
    if (b.length - (isTolerant ? repeatsIn(b) : 0) > a.length + edits || b.length < a.length - edits)
      return false
    for (let i = 0; i < width; i++) last[i] = i
    for (let k = 0; k < b.length; k++) {
      const letter = b[k] ?? 0
      const extra = isTolerant && letter === b[k - 1] ? 0 : 1
      now[0] = (last[0] ?? 0) + extra
      let least = now[0]
      for (let i = 1; i < width; i++) {
        const fits = a[i - 1] === letter || (isTolerant && isAlike(a[i - 1] ?? 0, letter))
        let cost = Math.min(
          (last[i - 1] ?? 0) + (fits ? 0 : 1),
          (last[i] ?? 0) + extra,
          (now[i - 1] ?? 0) + 1,
        )
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

/** Whether a word is another in a spelling that repeats letters or has digits for them; so may the other one. */
export function isSpellingOf(of: string): (word: string) => boolean {
  return isWithinEdits(digits.test(of) ? of : of.replaceAll(/(.)\1+/gu, '$1'), 0)
}

/** Turns down most words cheaply: each change brings or takes one letter. Letters are told by five bits. */
function sharesLetters(of: string, edits: number): (word: string) => boolean {
  const [wanted, allowed] = lettersIn(of)
  return (word) => {
    const [certain, possible] = lettersIn(word)
    return bitsIn(wanted & ~possible) <= edits && bitsIn(certain & ~allowed) <= edits
  }
}

/** Which letters a word has, and which it may have where a digit stands for one. */
function lettersIn(word: string): [certain: number, possible: number] {
  let certain = 0
  let possible = 0
  for (let i = 0; i < word.length; i++) {
    const unit = word.charCodeAt(i)
    // A letter of two units would be two.
    if (unit >= 0xd800 && unit <= 0xdfff) continue
    possible |= isDigit(unit) ? (digitBits[unit - 0x30] ?? 0) : 1 << (unit & 31)
    if (!isDigit(unit)) certain |= 1 << (unit & 31)
  }
  return [certain, possible]
}

const digitBits = Array.from({ length: 10 }, (_, digit) =>
  Array.from(`${digit}${digitLetters.get(0x30 + digit) ?? ''}`).reduce(
    (bits, letter) => bits | (1 << (letter.charCodeAt(0) & 31)),
    0,
  ),
)

function bitsIn(set: number): number {
  let bits = 0
  for (let left = set; left !== 0; left &= left - 1) bits++
  return bits
}

function isAlike(a: number, b: number): boolean {
  if (isDigit(b)) return digitLetters.get(b)?.includes(String.fromCodePoint(a)) ?? false
  return isDigit(a) && (digitLetters.get(a)?.includes(String.fromCodePoint(b)) ?? false)
}

function isDigit(codePoint: number): boolean {
  return codePoint >= 0x30 && codePoint <= 0x39
}

function repeatsIn(codePoints: readonly number[]): number {
  let repeats = 0
  for (let i = 1; i < codePoints.length; i++) if (codePoints[i] === codePoints[i - 1]) repeats++
  return repeats
}

function codePointsOf(word: string): number[] {
  const codePoints: number[] = []
  for (let i = 0; i < word.length; i++) {
    const codePoint = word.codePointAt(i) ?? 0
    if (codePoint > 0xffff) i++
    codePoints.push(codePoint)
  }
  return codePoints
}
