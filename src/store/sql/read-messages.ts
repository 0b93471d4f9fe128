import type { Kysely } from 'kysely'
import type { SearchQuery } from '../../core/search/search-query.ts'
import type { AnsweredBy, AnsweredMessage, MatchMarks, ReadMessage } from '../reading.ts'
import { earlierWords, matchedEarlier } from './earlier-words.ts'
import { joinedWords, matchedWords, wordsOfFiles } from './file-words.ts'
import { joinedTexts } from './joined-texts.ts'
import type { Case } from './open-case.ts'
import { bodyOf, hex, instant, type MessageRow, storedMessages } from './stored-message.ts'
import type { Tables } from './tables.ts'

/** What is looked for in messages that are read, and which of them it finds. */
export interface Marking {
  readonly query: SearchQuery
  readonly ids: readonly number[]
}

/** Both must hold. */
export function narrowed(query: SearchQuery, further: SearchQuery): SearchQuery {
  return { kind: 'and', terms: [query, further] }
}

/** Messages with what of them matches, what they answer and by what they are answered. */
export async function readMessages(
  open: Case,
  rows: readonly MessageRow[],
  marking: Marking | null,
): Promise<ReadMessage[]> {
  const { db, index } = open
  const ids = rows.map(({ id }) => id)
  const messages = await storedMessages(db, rows)
  const matches = marking === null ? noMatches : await matchesOf(open, rows, marking)
  const replies = await index.replies(ids)
  const answered = await index.answered(ids)
  const others = await othersOf(db, [
    ...replies.flatMap(({ target }) => target ?? []),
    ...answered.map(({ first }) => first),
  ])
  const answers = new Map(
    replies.map(({ id, words, found, target }): [number, AnsweredMessage] => {
      const other = target === null ? undefined : others.get(target)
      const message = other ? { uid: other.uid, from: other.from, sentAt: other.sentAt } : null
      return [id, { words: words ?? other?.body ?? null, message, found }]
    }),
  )
  const answeredBy = new Map(
    answered.map(({ id, messages: n, first }): [number, AnsweredBy] => [
      id,
      { messages: n, first: others.get(first)?.uid ?? '' },
    ]),
  )
  return messages.map((message, i) => {
    const row = rows[i]
    const id = row?.id ?? 0
    return {
      ...message,
      conversationTitle: row?.conversation_title ?? null,
      match: matches.get(id) ?? null,
      answers: answers.get(id) ?? null,
      answeredBy: answeredBy.get(id) ?? null,
    }
  })
}

const noMatches: ReadonlyMap<number, MatchMarks> = new Map()

async function matchesOf(
  { db, index }: Case,
  rows: readonly MessageRow[],
  { query, ids }: Marking,
): Promise<ReadonlyMap<number, MatchMarks>> {
  const found = new Set(ids)
  const matching = rows.filter(({ id }) => found.has(id))
  const words = await wordsOfFiles(db, ids)
  const earlier = await earlierWords(db, ids)
  const earlierOf = (id: number) => earlier.get(id) ?? []
  const ranges = await index.highlight(
    query,
    matching.map((row) => ({
      id: row.id,
      body: bodyOf(row),
      earlier: joinedTexts(earlierOf(row.id).map(({ body }) => body)),
      derived: joinedWords(words.get(row.id) ?? []),
    })),
  )
  return new Map(
    matching.map(({ id }, i) => [
      id,
      {
        highlights: ranges[i]?.body ?? [],
        earlierWords: matchedEarlier(earlierOf(id), ranges[i]?.earlier ?? []),
        fileWords: matchedWords(words.get(id) ?? [], ranges[i]?.derived ?? []),
      },
    ]),
  )
}

interface Other {
  readonly uid: string
  readonly from: string
  readonly sentAt: string
  readonly body: string
}

/** Messages that others refer to, in short. */
async function othersOf(db: Kysely<Tables>, ids: readonly number[]): Promise<ReadonlyMap<number, Other>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('message as m')
    .innerJoin('handle as h', 'h.id', 'm.sender_id')
    .innerJoin('network as n', 'n.id', 'h.network_id')
    .select(['m.id', 'm.uid', 'm.sent_at', 'm.body', 'm.body_exact', 'h.address', 'n.name'])
    .where('m.id', 'in', [...new Set(ids)])
    .execute()
  return new Map(
    rows.map((row) => [
      row.id,
      {
        uid: hex(row.uid),
        from: `${row.name}:${row.address}`,
        sentAt: instant(row.sent_at) ?? '',
        body: bodyOf(row),
      },
    ]),
  )
}
