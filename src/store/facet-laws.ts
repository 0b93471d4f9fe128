import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type Address, parseAddress, parseNetwork } from '../core/handle.ts'
import { directConversation, type Message } from '../core/message.ts'
import { parseSearch } from '../core/search/parse-search.ts'
import { type EpochMicros, parseEpochMicros, renderInstant } from '../core/time.ts'
import type { HistogramUnit } from './histogram.ts'
import { asker, type LawStore, takeIn } from './laws.ts'
import { conversationOf, messageRow, uidOfMessage } from './message-laws.ts'
import type { Answers, Count } from './questions.ts'

/**
 * Holds the facets, the histogram, the threads and the context of a search to a plain count of the same messages, however they
 * came into the case: in several exhibits, asked between them, with times that are years apart or not stated.
 */
export function facetLaws(name: string, open: () => Promise<LawStore>): void {
  suite(`${name} counts facets as a plain scan does`, () => {
    test('facets, histogram and threads of any search are those of a plain count', () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(anySaid, { minLength: 1, maxLength: 15 }), { minLength: 1, maxLength: 3 }),
          fc.array(fc.constantFrom(...searches), { minLength: 1, maxLength: 5 }),
          async (exhibits, asked) => {
            await using store = await open()
            const held: Held[] = []
            for (const [i, said] of exhibits.entries()) {
              const exhibit = 'abc'.charAt(i)
              await takeIn(store.writer, [said.map((one) => messageRow(messageOf(one)))], exhibit)
              hold(held, said.map(messageOf), exhibit)
              for (const search of asked) await countsAsScan(store, held, search)
            }
          },
        ),
        { numRuns: 25 },
      ))
    test('the messages around a hit are those of its conversation', () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(anySaid, { minLength: 1, maxLength: 30 }),
          fc.constantFrom(...searches),
          fc.integer({ min: 1, max: 4 }),
          async (said, search, context) => {
            await using store = await open()
            await takeIn(store.writer, [said.map((one) => messageRow(messageOf(one)))], 'a')
            await showsAround(store, search, context)
          },
        ),
        { numRuns: 10 },
      ))
  })
}

/** A message and the exhibits that have a copy of it. */
interface Held {
  readonly message: Message
  readonly uid: string
  readonly exhibits: Set<string>
}

function hold(held: Held[], messages: readonly Message[], exhibit: string): void {
  for (const message of messages) {
    const uid = uidOfMessage(message)
    const known = held.find((one) => one.uid === uid)
    if (known) known.exhibits.add(exhibit)
    else held.push({ message, uid, exhibits: new Set([exhibit]) })
  }
}

interface Search {
  readonly text: string
  readonly finds: (held: Held) => boolean
}

const says =
  (word: string) =>
  ({ message }: Held): boolean =>
    message.body.split(' ').includes(word)
const isPair = ({ message: { conversation } }: Held): boolean =>
  conversation.kind === 'direct' && conversation.key === JSON.stringify(['anna', 'boris'])
const hourOf = ({ message }: Held): number | null =>
  message.sent.zone === 'none' ? null : new Date(message.sent.at / 1000).getUTCHours()

const searches: readonly Search[] = [
  { text: '', finds: () => true },
  { text: 'drop', finds: says('drop') },
  { text: 'NOT drop', finds: (one) => !says('drop')(one) },
  { text: 'drop OR bag', finds: (one) => says('drop')(one) || says('bag')(one) },
  { text: 'drop -bag', finds: (one) => says('drop')(one) && !says('bag')(one) },
  { text: 'from:anna', finds: ({ message }) => message.from === 'anna' },
  { text: 'drop from:anna', finds: (one) => says('drop')(one) && one.message.from === 'anna' },
  { text: 'pair:anna|boris', finds: isPair },
  { text: 'pair:xmpp:boris|xmpp:anna drop', finds: (one) => isPair(one) && says('drop')(one) },
  {
    text: 'pair:clara|clara',
    finds: ({ message: { conversation } }) => conversation.key === JSON.stringify(['clara']),
  },
  { text: 'in:Yard', finds: ({ message }) => message.conversation.kind === 'group' },
  { text: 'exhibit:b', finds: ({ exhibits }) => exhibits.has('b') },
  { text: 'NOT exhibit:a', finds: ({ exhibits }) => !exhibits.has('a') },
  { text: 'bag exhibit:a', finds: (one) => says('bag')(one) && one.exhibits.has('a') },
  { text: 'hour:23', finds: (one) => hourOf(one) === 23 },
  { text: 'NOT hour:23', finds: (one) => hourOf(one) !== 23 },
  { text: 'drop OR hour:0-1', finds: (one) => says('drop')(one) || [0, 1].includes(hourOf(one) ?? -1) },
  {
    text: 'after:2001-01-01 before:2030-01-01',
    finds: (one) => isBetween(one, Date.UTC(2001, 0), Date.UTC(2030, 0)),
  },
  {
    text: 'bag before:2001-01-01',
    finds: (one) => says('bag')(one) && isBetween(one, 0, Date.UTC(2001, 0)),
  },
]

