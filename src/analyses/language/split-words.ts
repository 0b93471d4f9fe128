import { isShared, scriptOf, scripts } from './scripts.ts'

/** What a text is made of. */
export interface SplitText {
  /** Letters by number of script. */
  readonly letters: Uint16Array
  /** Words in lower case, each once, in order. */
  readonly words: readonly string[]
}

const mostWords = 40
const longestWord = 40

/** Marks that make what stands between two spaces an address, the name of a file or a number rather than words. */
const spoiling = new Uint8Array(128)
for (const mark of '0123456789@/\\_=<>{}[]$#%^*|~`') spoiling[mark.charCodeAt(0)] = 1

/** What a unit is: the number of its script, or one of these. */
const [space, spoils, apostrophe, other] = [255, 254, 253, 252]
const kindOf = new Uint8Array(0x10000).fill(other)
for (let unit = 0; unit < 0x10000; unit++) if (scriptOf(unit) > 0) kindOf[unit] = scriptOf(unit)
for (let unit = 0; unit < 128; unit++) if (spoiling[unit] === 1) kindOf[unit] = spoils
for (const unit of [9, 10, 13, 32, 0xa0]) kindOf[unit] = space
for (const unit of [39, 0x2019]) kindOf[unit] = apostrophe

/** Cuts a text in lower case into words; what stands between two spaces with digits or signs in it is left out. */
export function splitWords(text: string): SplitText {
  const letters = new Uint16Array(scripts.length)
  const words: string[] = []
  let from = 0
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && kindOf[text.charCodeAt(at)] !== space) continue
    if (at > from && isWords(text, from, at)) takeWords(text, from, at, { letters, words })
    from = at + 1
  }
  return { letters, words }
}

function isWords(text: string, from: number, until: number): boolean {
  for (let at = from; at < until; at++) if (kindOf[text.charCodeAt(at)] === spoils) return false
  // Long runs are keys and codes, but where words are written without spaces.
  return until - from <= longestWord || !isShared(scripts[scriptOf(text.charCodeAt(from))] ?? null)
}

function takeWords(text: string, start: number, until: number, { letters, words }: Taken): void {
  let from = -1
  for (let at = start; at <= until; at++) {
    const kind = at < until ? (kindOf[text.charCodeAt(at)] ?? other) : space
    if (kind < other) {
      letters[kind] = (letters[kind] ?? 0) + 1
      if (from < 0) from = at
    } else if (kind !== apostrophe && from >= 0) {
      const word = text.slice(from, at)
      if (words.length < mostWords && !words.includes(word)) words.push(word)
      from = -1
    }
  }
}

interface Taken {
  readonly letters: Uint16Array
  readonly words: string[]
}
