import fc from 'fast-check'
import { type Address, parseAddress } from '../core/handle.ts'
import type { Message } from '../core/message.ts'

/** Who writes in the corpus of the laws. */
export const people = ['anna', 'boris', 'clara'].map((name): Address => parseAddress(name)!)
/** Of what words its messages are made. */
export const words = ['drop', 'bag', 'дома', 'café', 'paper']

/** What a query is, and which messages it is to find. */
export interface Sought {
  readonly text: string
  readonly matches: (message: Message, all: readonly Message[]) => boolean
}

const has = (message: Message, word: string): boolean => message.body.split(' ').includes(word)

/** Written to the handle alone, or in a room it ever wrote in, by somebody else. */
function isTo(message: Message, name: string, all: readonly Message[]): boolean {
  const { conversation, from } = message
  if (conversation.kind === 'direct') {
    const [only, other] = conversation.participants
    return (only === name || other === name) && (from !== name || other === undefined)
  }
  return from !== name && all.some((m) => m.conversation.key === conversation.key && m.from === name)
}

/** Terms and the words of the corpus they stand for. */
const likenesses: readonly (readonly [string, readonly string[]])[] = [
  ['*a*', ['bag', 'café', 'paper', 'drop'].filter((word) => word.includes('a'))],
  ['?ag', ['bag']],
  ['cafe~1', ['café']],
  ['dorp~1', ['drop']],
  ['bog~', ['bag']],
  ['/(b|p)a[a-z]+/', ['bag', 'paper']],
  ['/дом./', ['дома']],
]

/** Whether `bag` and `paper` stand with at most so many words between them. */
function isNear(said: readonly string[], within: number): boolean {
  return said.some((a, i) =>
    said.some(
      (b, k) =>
        ((a === 'bag' && b === 'paper') || (a === 'paper' && b === 'bag')) && k > i && k - i - 1 <= within,
    ),
  )
}

const anyTerm: fc.Arbitrary<Sought> = fc.oneof<fc.Arbitrary<Sought>[]>(
  fc.constantFrom(...words).map((word) => ({ text: word, matches: (m: Message) => has(m, word) })),
  fc.constantFrom('dr', 'pap', 'до').map((start) => ({
    text: `${start}*`,
    matches: (m: Message) => m.body.split(' ').some((word) => word.startsWith(start)),
  })),
  fc.tuple(fc.constantFrom(...words), fc.constantFrom(...words)).map(([a, b]) => ({
    text: `"${a} ${b}"`,
    matches: (m: Message) => ` ${m.body} `.includes(` ${a} ${b} `),
  })),
  fc
    .constantFrom(...people)
    .map((name) => ({ text: `from:${name}`, matches: (m: Message) => m.from === name })),
  fc.constantFrom(...people).map((name) => ({ text: `to:${name}`, matches: (m, all) => isTo(m, name, all) })),
  fc.constantFrom(...people).map((name) => ({
    text: `received:${name}`,
    matches: (m, all) => m.conversation.kind === 'direct' && isTo(m, name, all),
  })),
  fc.constantFrom(...people).map((name) => ({
    text: `with:${name}`,
    matches: (m, all) => m.from === name || isTo(m, name, all),
  })),
  fc.constantFrom(...likenesses).map(([text, meant]) => ({
    text,
    matches: (m: Message) => meant.some((word) => has(m, word)),
  })),
  fc.integer({ min: 0, max: 3 }).map((within) => ({
    text: `"bag paper"~${within}`,
    matches: (m: Message) => isNear(m.body.split(' '), within),
  })),
  fc.constantFrom(23, 0, 1).map((hour) => ({
    text: `hour:${hour}`,
    matches: (m: Message) => new Date(m.sent.at / 1000).getUTCHours() === hour,
  })),
  fc.constant({
    text: 'day:wed',
    matches: (m: Message) => new Date(m.sent.at / 1000).getUTCDay() === 3,
  }),
  fc.constant({
    text: 'after:2020-04-01',
    matches: (m: Message) => m.sent.at >= Date.UTC(2020, 3, 1) * 1000,
  }),
)

/** Any search of the language over that corpus. */
export const anyQuery: fc.Arbitrary<Sought> = fc.oneof<fc.Arbitrary<Sought>[]>(
  anyTerm,
  anyTerm.map(({ text, matches }) => ({ text: `NOT ${text}`, matches: (m, all) => !matches(m, all) })),
  fc.tuple(anyTerm, anyTerm).map(([a, b]) => ({
    text: `${a.text} AND ${b.text}`,
    matches: (m, all) => a.matches(m, all) && b.matches(m, all),
  })),
  fc.tuple(anyTerm, anyTerm, anyTerm).map(([a, b, c]) => ({
    text: `(${a.text} OR ${b.text}) AND NOT ${c.text}`,
    matches: (m, all) => (a.matches(m, all) || b.matches(m, all)) && !c.matches(m, all),
  })),
)
