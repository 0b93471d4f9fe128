import type { Kysely } from 'kysely'
import { trafficMarks } from '../../core/traffic.ts'
import type { Answers, Count, Questions } from '../questions.ts'
import { earlierWords, matchedEarlier } from './earlier-words.ts'
import { joinedWords, matchedWords, wordsOfFiles } from './file-words.ts'
import { joinedTexts } from './joined-texts.ts'
import type { Case } from './open-case.ts'
import { type MessageRow, selectMessages, storedMessages } from './stored-message.ts'
import type { Tables } from './tables.ts'

const mostValues = 50

/** Answers a search with its true total and one page of hits. */
export async function answerSearch(
  { db, index }: Case,
  { query, sort, limit, offset, count = 'global' }: Questions['search'],
): Promise<Answers['search']> {
  const { total, counted, ids } = await index.find(query, { sort, limit, offset, count })
  const rows = await rowsInOrder(db, ids)
  const messages = await storedMessages(db, rows)
  const words = await wordsOfFiles(db, ids)
  const earlier = await earlierWords(db, ids)
  const earlierOf = ({ id }: MessageRow) => earlier.get(id) ?? []
  const layersOf = ({ id }: MessageRow) => words.get(id) ?? []
  const ranges = await index.highlight(
    query,
    rows.map((row, i) => ({
      id: row.id,
      body: messages[i]?.body ?? '',
      earlier: joinedTexts(earlierOf(row).map(({ body }) => body)),
      derived: joinedWords(layersOf(row)),
    })),
  )
  const hits = messages.map((message, i) => {
    const row = rows[i]
    return {
      ...message,
      highlights: ranges[i]?.body ?? [],
      earlierWords: row ? matchedEarlier(earlierOf(row), ranges[i]?.earlier ?? []) : [],
      fileWords: row ? matchedWords(layersOf(row), ranges[i]?.derived ?? []) : [],
      conversationTitle: row?.conversation_title ?? null,
    }
  })
  return { countedBy: count, total, counted, hits }
}

async function rowsInOrder(db: Kysely<Tables>, ids: readonly number[]): Promise<MessageRow[]> {
  if (ids.length === 0) return []
  const rows = await selectMessages(db).where('m.id', 'in', ids).execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => byId.get(id)).filter((row) => row !== undefined)
}

/** Counts the hits of a search by handle, conversation, network and month. */
export async function answerFacets(
  { db, index }: Case,
  { query, count = 'global' }: Questions['facets'],
): Promise<Answers['facets']> {
  const { conversations, senders, months, marks, total } = await index.tally(query, count)
  return {
    countedBy: count,
    handles: await handleCounts(db, busiest(senders)),
    conversations: await conversationCounts(db, busiest(conversations)),
    networks: await networkCounts(db, conversations),
    traffic: trafficOf(marks, total),
    months: [...months].map(([value, messages]) => ({ value, label: value, messages })),
  }
}

function trafficOf(marks: ReadonlyMap<number, number>, total: number): Count[] {
  const marked = trafficMarks.map((value, place) => ({
    value,
    label: value,
    messages: marks.get(place) ?? 0,
  }))
  const plain = total - marked.reduce((sum, { messages }) => sum + messages, 0)
  return marked
    .map((count) => (count.value === 'plain' ? { ...count, messages: plain } : count))
    .filter(({ messages }) => messages > 0)
}

type Tallied = readonly (readonly [id: number, messages: number])[]

function busiest(counts: ReadonlyMap<number, number>): Tallied {
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, mostValues)
}

async function handleCounts(db: Kysely<Tables>, tallied: Tallied): Promise<Count[]> {
  if (tallied.length === 0) return []
  const rows = await db
    .selectFrom('handle as h')
    .innerJoin('network as n', 'n.id', 'h.network_id')
    .select(['h.id', 'n.name as network', 'h.address'])
    .where(
      'h.id',
      'in',
      tallied.map(([id]) => id),
    )
    .execute()
  const names = new Map(rows.map(({ id, network, address }) => [id, `${network}:${address}`]))
  return tallied.map(([id, messages]) => {
    const value = names.get(id) ?? ''
    return { value, label: value, messages }
  })
}

async function conversationCounts(db: Kysely<Tables>, tallied: Tallied): Promise<Count[]> {
  const counts: Count[] = []
  for (const [id, messages] of tallied) {
    const { public_id: value, title } = await db
      .selectFrom('conversation')
      .select(['public_id', 'title'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const members = await db
      .selectFrom('participant as p')
      .innerJoin('handle as h', 'h.id', 'p.handle_id')
      .select('h.address')
      .where('p.conversation_id', '=', id)
      .orderBy('h.address')
      .limit(3)
      .execute()
    counts.push({ value, label: title ?? members.map(({ address }) => address).join(' ↔ '), messages })
  }
  return counts
}

async function networkCounts(
  db: Kysely<Tables>,
  conversations: ReadonlyMap<number, number>,
): Promise<Count[]> {
  const rows = await db
    .selectFrom('conversation as c')
    .innerJoin('network as n', 'n.id', 'c.network_id')
    .select(['c.id', 'n.name as network'])
    .execute()
  const counts = new Map<string, number>()
  for (const { id, network } of rows) {
    const n = conversations.get(id) ?? 0
    if (n > 0) counts.set(network, (counts.get(network) ?? 0) + n)
  }
  return [...counts]
    .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([value, messages]) => ({ value, label: value, messages }))
}
