import type { DatabaseSync } from 'node:sqlite'
import type { HitSummary, MissedMessages } from '../search-index.ts'
import type { CompiledSearch } from './match-expression.ts'
import type { Condition } from './search-condition.ts'

/** A query that gives the ids of the hits of a search as `id`. */
export function hitIds({ match, from, until, condition }: CompiledSearch): Condition {
  const where = [
    ...(match === null ? [] : ['message_fts match ?']),
    ...(from === null ? [] : [`m.rowid >= ${from}`]),
    ...(until === null ? [] : [`m.rowid < ${until}`]),
    ...(condition === null ? [] : [condition.sql]),
  ]
  return {
    sql: `select m.rowid as id from ${match === null ? 'message' : 'message_fts'} m where ${where.join(' and ') || 'true'}`,
    parameters: [...(match === null ? [] : [match]), ...(condition?.parameters ?? [])],
  }
}

/** Counts the hits of a search by conversation and sender, from the first to the last that states a time. */
export function summarise(raw: DatabaseSync, compiled: CompiledSearch): HitSummary {
  const { sql, parameters } = hitIds(compiled)
  const rows = raw
    .prepare(
      `select h.conversation_id as conversation, h.sender_id as sender, count(*) as n,
        min(case when h.zone <> 3 then h.sent_at end) as first, max(case when h.zone <> 3 then h.sent_at end) as last
       from (${sql}) k join message h on h.id = k.id group by 1, 2`,
    )
    .all(...parameters)
  const senders = new Map<number, number>()
  const conversations = new Set<number>()
  let [total, first, last] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const row of rows) {
    const [sender, n] = [Number(row['sender']), Number(row['n'])]
    total += n
    conversations.add(Number(row['conversation']))
    senders.set(sender, (senders.get(sender) ?? 0) + n)
    if (row['first'] === null) continue
    first = Math.min(first, Number(row['first']))
    last = Math.max(last, Number(row['last']))
  }
  const isTimed = Number.isFinite(first)
  return {
    total,
    conversations: conversations.size,
    senders,
    firstAt: isTimed ? first : null,
    lastAt: isTimed ? last : null,
  }
}

/**
 * Messages within a scope that a search does not find, in the order of their uids.
 *
 * @param scope - null for every message.
 */
export function missed(
  raw: DatabaseSync,
  query: CompiledSearch,
  scope: CompiledSearch | null,
): MissedMessages {
  const found = hitIds(query)
  const within = scope === null ? null : hitIds(scope)
  // Listed once each: looked up one by one, a search would be made for every message.
  const listed = `with found(id) as materialized (${found.sql})${within === null ? '' : `, within(id) as materialized (${within.sql})`}`
  const parameters = [...found.parameters, ...(within?.parameters ?? [])]
  const count = (sql: string): number =>
    Number(raw.prepare(`${listed} select count(*) as n from ${sql}`).get(...parameters)?.['n'])
  const all = count(within === null ? 'message' : 'within')
  const hits = count(within === null ? 'found' : 'within where id in (select id from found)')
  const where = `m.id not in (select id from found)${within === null ? '' : ' and m.id in (select id from within)'}`
  return {
    population: all - hits,
    hits,
    at(places) {
      const rows = raw
        .prepare(
          `${listed} select place, uid from (select m.uid as uid, row_number() over (order by m.uid) - 1 as place from message m where ${where})
           where place in (select value from json_each(?))`,
        )
        .all(...parameters, JSON.stringify(places))
      const uids = new Map(
        rows.map(({ place, uid }) => [
          Number(place),
          uid instanceof Uint8Array ? Buffer.from(uid).toString('hex') : '',
        ]),
      )
      return places.map((place) => uids.get(place) ?? '')
    },
  }
}
