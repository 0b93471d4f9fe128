import { type Address, parseAddress } from '../core/handle.ts'
import type { Vault } from '../custody/vault.ts'
import type { ReadBatch } from '../store/read-batch.ts'
import { archiveFormat } from '../store/sql/archive-rows.ts'
import { readCopy } from '../store/sql/copy-difference.ts'
import { inPages } from '../store/sql/in-pages.ts'
import { hex } from '../store/sql/stored-message.ts'
import type { LocalCase } from './open-case.ts'
import { type BesideFile, type ReaderEvents, readEvidence } from './read-evidence.ts'
import type { ProblemList } from './verify-case.ts'

interface EntryRow {
  readonly id: number
  readonly exhibit: string
  readonly exhibitId: number
  readonly name: string
  readonly sha256: string
  readonly size: number
  readonly format: string | null
  readonly zone: string | null
  readonly owner: Address | null
  readonly mapping: string | null
  readonly mediaType: string | null
  readonly complete: boolean
}

/**
 * Reads every record again from the sealed bytes, as it was read on import, and compares place, uid, bytes and
 * rejections with what is stored, in the order of the file.
 *
 * @param altered - hashes of sealed files already known to be altered or missing; a missing one is not read again.
 */
export async function verifyEntries(
  local: LocalCase,
  vault: Vault,
  problems: ProblemList,
  altered: ReadonlySet<string>,
): Promise<void> {
  const entries = await entryRows(local)
  for (const group of groupsByReading(entries)) {
    const [first] = group
    if (!first) continue
    const readable = []
    for (const entry of group) {
      if (altered.has(entry.sha256) && (await vault.rehash(entry.sha256)) === null) continue
      readable.push({
        id: entry.id,
        name: entry.name,
        sha256: entry.sha256,
        size: entry.size,
        path: vault.pathOf(entry.sha256),
        rowsDone: 0,
      })
    }
    const byId = new Map(group.map((entry) => [entry.id, entry]))
    await readEvidence(
      {
        entries: readable,
        beside: await besideRows(local, vault, first.exhibitId),
        format: first.format,
        zone: first.zone,
        owner: first.owner,
        mapping: first.mapping,
        batchRows: 10_000,
      },
      comparing(local, vault, byId, problems),
    )
  }
}

async function entryRows({ connection: { db } }: LocalCase): Promise<EntryRow[]> {
  const rows = await db
    .selectFrom('entry as e')
    .innerJoin('exhibit as x', 'x.id', 'e.exhibit_id')
    .select(['e.id', 'x.id as exhibitId', 'x.ref as exhibit', 'e.name', 'e.sha256', 'e.size', 'e.state'])
    .select(['x.format', 'x.timezone as zone', 'x.owner', 'x.mapping', 'e.media_type as mediaType'])
    .where((eb) => eb.or([eb('e.format', 'is', null), eb('e.format', '<>', archiveFormat)]))
    .where((eb) =>
      eb.or([eb('e.state', '=', 'read'), eb.and([eb('e.state', '=', 'waiting'), eb('e.rows_done', '>', 0)])]),
    )
    .orderBy('e.id')
    .execute()
  return rows.map(({ state, owner, ...row }) => ({
    ...row,
    size: row.size,
    owner: owner === null ? null : parseAddress(owner),
    complete: state === 'read',
  }))
}

/** Every file of an exhibit. */
async function besideRows(
  { connection: { db } }: LocalCase,
  vault: Vault,
  exhibitId: number,
): Promise<BesideFile[]> {
  const rows = await db
    .selectFrom('entry')
    .select(['name', 'sha256', 'size'])
    .where('exhibit_id', '=', exhibitId)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, size: row.size, path: vault.pathOf(row.sha256) }))
}

/** Runs of entries that one reader can be given. */
function groupsByReading(entries: readonly EntryRow[]): EntryRow[][] {
  const key = ({ exhibitId, format, zone, mapping }: EntryRow): string =>
    JSON.stringify([exhibitId, format, zone, mapping])
  return [...Map.groupBy(entries, key).values()]
}

function comparing(
  local: LocalCase,
  vault: Vault,
  entries: ReadonlyMap<number, EntryRow>,
  problems: ProblemList,
): ReaderEvents {
  let stored: StoredRows | null = null
  let blob: ReturnType<Vault['openBlob']> | null = null
  return {
    async file({ id }, mediaType) {
      const entry = entries.get(id)
      if (!entry) return
      await reportLeftOver(entry, openStoredRows(local, id), problems)
      if (entry.mediaType === mediaType) return
      const { exhibit, name } = entry
      const says = `The entry ${exhibit} ${name} is ${mediaType}, which is not what is stored of it.`
      problems.add({ code: 'record-altered', says, exhibit, entry: name })
    },
    async begin({ id }) {
      stored = openStoredRows(local, id)
      blob = vault.openBlob(entries.get(id)?.sha256 ?? '')
    },
    async batch({ id }, batch) {
      const entry = entries.get(id)
      if (!entry || !stored || !blob) return
      await compareMessages({ entry, batch, stored, blob, problems })
      await compareRejections(entry, batch, stored, problems)
    },
    async end({ id }) {
      const entry = entries.get(id)
      if (entry && stored) await reportLeftOver(entry, stored, problems)
      blob?.close()
      stored = null
    },
  }
}

interface StoredRows {
  readonly sightings: AsyncGenerator<SightingRow>
  readonly rejections: AsyncGenerator<RejectionRow>
}

