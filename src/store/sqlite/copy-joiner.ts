import { createHash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { CopyJoiner, EntryPair, WitnessRow } from '../copy-joiner.ts'
import { type Joining, joiningTable, joinSome, rejoinFormer } from './copy-joins.ts'
import { openCopySplitter } from './copy-splitter.ts'
import { writing } from './transaction.ts'

const joinsAtOnce = 20_000
/** Files of one exhibit are the parts of one source unless they are stated to be of different owners. */
const twoSources = '(e.exhibit_id <> f.exhibit_id or e.owner <> f.owner)'

/** As far as clocks are compared; see `src/analyses/copies`. */
const farthest = 15 * 3600 * 1_000_000

/** Joins and parts copies in a SQLite case; the importer's connection, or one that holds its lock. */
export function openCopyJoiner(open: Joining): CopyJoiner {
  const { raw, log } = open
  raw.exec(joiningTable)
  return {
    pairsToMatch: async (exhibitId) =>
      entryPairs(
        raw,
        exhibitId,
        farthest,
        `(a.translation_of is null) = (b.translation_of is null) and ${twoSources}`,
      ),
    translationsToPair: async (exhibitId) =>
      entryPairs(raw, exhibitId, 0, '(a.translation_of is null) <> (b.translation_of is null)'),
    rejoin: (asker) => rejoinFormer(open, asker),
    witnesses: async (entryId, conversations) => witnesses(raw, entryId, conversations),
    recordClock: (asker, { pair, offset, support, overlap, version }) =>
      writing(raw, async () => {
        raw
          .prepare(
            `insert into clock_difference (first_entry_id, second_entry_id, offset_micros, support, first_overlap, second_overlap, both_overlap, version)
             values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (first_entry_id, second_entry_id) do update set offset_micros = excluded.offset_micros,
             support = excluded.support, first_overlap = excluded.first_overlap, second_overlap = excluded.second_overlap,
             both_overlap = excluded.both_overlap, version = excluded.version`,
          )
          .run(pair.first, pair.second, offset, support, overlap.first, overlap.second, overlap.both, version)
        const detail = { first: pair.first, second: pair.second, offset, support, overlap, version }
        await log.append(asker, { action: 'copies.clock', object: null, detail })
      }),
    async join(asker, joins, rule) {
      let joined = 0
      for (let at = 0; at < joins.length; at += joinsAtOnce)
        joined += await joinSome(open, asker, joins.slice(at, at + joinsAtOnce), rule)
      return joined
    },
    ...openCopySplitter(open, (asker, join, rule) => joinSome(open, asker, [join], rule)),
  }
}

function entryPairs(raw: DatabaseSync, exhibitId: number, reach: number, languages: string): EntryPair[] {
  const rows = raw
    .prepare(
      `with held as (
         select conversation_id, entry_id, min(first_at) as first_at, max(last_at) as last_at from coverage group by 1, 2)
       select min(p.entry_id, q.entry_id) as first, max(p.entry_id, q.entry_id) as second, p.conversation_id as conversation,
         iif(p.entry_id < q.entry_id, e.format, f.format) as first_format, iif(p.entry_id < q.entry_id, f.format, e.format) as second_format
       from held p
       join held q on q.conversation_id = p.conversation_id and q.entry_id <> p.entry_id
         and q.first_at <= p.last_at + ? and p.first_at <= q.last_at + ?
       join entry e on e.id = p.entry_id join exhibit a on a.id = e.exhibit_id
       join entry f on f.id = q.entry_id join exhibit b on b.id = f.exhibit_id
       where e.exhibit_id = ? and (f.exhibit_id <> e.exhibit_id or f.id < e.id) and ${languages}
       order by 1, 2, 3`,
    )
    .all(reach, reach, exhibitId)
  const pairs = new Map<string, EntryPair & { conversations: number[] }>()
  for (const row of rows) {
    const [first, second] = [Number(row['first']), Number(row['second'])]
    const key = `${first} ${second}`
    const formats = [String(row['first_format']), String(row['second_format'])] as const
    const pair = pairs.get(key) ?? { first, second, formats, conversations: [] }
    pair.conversations.push(Number(row['conversation']))
    pairs.set(key, pair)
  }
  return [...pairs.values()]
}

function witnesses(raw: DatabaseSync, entryId: number, conversations: readonly number[]): WitnessRow[] {
  const find = raw.prepare(
    `select min(g.id) as id, m.id as message, m.conversation_id as conversation, m.sender_id as sender, m.kind, m.body, m.body_exact, m.media, json_extract(g.details, '$.sourceId') as source_id,
       coalesce(json_extract(g.copy, '$.sentAt'), m.sent_at) as at
     from message m join sighting g on g.message_id = m.id where m.conversation_id = ? and g.entry_id = ? and m.zone <> 3 group by m.id order by 1`,
  )
  return conversations.flatMap((conversation) =>
    find.all(conversation, entryId).map((row) => ({
      id: Number(row['id']),
      message: Number(row['message']),
      conversation,
      sender: Number(row['sender']),
      sourceId: row['source_id'] === null ? null : String(row['source_id']),
      says: sayingOf(row),
      at: Number(row['at']),
    })),
  )
}

function sayingOf(row: Record<string, unknown>): string {
  const { kind, body, body_exact: exact, media } = row
  const words = exact instanceof Uint8Array ? exact : String(body)
  return `${String(kind)} ${createHash('sha1')
    .update(words)
    .update(`\0${String(media)}`)
    .digest('base64')}`
}
