import { createRequire } from 'node:module'
import { type StemLanguage, stemLanguages } from '../../core/search/stem-languages.ts'

const require = createRequire(import.meta.url)

/** Of a language whose words are never prefixed, a stem begins as its words do: others need not be stemmed. */
const prefixing: ReadonlySet<StemLanguage> = new Set(['ar', 'ga', 'id'])

/** Whether a word has the stem of another in a language; both folded as the index folds them. */
export function hasStemOf(of: string, language: StemLanguage): (word: string) => boolean {
  const stem = stemmerOf(language)
  const wanted = stem(of)
  const first = prefixing.has(language) ? '' : String.fromCodePoint(of.codePointAt(0) ?? 0)
  const block = of.charCodeAt(0) >> 8
  return (word) => word.charCodeAt(0) >> 8 === block && word.startsWith(first) && stem(word) === wanted
}

/** A stemmer is loaded when it is asked for: most searches need none. */
function stemmerOf(language: StemLanguage): (word: string) => string {
  const loaded: unknown = require(`@orama/stemmers/${stemLanguages[language]}`)
  if (!hasStemmer(loaded)) throw new Error(`No stemmer for ${language}`)
  return loaded.stemmer
}

function hasStemmer(loaded: unknown): loaded is { readonly stemmer: (word: string) => string } {
  return (
    typeof loaded === 'object' &&
    loaded !== null &&
    'stemmer' in loaded &&
    typeof loaded.stemmer === 'function'
  )
}
