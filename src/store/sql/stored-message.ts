import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import { languageGrounds, languages } from '../../core/language.ts'
import { messageKinds } from '../../core/message.ts'
import { headOf } from '../../core/search/fold-text.ts'
import { parseEpochMicros, renderInstant } from '../../core/time.ts'
import { trafficMarks } from '../../core/traffic.ts'
import type { StoredMessage } from '../message-views.ts'
import { readCopy } from './copy-difference.ts'
import { filesOfMessages } from './message-files.ts'
import { notReviewed, reviewsOf } from './message-reviews.ts'
import { type Tables, zoneSources } from './tables.ts'

/** A message row with what its joins add; see {@link selectMessages}. */
export interface MessageRow {
  readonly id: number
  readonly uid: Uint8Array
  readonly sent_at: number
  readonly time_text: string
  readonly zone: number
  readonly kind: number
  readonly body: string
  readonly body_exact: Uint8Array | null
  readonly network: string
  readonly conversation: string
  readonly conversation_kind: 'direct' | 'group'
  readonly conversation_title: string | null
  readonly conversation_row: number
  readonly conversation_key: string
  readonly sender: string
  readonly recipient: string | null
  readonly sightings: number
  readonly repaired: number
  readonly entry: string
  readonly exhibit: string
  readonly part: string | null
  readonly start: number
  readonly translation_of: string | null
  readonly mark: number | null
  readonly language: number | null
  readonly ground: number | null
}

/** Messages with the columns that {@link storedMessages} reads. The primary sighting is the first received of those that gave the message its uid. */
export function selectMessages(
  db: Kysely<Tables>,
): SelectQueryBuilder<Tables & { m: Tables['message'] }, 'm', MessageRow> {
  const query = db
    .selectFrom('message as m')
    .innerJoin('conversation as c', 'c.id', 'm.conversation_id')
    .innerJoin('network as n', 'n.id', 'c.network_id')
    .innerJoin('handle as s', 's.id', 'm.sender_id')
    .leftJoin('handle as r', 'r.id', 'm.recipient_id')
    .innerJoin('sighting as g', (join) =>
      join.on('g.id', '=', (eb) =>
        eb
          .selectFrom('sighting as first')
          .select((of) => of.fn.min('first.id').as('id'))
          .whereRef('first.message_id', '=', 'm.id')
          .whereRef('first.uid', '=', 'm.uid'),
      ),
    )
    .innerJoin('entry as e', 'e.id', 'g.entry_id')
    .innerJoin('exhibit as x', 'x.id', 'e.exhibit_id')
    .leftJoin('traffic_mark as k', 'k.message_id', 'm.id')
    .leftJoin('message_language as l', 'l.message_id', 'm.id')
    .select((eb) => [
      'm.id',
      'm.uid',
      'm.sent_at',
      'm.time_text',
      'm.zone',
      'm.kind',
      'm.body',
      'm.body_exact',
      'n.name as network',
      'c.public_id as conversation',
      'c.kind as conversation_kind',
      'c.title as conversation_title',
      'c.id as conversation_row',
      'c.key as conversation_key',
      's.address as sender',
      'r.address as recipient',
      eb
        .selectFrom('sighting as every')
        .select((of) => of.fn.countAll<number>().as('n'))
        .whereRef('every.message_id', '=', 'm.id')
        .as('sightings'),
      eb
        .selectFrom('sighting as mended')
        .select((of) => of.fn.count<number>('mended.repairs').as('n'))
        .whereRef('mended.message_id', '=', 'm.id')
        .as('repaired'),
      'e.name as entry',
      'x.ref as exhibit',
      'g.part as part',
      'g.start as start',
      'x.translation_of',
      'k.mark',
      'l.language',
      'l.ground',
    ])
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the columns selected above are those of MessageRow
  return query as unknown as ReturnType<typeof selectMessages>
}

/** Of a longer body a list of messages has only so much, in UTF-16 units. */
export const longestInLists = 20_000

