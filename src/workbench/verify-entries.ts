import { sql } from 'kysely'
import { type Address, parseAddress } from '../core/handle.ts'
import type { Vault } from '../custody/vault.ts'
import type { ReadBatch } from '../store/read-batch.ts'
import { archiveFormat } from '../store/sql/archive-rows.ts'
import { inPages } from '../store/sql/in-pages.ts'
import { hex } from '../store/sql/stored-message.ts'
import type { LocalCase } from './open-case.ts'
import { type BesideFile, type ReaderEvents, readEvidence } from './read-evidence.ts'
import type { ProblemList } from './verify-case.ts'
import { isExplainedCopy, isOwn, type LoggedJoins, loggedJoins, wellFormed } from './verify-copies.ts'
import { type MediaCheck, openMediaCheck } from './verify-files.ts'
import type { VerifyProblem } from './verify-report.ts'
import { openSideRows, type SideRows } from './verify-side-rows.ts'

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
  const joins = await loggedJoins(local)
  const media = openMediaCheck(local, problems)
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
        tries: 1,
      },
      comparing(local, vault, byId, { problems, joins, media }),
    )
  }
  await media.finish()
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
  { problems, joins, media }: Pick<Comparison, 'problems' | 'joins' | 'media'>,
): ReaderEvents {
  let stored: StoredRows | null = null
  let blob: ReturnType<Vault['openBlob']> | null = null
  return {
    async file({ id }, mediaType) {
      const entry = entries.get(id)
      if (!entry) return
      await reportLeftOver(entry, openStoredRows(local, id, problems), problems)
      if (entry.mediaType === mediaType) return
      const { exhibit, name } = entry
      const says = `The entry ${exhibit} ${name} is ${mediaType}, which is not what is stored of it.`
      problems.add({ code: 'record-altered', says, exhibit, entry: name })
    },
    async begin({ id }) {
      stored = openStoredRows(local, id, problems)
      blob = vault.openBlob(entries.get(id)?.sha256 ?? '')
    },
    async batch({ id }, batch) {
      const entry = entries.get(id)
      if (!entry || !stored || !blob) return
      await compareMessages({ entry, batch, stored, blob, problems, joins, media })
      await stored.side.compare(entry, batch)
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
  readonly side: SideRows
}

type SightingRow = Awaited<ReturnType<typeof sightingRows>>[number]

function openStoredRows(
  { connection: { db } }: LocalCase,
  entryId: number,
  problems: ProblemList,
): StoredRows {
  return {
    sightings: inPages((after, limit) => sightingRows(db, entryId, after, limit)),
    side: openSideRows(db, entryId, problems),
  }
}

type Db = LocalCase['connection']['db']

async function sightingRows(db: Db, entryId: number, after: number, limit: number) {
  return await db
    .selectFrom('sighting as g')
    .leftJoin('message as m', 'm.id', 'g.message_id')
    .leftJoin('conversation as c', 'c.id', 'm.conversation_id')
    .leftJoin('network as n', 'n.id', 'c.network_id')
    .leftJoin('handle as h', 'h.id', 'm.sender_id')
    .leftJoin('former_uid as f', 'f.uid', 'g.uid')
    .select(['g.id', 'g.start', 'g.length', 'g.part', 'g.uid', 'g.raw', 'g.repairs', 'g.details', 'g.copy'])
    .select(['g.message_id', 'm.uid as message_uid', 'm.time_text', 'm.zone', 'm.body_exact'])
    .select(['c.kind as conversation_kind', 'c.key as conversation_key', 'n.name as network'])
    .select(['h.address as sender', 'f.message_id as former_message'])
    .select([
      sql<string | null>`case when g.uid <> m.uid then m.body end`.as('body'),
      // A further copy of a translation may stand in an exhibit that is not stated to hold any.
      sql<number>`case when g.uid <> m.uid then exists (select 1 from sighting s join entry e on e.id = s.entry_id
        join exhibit x on x.id = e.exhibit_id where s.message_id = g.message_id and s.uid = g.uid
        and x.translation_of is not null) else 0 end`.as('translated'),
      sql<number>`not exists (select 1 from sighting s where s.message_id = g.message_id and s.uid = g.uid and s.id < g.id)`.as(
        'first',
      ),
      sql<number>`case when g.uid <> m.uid then exists (select 1 from sighting s where s.message_id = g.message_id and s.id <> g.id
        and json_extract(s.details, '$.sourceId') = json_extract(g.details, '$.sourceId')) else 0 end`.as(
        'same_id',
      ),
    ])
    .where('g.entry_id', '=', entryId)
    .where('g.id', '>', after)
    .orderBy('g.id')
    .limit(limit)
    .execute()
}

interface Comparison {
  readonly entry: EntryRow
  readonly batch: ReadBatch
  readonly stored: StoredRows
  readonly blob: { readSync(offset: number, length: number): Uint8Array }
  readonly problems: ProblemList
  readonly joins: LoggedJoins
  readonly media: MediaCheck
}

async function compareMessages(comparison: Comparison): Promise<void> {
  const { entry, batch, stored, blob, problems, media } = comparison
  const m = batch.messages
  const parts = new Map(m.parts)
  const repairs = new Map(m.repairs)
  const details = new Map(m.details)
  const files = new Map(m.media)
  for (let i = 0; i < m.count; i++) {
    const next = await stored.sightings.next()
    const start = m.start[i] ?? 0
    const length = m.length[i] ?? 0
    const uid = Buffer.from(m.uids.subarray(i * 16, i * 16 + 16)).toString('hex')
    const place = { exhibit: entry.exhibit, entry: entry.name, offset: start, uid }
    const record = `record at ${entry.exhibit} ${entry.name}:${start}`
    if (next.done === true) {
      if (!entry.complete) return
      problems.add({ code: 'record-missing', says: `The ${record} is not stored.`, ...place })
      continue
    }
    const row = next.value
    const same =
      row.start === start &&
      row.length === length &&
      row.part === wellFormedOrNull(parts.get(i)?.part) &&
      hex(row.uid) === uid &&
      (row.repairs ?? '') === (repairs.get(i)?.join(' ') ?? '') &&
      row.details === (details.has(i) ? JSON.stringify(details.get(i)) : null) &&
      Buffer.compare(row.raw, parts.get(i)?.raw ?? blob.readSync(start, length)) === 0
    if (!same) {
      const says = `The ${record} is not what was stored of it.`
      problems.add({ code: 'record-altered', says, ...place })
      continue
    }
    const own = files.get(i) ?? []
    const fault = messageFault(comparison, { row, i, files: own.length > 0 ? JSON.stringify(own) : null })
    if (fault !== null) problems.add({ ...fault(record), ...place })
    await media.expect(row.id, own, place)
  }
}

/** What is wrong with the message a sighting leads to, given how its record, place `i` of the batch, is read. */
function messageFault(
  { batch, joins }: Comparison,
  { row, i, files }: { readonly row: SightingRow; readonly i: number; readonly files: string | null },
): ((record: string) => Pick<VerifyProblem, 'code' | 'says'>) | null {
  const { timeText, zone } = batch.messages
  if (row.message_uid === null)
    return (record) => ({ code: 'record-missing', says: `The message of the ${record} is not stored.` })
  const isItsOwn = isOwn(row)
  const saysWhen = row.time_text === wellFormed(timeText[i] ?? '') && row.zone === zone[i]
  // Copies of one uid may write their time otherwise: kept is how the first received has it.
  if (isItsOwn && row.first === 1 && !saysWhen)
    return () => ({
      code: 'message-altered',
      says: `The time of message ${hex(row.uid)} as written, or how its zone is known, was altered.`,
    })
  if (isItsOwn ? row.copy === null : isExplainedCopy(row, { batch, i, files }, joins)) return null
  return (record) => ({
    code: 'copy-altered',
    says: `The ${record} stands as a copy of another message, or says what a copy says, otherwise than it was read and joined.`,
  })
}

function wellFormedOrNull(text: string | null | undefined): string | null {
  return text === null || text === undefined ? null : wellFormed(text)
}

/** Whatever is stored beyond what the exhibit holds was put there by somebody. */
async function reportLeftOver(
  entry: EntryRow,
  { sightings, side }: StoredRows,
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
  await side.reportLeftOver(entry)
}
