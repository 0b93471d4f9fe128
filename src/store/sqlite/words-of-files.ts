import type { AuditLog } from '../audit-log.ts'
import { type LayerName, type MadeLayer, storeLayers } from '../sql/derived-rows.ts'
import type { Asker } from '../store.ts'
import type { Connection } from './connection.ts'
import { forgetWords, learnWords } from './full-text.ts'

/** Puts words read or heard beside their files, and has every message that carries one of these found by them. Must stand inside a transaction. */
export async function storeWords(
  { raw, db, log, asker }: Connection & { readonly log: AuditLog; readonly asker: Asker },
  layer: LayerName,
  made: readonly MadeLayer[],
): Promise<void> {
  const files = made.map(({ sha256 }) => `x'${Buffer.from(sha256, 'hex').toString('hex')}'`).join(', ')
  const carriers = `select g.message_id from sighting_media f join sighting g on g.id = f.sighting_id where f.sha256 in (${files})`
  raw.exec(forgetWords(carriers))
  await storeLayers({ db, log, asker }, layer, made)
  raw.exec(learnWords(carriers))
}