/** Makes messages of rows; recipients of list conversations are looked up, those of rooms left empty. */
export async function storedMessages(
  db: Kysely<Tables>,
  rows: readonly MessageRow[],
  bodies: 'beginnings' | 'whole' = 'beginnings',
): Promise<StoredMessage[]> {
  const lists = await listMembers(db, rows)
  const wordings = await otherWordings(db, rows)
  const files = await filesOfMessages(
    db,
    rows.map(({ id }) => id),
  )
  const reviews = await reviewsOf(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map((row) =>
    storedMessage(row, lists, {
      ...(wordings.get(row.id) ?? sameWords),
      files: files.get(row.id) ?? [],
      review: reviews.get(row.id) ?? notReviewed,
      ...bodyIn(row, bodies),
      ...bodyIn(row, bodies),
    }),
  )
}

function storedMessage(
  row: MessageRow,
  lists: ReadonlyMap<number, readonly string[]>,
  {
    translations,
    wordsDiffer,
    files,
    review,
    body,
    bodyCutFrom,
  }: OtherWordings & Pick<StoredMessage, 'files' | 'review' | 'body' | 'bodyCutFrom'>,
): StoredMessage {
  const { network } = row
  const from = `${network}:${row.sender}`
  const members = lists.get(row.conversation_row) ?? []
  return {
    uid: hex(row.uid),
    sentAt: instant(row.sent_at) ?? '',
    timeText: row.time_text,
    zone: zoneSources[row.zone] ?? 'unknown',
    network,
    conversation: row.conversation,
    kind: messageKinds[row.kind] ?? 'text',
    from,
    to:
      row.recipient !== null
        ? [`${network}:${row.recipient}`]
        : members.map((address) => `${network}:${address}`).filter((member) => member !== from),
    body,
    bodyCutFrom,
    translations,
    wordsDiffer,
    translationOf: row.translation_of,
    files,
    traffic: trafficMarks[row.mark ?? 0] ?? 'plain',
    review,
    language: languages[row.language ?? 0] ?? 'none',
    languageBy: languageGrounds[row.ground ?? 0] ?? 'nothing',
    sightings: row.sightings,
    repaired: row.repaired > 0,
    exhibit: row.exhibit,
    entry: entryPath(row.entry, row.part),
    offset: row.start,
  }
}

function bodyIn(
  row: MessageRow,
  bodies: 'beginnings' | 'whole',
): Pick<StoredMessage, 'body' | 'bodyCutFrom'> {
  const body = bodyOf(row)
  return bodies === 'whole' || body.length <= longestInLists
    ? { body, bodyCutFrom: null }
    : { body: headOf(body, longestInLists), bodyCutFrom: body.length }
}

/** The body exactly as written, from TEXT or, where TEXT cannot hold it, from the bytes kept beside it. */
export function bodyOf({ body, body_exact: exact }: Pick<MessageRow, 'body' | 'body_exact'>): string {
  return exact === null
    ? body
    : Buffer.from(exact.buffer, exact.byteOffset, exact.byteLength).toString('utf16le')
}

/** Members of conversations that a list of recipients made (their key is that list), by row id. */
async function listMembers(
  db: Kysely<Tables>,
  rows: readonly MessageRow[],
): Promise<ReadonlyMap<number, readonly string[]>> {
  const lists = rows.filter(
    (row) => row.conversation_kind === 'group' && row.conversation_key.startsWith('['),
  )
  const ids = [...new Set(lists.map((row) => row.conversation_row))]
  if (ids.length === 0) return new Map()
  const members = await db
    .selectFrom('participant as p')
    .innerJoin('handle as h', 'h.id', 'p.handle_id')
    .select(['p.conversation_id as id', 'h.address'])
    .where('p.conversation_id', 'in', ids)
    .orderBy('h.address')
    .execute()
  const byId = Map.groupBy(members, ({ id }) => id)
  return new Map([...byId].map(([id, found]) => [id, found.map(({ address }) => address)]))
}

type OtherWordings = Pick<StoredMessage, 'translations' | 'wordsDiffer'>

const sameWords: OtherWordings = { translations: [], wordsDiffer: false }

/** What copies say in other words than their message, by the message's row id. */
async function otherWordings(
  db: Kysely<Tables>,
  rows: readonly MessageRow[],
): Promise<ReadonlyMap<number, OtherWordings>> {
  if (rows.length === 0) return new Map()
  const copies = await db
    .selectFrom('sighting as g')
    .innerJoin('entry as e', 'e.id', 'g.entry_id')
    .innerJoin('exhibit as x', 'x.id', 'e.exhibit_id')
    .select(['g.message_id', 'g.copy', 'g.part', 'g.start', 'e.name', 'x.ref', 'x.translation_of'])
    .where(
      'g.message_id',
      'in',
      rows.map(({ id }) => id),
    )
    .where('g.copy', 'like', hasOwnWords)
    .orderBy('g.id')
    .execute()
  const byMessage = Map.groupBy(copies, (copy) => copy.message_id)
  return new Map(
    [...byMessage].map(([id, found]) => [
      id,
      {
        wordsDiffer: found.some((copy) => copy.translation_of === null),
        translations: found
          .filter((copy) => copy.translation_of !== null)
          .map((copy) => ({
            of: copy.translation_of ?? '',
            body: readCopy(copy.copy)?.body ?? '',
            exhibit: copy.ref,
            entry: entryPath(copy.name, copy.part),
            offset: copy.start,
          })),
      },
    ]),
  )
}

/** Found in a `copy` column that keeps words of its own: quotation marks within them are escaped. */
export const hasOwnWords = '%"body":"%'

/** Entry name, with the part inside a container after `!/`. */
export function entryPath(entry: string, part: string | null): string {
  return part === null ? entry : `${entry}!/${part}`
}

/** A column of bytes in lower-case hex. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}

/** A column of epoch microseconds as ISO 8601 UTC, or null. */
export function instant(value: number | null): string | null {
  const at = value === null ? null : parseEpochMicros(value)
  return at === null ? null : renderInstant(at)
}

/** `count(*)` as a number, for a select that counts. */
export const countAll = sql<number>`count(*)`.as('n')
