import type { Kysely } from 'kysely'
import type { Answers, Questions, ThreadOfHits } from '../questions.ts'
import type { FoundThread } from '../search-index.ts'
import type { Case } from './open-case.ts'
import { enteredIn, hitsOf } from './search-answers.ts'
import { instant } from './stored-message.ts'
import { type Tables, zoneSources } from './tables.ts'

/** Answers a search with the conversations its hits stand in, most hits first, and a few hits of each. */
export async function answerThreads(
  open: Case,
  { query, sort, limit, offset, best, count = 'global', journal }: Questions['threads'],
): Promise<Answers['threads']> {
  const { db, index } = open
  const { total, counted, threads, items } = await index.threads(query, { sort, limit, offset, best, count })
  const conversations = await conversationsOf(db, items)
  const times = await timesOf(db, items)
  const hits = await hitsOf(
    open,
    query,
    items.flatMap(({ ids }) => ids),
  )
  let taken = 0
  return {
    countedBy: count,
    total,
    counted,
    threads,
    journal: await enteredIn(db, journal),
    items: items.flatMap((found): ThreadOfHits[] => {
      const few = hits.slice(taken, (taken += found.ids.length))
      const conversation = conversations.get(found.conversation)
      if (conversation === undefined) return []
      return [
        {
          ...conversation,
          messages: found.hits,
          firstAt: times.get(found.first) ?? null,
          lastAt: times.get(found.last) ?? null,
          hits: few,
        },
      ]
    }),
  }
}

type Conversation = Pick<ThreadOfHits, 'id' | 'network' | 'kind' | 'title' | 'participants'>

const mostParticipants = 20

async function conversationsOf(
  db: Kysely<Tables>,
  items: readonly FoundThread[],
): Promise<ReadonlyMap<number, Conversation>> {
  const found = new Map<number, Conversation>()
  for (const { conversation } of items) {
    const row = await db
      .selectFrom('conversation as c')
      .innerJoin('network as n', 'n.id', 'c.network_id')
      .select(['c.public_id', 'c.kind', 'c.title', 'n.name as network'])
      .where('c.id', '=', conversation)
      .executeTakeFirstOrThrow()
    const members = await db
      .selectFrom('participant as p')
      .innerJoin('handle as h', 'h.id', 'p.handle_id')
      .select('h.address')
      .where('p.conversation_id', '=', conversation)
      .orderBy('h.address')
      .limit(mostParticipants)
      .execute()
    found.set(conversation, {
      id: row.public_id,
      network: row.network,
      kind: row.kind,
      title: row.title,
      participants: members.map(({ address }) => `${row.network}:${address}`),
    })
  }
  return found
}

/** When the first and the last hits were sent; nothing for one that states no time. */
async function timesOf(
  db: Kysely<Tables>,
  items: readonly FoundThread[],
): Promise<ReadonlyMap<number, string | null>> {
  const ids = [...new Set(items.flatMap(({ first, last }) => [first, last]))]
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('message')
    .select(['id', 'sent_at', 'zone'])
    .where('id', 'in', ids)
    .execute()
  return new Map(
    rows.map(({ id, sent_at: at, zone }) => [id, zone === zoneSources.indexOf('none') ? null : instant(at)]),
  )
}
