import assert from 'node:assert/strict'
import { type CountingScope, countingScopes } from '../core/counting-scope.ts'
import { parseSearch } from '../core/search/parse-search.ts'
import type { Answers, DayCount, Questions } from './questions.ts'

/** A message as a plain scan counts it. Its zone is UTC. */
export interface WeighedMessage {
  readonly conversation: string
  readonly from: string
  /** Null in a room. */
  readonly to: string | null
  /** ISO 8601, UTC. */
  readonly sentAt: string
  readonly body: string
  /** How often each scope counts it. */
  readonly weight: Readonly<Record<CountingScope, number>>
}

/** Puts a question to the store that is held to the laws. */
export type AskStore = <K extends keyof Questions>(kind: K, question: Questions[K]) => Promise<Answers[K]>

type Sums = readonly (readonly [key: string, messages: number])[]

/** Holds every count of a case, in every scope, to a plain scan of its messages. */
export async function countsAsScan(ask: AskStore, all: readonly WeighedMessage[]): Promise<void> {
  for (const count of countingScopes) {
    const scan = scanBy(count)
    await overviewAsScan(ask, all, count)
    for (const [handle, sent] of scan(all, ({ from }) => from)) {
      const detail = await ask('handle', { handle, count })
      const own = all.filter(({ from }) => from === handle)
      assert.equal(detail.countedBy, count)
      assert.equal(detail.sent, sent)
      assert.equal(detail.traffic.plain, sent)
      assert.deepEqual(sumsOfDays(detail.days), scan(own, dayOf))
      const hours = detail.hourOfWeek.flatMap((n, hour): Sums => (n > 0 ? [[String(hour), n]] : []))
      assert.deepEqual(inOrder(hours), scan(own, hourOfWeek))
      for (const { id, messages, sent: here, received } of detail.conversations) {
        const within = all.filter(({ conversation }) => conversation === id)
        assert.equal(messages, total(scan(within, () => '')))
        assert.equal(here, total(scan(own, ({ conversation }) => (conversation === id ? '' : null))))
        assert.equal(received, messages - here)
      }
    }
    for (const [id, messages] of scan(all, ({ conversation }) => conversation)) {
      const detail = await ask('conversation', { id, count })
      const within = all.filter(({ conversation }) => conversation === id)
      assert.deepEqual([detail.messages, detail.total], [messages, within.length])
      assert.equal(detail.traffic.plain, messages)
      assert.deepEqual(sumsOfDays(detail.days), scan(within, dayOf))
      const senders = detail.senders.map(({ handle, messages: n }) => [handle, n] as const)
      assert.deepEqual(
        inOrder(senders),
        scan(within, ({ from }) => from),
      )
    }
    await hitsAsScan(ask, all, count)
  }
  await scopesAsScan(ask, all)
}

async function scopesAsScan(ask: AskStore, all: readonly WeighedMessage[]): Promise<void> {
  for (const conversation of new Set([null, ...all.map((message) => message.conversation)])) {
    for (const handle of new Set([null, ...all.map(({ from }) => from)])) {
      const some = all.filter(
        (message) =>
          (conversation === null || message.conversation === conversation) &&
          (handle === null || message.from === handle),
      )
      const [global = 0, custodian = 0, device = 0] = countingScopes.map((count) =>
        total(scanBy(count)(some, () => '')),
      )
      const answer = await ask('scopes', { conversation, handle })
      assert.deepEqual(answer, { global, custodian, device })
    }
  }
}

async function overviewAsScan(
  ask: AskStore,
  all: readonly WeighedMessage[],
  count: CountingScope,
): Promise<void> {
  const scan = scanBy(count)
  const overview = await ask('overview', { count })
  const messages = total(scan(all, () => ''))
  assert.equal(overview.countedBy, count)
  assert.equal(overview.counts.messages, messages)
  assert.deepEqual(overview.zones, { stated: messages, assumed: 0, unknown: 0, none: 0 })
  assert.deepEqual(sumsOfDays(overview.days), scan(all, dayOf))
  assert.deepEqual(
    inOrder(overview.conversations.map(({ id, messages: n }) => [id, n])),
    scan(all, ({ conversation }) => conversation).slice(0, 12),
  )
  const { items } = await ask('handles', { contains: null, limit: 500, offset: 0, count })
  assert.deepEqual(overview.handles, items.slice(0, 12))
  const busy = items.map(({ sent, received }) => sent + received)
  assert.deepEqual(
    busy,
    busy.toSorted((a, b) => b - a),
  )
  const of = (which: 'sent' | 'received'): Sums =>
    inOrder(items.filter((item) => item[which] > 0).map((item) => [item.handle, item[which]]))
  assert.deepEqual(
    of('sent'),
    scan(all, ({ from }) => from),
  )
  assert.deepEqual(
    of('received'),
    scan(all, ({ to }) => to),
  )
}

async function hitsAsScan(
  ask: AskStore,
  all: readonly WeighedMessage[],
  count: CountingScope,
): Promise<void> {
  const scan = scanBy(count)
  for (const text of ['', 'bag', 'NOT bag', 'from:anna']) {
    const query = parseSearch(text, 'UTC')
    const found = all.filter(
      ({ body, from }) =>
        text === '' ||
        (text === 'from:anna' ? from === 'xmpp:anna' : body.split(' ').includes('bag') === (text === 'bag')),
    )
    const answer = await ask('search', { text, query, sort: 'time', limit: 500, offset: 0, count })
    assert.equal(answer.total, found.length, text)
    assert.equal(answer.hits.length, found.length, text)
    assert.equal(answer.counted, total(scan(found, () => '')), text)
    const facets = await ask('facets', { text, query, count })
    const of = (which: 'handles' | 'conversations' | 'networks' | 'traffic' | 'months'): Sums =>
      inOrder(facets[which].map(({ value, messages }) => [value, messages]))
    assert.deepEqual(
      of('handles'),
      scan(found, ({ from }) => from),
      text,
    )
    assert.deepEqual(
      of('conversations'),
      scan(found, ({ conversation }) => conversation),
      text,
    )
    assert.deepEqual(
      of('networks'),
      scan(found, () => 'xmpp'),
      text,
    )
    assert.deepEqual(
      of('traffic'),
      scan(found, () => 'plain'),
      text,
    )
    assert.deepEqual(
      of('months'),
      scan(found, ({ sentAt }) => sentAt.slice(0, 7)),
      text,
    )
  }
}

/** Sums by a key in a scope, in order of the key; what has no key is left out. */
function scanBy(count: CountingScope) {
  return (messages: readonly WeighedMessage[], key: (message: WeighedMessage) => string | null): Sums => {
    const sums = new Map<string, number>()
    for (const message of messages) {
      const name = key(message)
      if (name !== null) sums.set(name, (sums.get(name) ?? 0) + message.weight[count])
    }
    return inOrder([...sums])
  }
}

function inOrder(sums: Sums): Sums {
  return sums.toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function total(sums: Sums): number {
  return sums.reduce((sum, [, n]) => sum + n, 0)
}

function sumsOfDays(days: readonly DayCount[]): Sums {
  return days.map(({ day, messages }) => [day, messages])
}

function dayOf({ sentAt }: WeighedMessage): string {
  return sentAt.slice(0, 10)
}

function hourOfWeek({ sentAt }: WeighedMessage): string {
  const at = new Date(sentAt)
  return String(((at.getUTCDay() + 6) % 7) * 24 + at.getUTCHours())
}