type SightingRow = Awaited<ReturnType<typeof sightingRows>>[number]
type RejectionRow = Awaited<ReturnType<typeof rejectionRows>>[number]

function openStoredRows({ connection: { db } }: LocalCase, entryId: number): StoredRows {
  return {
    sightings: inPages((after, limit) => sightingRows(db, entryId, after, limit)),
    rejections: inPages((after, limit) => rejectionRows(db, entryId, after, limit)),
  }
}

type Db = LocalCase['connection']['db']

async function sightingRows(db: Db, entryId: number, after: number, limit: number) {
  return await db
    .selectFrom('sighting as g')
    .leftJoin('message as m', 'm.id', 'g.message_id')
    .select(['g.id', 'g.start', 'g.length', 'g.part', 'g.uid', 'g.raw', 'g.repairs', 'g.details', 'g.copy'])
    .select(['m.uid as message_uid', 'm.time_text', 'm.zone'])
    .where('g.entry_id', '=', entryId)
    .where('g.id', '>', after)
    .orderBy('g.id')
    .limit(limit)
    .execute()
}

async function rejectionRows(db: Db, entryId: number, after: number, limit: number) {
  return await db
    .selectFrom('rejection')
    .select(['id', 'start', 'length', 'part', 'code', 'says'])
    .where('entry_id', '=', entryId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
}

interface Comparison {
  readonly entry: EntryRow
  readonly batch: ReadBatch
  readonly stored: StoredRows
  readonly blob: { readSync(offset: number, length: number): Uint8Array }
  readonly problems: ProblemList
}

async function compareMessages({ entry, batch, stored, blob, problems }: Comparison): Promise<void> {
  const m = batch.messages
  const parts = new Map(m.parts)
  const repairs = new Map(m.repairs)
  const details = new Map(m.details)
  for (let i = 0; i < m.count; i++) {
    const next = await stored.sightings.next()
    const start = m.start[i] ?? 0
    const length = m.length[i] ?? 0
    const uid = Buffer.from(m.uids.subarray(i * 16, i * 16 + 16)).toString('hex')
    const place = { exhibit: entry.exhibit, entry: entry.name, offset: start, uid }
    if (next.done === true) {
      if (!entry.complete) return
      problems.add({
        code: 'record-missing',
        says: `The record at ${entry.exhibit} ${entry.name}:${start} is not stored.`,
        ...place,
      })
      continue
    }
    const row = next.value
    const bytes = parts.get(i)?.raw ?? blob.readSync(start, length)
    const same =
      row.start === start &&
      row.length === length &&
      hex(row.uid) === uid &&
      (row.repairs ?? '') === (repairs.get(i)?.join(' ') ?? '') &&
      row.details === (details.has(i) ? JSON.stringify(details.get(i)) : null) &&
      Buffer.compare(row.raw, bytes) === 0
    if (!same)
      problems.add({
        code: 'record-altered',
        says: `The record at ${entry.exhibit} ${entry.name}:${start} is not what was stored of it.`,
        ...place,
      })
    else if (row.message_uid === null)
      problems.add({
        code: 'record-missing',
        says: `The message of the record at ${entry.exhibit} ${entry.name}:${start} is not stored.`,
        ...place,
      })
    else if (!saysWhen(row, m.timeText[i] ?? '', m.zone[i] ?? 0))
      problems.add({
        code: 'message-altered',
        says: `The time of message ${uid} as written, or how its zone is known, was altered.`,
        ...place,
      })
  }
}

/** The time as written stands on the message the copy gave its uid to, else beside the copy itself. */
function saysWhen(row: SightingRow, timeText: string, zone: number): boolean {
  const own = row.message_uid !== null && Buffer.compare(row.message_uid, row.uid) === 0
  const said = own ? { timeText: row.time_text, zone: row.zone } : readCopy(row.copy)
  return said?.timeText === timeText && said.zone === zone
}

async function compareRejections(
  entry: EntryRow,
  batch: ReadBatch,
  stored: StoredRows,
  problems: ProblemList,
): Promise<void> {
  for (const { start, length, problem } of batch.problems) {
    const next = await stored.rejections.next()
    if (next.done === true && !entry.complete) return
    const row = next.done === true ? null : next.value
    if (
      row !== null &&
      row.start === start &&
      row.length === length &&
      row.code === problem.code &&
      row.says === problem.says
    )
      continue
    const says = `The rejected record at ${entry.exhibit} ${entry.name}:${start} is not what was stored of it.`
    problems.add({
      code: 'rejection-altered',
      says,
      exhibit: entry.exhibit,
      entry: entry.name,
      offset: start,
    })
  }
}

/** Whatever is stored beyond what the exhibit holds was put there by somebody. */
async function reportLeftOver(
  entry: EntryRow,
  { sightings, rejections }: StoredRows,
  problems: ProblemList,
): Promise<void> {
  for await (const { start, uid } of sightings) {
    const offset = start
    const says = `A stored record at ${entry.exhibit} ${entry.name}:${offset} is not in the exhibit.`
    problems.add({
      code: 'record-unexplained',
      says,
      exhibit: entry.exhibit,
      entry: entry.name,
      offset,
      uid: hex(uid),
    })
  }
  for await (const { start } of rejections) {
    const offset = start
    const says = `A stored rejection at ${entry.exhibit} ${entry.name}:${offset} is not in the exhibit.`
    problems.add({ code: 'rejection-altered', says, exhibit: entry.exhibit, entry: entry.name, offset })
  }
}
