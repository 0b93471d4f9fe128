import { hasWords, isUnspaced } from './fold-text.ts'
import type { WordsQuery } from './search-query.ts'
import { refusal, type Token, unescaped } from './search-tokens.ts'
import { isStemLanguage, stemLanguages } from './stem-languages.ts'

/** A token that can ask for words. */
export type WordsValue = Token & { readonly kind: 'word' | 'quoted' | 'regex' }

const mostWithin = 100

/** Reads a term that asks for words. @throws {BaileyError} bad-query, naming the column. */
export function wordsTerm(token: WordsValue, text: string): WordsQuery {
  switch (token.kind) {
    case 'word':
      return wordTerm(token, text)
    case 'quoted':
      return quotedTerm(token, text)
    case 'regex':
      return { kind: 'regex', pattern: token.pattern }
  }
}

function quotedTerm(
  { words, prefix, within: others, at }: Token & { kind: 'quoted' },
  text: string,
): WordsQuery {
  checkWords(words, text, at)
  if (others === null) return { kind: 'phrase', words, prefix }
  if (!/^\d{1,3}$/.test(others) || Number(others) > mostWithin)
    throw refusal(`~ after a phrase takes a number of words up to ${mostWithin}`, text, at)
  return { kind: 'near', words, within: Number(others) }
}

/** A word as typed: with wildcards, with `~` for its like, or as it stands. */
function wordTerm({ raw, at }: Token & { kind: 'word' }, text: string): WordsQuery {
  const fuzzy = /^(?<word>(?:[^\\~]|\\[^])+)~(?<how>\d*(?:\.\d+)?|[A-Za-z]{1,3})$/.exec(raw)?.groups
  if (fuzzy) return likeTerm(fuzzy['word'] ?? '', fuzzy['how'] ?? '', { text, at })
  // Said at the end of a word a question mark is one: nobody asking "where?" means one letter more.
  const asked = raw.replace(/(?<!\\)\?+$/, '')
  const signs = asked.match(/\\[^]|[*?]/g)?.filter((sign) => sign.length === 1) ?? []
  if (signs.length === 0) {
    checkWords(asked, text, at)
    return { kind: 'word', text: unescaped(asked), prefix: false }
  }
  if (signs.length === 1 && asked.endsWith('*')) {
    const word = unescaped(asked.slice(0, -1))
    checkWords(word, text, at)
    return { kind: 'word', text: word, prefix: true }
  }
  const plain = unescaped(asked.replaceAll(/^\*+|\*+$/g, ''))
  if (isUnspaced(plain)) return unspacedTerm(plain, { text, at })
  const pattern = asked.replaceAll(/\\([^])/g, (_, shielded: string) =>
    /[*?]/.test(shielded) ? '' : shielded,
  )
  if (!/^[\p{L}\p{N}\p{M}*?]+$/u.test(pattern) || !/[\p{L}\p{N}]/u.test(pattern))
    throw refusal('* and ? stand within a single word', text, at)
  return { kind: 'wildcard', pattern }
}

/** What is written without spaces is found anywhere: a star before it or behind it changes nothing. */
function unspacedTerm(plain: string, { text, at }: Place): WordsQuery {
  if (/[*?]/.test(plain))
    throw refusal('* and ? do not stand within what is written without spaces', text, at)
  checkWords(plain, text, at)
  return { kind: 'word', text: plain, prefix: false }
}

/** Where in the text of a search a term stands, in UTF-16 units. */
export interface Place {
  readonly text: string
  readonly at: number
}

function likeTerm(word: string, how: string, { text, at }: Place): WordsQuery {
  const plain = unescaped(word)
  if (!/^[\p{L}\p{N}\p{M}]+$/u.test(plain)) throw refusal('~ stands behind a single word', text, at)
  if (isUnspaced(plain)) throw refusal('~ does not stand behind what is written without spaces', text, at)
  if (how === '0') return { kind: 'word', text: plain, prefix: false }
  if (how === '' || how === '2') return { kind: 'fuzzy', text: plain, edits: 2 }
  if (how === '1') return { kind: 'fuzzy', text: plain, edits: 1 }
  const name = how.toLowerCase()
  if (name === 'v') return { kind: 'fuzzy', text: plain, edits: 0 }
  if (isStemLanguage(name)) return { kind: 'stem', text: plain, language: name }
  throw refusal(
    `~ behind a word takes 1 or 2 changes of a letter, v for its spellings, or a language for its stem (${Object.keys(stemLanguages).join(' ')})`,
    text,
    at,
  )
}

function checkWords(words: string, text: string, at: number): void {
  if (!hasWords(words)) throw refusal('marks that only part words cannot be searched', text, at)
}
