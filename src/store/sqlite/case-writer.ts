import { BaileyError } from '../../core/errors.ts'
import { parseAddress } from '../../core/handle.ts'
import type { AuditLog } from '../audit-log.ts'
import type {
  CaseWriter,
  EntryReading,
  EntryToRead,
  ExhibitState,
  ImportTotals,
  ReceiptRequest,
  SealedBytes,
  SealedExhibit,
} from '../case-writer.ts'
import type { ReadBatch } from '../read-batch.ts'
import { addUnpacked, beginArchive, setAside, unpackedBytes } from '../sql/archive-rows.ts'
import { folded } from '../sql/handle-answers.ts'
import type { Asker } from '../store.ts'
import type { MarkableMessage } from '../traffic-marker.ts'
import { type Connection, indexUids } from './connection.ts'
import { openCopyCounts } from './copy-counts.ts'
import { openMessageRows, type StoredBatch } from './message-rows.ts'
import { type BatchIds, openNameIds } from './name-ids.ts'
import { reconcile } from './reconcile.ts'
import { openRollUps } from './roll-ups.ts'
import { openSideRows } from './side-rows.ts'
import { writing } from './transaction.ts'

/** A message new to the case, with what its words say of their language, as the analysis packs it. */
export interface FreshMessage extends MarkableMessage {
  readonly ownWords: number
}

/** What the writer's parts work on. */
interface Writing extends Connection {
  readonly log: AuditLog
}

/**
 * Takes exhibits into a SQLite case. Only one may be open on a case at a time.
 *
 * @param onFresh - told of the messages new to the case, batch by batch, each in order of time.
 */
export function openCaseWriter(
  connection: Connection,
  log: AuditLog,
  zone: string,
  onFresh: (messages: readonly FreshMessage[]) => void = () => {},
): CaseWriter {
  const { raw, db } = connection
  const open: Writing = { ...connection, log }
  const rows = openBatchRows(raw, zone, onFresh)
  return {
    findExhibit: (sha256) => findExhibit(db, sha256),
    receiveExhibit: (asker, exhibit, receipt) => writing(raw, () => receive(open, asker, exhibit, receipt)),
    reopenFailed: (asker, exhibitId) => writing(raw, () => reopen(open, asker, exhibitId)),
    recordReceivedAgain: (asker, exhibitId, name) =>
      writing(raw, async () => {
        await log.append(asker, {
          action: 'exhibit.receive-again',
          object: await hashOf(db, exhibitId),
          detail: { name },
        })
      }),
    ...archiveWriter(open),
    entriesToRead: (asker, exhibitId) => writing(raw, () => entriesToRead(open, asker, exhibitId)),
    beginEntry: (asker, entryId, reading) => writing(raw, () => beginEntry(open, asker, entryId, reading)),
    appendBatch: (asker, entryId, batch, sealed) =>
      writing(raw, async () => {
        const totals = await rows.append(entryId, batch, sealed)
        await log.append(asker, { action: 'entry.read', object: null, detail: { entry: entryId, ...totals } })
        return totals
      }).catch((error: unknown) => {
        rows.forget()
        throw error
      }),
    finishEntry: (asker, entryId) =>
      writing(raw, async () => {
        await db.updateTable('entry').set({ state: 'read' }).where('id', '=', entryId).execute()
        await log.append(asker, { action: 'entry.end', object: null, detail: { entry: entryId } })
      }),
    finishExhibit: (asker, exhibitId) =>
      writing(raw, async () => {
        indexUids(open)
        const totals = reconcile(raw, exhibitId)
        await db.updateTable('exhibit').set({ state: 'complete' }).where('id', '=', exhibitId).execute()
        await log.append(asker, {
          action: 'exhibit.complete',
          object: await hashOf(db, exhibitId),
          detail: totals,
        })
        await log.keepCheckpoint()
      }),
  }
}

type ArchiveWriter = Pick<
  CaseWriter,
  'entriesOf' | 'waitingEntries' | 'beginArchive' | 'unpackedBytes' | 'addUnpacked' | 'setAside'
>

function archiveWriter({ raw, db, log }: Writing): ArchiveWriter {
  return {
    entriesOf: (exhibitId) =>
      db
        .selectFrom('entry')
        .select(['name', 'sha256', 'size'])
        .where('exhibit_id', '=', exhibitId)
        .orderBy('id')
        .execute(),
    waitingEntries: (exhibitId, after) =>
      selectWaiting(db, exhibitId).where('id', '>', after).limit(waitingPage).execute(),
    beginArchive: (asker, entryId) => writing(raw, () => beginArchive({ db, log, asker }, entryId)),
    unpackedBytes: (receivedId) => unpackedBytes(db, receivedId),
    addUnpacked: (asker, entryId, part) => writing(raw, () => addUnpacked({ db, log, asker }, entryId, part)),
    setAside: (asker, files) => writing(raw, () => setAside({ db, log, asker }, files)),
  }
}

