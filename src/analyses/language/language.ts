/**
 * In which language a message is written: by its own words where they are enough (`own-words.ts`), else by the habit of
 * its sender in that conversation, if its words do not speak against it, else not known. A habit is what at least three
 * messages of the sender there are in by their own words, and four in five of those whose words are enough. It does not
 * hang on the order in which messages come, and a message joins or leaves it by a count of one.
 *
 * Languages and grounds are numbers here, their places in `languages` and `languageGrounds`: there are millions of them.
 */
import { type Language, languageGrounds, languages } from '../../core/language.ts'
import type { Analysis } from '../analysis.ts'
import { isWrittenIn, sharedScripts } from './scripts.ts'

/** The analysis and its version. */
export const language: Analysis = {
  id: 'language',
  version: 1,
  asks: 'In which language is each message written, and how is that known?',
}

/** Place of the language that is none. */
export const unknownLanguage = 0

const enoughMessages = 3
const habitShare = 0.8

/** What the words of a message say, as `pack-words.ts` packs it: one of these times {@link packedValues}, and a place. */
export const packedKinds = { nothing: 0, leaning: 1, script: 2, words: 3, ownScript: 4 } as const
/** More than there are languages. */
export const packedValues = 128

/** The language that a message is in by its own words or script, which is what makes a habit; {@link unknownLanguage} for none. */
export function ownLanguage(packed: number): number {
  const kind = Math.floor(packed / packedValues)
  return kind === packedKinds.words || kind === packedKinds.ownScript
    ? packed % packedValues
    : unknownLanguage
}

/** The habit of a sender in a conversation, from how many messages there are in each language by their own words. */
export function habitOf(counts: ReadonlyMap<number, number>): number {
  let [habit, most, all] = [unknownLanguage, 0, 0]
  for (const [place, n] of counts) {
    all += n
    if (n > most) [habit, most] = [place, n]
  }
  return most >= enoughMessages && most >= all * habitShare ? habit : unknownLanguage
}

/** A language and how it is known, as places. */
export interface ToldLanguage {
  readonly language: number
  readonly ground: number
}

const notKnown: ToldLanguage = { language: unknownLanguage, ground: languageGrounds.indexOf('nothing') }
const told = (['words', 'script', 'habit'] as const).map((ground) =>
  languages.map((_, place): ToldLanguage => ({ language: place, ground: languageGrounds.indexOf(ground) })),
)

/** @param habit - of its sender in its conversation. */
export function languageOf(packed: number, habit: number): ToldLanguage {
  const [kind, value] = [Math.floor(packed / packedValues), packed % packedValues]
  if (kind === packedKinds.words || kind === packedKinds.ownScript)
    return told[kind - packedKinds.words]?.[value] ?? notKnown
  if (kind === packedKinds.nothing || habit === unknownLanguage || !agrees(kind, value, habit))
    return notKnown
  return told[2]?.[habit] ?? notKnown
}

function agrees(kind: number, value: number, habit: number): boolean {
  if (kind === packedKinds.leaning) return value === habit
  const of: Language | undefined = languages[habit]
  const shared = sharedScripts[value]
  return of !== undefined && shared !== undefined && isWrittenIn(of, shared)
}
