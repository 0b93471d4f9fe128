import assert from 'node:assert/strict'
import fc from 'fast-check'
import { type Address, type Network, parseNetwork } from '../core/handle.ts'
import { directConversation, type Message } from '../core/message.ts'
import { type HandleStream, handleStreamQuery } from '../core/search/handle-stream.ts'
import { parseSearch } from '../core/search/parse-search.ts'
import { renderSearch } from '../core/search/render-search.ts'
import { parseEpochMicros, renderInstant } from '../core/time.ts'
import { people, words } from './law-queries.ts'
import type { Answers, Questions } from './questions.ts'
import type { Wanted } from './reading.ts'

type Ask = <K extends keyof Questions>(kind: K, question: Questions[K]) => Promise<Answers[K]>

const networks: readonly Network[] = [parseNetwork('xmpp')!, parseNetwork('whatsapp')!]
const ids = ['i1', 'i2', 'i3']
const rooms = ['yard', 'quay']

/** Messages of two networks, of pairs and rooms, that answer one another by ids of which some stand twice or not at all. */
export const anyStreamCorpus: fc.Arbitrary<readonly Message[]> = fc.array(
  fc
    .record({
      network: fc.constantFrom(...networks),
      from: fc.constantFrom(...people),
      to: fc.constantFrom(...people, ...rooms),
      minute: fc.integer({ min: 0, max: 20 }),
      body: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }).map((some) => some.join(' ')),
      own: fc.option(fc.constantFrom(...ids)),
      answers: fc.option(fc.constantFrom(...ids)),
    })
    .map(({ network, from, to, minute, body, own, answers }): Message => {
      const other = people.find((one) => one === to)
      const at = parseEpochMicros(Date.UTC(2020, 2, 31, 23, 50 + minute) * 1000)!
      return {
        network,
        conversation: other
          ? directConversation(from, other)
          : { kind: 'group', key: to, title: to, participants: [from] },
        from,
        fromName: null,
        sent: { at, text: renderInstant(at), zone: 'stated' },
        kind: 'text',
        body,
        mediaHashes: [],
        details: {
          ...(own === null ? {} : { sourceId: own }),
          ...(answers === null ? {} : { answers: { sourceId: answers, words: null } }),
        },
      }
    }),
  { minLength: 1, maxLength: 40 },
)

/** A stream of handles, what is looked for in it, and by how many messages it is read. */
export interface StreamSought {
  readonly stream: HandleStream
  readonly word: string
  readonly size: number
}

export const anyStreamSought: fc.Arbitrary<StreamSought> = fc.record({
  stream: fc.record({
    handles: fc.uniqueArray(
      fc
        .tuple(fc.constantFrom(...networks), fc.constantFrom(...people))
        .map(([network, name]) => `${network}:${name}`),
      { minLength: 1, maxLength: 3 },
    ),
    rooms: fc.boolean(),
    between: fc.boolean(),
  }),
  word: fc.constantFrom(...words),
  size: fc.integer({ min: 1, max: 7 }),
})

/** Holds a store to a merge of the same messages by hand. @param uidOf - the uid of a message. */
export async function readsStreamsAsScan(
  ask: Ask,
  messages: readonly Message[],
  sought: StreamSought,
  uidOf: (message: Message) => string,
): Promise<void> {
  const wanted = wantedBy(renderSearch(handleStreamQuery(sought.stream)))
  const filter = wantedBy(sought.word)
  const byUid = new Map(messages.map((message) => [uidOf(message), message]))
  const every = await uidsOf(ask, wantedBy(''))
  const list = await uidsOf(ask, wanted)
  const isOfStream = (uid: string): boolean => isIn(byUid.get(uid)!, sought.stream, messages)
  assert.deepEqual(list, every.filter(isOfStream), wanted.text)
  const times = list.map((uid) => byUid.get(uid)!.sent.at)
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  )
  // From the end, so that places are found from behind as from before.
  for (let offset = list.length - 1; offset >= 0; offset -= sought.size)
    await readsPage(ask, { wanted, filter, offset, limit: sought.size }, list)
  await findsPlaces(ask, wanted, every, list)
  const matching = list.filter((uid) => byUid.get(uid)!.body.split(' ').includes(sought.word))
  await stepsThrough(ask, { wanted, filter }, every, matching)
  const outline = await ask('streamOutline', { ...wanted, filter, marks: filter, bins: 7 })
  assert.deepEqual(
    [outline.total, outline.matching, outline.marked],
    [list.length, matching.length, matching.length],
  )
  assert.deepEqual(outline.span?.messages ?? [], binned(times, times, outline.span?.seconds ?? 1))
  assert.deepEqual(
    outline.span?.matching ?? [],
    binned(
      matching.map((uid) => byUid.get(uid)!.sent.at),
      times,
      outline.span?.seconds ?? 1,
    ),
  )
  await linksReplies(ask, byUid, uidOf)
}

