import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { BaileyError, type RefusalCode } from '../core/errors.ts'
import type { Address } from '../core/handle.ts'
import type { Message } from '../core/message.ts'
import { parseSearch } from '../core/search/parse-search.ts'
import { renderInstant } from '../core/time.ts'
import type { MessageRow, Row } from '../formats/format.ts'
import { BatchBuilder } from '../workbench/batch-builder.ts'
import type { CaseWriter } from './case-writer.ts'
import { anyQuery, people, type Sought } from './law-queries.ts'
import { anyMessage, anyRow, anyRows, conversationOf, messageRow, uidOfMessage } from './message-laws.ts'
import type { Questions } from './questions.ts'
import { countsAsScan, type WeighedMessage } from './scope-laws.ts'
import type { Asker, CaseReader } from './store.ts'
import { anyStreamCorpus, anyStreamSought, readsStreamsAsScan } from './stream-laws.ts'

/** An empty case of a database, to be held to the laws. Its zone is UTC. */
export interface LawStore extends AsyncDisposable {
  readonly writer: CaseWriter
  readonly reader: CaseReader
}

/** Who asks in the laws. */
export const asker: Asker = {
  actor: 'law',
  via: 'cli',
  may: ['read-messages', 'read-exhibits', 'import-evidence', 'verify-case'],
}

/**
 * Holds a database to what a case promises, as tests of node:test: whatever is taken in is counted, ordered, found and
 * put on record as a plain scan of the same rows would have it.
 */
export function storeLaws(name: string, open: () => Promise<LawStore>): void {
  const check = async (rows: readonly Row[], law: (store: LawStore) => Promise<void>): Promise<void> => {
    await using store = await open()
    await takeIn(store.writer, [rows], 'a')
    await law(store)
  }
  suite(`${name} keeps the laws of a store`, () => {
    test('counts, orders and attributes what it took in as a plain scan does', () =>
      holds(fc.asyncProperty(anyRows, (rows) => check(rows, (store) => agreesWithScan(store, rows)))))
    test('finds with every query what a plain scan finds', () =>
      holds(
        fc.asyncProperty(anyRows, fc.array(anyQuery, { minLength: 1, maxLength: 6 }), (rows, queries) =>
          check(rows, async (store) => {
            for (const query of queries) await findsAsScan(store, rows, query)
          }),
        ),
      ))
    test('says from which sides messages are seen, and counts them in each scope, as a plain scan does', () =>
      holds(
        fc.asyncProperty(fc.array(anyTaking, { minLength: 1, maxLength: 3 }), async (takings) => {
          await using store = await open()
          await seesAsScan(store, takings)
        }),
      ))
    test('reads handles of several networks as one stream as a merge by hand does', () =>
      holds(readsStreams(check)))
    test('counts an entry for the owner that only its last rows tell of', async () => {
      await using store = await open()
      await countsLateOwner(store)
    })
    test('adds no message for rows it has, and keeps every copy', () =>
      holds(fc.asyncProperty(anyRows, (rows) => check(rows, (store) => addsNothingTwice(store, rows)))))
    test('is the same however the rows are cut into batches', () =>
      holds(
        fc.asyncProperty(anyRows, fc.integer({ min: 1, max: 5 }), (rows, size) =>
          check(rows, async (whole) => {
            await using pieces = await open()
            await takeIn(pieces.writer, chunks(rows, size), 'a')
            await saysTheSame(whole, pieces)
          }),
        ),
      ))
    test('puts each question on record once, the refused ones too', async () => {
      await using store = await open()
      await putsOnRecord(store)
    })
    test('refuses an exhibit whose rows do not add up', async () => {
      await using store = await open()
      const state = await receive(store.writer, 'a')
      await assert.rejects(store.writer.finishExhibit(asker, state.id), isRefusal('not-reconciled'))
    })
    test('calls an exhibit by the smallest number that is free', async () => {
      await using store = await open()
      await callsByFreeNumber(store)
    })
  })
}

async function holds<Given>(property: fc.IAsyncProperty<Given>): Promise<void> {
  await fc.assert(property, { numRuns: 15 })
}

function readsStreams(
  check: (rows: readonly Row[], law: (store: LawStore) => Promise<void>) => Promise<void>,
) {
  const soughts = fc.array(anyStreamSought, { minLength: 1, maxLength: 3 })
  return fc.asyncProperty(anyStreamCorpus, soughts, async (corpus, all) => {
    const messages = distinct(corpus.map(messageRow))
    await check(messages.map(messageRow), async (store) => {
      for (const sought of all)
        await readsStreamsAsScan(
          (kind, question) => ask(store, kind, question),
          messages,
          sought,
          uidOfMessage,
        )
    })
  })
}

async function callsByFreeNumber(store: LawStore): Promise<void> {
  const refs: string[] = []
  for (const [i, ref] of ['F/1', 'E/2', null, null].entries())
    refs.push((await receive(store.writer, 'abcd'.charAt(i), { ref })).ref)
  assert.deepEqual(refs, ['F/1', 'E/2', 'E/1', 'E/3'])
}

