import { emoji, foldedCharacter, ofWords, traits, traitsOf, unspaced } from './fold-letters.ts'
import { withoutLookAlikes } from './look-alikes.ts'

/** Of a longer text only so much is searched, in UTF-16 units. */
export const searchedUnits = 1_048_576

/** What of a text is searched: it is never cut within a character. */
export function searchedPart(text: string): string {
  return headOf(text, searchedUnits)
}

/** The first units of a text, one less where a character would be cut. */
export function headOf(text: string, units: number): string {
  if (text.length <= units) return text
  const low = text.charCodeAt(units)
  return text.slice(0, low >= 0xdc00 && low <= 0xdfff ? units - 1 : units)
}

/**
 * A text as it is searched, and searched for; what is shown is always the text itself. Case and the diacritics of Latin are
 * left to the index, which is then handed most texts as they are.
 *
 * Scripts without spaces become overlapping pairs, with the last character of each stretch by itself: 買手机 is
 * `買手 手机 机`, so that any stretch of characters is a phrase of words that are rarer than characters are. Every emoji is a
 * word of its own, and so is a flag.
 */
export function foldText(text: string): string {
  const searched = searchedPart(text)
  return isFolded(searched) ? searched : fold(searched, null)
}

/** A folded text that knows where each of its units came from. */
export interface PlacedText {
  readonly text: string
  /** The stretch of the text before folding that a stretch of the folded one came from. */
  readonly place: (start: number, end: number) => readonly [number, number]
}

/** As {@link foldText}, with the way back. */
export function foldWithPlaces(text: string): PlacedText {
  const searched = searchedPart(text)
  if (isFolded(searched)) return { text: searched, place: (start, end) => [start, end] }
  const places: Places = { from: [], to: [] }
  const folded = fold(searched, places)
  return { text: folded, place: (start, end) => [places.from[start] ?? 0, places.to[end - 1] ?? 0] }
}

/** A text with every letter folded, for patterns: nothing is parted, and what mixes scripts stays mixed. */
export function foldLetters(text: string): string {
  return foldCharacters(text, null).replaceAll(/[\p{Script=Latin}--[A-Za-z]]/gv, (letter) =>
    letter.normalize('NFD').replaceAll(/\p{M}/gu, ''),
  )
}

/** Words as they are asked of the index. */
export interface FoldedPhrase {
  readonly words: string
  /** Whether the last word may go on: it is one character of a script without spaces, which stands first in pairs. */
  readonly goesOn: boolean
}

const lastAlone = new RegExp(
  `(?<=^|(?<pair>${unspaced}{2} )|[^${ofWords}])(?<last>${unspaced})[^${ofWords}]*$`,
  'v',
)

/** A phrase to look for: where it ends in a script without spaces, the text may go on. */
export function foldPhrase(text: string): FoldedPhrase {
  const words = foldText(text)
  const found = lastAlone.exec(words)
  if (found?.groups === undefined) return { words, goesOn: false }
  return found.groups['pair'] === undefined
    ? { words: words.slice(0, found.index + (found.groups['last']?.length ?? 0)), goesOn: true }
    : { words: words.slice(0, found.index), goesOn: false }
}

const aWord = new RegExp(ofWords, 'v')
const anUnspaced = new RegExp(unspaced, 'v')

/** Whether anything of a text can be searched. */
export function hasWords(text: string): boolean {
  return aWord.test(foldText(text))
}

/** Whether some of a text is of a script without spaces, so that it is found anywhere. */
export function isUnspaced(text: string): boolean {
  return anUnspaced.test(text)
}

interface Places {
  from: number[]
  to: number[]
}

/** Whether folding leaves a text as it is. Most are of ASCII, so that is asked first. */
function isFolded(text: string): boolean {
  // oxlint-disable-next-line eslint/no-control-regex -- it is all of ASCII
  if (!/[^\u0000-\u007f]/.test(text)) return true
  let scripts = 0
  for (let i = 0; i < text.length; i++) {
    const own = traitsOf(text.charCodeAt(i))
    if (own & traits.changes) return false
    scripts = own & traits.word ? scripts | own : 0
    if (scripts & traits.latin && scripts & traits.other) return false
  }
  return true
}

function fold(text: string, places: Places | null): string {
  const folded = withoutLookAlikes(foldCharacters(text, places))
  return parted(folded, places)
}

function foldCharacters(text: string, places: Places | null): string {
  let folded = ''
  let plainFrom = 0
  let at = 0
  const keepPlain = (): void => {
    if (places) for (let i = plainFrom; i < at; i++) addPlaces(places, 1, [i, i + 1])
    folded += text.slice(plainFrom, at)
  }
  while (at < text.length) {
    const changes = traitsOf(text.charCodeAt(at)) & traits.changes
    if (!changes && !(traitsOf(text.charCodeAt(at + 1)) & traits.mark)) {
      at++
      continue
    }
    keepPlain()
    const end = clusterEnd(text, at)
    const piece = foldCluster(text.slice(at, end))
    if (places) addPlaces(places, piece.length, [at, end])
    folded += piece
    at = end
    plainFrom = end
  }
  keepPlain()
  return folded
}

/** A character and the marks on it. */
function clusterEnd(text: string, at: number): number {
  let end = at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1)
  while (end < text.length && traitsOf(text.charCodeAt(end)) & traits.mark) end++
  return end
}

function foldCluster(cluster: string): string {
  const codePoint = cluster.codePointAt(0) ?? 0
  if (cluster.length === (codePoint > 0xffff ? 2 : 1)) return foldedCharacter(codePoint)
  const folded = Array.from(cluster.normalize('NFC'), (character) =>
    foldedCharacter(character.codePointAt(0) ?? 0),
  ).join('')
  return folded.normalize('NFC')
}

/** What shows nothing belongs to the character before it. */
function addPlaces({ from, to }: Places, units: number, [start, end]: readonly [number, number]): void {
  if (units === 0 && to.length > 0) to[to.length - 1] = end
  for (let i = 0; i < units; i++) {
    from.push(start)
    to.push(end)
  }
}

const flagPart = String.raw`[\u{1F1E6}-\u{1F1FF}]`
const partedPattern = new RegExp(`(?<run>${unspaced}+)|${flagPart}{2}|${emoji}`, 'gv')

/** The text with spaces around what is a word by itself, and in stretches without spaces between their pairs. */
function parted(text: string, places: Places | null): string {
  let out = ''
  let last = 0
  const taken: Places = { from: [], to: [] }
  const take = (start: number, end: number): void => {
    out += text.slice(start, end)
    if (!places) return
    for (let i = start; i < end; i++) {
      taken.from.push(places.from[i] ?? 0)
      taken.to.push(places.to[i] ?? 0)
    }
  }
  const part = (): void => {
    out += ' '
    if (places) addPlaces(taken, 1, [taken.to.at(-1) ?? 0, taken.to.at(-1) ?? 0])
  }
  for (const { 0: found, index, groups } of text.matchAll(partedPattern)) {
    take(last, index)
    part()
    last = index + found.length
    if (groups?.['run'] === undefined) {
      take(index, last)
      part()
      continue
    }
    for (let at = index; at < last; ) {
      const next = at + widthAt(text, at)
      take(at, next < last ? next + widthAt(text, next) : next)
      part()
      at = next
    }
  }
  take(last, text.length)
  if (places) Object.assign(places, taken)
  return out
}

function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}
