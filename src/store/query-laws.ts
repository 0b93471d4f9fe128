import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { BaileyError, type RefusalCode } from '../core/errors.ts'
import { parseSearch } from '../core/search/parse-search.ts'
import type { CaseWriter } from './case-writer.ts'
import { type CorpusMessage, corpus, corpusRooms, corpusUid, corpusZone } from './query-suite-corpus.ts'
import { extractedCases, fieldCases, refusedCases, timeCases } from './query-suite-queries.ts'
import { type Expected, letterCases, operatorCases, type QueryCase, wordCases } from './query-suite-words.ts'
import type { ReadBatch } from './read-batch.ts'
import type { Asker, CaseReader } from './store.ts'

/** An empty case of a database, to be searched. Its zone is {@link corpusZone}. */
export interface SearchedStore extends AsyncDisposable {
  readonly writer: CaseWriter
  readonly reader: CaseReader
  /** The messages as an import hands them to the writer: each at the same byte of its file. */
  readonly batchOf: (messages: readonly CorpusMessage[]) => ReadBatch
  /** Marks what is not simply somebody speaking, as is done after each import. */
  mark(asker: Asker): Promise<void>
}

/** Who asks in the suites of search. */
export const suiteAsker: Asker = {
  actor: 'suite',
  via: 'cli',
  may: ['read-messages', 'read-exhibits', 'import-evidence', 'verify-case'],
}

/**
 * Holds a search to its language, as tests of node:test: each query finds the messages of a fixed corpus that
 * `docs/search.md` says it finds, its facets add up to them, and what cannot be read is refused with its column.
 */
export function querySuite(name: string, open: () => Promise<SearchedStore>): void {
  suite(`${name} finds what the language of search says`, () => {
    let opened: SearchedStore | null = null
    const store = (): SearchedStore => {
      assert.ok(opened)
      return opened
    }
    before(async () => {
      opened = await open()
      await takeInCorpus(opened)
    })
    after(async () => {
      await opened?.[Symbol.asyncDispose]()
    })
    const groups = Object.entries({ wordCases, letterCases, operatorCases, fieldCases, timeCases })
    for (const [group, cases] of groups)
      suite(group.replace('Cases', 's'), () => {
        for (const one of cases) test(shown(one[0]), () => finds(store(), one))
      })
    test('counts what states no time by no month', () => countsUndatedByNoMonth(store()))
    test('says what may have been meant where it finds nothing', () => suggests(store()))
    suite('refusals', () => {
      for (const [text, says] of refusedCases)
        test(shown(text), () => refuses(store(), text, { code: 'bad-query', says }))
      for (const text of extractedCases)
        test(shown(text), () =>
          refuses(store(), text, { code: 'not-extracted', says: /extraction has not been run in this case/ }),
        )
    })
  })
}