async function countsLateOwner(store: LawStore): Promise<void> {
  const [owner] = people
  const six = fc.uniqueArray(anyMessage, { selector: uidOfMessage, minLength: 6, maxLength: 6 })
  const [all = []] = fc.sample(six, { seed: 1, numRuns: 1 })
  const first = all.slice(1).map(messageRow)
  const last = all.slice(0, 1).map((message) => messageRow({ ...message, details: { owner: owner! } }))
  await takeIn(store.writer, [[...first, ...last]], 'a', owner)
  await takeIn(store.writer, [first], 'b')
  await takeIn(store.writer, [first, last], 'c')
  const counts = await ask(store, 'scopes', { conversation: null, handle: null })
  assert.deepEqual(counts, { global: 6, custodian: 11, device: 17 })
}

async function addsNothingTwice(store: LawStore, rows: readonly Row[]): Promise<void> {
  await takeIn(store.writer, [rows.toReversed()], 'b')
  const { counts } = await ask(store, 'overview', {})
  const read = rows.filter((row) => row.kind === 'message')
  assert.equal(counts.messages, new Set(read.map(uidOf)).size)
  assert.equal(counts.sightings, read.length * 2)
  assert.equal(counts.records, counts.sightings + counts.rejected)
}

async function saysTheSame(a: LawStore, b: LawStore): Promise<void> {
  const question = { contains: null, limit: 500, offset: 0 }
  assert.deepEqual(timeless(await ask(b, 'overview', {})), timeless(await ask(a, 'overview', {})))
  assert.deepEqual(await ask(b, 'handles', question), await ask(a, 'handles', question))
}

async function putsOnRecord(store: LawStore): Promise<void> {
  const entries = async (): Promise<number> => (await ask(store, 'overview', {})).auditEntries
  const before = await entries()
  await ask(store, 'handles', { contains: null, limit: 5, offset: 0 })
  const refused = store.reader.ask({ ...asker, may: [] }, 'exhibits', {})
  await assert.rejects(refused, isRefusal('not-permitted'))
  const unknown = ask(store, 'message', { uid: '0'.repeat(32), context: 0 })
  await assert.rejects(unknown, isRefusal('no-such-message'))
  for (const kind of ['rejections', 'repairs'] as const) {
    const elsewhere = ask(store, kind, { exhibit: 'no such', limit: 5, offset: 0 })
    await assert.rejects(elsewhere, isRefusal('no-such-exhibit'))
  }
  // The overview counts the entries before its own.
  assert.equal(await entries(), before + 6)
}

async function ask<K extends keyof Questions>(store: LawStore, kind: K, question: Questions[K]) {
  return await store.reader.ask(asker, kind, question)
}

/** What differs from case to case and is no matter of the rows. */
function timeless(answer: object): unknown {
  return JSON.parse(
    JSON.stringify(answer, (key, value: unknown) =>
      ['receivedAt', 'auditEntries', 'exhibits'].includes(key) ? null : value,
    ),
  )
}

const isRefusal =
  (code: RefusalCode) =>
  (error: unknown): boolean =>
    error instanceof BaileyError && error.code === code

async function receive(
  writer: CaseWriter,
  letter: string,
  { ref = letter, owner = null }: { readonly ref?: string | null; readonly owner?: Address | null } = {},
) {
  const sha256 = letter.repeat(64)
  const sealed = { name: letter, sha256, size: 0, entries: [{ name: letter, sha256, size: 0 }] }
  const nothing = {
    receivedFrom: null,
    authority: null,
    timezone: null,
    translationOf: null,
    format: null,
  }
  return await writer.receiveExhibit(asker, sealed, {
    ...nothing,
    owner,
    ref,
    captureMode: 'unknown',
    mapping: null,
  })
}

/** Takes batches of rows into a case as an exhibit called by a letter. */
export async function takeIn(
  writer: CaseWriter,
  batches: readonly (readonly Row[])[],
  letter: string,
  owner: Address | null = null,
): Promise<void> {
  const { id } = await receive(writer, letter, { owner })
  const [entry] = await writer.entriesToRead(asker, id)
  assert.ok(entry)
  await writer.beginEntry(asker, entry.id, { format: 'law', version: 1, profile: null })
  const sealed = { readSync: (_offset: number, length: number) => new Uint8Array(length) }
  for (const rows of batches) {
    const builder = new BatchBuilder(rows.length + 1)
    for (const row of rows) builder.add(row)
    await writer.appendBatch(asker, entry.id, builder.take(), sealed)
  }
  await writer.finishEntry(asker, entry.id)
  await writer.finishExhibit(asker, id)
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, i * size + size))
}

