import { BaileyError } from '../errors.ts'

/** A piece of a search as typed. `at` is its place in UTF-16 units. */
export type Token =
  /** As typed, backslashes and all. */
  | { readonly kind: 'word'; readonly at: number; readonly raw: string }
  | {
      readonly kind: 'quoted'
      readonly at: number
      readonly words: string
      readonly prefix: boolean
      /** After `~`: null where there is none. */
      readonly within: string | null
    }
  | { readonly kind: 'regex'; readonly at: number; readonly pattern: string }
  /** The name of a field with what stands between it and its value. */
  | {
      readonly kind: 'field'
      readonly at: number
      /** Where its value begins. */
      readonly end: number
      readonly field: string
      readonly sign: FieldSign
    }
  | {
      readonly kind: 'range'
      readonly at: number
      readonly from: string
      readonly to: string
      readonly withFrom: boolean
      readonly withTo: boolean
    }
  | { readonly kind: 'AND' | 'OR' | 'NOT' | '(' | ')'; readonly at: number }

/** What stands between a field and its value. */
export type FieldSign = ':' | '>' | '>=' | '<' | '<='

const pieces = [
  String.raw`(?<space>\s+)`,
  String.raw`(?<mark>[()]|&&|\|\||[-!+](?=[^\s]))`,
  String.raw`(?<field>[A-Za-z]+(?:-[A-Za-z]+)?)(?<sign>>=|<=|[:<>])`,
  String.raw`"(?<quoted>(?:[^"\\]|\\[^])*)"(?:~(?<within>[\d.]*)|(?<star>\*))?`,
  String.raw`/(?<regex>(?:[^/\\]|\\[^])+)/(?=[\s)]|$)`,
  String.raw`(?<range>[[{](?<low>"[^"]*"|[^\s"]+)\s+TO\s+(?<high>"[^"]*"|[^\s"\]}]+)[\]}])`,
  String.raw`(?<word>(?:[^\s()"\\]|\\[^])+)`,
  String.raw`(?<rest>[^])`,
]
const pattern = new RegExp(pieces.join('|'), 'gy')

/** Longer than any list of terms a person would paste. */
const longest = 100_000

/**
 * Cuts a search into its pieces; a name before a colon is a field only if it is among `fields`, else part of a word.
 *
 * @throws {BaileyError} bad-query, naming the column.
 */
export function tokensOf(text: string, fields: ReadonlySet<string>): readonly Token[] {
  if (text.length > longest) throw refusal(`it is longer than ${longest} characters`, text, longest)
  const tokens: Token[] = []
  pattern.lastIndex = 0
  for (let at = 0; at < text.length; at = pattern.lastIndex) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match?.groups === undefined) throw refusal('it cannot be read', text, at)
    const { field } = match.groups
    if (field !== undefined && !fields.has(field.toLowerCase())) {
      tokens.push(wholeWord(text, at))
      continue
    }
    const token = tokenOf(match.groups, text, at)
    if (token !== null) tokens.push(token)
  }
  return tokens
}

const wordPattern = /(?:[^\s()"\\]|\\[^])+/y

/** What looks like a field and is none: a time, a web address. */
function wholeWord(text: string, at: number): Token {
  wordPattern.lastIndex = at
  const [raw = ''] = wordPattern.exec(text) ?? []
  pattern.lastIndex = at + raw.length
  return { kind: 'word', at, raw }
}

function tokenOf(
  groups: Readonly<Record<string, string | undefined>>,
  text: string,
  at: number,
): Token | null {
  const { space, mark, field, sign, quoted, within, star, regex, range, low, high, word } = groups
  if (space !== undefined) return null
  if (mark !== undefined) return markOf(mark, at)
  if (field !== undefined && sign !== undefined) {
    const end = at + field.length + sign.length
    return { kind: 'field', at, end, field: field.toLowerCase(), sign: signOf(sign) }
  }
  if (quoted !== undefined)
    return {
      kind: 'quoted',
      at,
      words: unescaped(quoted),
      prefix: star !== undefined,
      within: within ?? null,
    }
  if (regex !== undefined) return { kind: 'regex', at, pattern: regex.replaceAll(String.raw`\/`, '/') }
  if (range !== undefined && low !== undefined && high !== undefined)
    return {
      kind: 'range',
      at,
      from: unquoted(low),
      to: unquoted(high),
      withFrom: range.startsWith('['),
      withTo: range.endsWith(']'),
    }
  if (word === 'AND' || word === 'OR' || word === 'NOT') return { kind: word, at }
  if (word !== undefined) return { kind: 'word', at, raw: word }
  throw refusal(
    groups['rest'] === '"' ? 'a quotation mark is not closed' : 'it ends in a backslash',
    text,
    at,
  )
}

function markOf(mark: string, at: number): Token | null {
  if (mark === '(' || mark === ')') return { kind: mark, at }
  if (mark === '&&') return { kind: 'AND', at }
  if (mark === '||') return { kind: 'OR', at }
  // Every word is asked for as it is: a plus says nothing more.
  return mark === '+' ? null : { kind: 'NOT', at }
}

function signOf(sign: string | undefined): FieldSign {
  return sign === '>' || sign === '>=' || sign === '<' || sign === '<=' ? sign : ':'
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1) : text
}

/** A text with each backslash taken from before the character it shields. */
export function unescaped(raw: string): string {
  return raw.replaceAll(/\\([^])/g, '$1')
}

/** @param at - place in UTF-16 units; the column counts characters, from 1. */
export function refusal(says: string, text: string, at: number): BaileyError {
  return new BaileyError('bad-query', `${says}, at column ${Array.from(text.slice(0, at)).length + 1}`)
}