function shown(text: string): string {
  if (text === '') return '(nothing typed)'
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

async function takeInCorpus(store: SearchedStore): Promise<void> {
  assert.equal(new Set(corpus.map(({ message }) => corpusUid(message))).size, corpus.length)
  for (const [ref, letter] of [
    ['NCA/1', 'a'],
    ['NCA/2', 'b'],
  ] as const)
    await takeIn(
      store,
      { ref, letter },
      corpus.filter(({ exhibits }) => exhibits.includes(ref)),
    )
  await store.mark(suiteAsker)
}

/** Imports messages as one exhibit; `letter` makes its hash. */
export async function takeIn(
  { writer, batchOf }: SearchedStore,
  { ref, letter }: { readonly ref: string; readonly letter: string },
  messages: readonly CorpusMessage[],
): Promise<void> {
  const sha256 = letter.repeat(64)
  const sealed = { name: letter, sha256, size: 0, entries: [{ name: letter, sha256, size: 0 }] }
  const { id } = await writer.receiveExhibit(suiteAsker, sealed, {
    ref,
    receivedFrom: null,
    authority: null,
    timezone: null,
    translationOf: null,
    format: null,
    owner: null,
    captureMode: 'unknown',
    mapping: null,
  })
  const [entry] = await writer.entriesToRead(suiteAsker, id)
  assert.ok(entry)
  await writer.beginEntry(suiteAsker, entry.id, { format: 'suite', version: 1, profile: null })
  const bytes = { readSync: (_offset: number, length: number) => new Uint8Array(length) }
  await writer.appendBatch(suiteAsker, entry.id, batchOf(messages), bytes)
  await writer.finishEntry(suiteAsker, entry.id)
  await writer.finishExhibit(suiteAsker, id)
}

async function finds({ reader }: SearchedStore, [written, expected]: QueryCase): Promise<void> {
  const text = filledIn(written)
  const query = parseSearch(text, corpusZone)
  const all = messagesOf(expected)
  const labels = new Map(corpus.map(({ label, message }) => [corpusUid(message), label]))
  const answer = await reader.ask(suiteAsker, 'search', { text, query, sort: 'time', limit: 500, offset: 0 })
  assert.deepEqual(
    answer.hits.map(({ uid }) => labels.get(uid) ?? uid).toSorted(),
    all.map(({ label }) => label).toSorted(),
  )
  assert.equal(answer.total, all.length)
  const facets = await reader.ask(suiteAsker, 'facets', { text, query })
  assert.equal(sum(facets.handles), all.length, 'senders add up to the hits')
  if (all.every(({ message }) => message.sent.zone !== 'none'))
    assert.equal(sum(facets.months), all.length, 'months add up to the hits')
}

async function countsUndatedByNoMonth({ reader }: SearchedStore): Promise<void> {
  const query = parseSearch('undated', corpusZone)
  const { handles, months } = await reader.ask(suiteAsker, 'facets', { text: 'undated', query })
  assert.equal(sum(handles), 2)
  assert.deepEqual(months, [])
}

async function suggests({ reader }: SearchedStore): Promise<void> {
  const suggestionsOf = async (text: string) => {
    const query = parseSearch(text, corpusZone)
    const page = { text, query, sort: 'time', limit: 5, offset: 0 } as const
    return (await reader.ask(suiteAsker, 'search', page)).suggestions
  }
  assert.equal(await suggestionsOf('tulips'), null)
  const misspelt = await suggestionsOf('tulps "gaet opens" NOT bota')
  assert.deepEqual(
    misspelt?.words.map(({ word, near: [best] }) => [word, best]),
    [
      ['tulps', { word: 'tulips', messages: 1, query: 'tulips AND "gaet opens" AND NOT bota' }],
      ['gaet', { word: 'gate', messages: 3, query: 'tulps AND "gate opens" AND NOT bota' }],
    ],
  )
  assert.ok(misspelt?.words.every(({ near }) => near.length <= 3))
  assert.equal(misspelt?.corrected, 'tulips AND "gate opens" AND NOT bota')
  assert.deepEqual(await suggestionsOf('gate from:finch'), {
    words: [],
    corrected: null,
    without: [
      { term: 'gate', query: 'from:finch', messages: 8 },
      { term: 'from:finch', query: 'gate', messages: 3 },
    ],
  })
  assert.deepEqual((await suggestionsOf('手机手'))?.words, [])
}

function sum(counts: readonly { readonly messages: number }[]): number {
  return counts.reduce((total, { messages }) => total + messages, 0)
}

async function refuses(
  { reader }: SearchedStore,
  text: string,
  { code, says }: { readonly code: RefusalCode; readonly says: RegExp },
): Promise<void> {
  await assert.rejects(
    async () => {
      const query = parseSearch(text, corpusZone)
      await reader.ask(suiteAsker, 'search', { text, query, sort: 'time', limit: 500, offset: 0 })
    },
    (error) => {
      assert.ok(error instanceof BaileyError, String(error))
      assert.equal(error.code, code)
      assert.match(error.message, says)
      return true
    },
  )
}

function messagesOf(expected: Expected): readonly CorpusMessage[] {
  const named = new Set((typeof expected === 'string' ? expected : expected.but).split(' ').filter(Boolean))
  for (const label of named) messageOf(label)
  return corpus.filter(({ label }) => named.has(label) === (typeof expected === 'string'))
}

function messageOf(label: string): CorpusMessage {
  const found = corpus.find((one) => one.label === label)
  assert.ok(found, `no message is called ${label}`)
  return found
}

function filledIn(text: string): string {
  return text
    .replaceAll('<in yard>', corpusRooms.yard)
    .replaceAll('<in boats>', corpusRooms.boats)
    .replaceAll(/<([a-z][a-z0-9]*)>/g, (_, label: string) => corpusUid(messageOf(label).message))
}
