import type { Kysely } from 'kysely'
import type { EarlierFound } from '../found-words.ts'
import type { HitRanges } from '../search-index.ts'
import { foundWords } from './joined-texts.ts'
import { parseDetails } from './message-files.ts'
import { entryPath } from './stored-message.ts'
import type { Tables } from './tables.ts'

/** Found in a `details` column that states words from before an edit. */
export const hasEarlier = '%"earlier":[{%'

/** What a copy of a message states that it said before an edit, and where that copy stands. */
export interface EarlierLayer {
  readonly body: string
  readonly timeText: string | null
  readonly exhibit: string
  readonly entry: string
  readonly offset: number
}

/** The words before each edit that a copy states, by the column `details`. */
export function earlierIn(details: string | null): readonly { body: string; timeText: string | null }[] {
  return parseDetails(details)?.earlier ?? []
}

/** What the copies of messages state that they said before they were edited, by the message's row id. */
export async function earlierWords(
  db: Kysely<Tables>,
  ids: readonly number[],
): Promise<ReadonlyMap<number, readonly EarlierLayer[]>> {
  if (ids.length === 0) return new Map()
  const copies = await db
    .selectFrom('sighting as g')
    .innerJoin('entry as e', 'e.id', 'g.entry_id')
    .innerJoin('exhibit as x', 'x.id', 'e.exhibit_id')
    .select(['g.message_id', 'g.details', 'g.part', 'g.start', 'e.name', 'x.ref'])
    .where('g.message_id', 'in', ids)
    .where('g.details', 'like', hasEarlier)
    .orderBy('g.id')
    .execute()
  const byMessage = Map.groupBy(copies, (copy) => copy.message_id)
  return new Map(
    [...byMessage].map(([id, found]) => [
      id,
      found.flatMap(({ details, part, start, name, ref }) =>
        earlierIn(details).map(({ body, timeText }) => ({
          body,
          timeText,
          exhibit: ref,
          entry: entryPath(name, part),
          offset: start,
        })),
      ),
    ]),
  )
}

/** The earlier words in which something matched, each where it was stated first. */
export function matchedEarlier(
  layers: readonly EarlierLayer[],
  ranges: HitRanges['earlier'],
): EarlierFound[] {
  const found = foundWords(
    layers.map(({ body }) => body),
    ranges,
  )
  return layers.flatMap((layer, i) => {
    const words = found[i]
    const isSaidBefore = layers.slice(0, i).some(({ body }) => body === layer.body)
    if (!words || isSaidBefore) return []
    const { body: _, ...place } = layer
    return [{ ...place, ...words }]
  })
}
