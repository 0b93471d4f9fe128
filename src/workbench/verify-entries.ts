import { type Address, parseAddress } from '../core/handle.ts'
import type { Vault } from '../custody/vault.ts'
import type { ReadBatch } from '../store/read-batch.ts'
import { hex, type SqlRow, text, textOrNull } from '../store/sqlite/stored-message.ts'
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
  const entries = entryRows(local)
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
        beside: besideRows(local, vault, first.exhibitId),
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

function entryRows({ connection }: LocalCase): EntryRow[] {
  return connection.raw
    .prepare(
      `select e.id, x.id as exhibit, x.ref, e.name, e.sha256, e.size, x.format, x.timezone, x.owner, x.mapping, e.state = 'read' as complete
       from entry e join exhibit x on x.id = e.exhibit_id where e.state <> 'held' and (e.state = 'read' or e.rows_done > 0) order by e.id`,
    )
    .all()
    .map((row) => ({
      id: Number(row['id']),
      exhibit: text(row['ref']),
      exhibitId: Number(row['exhibit']),
      name: text(row['name']),
      sha256: text(row['sha256']),
      size: Number(row['size']),
      format: textOrNull(row['format']),
      zone: textOrNull(row['timezone']),
      owner: parseAddress(text(row['owner'])),
      mapping: textOrNull(row['mapping']),
      complete: row['complete'] === 1,
    }))
}

/** Every file of an exhibit. */
function besideRows({ connection }: LocalCase, vault: Vault, exhibitId: number): BesideFile[] {
  return connection.raw
    .prepare('select name, sha256, size from entry where exhibit_id = ? order by id')
    .all(exhibitId)
    .map((row) => {
      const sha256 = text(row['sha256'])
      return { name: text(row['name']), sha256, size: Number(row['size']), path: vault.pathOf(sha256) }
    })
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
    async begin({ id }) {
      stored = openStoredRows(local, id)
      blob = vault.openBlob(entries.get(id)?.sha256 ?? '')
    },
    async batch({ id }, batch) {
      const entry = entries.get(id)
      if (!entry || !stored || !blob) return
      compareMessages({ entry, batch, stored, blob, problems })
      compareRejections(entry, batch, stored, problems)
    },
    async end({ id }) {
      const entry = entries.get(id)
      if (entry && stored) reportLeftOver(entry, stored, problems)
      blob?.close()
      stored = null
    },
  }
}

interface StoredRows {
  readonly sightings: Iterator<SqlRow>
  readonly rejections: Iterator<SqlRow>
}

function openStoredRows({ connection: { raw } }: LocalCase, entryId: number): StoredRows {
  return {
    sightings: raw
      .prepare(
        'select g.start, g.length, g.part, g.uid, g.raw, g.repairs, g.details, m.uid as message_uid, m.time_text, m.zone, m.id = g.message_id and not exists (select 1 from sighting o where o.message_id = m.id and o.id < g.id) as first from sighting g left join message m on m.id = g.message_id where g.entry_id = ? order by g.id',
      )
      .iterate(entryId),
    rejections: raw
      .prepare('select start, length, part, code, says from rejection where entry_id = ? order by id')
      .iterate(entryId),
  }
}

interface Comparison {
  readonly entry: EntryRow
  readonly batch: ReadBatch
  readonly stored: StoredRows
  readonly blob: { readSync(offset: number, length: number): Uint8Array }
  readonly problems: ProblemList
}

function compareMessages({ entry, batch, stored, blob, problems }: Comparison): void {
  const m = batch.messages
  const parts = new Map(m.parts)
  const repairs = new Map(m.repairs)
  const details = new Map(m.details)
  for (let i = 0; i < m.count; i++) {
    const next = stored.sightings.next()
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
    const raw = row['raw'] instanceof Uint8Array ? row['raw'] : new Uint8Array()
    const same =
      Number(row['start']) === start &&
      Number(row['length']) === length &&
      hex(row['uid']) === uid &&
      text(row['repairs']) === (repairs.get(i)?.join(' ') ?? '') &&
      textOrNull(row['details']) === (details.has(i) ? JSON.stringify(details.get(i)) : null) &&
      Buffer.compare(raw, bytes) === 0
    if (!same)
      problems.add({
        code: 'record-altered',
        says: `The record at ${entry.exhibit} ${entry.name}:${start} is not what was stored of it.`,
        ...place,
      })
    else if (row['first'] === 1 && (row['time_text'] !== m.timeText[i] || row['zone'] !== m.zone[i]))
      problems.add({
        code: 'message-altered',
        says: `The time of message ${uid} as written, or how its zone is known, was altered.`,
        ...place,
      })
    else if (row['message_uid'] === null)
      problems.add({
        code: 'record-missing',
        says: `The message of the record at ${entry.exhibit} ${entry.name}:${start} is not stored.`,
        ...place,
      })
  }
}

function compareRejections(
  entry: EntryRow,
  batch: ReadBatch,
  stored: StoredRows,
  problems: ProblemList,
): void {
  for (const { start, length, problem } of batch.problems) {
    const next = stored.rejections.next()
    if (next.done === true && !entry.complete) return
    const row = next.done === true ? null : next.value
    if (
      row !== null &&
      Number(row['start']) === start &&
      Number(row['length']) === length &&
      row['code'] === problem.code &&
      row['says'] === problem.says
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
function reportLeftOver(entry: EntryRow, { sightings, rejections }: StoredRows, problems: ProblemList): void {
  for (let next = sightings.next(); next.done !== true; next = sightings.next()) {
    const offset = Number(next.value['start'])
    const says = `A stored record at ${entry.exhibit} ${entry.name}:${offset} is not in the exhibit.`
    problems.add({
      code: 'record-unexplained',
      says,
      exhibit: entry.exhibit,
      entry: entry.name,
      offset,
      uid: hex(next.value['uid']),
    })
  }
  for (let next = rejections.next(); next.done !== true; next = rejections.next()) {
    const offset = Number(next.value['start'])
    const says = `A stored rejection at ${entry.exhibit} ${entry.name}:${offset} is not in the exhibit.`
    problems.add({ code: 'rejection-altered', says, exhibit: entry.exhibit, entry: entry.name, offset })
  }
}