function isBetween({ message: { sent } }: Held, from: number, until: number): boolean {
  return sent.zone !== 'none' && sent.at >= from * 1000 && sent.at < until * 1000
}

async function countsAsScan(store: LawStore, held: readonly Held[], { text, finds }: Search): Promise<void> {
  const hits = held.filter(finds)
  const question = { text, query: parseSearch(text, 'UTC') }
  const facets = await store.reader.ask(asker, 'facets', question)
  const by = (key: (one: Held) => string | readonly string[]): [string, number][] => countBy(hits, key)
  assert.equal(facets.total, hits.length, text)
  assert.deepEqual(
    inOrder(facets.handles),
    by(({ message }) => `xmpp:${message.from}`),
    text,
  )
  assert.deepEqual(
    inOrder(facets.conversations),
    by(({ message }) => conversationOf(message)),
    text,
  )
  assert.deepEqual(
    inOrder(facets.pairs),
    by(({ message }) => pairOf(message)),
    text,
  )
  assert.deepEqual(
    inOrder(facets.exhibits),
    by(({ exhibits }) => [...exhibits]),
    text,
  )
  assert.deepEqual(
    inOrder(facets.networks),
    by(() => 'xmpp'),
    text,
  )
  assert.deepEqual(
    inOrder(facets.months),
    by(({ message }) => dayOf(message)?.slice(0, 7) ?? []),
    text,
  )
  assert.deepEqual(
    facets.hours.flatMap((n, hour): [string, number][] => (n > 0 ? [[String(hour), n]] : [])),
    by(({ message }) => hourOfWeek(message) ?? []).toSorted(([a], [b]) => Number(a) - Number(b)),
    text,
  )
  histogramAsScan(facets.histogram, hits, text)
  const search = await store.reader.ask(asker, 'search', { ...question, sort: 'time', limit: 500, offset: 0 })
  assert.deepEqual(search.hits.map(({ uid }) => uid).toSorted(), hits.map(({ uid }) => uid).toSorted(), text)
  await threadsAsScan(store, question, hits)
}

function histogramAsScan(
  { unit, bars, undated }: Answers['facets']['histogram'],
  hits: readonly Held[],
  text: string,
): void {
  const days = hits.flatMap(({ message }) => dayOf(message) ?? []).toSorted()
  assert.equal(undated, hits.length - days.length, text)
  const span = (Date.parse(days.at(-1) ?? '1970') - Date.parse(days[0] ?? '1970')) / 86_400_000 + 1
  assert.equal(unit, span > 7700 ? 'month' : span > 1100 ? 'week' : 'day', text)
  assert.deepEqual(
    bars.map(({ day, messages }) => [day, messages]),
    countBy(days, (day) => barOf[unit](day)),
    text,
  )
}

const barOf: Readonly<Record<HistogramUnit, (day: string) => string>> = {
  day: (day) => day,
  week: (day) => {
    const date = Temporal.PlainDate.from(day)
    return date.subtract({ days: date.dayOfWeek - 1 }).toString()
  },
  month: (day) => `${day.slice(0, 7)}-01`,
}

async function threadsAsScan(
  store: LawStore,
  question: { readonly text: string; readonly query: ReturnType<typeof parseSearch> },
  hits: readonly Held[],
): Promise<void> {
  const { text } = question
  const expected = countBy(hits, ({ message }) => conversationOf(message))
  for (const sort of ['time', 'rank'] as const) {
    const pages = await Promise.all(
      [0, 2, 4].map((offset) =>
        store.reader.ask(asker, 'threads', { ...question, sort, limit: 2, offset, best: 2 }),
      ),
    )
    const items = pages.flatMap((page) => page.items)
    for (const page of pages)
      assert.deepEqual([page.total, page.threads], [hits.length, expected.length], text)
    assert.deepEqual(
      items.map(({ messages }) => messages),
      items.map(({ messages }) => messages).toSorted((a, b) => b - a),
      text,
    )
    if (expected.length <= 6)
      assert.deepEqual(inOrder(items.map(({ id, messages }) => ({ value: id, messages }))), expected, text)
    for (const { id, messages, hits: few, firstAt, lastAt } of items) {
      const within = hits.filter(({ message }) => conversationOf(message) === id)
      assert.equal(few.length, Math.min(2, messages), text)
      for (const { uid } of few) assert.ok(within.some((one) => one.uid === uid))
      if (within.some(({ message }) => message.sent.zone === 'none')) continue
      const times = within.map(({ message }) => renderInstant(message.sent.at)).toSorted()
      assert.deepEqual([firstAt, lastAt], [times[0], times.at(-1)], text)
    }
  }
}

