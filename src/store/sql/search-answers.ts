import { type Kysely, sql } from 'kysely'
import type { SearchQuery } from '../../core/search/search-query.ts'
import type { EnteredSearch, JournalRequest } from '../journal.ts'
import type { Hit, HitContext, StoredMessage } from '../message-views.ts'
import type { Answers, Questions } from '../questions.ts'
import { earlierWords, matchedEarlier } from './earlier-words.ts'
import { joinedWords, matchedWords, wordsOfFiles } from './file-words.ts'
import { joinedTexts, wordsAround } from './joined-texts.ts'
import type { Case } from './open-case.ts'
import { checkEntry, corpusState } from './search-journal.ts'
import { suggest } from './search-suggestions.ts'
import { bodyOf, hex, type MessageRow, selectMessages, storedMessages } from './stored-message.ts'
import type { Tables } from './tables.ts'

/** Answers a search with its true total, one page of hits, and what stands around each. */
export async function answerSearch(
  open: Case,
  { query, sort, limit, offset, context = 0, count = 'global', journal }: Questions['search'],
): Promise<Answers['search']> {
  const { total, counted, ids } = await open.index.find(query, { sort, limit, offset, count })
  const hits = await hitsOf(open, query, ids)
  const around = await aroundHits(open.db, ids, context)
  const suggestions = total === 0 ? await suggest(open.index, query) : null
  return {
    countedBy: count,
    total,
    counted,
    hits,
    around,
    suggestions,
    journal: await enteredIn(open.db, journal),
  }
}

/** What the case held as it was searched; the entry is made when the answer is put on record. */
export async function enteredIn(
  db: Kysely<Tables>,
  journal: JournalRequest | undefined,
): Promise<EnteredSearch | null> {
  if (journal === undefined) return null
  if (journal.parent !== null) await checkEntry(db, journal.parent)
  return { entry: -1, corpus: await corpusState(db), previous: null }
}

/** Messages as hits of a search, in the order of their ids as given. */
export async function hitsOf(
  { db, index }: Case,
  query: SearchQuery,
  ids: readonly number[],
): Promise<Hit[]> {
  const rows = await rowsInOrder(db, ids)
  const messages = await storedMessages(db, rows)
  const words = await wordsOfFiles(db, ids)
  const earlier = await earlierWords(db, ids)
  const earlierOf = ({ id }: MessageRow) => earlier.get(id) ?? []
  const layersOf = ({ id }: MessageRow) => words.get(id) ?? []
  const ranges = await index.highlight(
    query,
    rows.map((row) => ({
      id: row.id,
      body: bodyOf(row),
      earlier: joinedTexts(earlierOf(row).map(({ body }) => body)),
      derived: joinedWords(layersOf(row)),
    })),
  )
  return messages.map((message, i) => {
    const row = rows[i]
    return {
      ...message,
      ...markedBody(message, row ? bodyOf(row) : '', ranges[i]?.body ?? []),
      earlierWords: row ? matchedEarlier(earlierOf(row), ranges[i]?.earlier ?? []) : [],
      fileWords: row ? matchedWords(layersOf(row), ranges[i]?.derived ?? []) : [],
      conversationTitle: row?.conversation_title ?? null,
    }
  })
}

/** What matched in the beginning of a body that a hit carries, and where nothing did, around the first match further on. */
function markedBody(
  { body, bodyCutFrom }: StoredMessage,
  whole: string,
  ranges: Hit['highlights'],
): Pick<Hit, 'highlights' | 'furtherOn'> {
  if (bodyCutFrom === null) return { highlights: ranges, furtherOn: null }
  const highlights = ranges.filter(([, until]) => until <= body.length)
  return { highlights, furtherOn: highlights.length > 0 ? null : wordsAround(whole, ranges) }
}

async function rowsInOrder(db: Kysely<Tables>, ids: readonly number[]): Promise<MessageRow[]> {
  if (ids.length === 0) return []
  const rows = await selectMessages(db).where('m.id', 'in', ids).execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => byId.get(id)).filter((row) => row !== undefined)
}

/** The messages right before and after each hit in its conversation: where they stand is looked up for all at once, and each is read once. */
async function aroundHits(
  db: Kysely<Tables>,
  ids: readonly number[],
  context: number,
): Promise<HitContext[]> {
  if (context === 0 || ids.length === 0) return []
  const places = await placesAround(db, ids, context)
  const all = [...new Set(places.flatMap(({ before, after }) => [...before, ...after]))]
  const rows = await rowsInOrder(db, all)
  const messages = await storedMessages(db, rows)
  const byId = new Map(rows.map(({ id }, i) => [id, messages[i]]))
  const read = (some: readonly number[]) => some.flatMap((id) => byId.get(id) ?? [])
  return places.map(({ uid, before, after }) => ({ uid, before: read(before), after: read(after) }))
}

/** SQLite joins at most 500 selects in one. */
const hitsAtOnce = 200

interface PlaceAround {
  readonly uid: string
  readonly before: readonly number[]
  readonly after: readonly number[]
}

async function placesAround(
  db: Kysely<Tables>,
  ids: readonly number[],
  context: number,
): Promise<PlaceAround[]> {
  const hits = await db
    .selectFrom('message')
    .select(['id', 'uid', 'conversation_id'])
    .where('id', 'in', ids)
    .execute()
  const around = new Map<number, number[]>()
  for (let at = 0; at < hits.length; at += hitsAtOnce) {
    const sides = hits
      .slice(at, at + hitsAtOnce)
      .flatMap(({ id, conversation_id: conversation }) => [
        sql`select * from (select ${sql.lit(id)} as hit, id from message where conversation_id = ${sql.lit(conversation)} and id < ${sql.lit(id)} order by id desc limit ${sql.lit(context)}) b`,
        sql`select * from (select ${sql.lit(id)} as hit, id from message where conversation_id = ${sql.lit(conversation)} and id > ${sql.lit(id)} order by id limit ${sql.lit(context)}) a`,
      ])
    const { rows } = await sql<{ hit: number; id: number }>`${sql.join(sides, sql` union all `)}`.execute(db)
    for (const { hit, id } of rows) around.set(hit, [...(around.get(hit) ?? []), id])
  }
  const byId = new Map(hits.map((hit) => [hit.id, hit]))
  return ids.flatMap((id) => {
    const hit = byId.get(id)
    const found = (around.get(id) ?? []).toSorted((a, b) => a - b)
    if (hit === undefined) return []
    return [
      {
        uid: hex(hit.uid),
        before: found.filter((other) => other < id),
        after: found.filter((other) => other > id),
      },
    ]
  })
}
