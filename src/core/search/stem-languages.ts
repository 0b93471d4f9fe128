/** Languages whose words can be searched by their stem, by their ISO 639-1 code. */
export const stemLanguages = {
  ar: 'arabic',
  bg: 'bulgarian',
  da: 'danish',
  de: 'german',
  el: 'greek',
  en: 'english',
  es: 'spanish',
  fi: 'finnish',
  fr: 'french',
  ga: 'irish',
  hu: 'hungarian',
  hy: 'armenian',
  id: 'indonesian',
  it: 'italian',
  lt: 'lithuanian',
  nl: 'dutch',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sr: 'serbian',
  sv: 'swedish',
  tr: 'turkish',
  uk: 'ukrainian',
} as const
export type StemLanguage = keyof typeof stemLanguages

/** Whether words can be searched by their stem in it. */
export function isStemLanguage(code: string): code is StemLanguage {
  return Object.hasOwn(stemLanguages, code)
}
