import { BaileyError } from '../../core/errors.ts'
import type { SearchQuery } from '../../core/search/search-query.ts'
import { parseInstant } from '../../core/time.ts'
import type { Answers, Questions } from '../questions.ts'
import type { StreamOutline } from '../reading.ts'
import { messageId } from './message-answers.ts'
import type { Case } from './open-case.ts'
import { narrowed, readMessages } from './read-messages.ts'
import { hex, instant, selectMessages } from './stored-message.ts'

/** One page of the hits of a search in order of time. */
export async function answerStream(
  open: Case,
  { query, filter, offset, limit }: Questions['stream'],
): Promise<Answers['stream']> {
  const { db, index } = open
  const { total, ids } = await index.slice(query, { offset, limit })
  const [from] = ids
  const until = ids.at(-1)
  if (from === undefined || until === undefined) return { total, messages: [] }
  const rows = await selectMessages(db).where('m.id', 'in', ids).orderBy('m.id').execute()
  const within = filter === null ? query : narrowed(query, filter.query)
  const marked = filter === null ? ids : await index.among(within, { from, until })
  return { total, messages: await readMessages(open, rows, { query: within, ids: marked }) }
}

/** @throws {BaileyError} `no-such-message`, `bad-value`. */
export async function answerStreamPosition(
  open: Case,
  { query, uid, at }: Questions['streamPosition'],
): Promise<Answers['streamPosition']> {
  const place = await placeOf(open, uid, at)
  if (place === null) throw new BaileyError('bad-value', 'Nothing is not an instant')
  return { offset: await open.index.countBefore(query, place) }
}

/** @throws {BaileyError} `no-such-message`, `bad-value`. */
export async function answerStreamStep(
  open: Case,
  { query, filter, uid, at, by }: Questions['streamStep'],
): Promise<Answers['streamStep']> {
  const { db, index } = open
  const within = filter === null ? query : narrowed(query, filter.query)
  const end = by > 0 ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER
  const found = await index.next(within, (await placeOf(open, uid, at)) ?? end, by)
  if (found === null) return { match: null }
  const row = await db.selectFrom('message').select('uid').where('id', '=', found).executeTakeFirstOrThrow()
  return { match: { uid: hex(row.uid), number: (await index.countBefore(within, found)) + 1 } }
}

async function placeOf({ db }: Case, uid: string | null, at: string | null): Promise<number | null> {
  if (uid !== null) return await messageId(db, uid)
  if (at === null) return null
  const place = parseInstant(at)
  if (place === null) throw new BaileyError('bad-value', `${at} is not an instant`)
  return place
}

/** Counts a stream, and what of it matches, over the time from its first message to its last. */
export async function answerStreamOutline(
  { index }: Case,
  { query, filter, marks, bins }: Questions['streamOutline'],
): Promise<StreamOutline> {
  const matching = filter && narrowed(query, filter.query)
  const marked = marks && narrowed(query, marks.query)
  const extent = await index.extent(query)
  if (extent === null) {
    const countOf = async (sought: SearchQuery | null) => (sought === null ? null : await index.count(sought))
    return {
      total: await index.count(query),
      matching: await countOf(matching),
      marked: await countOf(marked),
      span: null,
    }
  }
  const seconds = Math.max(1, Math.ceil((extent.until - extent.from + 1) / bins / 1e6))
  const width = seconds * 1e6
  const grid = { from: extent.from, width, bins: Math.floor((extent.until - extent.from) / width) + 1 }
  const spreadOf = async (sought: SearchQuery | null) =>
    sought === null ? null : await index.spread(sought, grid)
  const [whole, ofMatching, ofMarked] = [
    await index.spread(query, grid),
    await spreadOf(matching),
    await spreadOf(marked),
  ]
  return {
    total: whole.total,
    matching: ofMatching?.total ?? null,
    marked: ofMarked?.total ?? null,
    span: {
      firstAt: instant(extent.from) ?? '',
      lastAt: instant(extent.until) ?? '',
      seconds,
      messages: whole.counts,
      matching: ofMatching?.counts ?? null,
      marked: ofMarked?.counts ?? null,
    },
  }
}
