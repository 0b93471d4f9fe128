import type { Kysely } from 'kysely'
import type { DerivedLayer } from '../file-detail.ts'
import type { FileWords } from '../found-words.ts'
import type { HitRanges } from '../search-index.ts'
import { layersOf } from './file-answers.ts'
import { foundWords, joinedTexts } from './joined-texts.ts'
import { hex } from './stored-message.ts'
import type { Tables } from './tables.ts'

/** Words that an engine read or heard in a file. */
export interface WordsLayer {
  readonly sha256: string
  readonly layer: DerivedLayer & { readonly kind: 'ocr' | 'speech'; readonly text: string }
}

/**
 * What machines read or heard in the files of messages, by the message's row id, in the order in which the search index
 * has it.
 */
export async function wordsOfFiles(
  db: Kysely<Tables>,
  ids: readonly number[],
): Promise<ReadonlyMap<number, readonly WordsLayer[]>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('sighting as g')
    .innerJoin('sighting_media as f', 'f.sighting_id', 'g.id')
    .select(['g.message_id as id', 'f.sha256'])
    .where('g.message_id', 'in', ids)
    .execute()
  const carried = rows.map(({ id, sha256 }) => ({ id, sha256: hex(sha256) }))
  const layers = await wordsLayers(db, [...new Set(carried.map(({ sha256 }) => sha256))])
  if (layers.length === 0) return new Map()
  const files = Map.groupBy(carried, ({ id }) => id)
  return new Map(
    [...files].map(([id, found]) => {
      const own = new Set(found.map(({ sha256 }) => sha256))
      return [id, layers.filter(({ sha256 }) => own.has(sha256))]
    }),
  )
}

async function wordsLayers(db: Kysely<Tables>, hashes: readonly string[]): Promise<readonly WordsLayer[]> {
  if (hashes.length === 0) return []
  const found = await layersOf(db, hashes)
  return found.flatMap(({ sha256, layer }) => {
    const { kind, text } = layer
    return kind === 'picture' || text === null ? [] : [{ sha256, layer: { ...layer, kind, text } }]
  })
}

/** The words of layers as the search index has them; null where there are none. */
export function joinedWords(layers: readonly WordsLayer[]): string | null {
  return joinedTexts(textsOf(layers))
}

/** The layers in which something matched, each with the words around its first match. `ranges` are those of {@link joinedWords}. */
export function matchedWords(layers: readonly WordsLayer[], ranges: HitRanges['derived']): FileWords[] {
  const found = foundWords(textsOf(layers), ranges)
  return layers.flatMap(({ sha256, layer: { kind, engine, version, language } }, i) => {
    const words = found[i]
    return words ? [{ sha256, kind, engine, version, language, ...words }] : []
  })
}

function textsOf(layers: readonly WordsLayer[]): readonly string[] {
  return layers.map(({ layer }) => layer.text)
}
