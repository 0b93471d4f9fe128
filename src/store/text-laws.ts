import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import fc from 'fast-check'
import { emoji, unspaced } from '../core/search/fold-letters.ts'
import { foldLetters, foldText, hasWords } from '../core/search/fold-text.ts'
import { withoutLookAlikes } from '../core/search/look-alikes.ts'
import type { SearchQuery } from '../core/search/search-query.ts'
import { parseEpochMicros, renderInstant } from '../core/time.ts'
import { type SearchedStore, suiteAsker, takeIn } from './query-laws.ts'
import { type CorpusMessage, corpus, corpusUid } from './query-suite-corpus.ts'

/** Units of several scripts, their marks and doubles, and what parts words. */
const units = [
  ...Array.from('ab e\u0301é EoоеЕёйи\u0306\u0308άαςσ手机買手机ガｶﾞกิน12١Ａ'),
  ...Array.from('\u{1f48a}\u{1f1ec}\u{1f1e7}\u200b\u{1d41b} 。-bـأن'),
  '\u{1f44d}\u{1f3fd}',
  '\u2764\ufe0f',
  'ب\u064e',
  'न\u094dद',
]
const anyText = fc
  .array(fc.constantFrom(...units), { minLength: 1, maxLength: 9 })
  .map((some) => some.join(''))
const anyPhrase = fc
  .array(fc.constantFrom(...units), { minLength: 1, maxLength: 3 })
  .map((some) => some.join(''))
  .filter(hasWords)

interface SaidMessage extends CorpusMessage {
  readonly said: readonly Said[]
}

interface Said {
  readonly word: string
  /** Which stretch without spaces it is of, counted from 1; 0 for a word of its own. */
  readonly stretch: number
}

const saidPattern = new RegExp(
  `(?<run>${unspaced}+)|[\\u{1f1e6}-\\u{1f1ff}]{2}|${emoji}|[[\\p{L}\\p{N}\\p{M}\\p{Co}]--${unspaced}]+`,
  'gv',
)

/** A text by its words; of scripts without spaces, by its characters. */
function saidIn(text: string): readonly Said[] {
  const folded = withoutLookAlikes(foldLetters(text)).toLowerCase()
  return [...folded.matchAll(saidPattern)].flatMap(({ 0: word, groups }, i) =>
    groups?.['run'] === undefined
      ? [{ word, stretch: 0 }]
      : Array.from(word, (character) => ({ word: character, stretch: i + 1 })),
  )
}

/** Whether a text says a phrase, by walking it. */
function says(all: readonly Said[], wanted: readonly Said[]): boolean {
  return all.some((_, at) =>
    wanted.every(({ word, stretch }, k) => {
      const there = all[at + k]
      if (there?.word !== word || there.stretch > 0 !== stretch > 0) return false
      const goesOn = k > 0 && stretch > 0 && stretch === wanted[k - 1]?.stretch
      return k === 0 || goesOn === (there.stretch > 0 && there.stretch === all[at + k - 1]?.stretch)
    }),
  )
}

function messageOf(body: string, i: number): SaidMessage {
  const [{ message } = assert.fail()] = corpus
  const at = parseEpochMicros(Date.UTC(2020, 0, 1) * 1000 + i * 1_000_000)!
  const sent = { at, text: renderInstant(at), zone: 'stated' } as const
  return {
    label: String(i),
    repairs: [],
    exhibits: ['LAW/1'],
    message: { ...message, body, sent },
    said: saidIn(body),
  }
}

/**
 * Holds a search to its words in any script, as tests of node:test: over a corpus of random texts each phrase finds what
 * walking every text finds, and what is marked in a hit says the phrase.
 */
export function textLaws(name: string, open: () => Promise<SearchedStore>): void {
  suite(`${name} finds words of any script as a scan does`, () => {
    let opened: SearchedStore | null = null
    const messages = fc.sample(anyText, { numRuns: 1500, seed: 4 }).map(messageOf)
    before(async () => {
      opened = await open()
      await takeIn(opened, { ref: 'LAW/1', letter: 'c' }, messages)
    })
    after(async () => {
      await opened?.[Symbol.asyncDispose]()
    })
    test('a phrase', async () => {
      let found = 0
      await fc.assert(
        fc.asyncProperty(anyPhrase, async (words) => {
          assert.ok(opened)
          found += await findsAsScan(opened, messages, words)
        }),
        { numRuns: 300 },
      )
      assert.ok(found > 300, 'the corpus holds what is looked for')
    })
  })
}

async function findsAsScan(
  { reader }: SearchedStore,
  messages: readonly SaidMessage[],
  words: string,
): Promise<number> {
  const query: SearchQuery = { kind: 'phrase', words, prefix: false }
  const { total, hits } = await reader.ask(suiteAsker, 'search', {
    text: words,
    query,
    sort: 'time',
    limit: 100,
    offset: 0,
  })
  const wanted = saidIn(words)
  const expected = messages.filter(({ said }) => says(said, wanted))
  assert.equal(total, expected.length, `${JSON.stringify(words)} as ${JSON.stringify(foldText(words))}`)
  assert.deepEqual(
    hits.map(({ uid }) => uid),
    expected.slice(0, 100).map(({ message }) => corpusUid(message)),
  )
  for (const { body, highlights } of hits) {
    assert.ok(highlights.length > 0)
    for (const [from, until] of highlights) assert.ok(says(saidIn(body.slice(from, until)), wanted), body)
  }
  return total
}
