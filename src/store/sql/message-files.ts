import type { Kysely } from 'kysely'
import type { MessageDetails } from '../../core/message-details.ts'
import { messageFiles } from '../../core/message-files.ts'
import type { MessageFile } from '../message-views.ts'
import type { Tables } from './tables.ts'

/** The files sent with some messages, by the message's row id; none for a message without. */
export async function filesOfMessages(
  db: Kysely<Tables>,
  ids: readonly number[],
): Promise<ReadonlyMap<number, readonly MessageFile[]>> {
  if (ids.length === 0) return new Map()
  const copies = await db
    .selectFrom('sighting')
    .select(['message_id', 'details'])
    .where('message_id', 'in', ids)
    .where('details', 'like', '%"attachments"%')
    .orderBy('id')
    .execute()
  const named = new Map(
    [...Map.groupBy(copies, (copy) => copy.message_id)].map(([id, found]) => [
      id,
      messageFiles(found.map(({ details }) => ({ details: parseDetails(details) }))),
    ]),
  )
  const hashes = new Set([...named.values()].flat().flatMap(({ sha256 }) => sha256 ?? []))
  const [known, pictures] = [await knownOf(db, [...hashes]), await measuredOf(db, [...hashes])]
  return new Map(
    [...named].map(([id, files]) => [
      id,
      files.map((file) => {
        const { size = null, mediaType = null } = known.get(file.sha256 ?? '') ?? {}
        return { ...file, mediaType, size, thumbnail: pictures.has(file.sha256 ?? '') }
      }),
    ]),
  )
}

interface KnownFile {
  readonly size: number
  readonly mediaType: string | null
}

async function knownOf(
  db: Kysely<Tables>,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, KnownFile>> {
  if (hashes.length === 0) return new Map()
  const rows = await db
    .selectFrom('entry')
    .select(({ fn }) => ['sha256', fn.max('size').as('size'), fn.max('media_type').as('mediaType')])
    .where('sha256', 'in', hashes)
    .groupBy('sha256')
    .execute()
  return new Map(rows.map(({ sha256, size, mediaType }) => [sha256, { size, mediaType }]))
}

/** Pictures of which a thumbnail was made. */
async function measuredOf(db: Kysely<Tables>, hashes: readonly string[]): Promise<ReadonlySet<string>> {
  if (hashes.length === 0) return new Set()
  const rows = await db
    .selectFrom('derived')
    .select('sha256')
    .where('sha256', 'in', hashes)
    .where('kind', '=', 'picture')
    .where('value', 'like', '%"refused":null%')
    .execute()
  return new Set(rows.map(({ sha256 }) => sha256))
}

/** Reads the column `details` of a sighting. */
export function parseDetails(value: string | null): MessageDetails | null {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the store wrote it of MessageDetails
  return value === null ? null : (JSON.parse(value) as MessageDetails)
}
