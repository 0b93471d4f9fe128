import type { Kysely } from 'kysely'
import { type Derived, isDerivedKind } from '../../core/derived.ts'
import { BaileyError } from '../../core/errors.ts'
import type { DerivedLayer, FileDetail } from '../file-detail.ts'
import type { Questions } from '../questions.ts'
import type { Case } from './open-case.ts'
import { countAll, hex } from './stored-message.ts'
import type { Tables } from './tables.ts'

const mostShown = 100

/** @throws {BaileyError} `no-such-file` when no entry of the case has these bytes. */
export async function answerFile(
  { db }: Pick<Case, 'db'>,
  { sha256 }: Questions['file'],
): Promise<FileDetail> {
  const entries = db
    .selectFrom('entry as e')
    .innerJoin('exhibit as x', 'x.id', 'e.exhibit_id')
    .where('e.sha256', '=', sha256)
  const total = await entries.select(countAll).executeTakeFirstOrThrow()
  const rows = await entries
    .select(['x.ref as exhibit', 'e.name as entry', 'e.size'])
    .orderBy('e.id')
    .limit(mostShown)
    .execute()
  const [first] = rows
  if (!first) throw new BaileyError('no-such-file', sha256)
  const type = await entries.select(({ fn }) => fn.max('e.media_type').as('type')).executeTakeFirst()
  return {
    sha256,
    size: first.size,
    mediaType: type?.type ?? null,
    places: { total: total.n, items: rows.map(({ exhibit, entry }) => ({ exhibit, entry })) },
    messages: await carriersOf(db, sha256),
    derived: (await layersOf(db, [sha256])).map(({ layer }) => layer),
  }
}

async function carriersOf(db: Kysely<Tables>, sha256: string): Promise<FileDetail['messages']> {
  const sightings = db
    .selectFrom('sighting_media as f')
    .innerJoin('sighting as g', 'g.id', 'f.sighting_id')
    .where('f.sha256', '=', Buffer.from(sha256, 'hex'))
  const { n: total } = await sightings
    .select(({ fn }) => fn.count<number>('g.message_id').distinct().as('n'))
    .executeTakeFirstOrThrow()
  const rows = await sightings
    .innerJoin('message as m', 'm.id', 'g.message_id')
    .select(['m.id', 'm.uid'])
    .distinct()
    .orderBy('m.id')
    .limit(mostShown)
    .execute()
  return { total, uids: rows.map(({ uid }) => hex(uid)) }
}

/** What was made of some files, in order of file, kind, engine and version. */
export async function layersOf(
  db: Kysely<Tables>,
  hashes: readonly string[],
): Promise<{ readonly sha256: string; readonly layer: DerivedLayer }[]> {
  const rows = await db
    .selectFrom('derived')
    .select(['sha256', 'kind', 'engine', 'version', 'value'])
    .where('sha256', 'in', hashes)
    .orderBy('sha256')
    .orderBy('kind')
    .orderBy('engine')
    .orderBy('version')
    .execute()
  return rows.map(({ sha256, value, kind, engine, version }) => {
    if (!isDerivedKind(kind)) throw new BaileyError('case-newer', `A derived layer of the kind ${kind}`)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the store wrote it of Derived
    const derived = JSON.parse(value) as Derived
    // The first layers were stored without a language.
    return { sha256, layer: { kind, engine, version, ...derived, language: derived.language ?? null } }
  })
}
