/**
 * Languages a message can be told to be in, ISO 639-1, with their English names. The place in this list is what the store
 * keeps, so that it only ever grows at its end. `none` is a message of which nothing is known.
 */
const named = [
  ['none', 'not known'],
  ['am', 'Amharic'],
  ['ar', 'Arabic'],
  ['az', 'Azerbaijani'],
  ['be', 'Belarusian'],
  ['bg', 'Bulgarian'],
  ['bn', 'Bengali'],
  ['ca', 'Catalan'],
  ['cs', 'Czech'],
  ['da', 'Danish'],
  ['de', 'German'],
  ['el', 'Greek'],
  ['en', 'English'],
  ['es', 'Spanish'],
  ['et', 'Estonian'],
  ['eu', 'Basque'],
  ['fa', 'Persian'],
  ['fi', 'Finnish'],
  ['fr', 'French'],
  ['gu', 'Gujarati'],
  ['he', 'Hebrew'],
  ['hi', 'Hindi'],
  ['hr', 'Croatian, Bosnian or Serbian in Latin script'],
  ['hu', 'Hungarian'],
  ['hy', 'Armenian'],
  ['is', 'Icelandic'],
  ['it', 'Italian'],
  ['ja', 'Japanese'],
  ['ka', 'Georgian'],
  ['km', 'Khmer'],
  ['kn', 'Kannada'],
  ['ko', 'Korean'],
  ['ku', 'Kurdish'],
  ['lo', 'Lao'],
  ['lt', 'Lithuanian'],
  ['lv', 'Latvian'],
  ['ml', 'Malayalam'],
  ['mr', 'Marathi'],
  ['ms', 'Malay or Indonesian'],
  ['my', 'Burmese'],
  ['nl', 'Dutch'],
  ['no', 'Norwegian'],
  ['or', 'Odia'],
  ['pa', 'Punjabi'],
  ['pl', 'Polish'],
  ['pt', 'Portuguese'],
  ['ro', 'Romanian'],
  ['ru', 'Russian'],
  ['si', 'Sinhala'],
  ['sk', 'Slovak'],
  ['sl', 'Slovene'],
  ['sq', 'Albanian'],
  ['sr', 'Serbian in Cyrillic script'],
  ['sv', 'Swedish'],
  ['ta', 'Tamil'],
  ['te', 'Telugu'],
  ['th', 'Thai'],
  ['tl', 'Tagalog'],
  ['tr', 'Turkish'],
  ['uk', 'Ukrainian'],
  ['ur', 'Urdu'],
  ['vi', 'Vietnamese'],
  ['yo', 'Yoruba'],
  ['zh', 'Chinese'],
] as const

export type Language = (typeof named)[number][0]

/** Codes of {@link Language} in the order the store keeps them. */
export const languages: readonly Language[] = named.map(([code]) => code)

const names: ReadonlyMap<string, string> = new Map(named)

/** A language as people call it. */
export function languageName(language: Language): string {
  return names.get(language) ?? language
}

/** A code, or the English name of a language, in any case; null when it is none. */
export function parseLanguage(text: string): Language | null {
  const wanted = text.toLowerCase()
  return (
    named.find(
      ([code, name]) => code === wanted || (code !== 'none' && name.toLowerCase() === wanted),
    )?.[0] ?? null
  )
}

/** How the language of a message is known; the place in this list is what the store keeps. */
export const languageGrounds = ['nothing', 'words', 'script', 'habit'] as const
export type LanguageGround = (typeof languageGrounds)[number]

/** A language in words, with how it is known. */
export function describeLanguage(language: Language, ground: LanguageGround): string {
  switch (ground) {
    case 'nothing':
      return 'not known'
    case 'words':
      return `${languageName(language)}, by its own words`
    case 'script':
      return `${languageName(language)}, by its script`
    case 'habit':
      return `${languageName(language)}, by habit of the sender here`
  }
}
