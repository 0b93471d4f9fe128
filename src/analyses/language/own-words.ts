/**
 * What the words of one message say of their language, and no more: it would rather say nothing than guess.
 *
 * 1. Letters are counted by script. A script that one language is written in decides.
 * 2. In a script that languages share, small words are looked up (`function-words.ts`): each gives points to the languages
 *    that have it, fewer the more they are. Two telling words decide, where one language leads by as much as a word that
 *    two languages share.
 *
 * N-grams were tried beside it and left out: on short chat they are wrong where small words are silent (`docs/language.md`).
 * Words with digits or signs in them, addresses and long runs without a space are left out. At most the first
 * {@link mostUnits} units are looked at, each a fixed number of times, so that no message takes longer than another of that length.
 */
import { type Language, languages, parseLanguage } from '../../core/language.ts'
import { functionWords } from './function-words.ts'
import { isShared, type SharedScript, scripts } from './scripts.ts'
import { type SplitText, splitWords } from './split-words.ts'
import { tellingLetters } from './telling-letters.ts'

/** What a message says of its own language. */
export type OwnWords =
  /** Nothing: no letters, or scripts mixed. */
  | { readonly says: 'nothing' }
  | { readonly says: 'language'; readonly language: Language; readonly by: 'words' | 'script' }
  /** Too little to go by, but it speaks for this language and against others. */
  | { readonly says: 'leaning'; readonly language: Language; readonly script: SharedScript }
  /** Letters of this script that speak for no language. */
  | { readonly says: 'script'; readonly script: SharedScript }

const mostUnits = 400
/** Letters of a script of one language that decide. */
const scriptLetters = 2
/** Chinese signs without kana: fewer may be Japanese. */
const hanLetters = 8
const mainShare = 0.8

/** Points of a word that one language alone has. */
const fullPoints = 12
/** The same by how many languages share it. */
const pointsShared = [0, fullPoints, 8, 5, 4, 3]
const sureOf = 18
const leaningFrom = 6
const enoughFor = 36

/** Points for languages by their place in `languages`. */
interface Evidence {
  readonly places: readonly number[]
  readonly points: number
}

const wordEvidence = evidenceOf(wordsByLanguage(), (word, sharing) =>
  Math.min(pointsShared[sharing] ?? 2, word.length === 1 ? 1 : word.length === 2 ? 6 : fullPoints),
)
const letterEvidence = evidenceOf(lettersByLanguage(), (_, sharing) => Math.ceil(6 / sharing))

function* wordsByLanguage(): Generator<readonly [string, Language]> {
  for (const [code, words] of Object.entries(functionWords)) {
    const language = parseLanguage(code)
    if (language === null) continue
    for (const word of words.split(/\s+/)) {
      yield [word, language]
      yield [withoutMarks(word), language]
    }
  }
}

function* lettersByLanguage(): Generator<readonly [string, Language]> {
  for (const [code, letters] of Object.entries(tellingLetters)) {
    const language = parseLanguage(code)
    if (language !== null) for (const letter of letters) yield [letter, language]
  }
}

/** As people write who leave the marks out. */
function withoutMarks(word: string): string {
  return word
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll('ı', 'i')
    .replaceAll('ł', 'l')
    .normalize('NFC')
}

function evidenceOf(
  pairs: Iterable<readonly [string, Language]>,
  pointsOf: (word: string, sharing: number) => number,
): ReadonlyMap<string, Evidence> {
  const sharing = new Map<string, Set<number>>()
  for (const [word, language] of pairs) {
    const places = sharing.get(word) ?? new Set()
    sharing.set(word, places.add(languages.indexOf(language)))
  }
  return new Map(
    [...sharing].map(([word, places]) => [
      word,
      { places: [...places], points: pointsOf(word, places.size) },
    ]),
  )
}

/** Looks at the words of one message. */
export function readOwnWords(body: string): OwnWords {
  const read = splitWords(body.slice(0, mostUnits).toLowerCase().replaceAll('’', "'"))
  const script = mainScript(read.letters)
  if (script === null) return { says: 'nothing' }
  if (!isShared(script)) return { says: 'language', language: script, by: 'script' }
  // Few Japanese sentences of that length go without kana.
  if (script === 'han' && (read.letters[chinese] ?? 0) >= hanLetters)
    return { says: 'language', language: 'zh', by: 'script' }
  return byWords(read, script)
}

/** The script of nearly all letters; Chinese signs between kana are Japanese. */
function mainScript(letters: Uint16Array) {
  let [best, all] = [0, 0]
  for (let i = 1; i < letters.length; i++) {
    const n = letters[i] ?? 0
    all += n
    if (n > (letters[best] ?? 0)) best = i
  }
  if (all === 0) return null
  const kana = letters[japanese] ?? 0
  const han = letters[chinese] ?? 0
  const [script, n] =
    kana > 0 && (best === chinese || best === japanese) ? [japanese, kana + han] : [best, letters[best] ?? 0]
  const found = scripts[script] ?? null
  return n < all * mainShare || (!isShared(found) && n < scriptLetters) ? null : found
}

const japanese = scripts.indexOf('ja')
const chinese = scripts.indexOf('han')

function byWords({ words }: SplitText, script: SharedScript): OwnWords {
  const points = new Uint16Array(languages.length)
  let telling = 0
  for (const word of words) {
    const found = wordEvidence.get(word)
    if (found !== undefined) telling += add(points, found)
    else if (!isAscii(word)) addLetters(points, word)
    if (telling >= enoughFor && leader(points).isSure) break
  }
  const { place, isSure, isLeaning } = leader(points)
  const language = languages[place] ?? 'none'
  if (isSure && telling >= 2) return { says: 'language', language, by: 'words' }
  if (isLeaning) return { says: 'leaning', language, script }
  return { says: 'script', script }
}

function add(points: Uint16Array, { places, points: more }: Evidence): number {
  for (const place of places) points[place] = (points[place] ?? 0) + more
  return more > 1 ? 1 : 0
}

function addLetters(points: Uint16Array, word: string): void {
  for (const letter of new Set(word)) {
    const found = letterEvidence.get(letter)
    if (found !== undefined) add(points, found)
  }
}

function isAscii(word: string): boolean {
  for (let at = 0; at < word.length; at++) if (word.charCodeAt(at) > 127) return false
  return true
}

function leader(points: Uint16Array) {
  let [place, most, next] = [0, 0, 0]
  for (let i = 1; i < points.length; i++) {
    const n = points[i] ?? 0
    if (n > most) {
      next = most
      most = n
      place = i
    } else if (n > next) next = n
  }
  return {
    place,
    isSure: most >= sureOf && most - next >= Math.max(8, most * 0.2),
    isLeaning: most >= leaningFrom && most >= next * 1.5,
  }
}
