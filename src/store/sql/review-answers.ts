import { sql } from 'kysely'
import { BaileyError } from '../../core/errors.ts'
import { tagFamily } from '../../core/review.ts'
import type { SearchQuery } from '../../core/search/search-query.ts'
import type { Answers, Questions } from '../questions.ts'
import type { Reading } from '../review-views.ts'
import type { Case } from './open-case.ts'

/** Every tag that stands on a message, most used first. */
export async function answerTags({ db }: Case): Promise<Answers['tags']> {
  const rows = await db
    .selectFrom('tag_mark as k')
    .innerJoin('tag as t', 't.id', 'k.tag_id')
    .select(['t.name as tag', sql<number>`count(distinct k.message_id)`.as('messages')])
    .where('k.ended', 'is', null)
    .groupBy(['t.id', 't.name'])
    .orderBy('messages', 'desc')
    .orderBy('t.name')
    .execute()
  return rows.map(({ tag, messages }) => ({ tag, family: tagFamily(tag), messages }))
}

/**
 * How many messages of a conversation, of a search, or of the case people read.
 *
 * @throws {BaileyError} `no-such-conversation`.
 */
export async function answerReading(
  open: Case,
  { conversation, found }: Questions['reading'],
): Promise<Answers['reading']> {
  return found === null ? await readingOf(open, conversation) : await readingOfHits(open, found.query)
}

async function readingOf({ db }: Case, conversation: string | null): Promise<Reading> {
  const all = await db
    .selectFrom('conversation')
    .select(({ fn }) => [
      fn.sum<number | null>('messages').as('messages'),
      fn.max<number | null>('id').as('id'),
    ])
    .$if(conversation !== null, (query) => query.where('public_id', '=', conversation ?? ''))
    .executeTakeFirstOrThrow()
  if (conversation !== null && all.id === null) throw new BaileyError('no-such-conversation', conversation)
  const rows = await db
    .selectFrom('reading_count as c')
    .leftJoin('reviewer as r', 'r.id', 'c.reviewer_id')
    .select(({ fn }) => ['r.name', fn.sum<number>('c.messages').as('n')])
    .$if(conversation !== null, (query) => query.where('c.conversation_id', '=', all.id))
    .groupBy('r.name')
    .execute()
  return {
    messages: all.messages ?? 0,
    read: rows.find(({ name }) => name === null)?.n ?? 0,
    readers: mostFirst(rows.flatMap(({ name, n }) => (name === null ? [] : [{ reader: name, messages: n }]))),
  }
}

async function readingOfHits({ db, index }: Case, query: SearchQuery): Promise<Reading> {
  const counted = async (more: readonly SearchQuery[]): Promise<number> => {
    const narrowed: SearchQuery = more.length === 0 ? query : { kind: 'and', terms: [query, ...more] }
    const page = { sort: 'time', limit: 0, offset: 0, count: 'global' } as const
    return (await index.find(narrowed, page)).total
  }
  const reviewers = await db
    .selectFrom('reviewer')
    .select('name')
    .where('id', 'in', db.selectFrom('reading_count').select('reviewer_id'))
    .execute()
  const readers: { readonly reader: string; readonly messages: number }[] = []
  for (const { name: reader } of reviewers) {
    const messages = await counted([{ kind: 'read-by', reader }])
    if (messages > 0) readers.push({ reader, messages })
  }
  return {
    messages: await counted([]),
    read: readers.length === 0 ? 0 : await counted([{ kind: 'reviewed', state: 'read' }]),
    readers: mostFirst(readers),
  }
}

function mostFirst(readers: Reading['readers']): Reading['readers'] {
  return readers.toSorted((a, b) => b.messages - a.messages || (a.reader < b.reader ? -1 : 1))
}