async function showsAround(store: LawStore, { text }: Search, context: number): Promise<void> {
  const query = parseSearch(text, 'UTC')
  const page = { sort: 'time', limit: 500, offset: 0 } as const
  const { hits, around } = await store.reader.ask(asker, 'search', { text, query, ...page, context })
  assert.deepEqual(
    around.map(({ uid }) => uid),
    hits.map(({ uid }) => uid),
  )
  for (const [i, { before, after }] of around.entries()) {
    const { conversation: id = '', uid = '' } = hits[i] ?? {}
    const { messages } = await store.reader.ask(asker, 'thread', { id, offset: 0, limit: 500 })
    const uids = messages.map((message) => message.uid)
    const at = uids.indexOf(uid)
    assert.deepEqual(uidsOf(before), uids.slice(Math.max(0, at - context), at), text)
    assert.deepEqual(uidsOf(after), uids.slice(at + 1, at + 1 + context), text)
  }
}

function dayOf({ sent }: Message): string | null {
  return sent.zone === 'none' ? null : renderInstant(sent.at).slice(0, 10)
}

function hourOfWeek({ sent }: Message): string | null {
  const at = new Date(sent.at / 1000)
  return sent.zone === 'none' ? null : String(((at.getUTCDay() + 6) % 7) * 24 + at.getUTCHours())
}

function pairOf({ conversation: { kind, participants } }: Message): string | readonly string[] {
  if (kind !== 'direct') return []
  const [one, other = one] = participants.map((address) => `xmpp:${address}`)
  return `${one}|${other}`
}

function countBy<T>(all: readonly T[], key: (one: T) => string | readonly string[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const one of all) for (const name of [key(one)].flat()) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function inOrder(counts: readonly Pick<Count, 'value' | 'messages'>[]): [string, number][] {
  return counts
    .map(({ value, messages }): [string, number] => [value, messages])
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
}

interface Said {
  readonly from: Address
  readonly to: Address | 'yard'
  readonly at: EpochMicros
  readonly isTimed: boolean
  readonly body: string
}

const addresses = ['anna', 'boris', 'clara'].map((name) => parseAddress(name)!)

/** Days that lie weeks, years or decades apart, and times that several messages share. */
const anySaid: fc.Arbitrary<Said> = fc
  .record({
    from: fc.constantFrom(...addresses),
    to: fc.constantFrom(...addresses, 'yard' as const),
    start: fc.oneof(
      { weight: 6, arbitrary: fc.constant(Date.UTC(2020, 2, 31, 22)) },
      { weight: 2, arbitrary: fc.constantFrom(Date.UTC(2020, 4, 3), Date.UTC(2020, 11, 31)) },
      { weight: 1, arbitrary: fc.constantFrom(Date.UTC(2014, 5, 1), Date.UTC(1999, 0, 1, 5)) },
    ),
    halfHours: fc.integer({ min: 0, max: 8 }),
    isTimed: fc.oneof({ weight: 8, arbitrary: fc.constant(true) }, fc.constant(false)),
    body: fc
      .array(fc.constantFrom('drop', 'bag', 'paper'), { minLength: 1, maxLength: 3 })
      .map((some) => some.join(' ')),
  })
  .map(({ start, halfHours, ...said }) => ({
    ...said,
    at: parseEpochMicros((said.isTimed ? start + halfHours * 1_800_000 : 0) * 1000)!,
  }))

function messageOf({ from, to, at, isTimed, body }: Said): Message {
  return {
    network: parseNetwork('xmpp')!,
    conversation:
      to === 'yard'
        ? { kind: 'group', key: 'yard', title: 'Yard', participants: [from] }
        : directConversation(from, to),
    from,
    fromName: null,
    sent: { at, text: renderInstant(at), zone: isTimed ? 'stated' : 'none' },
    kind: 'text',
    body,
    mediaHashes: [],
    details: null,
  }
}

function uidsOf(some: readonly { readonly uid: string }[]): string[] {
  return some.map(({ uid }) => uid)
}
