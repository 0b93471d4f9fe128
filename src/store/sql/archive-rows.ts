import type { Kysely } from 'kysely'
import type { AuditLog } from '../audit-log.ts'
import type { ArchiveBegun, SealedEntry, UnpackedPart } from '../case-writer.ts'
import type { Asker } from '../store.ts'
import type { Tables } from './tables.ts'

/** What stands in an entry's `format` when it is an archive that was unpacked. */
export const archiveFormat = 'archive'
/** What stands in an entry's `format` when it is known by its media type to hold no messages. */
const fileFormat = 'file'

/** A case open for writing, and for whom. */
interface Writing {
  readonly db: Kysely<Tables>
  readonly log: AuditLog
  readonly asker: Asker
}

/** Notes that an entry is about to be unpacked; null, and the entry held, when another with its bytes is unpacked. */
export async function beginArchive(
  { db, log, asker }: Writing,
  entryId: number,
): Promise<ArchiveBegun | null> {
  const [own, ...within] = await containersOf(db, entryId)
  if (!own) throw new Error(`No entry ${entryId}`)
  const isHeld = !within.some(({ sha256 }) => sha256 === own.sha256) && (await isUnpacked(db, own))
  await db
    .updateTable('entry')
    .set({ format: archiveFormat, format_version: 1, ...(isHeld && { state: 'held' }) })
    .where('id', '=', entryId)
    .execute()
  const detail = { entry: entryId, held: isHeld }
  await log.append(asker, { action: 'archive.begin', object: own.sha256, detail })
  if (isHeld) return null
  const { n: members } = await db
    .selectFrom('entry')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('container_id', '=', entryId)
    .executeTakeFirstOrThrow()
  const received = within.at(-1) ?? own
  return {
    within: within.map(({ sha256 }) => sha256),
    received: { id: received.id, size: received.size },
    members,
    problems: own.rows_done,
  }
}

/** The entry and the archives it lies in, innermost first. */
async function containersOf(db: Kysely<Tables>, entryId: number) {
  const found = []
  for (let id: number | null = entryId; id !== null; ) {
    const entry: Container | undefined = await db
      .selectFrom('entry')
      .select(['id', 'exhibit_id', 'sha256', 'size', 'rows_done', 'container_id'])
      .where('id', '=', id)
      .executeTakeFirst()
    if (!entry) break
    found.push(entry)
    id = entry.container_id
  }
  return found
}

interface Container {
  readonly id: number
  readonly exhibit_id: number
  readonly sha256: string
  readonly size: number
  readonly rows_done: number
  readonly container_id: number | null
}

/** True when an earlier entry with the same bytes was unpacked, or is to be before this one in the same exhibit. */
async function isUnpacked(db: Kysely<Tables>, { id, exhibit_id, sha256 }: Container): Promise<boolean> {
  const earlier = await db
    .selectFrom('entry')
    .select('id')
    .where('sha256', '=', sha256)
    .where('id', '<', id)
    .where('format', '=', archiveFormat)
    .where((eb) =>
      eb.or([
        eb('state', '=', 'read'),
        eb.and([eb('exhibit_id', '=', exhibit_id), eb('state', '<>', 'held')]),
      ]),
    )
    .executeTakeFirst()
  return earlier !== undefined
}

/** Bytes of everything unpacked, at any depth, from a file received. */
export async function unpackedBytes(db: Kysely<Tables>, receivedId: number): Promise<number> {
  const { bytes } = await db
    .withRecursive('inside', (qb) =>
      qb
        .selectFrom('entry')
        .select(['id', 'size'])
        .where('container_id', '=', receivedId)
        .unionAll(
          qb
            .selectFrom('entry as e')
            .innerJoin('inside', 'inside.id', 'e.container_id')
            .select(['e.id', 'e.size']),
        ),
    )
    .selectFrom('inside')
    .select(({ fn }) => fn.sum<number | null>('size').as('bytes'))
    .executeTakeFirstOrThrow()
  return bytes ?? 0
}

/** Adds what was unpacked of an archive: members as entries of their own, what could not be as problems of the archive. */
export async function addUnpacked(
  { db, log, asker }: Writing,
  entryId: number,
  { before, members, problems, isLast }: UnpackedPart,
): Promise<void> {
  const archive = await db
    .selectFrom('entry')
    .select(['exhibit_id', 'name', 'sha256'])
    .where('id', '=', entryId)
    .executeTakeFirstOrThrow()
  await addMembers(db, { ...archive, id: entryId, before }, members)
  const rows = problems.map(({ start, length, problem }) => {
    return { entry_id: entryId, part: null, start, length, code: problem.code, says: problem.says }
  })
  for (const some of chunks(rows)) await db.insertInto('rejection').values(some).execute()
  await db
    .updateTable('entry')
    .set((eb) => ({
      rows_done: eb('rows_done', '+', problems.length),
      rejected: eb('rejected', '+', problems.length),
      ...(isLast && { state: 'read' as const }),
    }))
    .where('id', '=', entryId)
    .execute()
  const detail = { entry: entryId, members: members.length, problems: problems.length, last: isLast }
  await log.append(asker, { action: 'archive.unpack', object: archive.sha256, detail })
}

interface ArchiveEntry {
  readonly id: number
  readonly exhibit_id: number
  readonly name: string
  readonly before: number
}

async function addMembers(
  db: Kysely<Tables>,
  { id, exhibit_id, name: archive, before }: ArchiveEntry,
  members: readonly SealedEntry[],
): Promise<void> {
  const names = members.map((member) => `${archive}!/${member.name}`)
  const taken = await takenNames(db, exhibit_id, names)
  const rows = members.map(({ sha256, size }, at) => {
    const plain = names[at] ?? ''
    const name = taken.has(plain) ? repeatedName(plain, before + at + 1) : plain
    taken.add(plain)
    return { exhibit_id, container_id: id, name, sha256, size, state: 'waiting' as const }
  })
  for (const some of chunks(rows)) await db.insertInto('entry').values(some).execute()
}

/** The name of a member whose own name another entry has: its number in the archive follows. */
export function repeatedName(name: string, number: number): string {
  return `${name}\\~${number}`
}

async function takenNames(
  db: Kysely<Tables>,
  exhibitId: number,
  names: readonly string[],
): Promise<Set<string>> {
  const taken = new Set<string>()
  for (const some of chunks(names)) {
    const rows = await db
      .selectFrom('entry')
      .select('name')
      .where('exhibit_id', '=', exhibitId)
      .where('name', 'in', some)
      .execute()
    for (const { name } of rows) taken.add(name)
  }
  return taken
}

/** Marks entries as files that hold no messages. */
export async function setAside(
  { db, log, asker }: Writing,
  files: readonly { readonly id: number; readonly mediaType: string }[],
): Promise<void> {
  for (const [mediaType, some] of Map.groupBy(files, (file) => file.mediaType)) {
    for (const part of chunks(some.map(({ id }) => id)))
      await db
        .updateTable('entry')
        .set({ format: fileFormat, media_type: mediaType, state: 'read' })
        .where('id', 'in', part)
        .execute()
  }
  const detail = { entries: files.map(({ id }) => id) }
  await log.append(asker, { action: 'entry.set-aside', object: null, detail })
}

function* chunks<T>(items: readonly T[]): Generator<T[]> {
  for (let at = 0; at < items.length; at += 200) yield items.slice(at, at + 200)
}
