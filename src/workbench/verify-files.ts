import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { countAll } from '../store/sql/stored-message.ts'
import { actsOf, fieldsOf } from './logged-acts.ts'
import type { LocalCase } from './open-case.ts'
import type { ProblemList } from './verify-case.ts'

/** Where a record stands, as problems name it. */
interface RecordPlace {
  readonly exhibit: string
  readonly entry: string
  readonly offset: number
  readonly uid: string
}

/** Checks which files the copies of messages are listed with. */
export interface MediaCheck {
  /** The files of one stored sighting, as read again. */
  expect(sightingId: number, files: readonly string[], place: RecordPlace): Promise<void>
  /** After the last record: whatever else is listed was put there by somebody. */
  finish(): Promise<void>
}

interface ExpectedFile {
  readonly sightingId: number
  readonly sha256: Uint8Array
  readonly place: RecordPlace
}

const askedAtOnce = 300

/** Opens a {@link MediaCheck}; files are looked up many at a time. */
export function openMediaCheck({ connection: { db } }: LocalCase, problems: ProblemList): MediaCheck {
  let waiting: ExpectedFile[] = []
  let listed = 0
  const countOf = async (some: readonly ExpectedFile[]): Promise<number> => {
    const pairs = sql.join(some.map(({ sha256, sightingId }) => sql`(${sha256}, ${sightingId})`))
    const { n } = await db
      .selectFrom('sighting_media')
      .select(countAll)
      .where(sql<boolean>`(sha256, sighting_id) in (values ${pairs})`)
      .executeTakeFirstOrThrow()
    return n
  }
  const flush = async (): Promise<void> => {
    const some = waiting
    waiting = []
    listed += some.length
    if (some.length === 0 || (await countOf(some)) === some.length) return
    for (const one of some) {
      if ((await countOf([one])) === 1) continue
      listed--
      const { exhibit, entry, offset } = one.place
      const says = `A file of the record at ${exhibit} ${entry}:${offset} is not listed with it.`
      problems.add({ code: 'record-altered', says, ...one.place })
    }
  }
  return {
    async expect(sightingId, files, place) {
      for (const file of new Set(files)) waiting.push({ sightingId, sha256: Buffer.from(file, 'hex'), place })
      if (waiting.length >= askedAtOnce) await flush()
    },
    async finish() {
      await flush()
      const { n } = await db.selectFrom('sighting_media').select(countAll).executeTakeFirstOrThrow()
      // What cannot be read again, or was altered, was reported; its files are not told from others here.
      if (n <= listed || problems.total > 0) return
      const says = `Records are listed with ${n - listed} files that they do not name.`
      problems.add({ code: 'record-unexplained', says })
    },
  }
}

/** Checks what engines made of files: each layer's SHA-256 is in the audit log, and each that was logged is there. */
export async function verifyLayers(local: LocalCase, problems: ProblemList): Promise<void> {
  const logged = new Set<string>()
  for await (const { detail } of actsOf(local, 'files.derive')) {
    const [kind, engine, version] = [
      String(detail['kind']),
      String(detail['engine']),
      String(detail['version']),
    ]
    const layer = { kind, engine, version }
    const values = Object.entries(fieldsOf(JSON.stringify(detail['values'] ?? {})))
    const stored = await storedLayers(
      local,
      layer,
      values.map(([sha256]) => sha256),
    )
    for (const [sha256, hash] of values) {
      const key = keyOf({ sha256, ...layer })
      // A file may be told twice, by two runs at once; the first is kept.
      if (logged.has(key)) continue
      logged.add(key)
      const value = stored.get(sha256)
      if (value !== undefined && createHash('sha256').update(value).digest('hex') === hash) continue
      const says = `What ${engine} ${version} made of the file ${sha256} (${kind}) is not what was logged.`
      problems.add({ code: 'derived-altered', says })
    }
  }
  await reportUnlogged(local, logged, problems)
}

interface Layer {
  readonly kind: string
  readonly engine: string
  readonly version: string
}

async function storedLayers(
  { connection: { db } }: LocalCase,
  { kind, engine, version }: Layer,
  files: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('derived')
    .select(['sha256', 'value'])
    .where('kind', '=', kind)
    .where('engine', '=', engine)
    .where('version', '=', version)
    .where('sha256', 'in', files)
    .execute()
  return new Map(rows.map(({ sha256, value }) => [sha256, value]))
}

async function reportUnlogged(
  { connection: { db } }: LocalCase,
  logged: ReadonlySet<string>,
  problems: ProblemList,
): Promise<void> {
  const { n } = await db.selectFrom('derived').select(countAll).executeTakeFirstOrThrow()
  if (n <= logged.size && problems.total === 0) return
  const rows = await db.selectFrom('derived').select(['sha256', 'kind', 'engine', 'version']).execute()
  for (const { sha256, kind, engine, version } of rows) {
    if (logged.has(keyOf({ sha256, kind, engine, version }))) continue
    const says = `What ${engine} ${version} is said to have made of the file ${sha256} (${kind}) was never logged.`
    problems.add({ code: 'derived-altered', says })
  }
}

function keyOf({ sha256, kind, engine, version }: Layer & { readonly sha256: string }): string {
  return createHash('sha256')
    .update(JSON.stringify([sha256, kind, engine, version]))
    .digest('base64')
    .slice(0, 20)
}
