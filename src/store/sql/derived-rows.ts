import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Derived, DerivedKind } from '../../core/derived.ts'
import type { AuditLog } from '../audit-log.ts'
import type { Asker } from '../store.ts'
import { inPages } from './in-pages.ts'
import type { Tables } from './tables.ts'

/** Which layer: what it holds, and what made it. */
export interface LayerName {
  readonly kind: DerivedKind
  readonly engine: string
  readonly version: string
}

/** A file that has not got a layer yet. */
export interface FileToDerive {
  /** Row of its first entry. */
  readonly id: number
  readonly sha256: string
  readonly size: number
  readonly mediaType: string
}

/** What was made of a file. */
export interface MadeLayer {
  readonly sha256: string
  readonly derived: Derived
}

/** Files of some media types (`image/%`) without a layer, each once, in order of receipt. */
export function filesWithout(
  db: Kysely<Tables>,
  { kind, engine, version }: LayerName,
  types: readonly string[],
): AsyncGenerator<FileToDerive> {
  return inPages(async (after, limit) => {
    const rows = await db
      .selectFrom('entry as e')
      .select(['e.id', 'e.sha256', 'e.size', 'e.media_type as mediaType'])
      .where((eb) => eb.or(types.map((type) => eb('e.media_type', 'like', type))))
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('derived as d')
              .select('d.sha256')
              .whereRef('d.sha256', '=', 'e.sha256')
              .where('d.kind', '=', kind)
              .where('d.engine', '=', engine)
              .where('d.version', '=', version),
          ),
        ),
      )
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('entry as f')
              .select('f.id')
              .whereRef('f.sha256', '=', 'e.sha256')
              .whereRef('f.id', '<', 'e.id')
              .where('f.media_type', 'is not', null),
          ),
        ),
      )
      .where('e.id', '>', after)
      .orderBy('e.id')
      .limit(limit)
      .execute()
    return rows.map((row) => ({ ...row, mediaType: row.mediaType ?? '' }))
  })
}

/** Puts layers beside their files, with an audit entry that holds the SHA-256 of each. Must stand inside a transaction. */
export async function storeLayers(
  { db, log, asker }: { readonly db: Kysely<Tables>; readonly log: AuditLog; readonly asker: Asker },
  { kind, engine, version }: LayerName,
  made: readonly MadeLayer[],
): Promise<void> {
  const hashes: Record<string, string> = {}
  for (const { sha256, derived } of made) {
    const value = JSON.stringify(derived)
    hashes[sha256] = createHash('sha256').update(value).digest('hex')
    await db
      .insertInto('derived')
      .values({ sha256, kind, engine, version, value })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  await log.append(asker, {
    action: 'files.derive',
    object: null,
    detail: {
      kind,
      engine,
      version,
      values: hashes,
      refused: made.filter(({ derived }) => derived.refused !== null).length,
    },
  })
}