const wantedBy = (text: string): Wanted => ({ text, query: parseSearch(text, 'UTC') })

async function uidsOf(ask: Ask, wanted: Wanted): Promise<string[]> {
  const { total, messages } = await ask('stream', { ...wanted, filter: null, offset: 0, limit: 1000 })
  assert.equal(total, messages.length)
  return messages.map(({ uid }) => uid)
}

function isIn(
  { network, conversation, from }: Message,
  stream: HandleStream,
  all: readonly Message[],
): boolean {
  const isOne = (name: Address): boolean => stream.handles.includes(`${network}:${name}`)
  const isSender = isOne(from)
  const reached = all
    .filter((one) => one.network === network && one.conversation.key === conversation.key)
    .flatMap((one) => [...one.conversation.participants, one.from])
    .filter((name) => name !== from)
  const self = conversation.kind === 'direct' && conversation.participants.length === 1
  const isReached =
    conversation.kind === 'direct'
      ? self
        ? isOne(from)
        : reached.some(isOne)
      : stream.rooms && reached.some(isOne)
  return stream.between ? isSender && isReached : isSender || isReached
}

interface PageAsked {
  readonly wanted: Wanted
  readonly filter: Wanted
  readonly offset: number
  readonly limit: number
}

async function readsPage(ask: Ask, { wanted, filter, offset, limit }: PageAsked, list: readonly string[]) {
  const page = await ask('stream', { ...wanted, filter, offset, limit })
  assert.equal(page.total, list.length)
  assert.deepEqual(
    page.messages.map(({ uid }) => uid),
    list.slice(offset, offset + limit),
  )
  for (const { body, match } of page.messages) assert.equal(match !== null, says(body, filter.text))
}

function says(body: string, word: string): boolean {
  return body.split(' ').includes(word)
}

async function findsPlaces(ask: Ask, wanted: Wanted, every: readonly string[], list: readonly string[]) {
  for (const [i, uid] of every.entries()) {
    const before = every.slice(0, i).filter((one) => list.includes(one)).length
    assert.equal((await ask('streamPosition', { ...wanted, uid, at: null })).offset, before)
  }
}

async function stepsThrough(
  ask: Ask,
  searches: Pick<PageAsked, 'wanted' | 'filter'>,
  every: readonly string[],
  matching: readonly string[],
) {
  const { wanted, filter } = searches
  const stepped = async (uid: string | null, by: 1 | -1) =>
    (await ask('streamStep', { ...wanted, filter, uid, at: null, by })).match
  const expected = (uid: string | undefined) =>
    uid === undefined ? null : { uid, number: matching.indexOf(uid) + 1 }
  assert.deepEqual(await stepped(null, 1), expected(matching[0]))
  assert.deepEqual(await stepped(null, -1), expected(matching.at(-1)))
  for (const [i, uid] of every.entries()) {
    const after = every.slice(i + 1).find((one) => matching.includes(one))
    const before = every.slice(0, i).findLast((one) => matching.includes(one))
    assert.deepEqual(await stepped(uid, 1), expected(after))
    assert.deepEqual(await stepped(uid, -1), expected(before))
  }
}

function binned(times: readonly number[], all: readonly number[], seconds: number): number[] {
  if (all.length === 0) return []
  const first = Math.min(...all)
  const bin = (at: number): number => Math.floor((at - first) / 1e6 / seconds)
  return Array.from(
    { length: bin(Math.max(...all)) + 1 },
    (_, i) => times.filter((at) => bin(at) === i).length,
  )
}

/** Every message answers what its source's id says, within its conversation; an id that stands twice names none. */
async function linksReplies(
  ask: Ask,
  byUid: ReadonlyMap<string, Message>,
  uidOf: (message: Message) => string,
) {
  const { messages } = await ask('stream', { ...wantedBy(''), filter: null, offset: 0, limit: 1000 })
  const all = [...byUid.values()]
  for (const { uid, answers, answeredBy } of messages) {
    const message = byUid.get(uid)!
    const beside = all.filter(
      (one) => one.network === message.network && one.conversation.key === message.conversation.key,
    )
    const named = message.details?.answers?.sourceId ?? null
    const targets = beside.filter((one) => named !== null && one.details?.sourceId === named)
    assert.equal(answers?.found, named === null ? undefined : targets.length)
    assert.equal(answers?.message?.uid, targets.length === 1 ? uidOf(targets[0]!) : undefined)
    const own = message.details?.sourceId
    const replies = beside.filter((one) => own !== undefined && one.details?.answers?.sourceId === own)
    assert.equal(answeredBy?.messages ?? 0, replies.length)
    if (answeredBy) assert.ok(replies.some((one) => uidOf(one) === answeredBy.first))
  }
}