async function findExhibit(db: Connection['db'], sha256: string): Promise<ExhibitState | null> {
  const row = await db
    .selectFrom('exhibit')
    .select([
      'id',
      'ref',
      'state',
      'timezone',
      'owner',
      'translation_of as translationOf',
      'format',
      'mapping',
    ])
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  return row ? { ...row, owner: row.owner === null ? null : parseAddress(row.owner) } : null
}

async function beginEntry(
  { db, log }: Writing,
  asker: Asker,
  entryId: number,
  reading: EntryReading | null,
): Promise<void> {
  const { format = null, version = null, profile = null } = reading ?? {}
  await db
    .updateTable('entry')
    .set({ format, format_version: version, profile })
    .where('id', '=', entryId)
    .execute()
  const detail = { entry: entryId, format, version, profile }
  await log.append(asker, { action: 'entry.begin', object: null, detail })
}

async function receive(
  { raw, db, log }: Writing,
  asker: Asker,
  exhibit: SealedExhibit,
  receipt: ReceiptRequest,
): Promise<ExhibitState> {
  const ref = receipt.ref ?? (await nextRef(db))
  const taken = await db.selectFrom('exhibit').select('id').where('ref', '=', ref).executeTakeFirst()
  if (taken) throw new BaileyError('exhibit-ref-taken', ref)
  const state = {
    ref,
    state: 'reading',
    timezone: receipt.timezone,
    owner: receipt.owner,
    translationOf: receipt.translationOf,
    format: receipt.format,
    mapping: receipt.mapping,
  } as const
  const { translationOf, ...columns } = state
  const row = {
    ...columns,
    translation_of: translationOf,
    name: exhibit.name,
    sha256: exhibit.sha256,
    size: exhibit.size,
    received_from: receipt.receivedFrom,
    authority: receipt.authority,
    capture_mode: receipt.captureMode,
    received_at: new Date().toISOString(),
    received_by: asker.actor,
  }
  const { id } = await db.insertInto('exhibit').values(row).returning('id').executeTakeFirstOrThrow()
  if (isEmpty(raw)) raw.exec('drop index if exists message_uid')
  const insert = raw.prepare(
    `insert into entry (exhibit_id, name, sha256, size, state) values (?, ?, ?, ?, 'waiting')`,
  )
  for (const { name, sha256, size } of exhibit.entries) insert.run(id, name, sha256, size)
  const detail = { ...row, entries: exhibit.entries.length }
  await log.append(asker, { action: 'exhibit.receive', object: exhibit.sha256, detail })
  return { id, ...state }
}

/** Entries whose bytes were read before under the same path and the same statements. */
function heldEntries(raw: Connection['raw'], exhibitId: number): number[] {
  const rows = raw
    .prepare(
      `select entry.id, entry.name, earlier.name as before from entry join exhibit own on own.id = entry.exhibit_id
       join entry earlier on earlier.sha256 = entry.sha256 and earlier.id < entry.id and earlier.state = 'read'
       join exhibit x on x.id = earlier.exhibit_id
       where entry.exhibit_id = ? and entry.state = 'waiting' and entry.rows_done = 0
       and x.owner is own.owner and x.timezone is own.timezone and x.format is own.format and x.mapping is own.mapping
       and x.translation_of is own.translation_of`,
    )
    .all(exhibitId)
  const same = rows.filter((row) => innerPath(String(row['name'])) === innerPath(String(row['before'])))
  return [...new Set(same.map((row) => Number(row['id'])))]
}

/** The path within the innermost archive: an archive under another name holds the same files. */
function innerPath(name: string): string {
  return name.slice(name.lastIndexOf('!/') + 1)
}

/** A row that says a reader died stands for no row of the file: whoever reads on counts without it. */
function forgetFailures(raw: Connection['raw'], exhibitId: number): void {
  const failed = `select id from rejection where code = 'reader-failed' and entry_id in
    (select id from entry where exhibit_id = ${exhibitId} and state = 'waiting')`
  raw.exec(`
    update entry set rows_done = rows_done - n, rejected = rejected - n
      from (select entry_id, count(*) as n from rejection where id in (${failed}) group by 1) f where entry.id = f.entry_id;
    delete from rejection where id in (${failed});
  `)
}

/** Opens an exhibit again of which a reader died on some entry, so that it is read from there; false when there is none. */
async function reopen({ raw, db, log }: Writing, asker: Asker, exhibitId: number): Promise<boolean> {
  const { changes } = raw
    .prepare(
      `update entry set state = 'waiting' where exhibit_id = ? and state = 'read'
       and id in (select entry_id from rejection where code = 'reader-failed')`,
    )
    .run(exhibitId)
  if (changes === 0) return false
  raw.prepare(`update exhibit set state = 'reading' where id = ?`).run(exhibitId)
  await log.append(asker, { action: 'exhibit.reopen', object: await hashOf(db, exhibitId), detail: {} })
  return true
}

/**
 * Entries whose bytes an earlier entry of the same name holds, read with the same statements, are set aside before the
 * rest is listed; under another name the same bytes may be another conversation.
 */
