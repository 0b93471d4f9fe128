import { unspaced } from './fold-letters.ts'

/**
 * Letters of Cyrillic and Greek that look like a Latin one: the single letters of Unicode's table of confusables whose
 * double is a letter of ASCII. Capitals and small letters are told apart, because they look alike apart: В is a B, в is no b.
 *
 * @see https://www.unicode.org/reports/tr39/#Confusable_Detection
 */
const doubles = {
  Cyrillic:
    'аa еe оo рp сc уy хx ѕs іi јj һh ԁd ԛq ԝw ӏl ѵv үy АA ВB ЕE ЅS ІI ЈJ КK МM НH ОO РP СC ТT УY ХX ҮY ԚQ ԜW ԌG ѴV ӀI',
  Greek: 'αa οo νv ρp υu ιi γy σo ϲc ϳj ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ϹC ͿJ',
} as const

type Script = keyof typeof doubles

const pairsOf = (script: Script): (readonly [string, string])[] =>
  doubles[script].split(' ').map((pair) => [pair.charAt(0), pair.charAt(1)] as const)

const toLatin: Readonly<Record<Script, ReadonlyMap<string, string>>> = {
  Cyrillic: new Map(pairsOf('Cyrillic')),
  Greek: new Map(pairsOf('Greek')),
}
// The first of two letters with one double is the commoner.
const fromLatin: Readonly<Record<Script, ReadonlyMap<string, string>>> = {
  Cyrillic: new Map(
    pairsOf('Cyrillic')
      .map(([other, latin]) => [latin, other] as const)
      .toReversed(),
  ),
  Greek: new Map(
    pairsOf('Greek')
      .map(([other, latin]) => [latin, other] as const)
      .toReversed(),
  ),
}

const words = new RegExp(`[[\\p{L}\\p{N}\\p{M}]--${unspaced}]+`, 'gv')
const hasLatin = /\p{Script=Latin}/u
const hasOther = /[\p{Script=Cyrillic}\p{Script=Greek}]/u
const letterOf: Readonly<Record<Script, RegExp>> = {
  Cyrillic: /\p{Script=Cyrillic}/u,
  Greek: /\p{Script=Greek}/u,
}

/**
 * Puts the letters of a word that mixes Latin with Cyrillic or Greek into one script, unit for unit: into that of the
 * letters without a double, where all of these are of one script, else into Latin. A word of one script is left as it is:
 * Russian "сор" is not "cop".
 */
export function withoutLookAlikes(text: string): string {
  if (!hasOther.test(text) || !hasLatin.test(text)) return text
  return text.replaceAll(words, (word) => {
    if (!hasLatin.test(word)) return word
    if (letterOf.Cyrillic.test(word)) return inOneScript(word, 'Cyrillic')
    return letterOf.Greek.test(word) ? inOneScript(word, 'Greek') : word
  })
}

function inOneScript(word: string, script: Script): string {
  const letters = Array.from(word, withoutDiacritics)
  const keepsLatin = letters.some((letter) => hasLatin.test(letter) && !fromLatin[script].has(letter))
  const keepsOther = letters.some((letter) => letterOf[script].test(letter) && !toLatin[script].has(letter))
  const map = keepsOther && !keepsLatin ? fromLatin[script] : toLatin[script]
  return letters.map((letter) => map.get(letter) ?? letter).join('')
}

/** É is an E here: the index, which sets aside the diacritics of Latin, comes later. */
function withoutDiacritics(letter: string): string {
  return letter.length === 1 && hasLatin.test(letter) ? letter.normalize('NFD').charAt(0) : letter
}
