import type { DatabaseSync } from 'node:sqlite'
import type { StreamIndex } from '../stream-index.ts'
import { writing } from './transaction.ts'

const ownId = `json_extract(g.details, '$.sourceId')`
const answeredId = `json_extract(g.details, '$.answers.sourceId')`

/**
 * Makes copies findable by the id they have in their source, and by the id they answer. Derived: it can be made anew at
 * any time.
 */
const replyIndexes = `
create index if not exists sighting_source_id on sighting(json_extract(details, '$.sourceId'), message_id) where details is not null;
create index if not exists sighting_answers on sighting(json_extract(details, '$.answers.sourceId'), message_id) where json_extract(details, '$.answers.sourceId') is not null;`

/** Makes the indexes where an earlier release did not. */
export async function renewReplyIndexes(db: DatabaseSync): Promise<void> {
  const isThere = db.prepare(`select 1 from sqlite_schema where name = 'sighting_answers'`)
  const hasCopies = db.prepare(`select 1 from sqlite_schema where name = 'sighting'`)
  if (isThere.get() !== undefined || hasCopies.get() === undefined) return
  await writing(db, () => db.exec(replyIndexes))
}

/**
 * Ids are given by the source, and many sources number the messages of each export by themselves: an id means a message
 * only within the conversation and the exhibit of the copy that states it. Files that the case held already when the
 * exhibit came belong to it as well.
 */
const sameSource = `g.entry_id in (select r.id from entry e join exhibit x on x.id = e.exhibit_id
  join entry h on h.exhibit_id = x.id join entry r on r.sha256 = h.sha256 where e.id = ?)`

/** What messages answer, and what answers them. */
export function openReplies(raw: DatabaseSync): Pick<StreamIndex, 'replies' | 'answered'> {
  return {
    replies: async (ids) => {
      const stating = raw.prepare(
        `select g.message_id as id, g.entry_id as entry, m.conversation_id as conversation, ${answeredId} as answers, json_extract(g.details, '$.answers.words') as words
           from sighting g join message m on m.id = g.message_id
          where g.message_id in (select value from json_each(?)) and json_extract(g.details, '$.answers') is not null order by g.id`,
      )
      const target = raw.prepare(
        `select distinct g.message_id as id from sighting g join message m on m.id = g.message_id
          where g.details is not null and ${ownId} = ? and m.conversation_id = ? and ${sameSource} order by 1`,
      )
      return firstOfEach(stating.all(JSON.stringify(ids))).map((row) => {
        const { answers, conversation = null, entry = null, words } = row
        const found =
          typeof answers === 'string'
            ? target.all(answers, conversation, entry).map((one) => Number(one['id']))
            : null
        return {
          id: Number(row['id']),
          words: typeof words === 'string' ? words : null,
          found: found?.length ?? null,
          target: found?.length === 1 ? (found[0] ?? null) : null,
        }
      })
    },
    answered: async (ids) => {
      const named = raw.prepare(
        `select g.message_id as id, g.entry_id as entry, m.conversation_id as conversation, ${ownId} as own
           from sighting g join message m on m.id = g.message_id
          where g.message_id in (select value from json_each(?)) and ${ownId} is not null order by g.id`,
      )
      const answering = raw.prepare(
        `select count(distinct g.message_id) as n, min(g.message_id) as first from sighting g join message m on m.id = g.message_id
          where ${answeredId} = ? and m.conversation_id = ? and ${sameSource}`,
      )
      return firstOfEach(named.all(JSON.stringify(ids))).flatMap((row) => {
        const { own = null, conversation = null, entry = null } = row
        const found = answering.get(own, conversation, entry)
        const messages = Number(found?.['n'])
        return messages === 0 ? [] : [{ id: Number(row['id']), messages, first: Number(found?.['first']) }]
      })
    },
  }
}

/** The first copy of each message. */
function firstOfEach<Row extends Record<string, unknown>>(rows: readonly Row[]): Row[] {
  const seen = new Set<unknown>()
  return rows.filter((row) => !seen.has(row['id']) && seen.add(row['id']))
}