async function agreesWithScan(store: LawStore, rows: readonly Row[]): Promise<void> {
  const messages = distinct(rows)
  const overview = await ask(store, 'overview', {})
  assert.equal(overview.counts.messages, messages.length)
  assert.equal(overview.counts.rejected, rows.filter((row) => row.kind === 'problem').length)
  assert.deepEqual(
    overview.days,
    countBy(messages, ({ sent }) => renderInstant(sent.at).slice(0, 10)).map(([day, n]) => ({
      day,
      messages: n,
    })),
  )
  const { items } = await ask(store, 'handles', { contains: null, limit: 500, offset: 0 })
  assert.deepEqual(
    sorted(items.filter(({ sent }) => sent > 0).map(({ handle, sent }) => [handle, sent])),
    countBy(messages, ({ network, from }) => `${network}:${from}`),
  )
  for (const [id, n] of countBy(messages, conversationOf)) {
    const { total, messages: thread } = await ask(store, 'thread', { id, offset: 0, limit: 500 })
    assert.equal(total, n)
    const expected = messages.filter((message) => conversationOf(message) === id)
    assert.deepEqual(thread.map(({ uid }) => uid).toSorted(), expected.map(uidOfMessage).toSorted())
    assert.deepEqual(
      thread.map(({ sentAt }) => sentAt),
      thread.map(({ sentAt }) => sentAt).toSorted(),
    )
    for (const [offset, { uid }] of thread.entries())
      assert.equal((await ask(store, 'position', { id, uid, at: null })).offset, offset)
  }
}

/** Rows of one exhibit, and whose device it is. */
interface Taking {
  readonly rows: readonly Row[]
  readonly owner: Address | null
}

async function seesAsScan(store: LawStore, takings: readonly Taking[]): Promise<void> {
  for (const [i, { rows, owner }] of takings.entries())
    await takeIn(store.writer, [rows], 'abc'.charAt(i), owner)
  const all = distinct(takings.flatMap(({ rows }) => rows))
  const conversations = new Set(all.map(conversationOf))
  const takenBy = new Map(
    all.map((message) => [
      message,
      takings.filter(({ rows }) =>
        rows.some((row) => row.kind === 'message' && uidOf(row) === uidOfMessage(message)),
      ),
    ]),
  )
  for (const id of conversations) {
    const expected = { senderOnly: 0, recipientOnly: 0, both: 0, neither: 0 }
    for (const message of all.filter((one) => conversationOf(one) === id)) {
      const owners = (takenBy.get(message) ?? []).flatMap(({ owner }) => owner ?? [])
      const isOwn = owners.includes(message.from)
      const isOther = owners.some((owner) => owner !== message.from)
      expected[isOwn ? (isOther ? 'both' : 'senderOnly') : isOther ? 'recipientOnly' : 'neither']++
    }
    assert.deepEqual((await ask(store, 'coverage', { id })).seen, expected)
  }
  await countsAsScan(
    (kind, question) => ask(store, kind, question),
    all.map((message) => weighed(message, takenBy.get(message) ?? [])),
  )
}

/** A message with how often it counts when it was taken in so: each taking is a file of an exhibit of its own. */
function weighed(message: Message, takings: readonly Taking[]): WeighedMessage {
  const { network: of, conversation, from, sent, body } = message
  const other =
    conversation.kind === 'direct' ? (conversation.participants.find((one) => one !== from) ?? from) : null
  const owners = new Set(takings.map(({ owner }, i) => owner ?? i))
  return {
    conversation: conversationOf(message),
    from: `${of}:${from}`,
    to: other === null ? null : `${of}:${other}`,
    sentAt: renderInstant(sent.at),
    body,
    weight: { global: 1, custodian: owners.size, device: takings.length },
  }
}

async function findsAsScan(store: LawStore, rows: readonly Row[], { text, matches }: Sought): Promise<void> {
  const query = parseSearch(text, 'UTC')
  const all = distinct(rows)
  const expected = all.filter((message) => matches(message, all))
  const { total, hits } = await ask(store, 'search', { text, query, sort: 'time', limit: 500, offset: 0 })
  assert.equal(total, expected.length, text)
  assert.deepEqual(hits.map(({ uid }) => uid).toSorted(), expected.map(uidOfMessage).toSorted(), text)
  const facets = await ask(store, 'facets', { text, query })
  const sum = facets.months.reduce((n, { messages }) => n + messages, 0)
  assert.equal(sum, expected.length, text)
  assert.deepEqual(
    sorted(facets.handles.map(({ value, messages }) => [value, messages])),
    countBy(expected, ({ network, from }) => `${network}:${from}`),
    text,
  )
}

function distinct(rows: readonly Row[]): Message[] {
  const byUid = new Map(
    rows.filter((row): row is MessageRow => row.kind === 'message').map((row) => [uidOf(row), row.message]),
  )
  return [...byUid.values()]
}

function countBy(messages: readonly Message[], key: (message: Message) => string): [string, number][] {
  const groups = Map.groupBy(messages, key)
  return sorted([...groups].map(([name, { length }]): [string, number] => [name, length]))
}

function sorted(counts: readonly (readonly [string, number])[]): [string, number][] {
  return counts.map(([name, n]): [string, number] => [name, n]).toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function uidOf({ message }: MessageRow): string {
  return uidOfMessage(message)
}

const anyTaking: fc.Arbitrary<Taking> = fc.record({
  rows: fc.array(anyRow, { minLength: 1, maxLength: 12 }),
  owner: fc.constantFrom(null, ...people),
})
