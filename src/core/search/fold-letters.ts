/**
 * What each character becomes for search: one of the ways in which the same letter, digit or sign is written. Sources:
 * compatibility forms, UAX #15 (https://www.unicode.org/reports/tr15/); what shows nothing, UTR #44's
 * Default_Ignorable_Code_Point; emoji, UTS #51 (https://www.unicode.org/reports/tr51/).
 */

/** Scripts that put no spaces between words. */
const unspacedScripts = String.raw`\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tai_Le}\p{sc=New_Tai_Lue}\p{sc=Tai_Tham}\p{sc=Tai_Viet}`

/** A class of the `v` flag: a letter of a script that puts no spaces between words. */
export const unspaced = String.raw`[[${unspacedScripts}]&&[\p{L}\p{N}\p{M}]]`

/** A class of the `v` flag: an emoji that stands for itself, parts of flags among them. */
export const emoji = String.raw`[[\p{Extended_Pictographic}\p{Emoji_Presentation}]&&\p{So}&&[\u{2300}-\u{10FFFF}]]`

/** A class of the `v` flag: what a word is made of. Marks and letters that Unicode added lately are among it. */
export const ofWords = String.raw`[\p{L}\p{N}\p{M}\p{Co}\p{Cn}${emoji}]`

const isUnspacedLetter = new RegExp(`^${unspaced}$`, 'v')
const isEmojiSign = new RegExp(`^${emoji}$`, 'v')

/** What of it the folding of a text must know about a code unit. */
export const traits = { latin: 1, other: 2, word: 4, changes: 8, mark: 16, parts: 32 } as const

const pages: (Uint8Array | undefined)[] = []

/** The traits of a UTF-16 code unit. */
export function traitsOf(unit: number): number {
  return (pages[unit >> 8] ??= pageOf(unit >> 8))[unit & 255] ?? 0
}

function pageOf(high: number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, low) => computeTraits((high << 8) | low))
}

function computeTraits(unit: number): number {
  if (unit >= 0xd800 && unit <= 0xdfff) return traits.changes
  const character = String.fromCharCode(unit)
  const isMark = joinsBefore.test(character)
  const parts = isUnspacedLetter.test(character) || isEmojiSign.test(character)
  return (
    (/\p{Script=Latin}/u.test(character) ? traits.latin : 0) |
    (/[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(character) ? traits.other : 0) |
    (/[\p{L}\p{N}\p{M}]/u.test(character) ? traits.word : 0) |
    (isMark ? traits.mark | traits.changes : 0) |
    (parts ? traits.parts | traits.changes : 0) |
    (foldedCharacter(unit) === character ? 0 : traits.changes)
  )
}

/** What Unicode composes with the character before it: marks, vowels and finals of Hangul, the sound marks of half-width kana. */
const joinsBefore = /^[\p{M}\u1160-\u11ff\ud7b0-\ud7fb\uff9e\uff9f]$/u

const known = new Map<number, string>()

/** What a code point becomes; empty where it says nothing, a space where it parts words. */
export function foldedCharacter(codePoint: number): string {
  const before = known.get(codePoint)
  if (before !== undefined) return before
  const folded = fold(codePoint)
  known.set(codePoint, folded)
  return folded
}

function fold(codePoint: number): string {
  // SQLite has a replacement character in place of half a surrogate pair.
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return ' '
  const character = String.fromCodePoint(codePoint)
  if (codePoint < 0x80) return character
  if (/[\p{Default_Ignorable_Code_Point}\p{Emoji_Modifier}]/u.test(character)) return ''
  if (/\p{Noncharacter_Code_Point}/u.test(character)) return ' '
  const digit = digitOf(codePoint, character)
  if (digit !== null) return digit
  const compatible = character.normalize('NFKC')
  if (compatible !== character && isMadeOfLetters.test(compatible) && !isLegalSign.test(character))
    return Array.from(compatible, foldLetter).join('')
  return foldLetter(character)
}

const isMadeOfLetters = /^[\p{L}\p{N}\p{M}]+$/u
/** ™ and ℠ stand behind a word and are no letters of it. */
const isLegalSign = /^[\u2120\u2122]$/

/** A digit of any script as one of ASCII: digits stand in tens, zero first. */
function digitOf(codePoint: number, character: string): string | null {
  if (!/\p{Nd}/u.test(character)) return null
  const compatible = character.normalize('NFKC')
  if (/^[0-9]$/.test(compatible)) return compatible
  let zero = codePoint
  while (codePoint - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return String(codePoint - zero)
}

/** 🅐 and 🅰 have no letter in Unicode's tables of compatibility. */
const darkLetters = [0x1f150, 0x1f170]

const sameLetters: ReadonlyMap<string, string> = new Map([
  // Arabic: forms of alef; the ya and kaf of Persian and Urdu; the stretcher.
  ...Array.from('آأإٱ', (form) => [form, 'ا'] as const),
  ['ى', 'ي'],
  ['ی', 'ي'],
  ['ک', 'ك'],
  ['ہ', 'ه'],
  ['ـ', ''],
  // A final sigma is a sigma.
  ['ς', 'σ'],
  // Cyrillic: the dots of ё are left out in most writing. й, ї, ў, ѓ and ќ are letters of their own.
  ['ё', 'е'],
  ['Ё', 'Е'],
  ['ѐ', 'е'],
  ['Ѐ', 'Е'],
  ['ѝ', 'и'],
  ['Ѝ', 'И'],
])

/** Marks that belong to Latin, Greek or Cyrillic letters or point out vowels of Hebrew, Arabic and Syriac; elsewhere they are written as letters are. */
const isMereMark =
  /^(?:\p{Me}|[[\p{Mn}\p{Mc}]&&[\p{sc=Inherited}\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Hebrew}\p{sc=Arabic}\p{sc=Syriac}]&&[^\u3099\u309a]])$/v

function foldLetter(character: string): string {
  const same = sameLetters.get(character)
  if (same !== undefined) return same
  if (isMereMark.test(character)) return ''
  const codePoint = character.codePointAt(0) ?? 0
  for (const first of darkLetters)
    if (codePoint >= first && codePoint < first + 26) return String.fromCharCode(0x61 + codePoint - first)
  if (/\p{Script=Greek}/u.test(character)) return character.normalize('NFD').replaceAll(/\p{M}/gu, '')
  if (/\p{So}/u.test(character)) return isEmojiSign.test(character) ? character : ' '
  // The index folds the case of these three itself.
  return /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Armenian}]/u.test(character)
    ? character
    : character.toLowerCase()
}