async function entriesToRead(
  { raw, db, log }: Writing,
  asker: Asker,
  exhibitId: number,
): Promise<readonly EntryToRead[]> {
  const held = heldEntries(raw, exhibitId)
  const hold = raw.prepare(`update entry set state = 'held' where id = ?`)
  for (const id of held) hold.run(id)
  forgetFailures(raw, exhibitId)
  await log.append(asker, {
    action: 'exhibit.read',
    object: await hashOf(db, exhibitId),
    detail: { held: held.length },
  })
  return await selectWaiting(db, exhibitId).execute()
}

const waitingPage = 1000

function selectWaiting(db: Connection['db'], exhibitId: number) {
  return db
    .selectFrom('entry')
    .select(['id', 'name', 'sha256', 'size', 'rows_done as rowsDone'])
    .where('exhibit_id', '=', exhibitId)
    .where('state', '=', 'waiting')
    .orderBy('id')
}

async function hashOf(db: Connection['db'], exhibitId: number): Promise<string> {
  const { sha256 } = await db
    .selectFrom('exhibit')
    .select('sha256')
    .where('id', '=', exhibitId)
    .executeTakeFirstOrThrow()
  return sha256
}

/** The first exhibit of a case is read without the index over uids, which is then made in one sort instead of a million random writes. */
function isEmpty(raw: Connection['raw']): boolean {
  return raw.prepare('select 1 from message limit 1').get() === undefined
}

async function nextRef(db: Connection['db']): Promise<string> {
  const refs = new Set((await db.selectFrom('exhibit').select('ref').execute()).map((row) => row.ref))
  let n = 1
  while (refs.has(`E/${n}`)) n++
  return `E/${n}`
}

/** Row writers over one connection, made anew after a failed transaction because what they remember may be gone. */
function openBatchRows(
  raw: Connection['raw'],
  zone: string,
  onFresh: (messages: readonly FreshMessage[]) => void,
) {
  const open = () => ({
    names: openNameIds(raw),
    messages: openMessageRows(raw),
    rollUps: openRollUps(raw, zone),
    copies: openCopyCounts(raw, zone),
    side: openSideRows(raw),
  })
  let rows = open()
  const reject = raw.prepare(
    'insert into rejection (entry_id, part, start, length, code, says) values (?, ?, ?, ?, ?, ?)',
  )
  const addName = raw.prepare(
    'insert into handle_name (handle_id, name, folded) values (?, ?, ?) on conflict do nothing',
  )
  const count = raw.prepare(
    `update entry set rows_done = rows_done + ?, sightings = sightings + ?, messages = messages + ?, repaired = repaired + ?, rejected = rejected + ?,
     zone_assumed = zone_assumed + ?, zone_unknown = zone_unknown + ?, zone_none = zone_none + ?, contacts = contacts + ?, traces = traces + ? where id = ?`,
  )
  return {
    forget() {
      rows = open()
    },
    async append(entryId: number, batch: ReadBatch, sealed: SealedBytes): Promise<ImportTotals> {
      const ids = rows.names.ofBatch(batch)
      const stored = await rows.messages(batch, ids, { entryId, sealed })
      rows.rollUps(batch, ids, stored, entryId)
      rows.copies(batch, stored, entryId)
      onFresh(freshMessages(batch, ids, stored))
      for (const [i, name] of batch.messages.fromName)
        addName.run(ids.handles[batch.messages.sender[i] ?? 0] ?? 0, name, folded(name))
      rows.side(batch, entryId, rows.names.ofHandle)
      for (const { part, start, length, problem } of batch.problems)
        reject.run(entryId, part, start, length, problem.code, problem.says)
      const totals = totalsOf(batch, stored.fresh.length)
      const ofZone = (place: number): number =>
        stored.fresh.reduce((n, i) => n + (batch.messages.zone[i] === place ? 1 : 0), 0)
      count.run(
        totals.records + batch.contacts.length + batch.traces.length,
        totals.sightings,
        totals.messages,
        totals.repaired,
        totals.rejected,
        ofZone(1),
        ofZone(2),
        ofZone(3),
        batch.contacts.length,
        batch.traces.length,
        entryId,
      )
      return totals
    },
  }
}

function freshMessages(batch: ReadBatch, ids: BatchIds, stored: StoredBatch): FreshMessage[] {
  const m = batch.messages
  return stored.fresh.map((i) => ({
    id: stored.messageIds[i] ?? 0,
    conversation: ids.conversations[m.conversation[i] ?? 0] ?? 0,
    sender: ids.handles[m.sender[i] ?? 0] ?? 0,
    at: m.at[i] ?? 0,
    isSystem: m.kind[i] === 'system',
    body: m.body[i] ?? '',
    ownWords: m.ownWords[i] ?? 0,
  }))
}

function totalsOf(batch: ReadBatch, messages: number): ImportTotals {
  const sightings = batch.messages.count
  const rejected = batch.problems.length
  return {
    records: sightings + rejected,
    sightings,
    messages,
    repaired: batch.messages.repairs.length,
    rejected,
    zoneUnknown: batch.messages.zone.reduce((n, place) => n + (place === 2 ? 1 : 0), 0),
  }
}
