import { resolve as absolute, join, sep } from 'node:path'
import { BaileyError } from '../core/errors.ts'
import { isTimeZone } from '../core/time.ts'
import { openVault, type Vault } from '../custody/vault.ts'
import { findProfile } from '../formats/profiles/ready-profiles.ts'
import { formatById } from '../formats/registry.ts'
import type { CaseWriter, ExhibitState, ImportTotals, SealedExhibit } from '../store/case-writer.ts'
import type { CopyJoiner } from '../store/copy-joiner.ts'
import type { LanguageMarker } from '../store/language-marker.ts'
import type { ExhibitReceipt } from '../store/questions.ts'
import { answerExhibits, answerRejections } from '../store/sql/exhibit-answers.ts'
import { openCaseWriter } from '../store/sqlite/case-writer.ts'
import { indexUids, tuneForImport } from '../store/sqlite/connection.ts'
import { openCopyJoiner } from '../store/sqlite/copy-joiner.ts'
import { lockImports } from '../store/sqlite/import-lock.ts'
import { openLanguageMarker } from '../store/sqlite/language-marker.ts'
import { asStorageRefusal } from '../store/sqlite/refusal.ts'
import { openTrafficMarker } from '../store/sqlite/traffic-marker.ts'
import { writing } from '../store/sqlite/transaction.ts'
import type { Asker } from '../store/store.ts'
import type { TrafficMarker } from '../store/traffic-marker.ts'
import { type ImportControl, openImportControl } from './import-control.ts'
import type { ImportOptions, ImportProgress, ImportReport, TellProgress } from './import-report.ts'
import { joinCopies } from './join-copies.ts'
import { isTold, markLanguages, remarkLanguages, ToldMessages } from './mark-language.ts'
import { type EarlyTraffic, markCase, openEarlyTraffic } from './mark-traffic.ts'
import { type LocalCase, openLocalCase } from './open-case.ts'
import { type ReaderEvents, readEvidence } from './read-evidence.ts'
import { alertsOf, runWatches } from './run-watches.ts'
import { nameOf, sealExhibit } from './seal-exhibit.ts'
import { unpackExhibit } from './unpack-exhibit.ts'

/** What is to be imported into which case, by whom. */
export interface ImportRequest {
  readonly caseDir: string
  readonly paths: readonly string[]
  readonly options: ImportOptions
  readonly asker: Asker
}

/** Rows of one transaction: large ones are cheaper, small ones let a server's questions in between. */
export interface ImportPace {
  readonly batchRows: number
  /** Pause after each transaction, in which waiting questions get the lock. */
  readonly pauseMs: number
}

const alone: ImportPace = { batchRows: 20_000, pauseMs: 0 }

/**
 * Receives files or folders as one exhibit: seals them, reads them, stores what was read. An import that was killed is
 * completed by the same call; bytes the case already holds add nothing.
 *
 * @throws {BaileyError} `not-permitted`, `import-running`, `no-evidence`, `cannot-read`, `no-space`, `bad-profile`,
 * `unknown-format`, `bad-value`, `exhibit-ref-taken`, `read-otherwise`, `not-reconciled`, `import-cancelled`,
 * `cannot-write`, `case-damaged`.
 */
export async function importEvidence(
  { caseDir, paths, options, asker }: ImportRequest,
  onProgress: (progress: ImportProgress) => void = () => {},
  pace: ImportPace = alone,
  control: ImportControl = openImportControl(),
): Promise<ImportReport> {
  const started = performance.now()
  if (!asker.may.includes('import-evidence')) throw new BaileyError('not-permitted', 'import evidence')
  checkOptions(options)
  for (const path of paths) refuseCaseItself(caseDir, path)
  const local = await openLocalCase(caseDir, 48)
  using lock = lockOrClose(local)
  const tell = obeying(control, local, paths, onProgress)
  try {
    tuneForImport(local.connection)
    const vault = openVault(caseDir)
    await vault.clearIncoming()
    const { exhibit, refused } = await sealExhibit(vault, paths, tell)
    const isFirst = await isEmpty(local)
    const early = isFirst ? openEarlyTraffic() : null
    const languages = openLanguageMarker({ raw: local.connection.raw, log: local.log })
    const told = isFirst || (await isTold(languages)) ? new ToldMessages() : null
    const writer = openCaseWriter(local.connection, local.log, local.timezone, (fresh) => {
      early?.add(fresh)
      for (const message of fresh) told?.add(message)
    })
    const { state, alreadyHeld } = await receive(writer, asker, exhibit, options).catch((error: unknown) =>
      putRefusalOnRecord(local, asker, exhibit, error),
    )
    const totals = alreadyHeld
      ? noTotals
      : await readExhibit({
          writer,
          joiner: joinerOf(local),
          marker: openTrafficMarker({ raw: local.connection.raw, log: local.log }),
          early,
          languages,
          told,
          vault,
          asker,
          state,
          tell,
          pace,
          watch: () => runWatches(local, asker, state.id),
        })
    onProgress({ phase: 'done', bytesDone: exhibit.size, bytesTotal: exhibit.size, records: totals.records })
    const seconds = Math.round(performance.now() - started) / 1000
    return { ...(await reportOf(local, { exhibit, state, alreadyHeld, totals })), notRead: refused, seconds }
  } catch (error) {
    // A first exhibit is read without it; one that was cancelled leaves messages that are looked up all the same.
    if (error instanceof BaileyError && error.code === 'import-cancelled') indexUids(local.connection)
    throw asStorageRefusal(error, caseDir)
  } finally {
    local.connection.close()
    void lock
  }
}

function lockOrClose({ dir, connection }: LocalCase): Disposable {
  try {
    return lockImports(dir)
  } catch (error) {
    connection.close()
    throw error
  }
}

/** The case was looked into to refuse this, so that it leaves an entry like any question. */
async function putRefusalOnRecord(
  { connection: { raw }, log }: LocalCase,
  asker: Asker,
  { name, sha256 }: SealedExhibit,
  error: unknown,
): Promise<never> {
  if (error instanceof BaileyError) {
    const detail = { name, code: error.code }
    await writing(raw, () => log.append(asker, { action: 'import.refused', object: sha256, detail }))
  }
  throw error
}

/** Tells how far the import is, then does what its control was told meanwhile. */
function obeying(
  control: ImportControl,
  { connection: { raw }, log }: LocalCase,
  paths: readonly string[],
  onProgress: (progress: ImportProgress) => void,
): TellProgress {
  const name = nameOf(paths)
  return async (progress) => {
    onProgress(progress)
    await control.obey(name, (by, act) => writing(raw, () => log.append(by, act)))
  }
}

const noTotals: ImportTotals = {
  records: 0,
  sightings: 0,
  messages: 0,
  repaired: 0,
  rejected: 0,
  zoneUnknown: 0,
}

function checkOptions({ format, timezone, mapping }: ImportOptions): void {
  if (format !== null && formatById(format) === null) throw new BaileyError('unknown-format', format)
  if (timezone !== null && !isTimeZone(timezone))
    throw new BaileyError('bad-value', `${timezone} is not an IANA time zone such as Europe/London`)
  if (mapping !== null) findProfile(mapping)
}

/** The case's own files, its signing key among them, are no evidence; what a browser sent is staged in `.uploads`. */
function refuseCaseItself(caseDir: string, path: string): void {
  const [evidence, own] = [absolute(path), absolute(caseDir)]
  const isPart = within(evidence, own) && !within(evidence, join(own, '.uploads'))
  if (isPart || within(own, evidence)) throw new BaileyError('within-case', path)
}

function within(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}${sep}`)
}

/** True when a format, mapping, zone or owner is now named that is not the one the exhibit was received with. */
function readsOtherwise(known: ExhibitState, now: ImportOptions): boolean {
  return (['format', 'mapping', 'timezone', 'owner', 'translationOf'] as const).some((what) =>
    differs(now[what], known[what]),
  )
}

function differs(now: string | null, then: string | null): boolean {
  return now !== null && now !== then
}

async function receive(
  writer: CaseWriter,
  asker: Asker,
  exhibit: SealedExhibit,
  options: ImportOptions,
): Promise<{ readonly state: ExhibitState; readonly alreadyHeld: boolean }> {
  const known = await writer.findExhibit(exhibit.sha256)
  if (known && readsOtherwise(known, options)) throw new BaileyError('read-otherwise', known.ref)
  if (known?.state === 'complete' && !(await writer.reopenFailed(asker, known.id))) {
    await writer.recordReceivedAgain(asker, known.id, exhibit.name)
    return { state: known, alreadyHeld: true }
  }
  if (known) return { state: known, alreadyHeld: false }
  const state = await writer.receiveExhibit(asker, exhibit, { ...options, ref: options.exhibitRef })
  return { state, alreadyHeld: false }
}

async function isEmpty({ connection: { db } }: LocalCase): Promise<boolean> {
  return (await db.selectFrom('message').select('id').limit(1).executeTakeFirst()) === undefined
}

function joinerOf({ connection, log, timezone }: LocalCase): CopyJoiner {
  return openCopyJoiner({ raw: connection.raw, log, zone: timezone })
}

interface Reading {
  readonly writer: CaseWriter
  readonly joiner: CopyJoiner
  readonly marker: TrafficMarker
  /** Told of every message of the case; null when the case held some before. */
  readonly early: EarlyTraffic | null
  readonly languages: LanguageMarker
  /** What the words of the messages now read say; null when messages from before are not marked. */
  readonly told: ToldMessages | null
  readonly vault: Vault
  readonly asker: Asker
  readonly state: ExhibitState
  readonly tell: TellProgress
  readonly pace: ImportPace
  /** Runs the watches over what it brought. */
  readonly watch: () => Promise<void>
}

async function readExhibit(given: Reading): Promise<ImportTotals> {
  const { writer, joiner, marker, early, told, vault, asker, state, tell, pace } = given
  await unpackExhibit({ writer, vault, asker, exhibitId: state.id, tell })
  const entries = (await writer.entriesToRead(asker, state.id)).map((entry) => ({
    ...entry,
    path: vault.pathOf(entry.sha256),
  }))
  const totals = { ...noTotals }
  const hashes = new Map(entries.map(({ id, sha256 }) => [id, sha256]))
  const all = await writer.entriesOf(state.id)
  const bytesTotal = sizeOf(all)
  let bytesBefore = bytesTotal - sizeOf(entries)
  const aside = openAside(writer, asker)
  let blob: ReturnType<Vault['openBlob']> | null = null
  const tellReading = (bytesDone: number) =>
    tell({ phase: 'reading', bytesDone, bytesTotal, records: totals.records })
  const events: ReaderEvents = {
    file: async ({ id, size }, mediaType) => {
      bytesBefore += size
      await aside.add(id, mediaType)
      await tellReading(bytesBefore)
    },
    skipping: () => tellReading(bytesBefore),
    begin: async ({ id }, reading) => {
      await aside.flush()
      blob = vault.openBlob(hashes.get(id) ?? '')
      await writer.beginEntry(asker, id, reading)
    },
    batch: async ({ id }, batch) => {
      if (blob === null) throw new Error('The reader sent rows of an entry it had not begun')
      addTotals(totals, await writer.appendBatch(asker, id, batch, blob))
      const { start, count } = batch.messages
      await tellReading(bytesBefore + (start[count - 1] ?? 0))
      if (pace.pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pace.pauseMs))
    },
    end: async (entry) => {
      blob?.close()
      blob = null
      bytesBefore += entry.size
      await writer.finishEntry(asker, entry.id)
    },
  }
  const { format, mapping, timezone: zone, owner } = state
  const beside = all.map((entry) => ({ ...entry, path: vault.pathOf(entry.sha256) }))
  await readEvidence(
    { entries, beside, format, zone, owner, mapping, batchRows: pace.batchRows, tries: 2 },
    events,
  )
  await aside.flush()
  await tellReading(bytesTotal)
  const joined = await joinCopies(joiner, asker, state.id)
  await markCase(marker, asker, joined === 0 && early !== null ? early.found() : null)
  await (told === null
    ? remarkLanguages(given.languages, asker)
    : markLanguages(given.languages, asker, joined === 0 ? told : null))
  await given.watch()
  await writer.finishExhibit(asker, state.id)
  return totals
}

function sizeOf(entries: readonly { readonly size: number }[]): number {
  return entries.reduce((n, { size }) => n + size, 0)
}

const mostAside = 500

/** Files that hold no messages, put on record many at a time: an export of a phone has more of them than of anything else. */
function openAside(writer: CaseWriter, asker: Asker) {
  let files: { readonly id: number; readonly mediaType: string }[] = []
  const flush = async (): Promise<void> => {
    if (files.length > 0) await writer.setAside(asker, files)
    files = []
  }
  return {
    flush,
    async add(id: number, mediaType: string): Promise<void> {
      files.push({ id, mediaType })
      if (files.length >= mostAside) await flush()
    },
  }
}

function addTotals(sum: { -readonly [K in keyof ImportTotals]: number }, more: ImportTotals): void {
  sum.records += more.records
  sum.sightings += more.sightings
  sum.messages += more.messages
  sum.repaired += more.repaired
  sum.rejected += more.rejected
  sum.zoneUnknown += more.zoneUnknown
}

interface Outcome {
  readonly exhibit: SealedExhibit
  readonly state: ExhibitState
  readonly alreadyHeld: boolean
  readonly totals: ImportTotals
}

async function reportOf(
  local: LocalCase,
  { exhibit, state, alreadyHeld, totals }: Outcome,
): Promise<Omit<ImportReport, 'notRead' | 'seconds'>> {
  const { db } = local.connection
  const receipt = (await answerExhibits({ db })).find(({ id }) => id === state.id)
  const rejections =
    alreadyHeld || receipt?.rejected === 0
      ? []
      : (await answerRejections({ db }, { exhibit: state.ref, limit: 1000, offset: 0 })).items
  return {
    exhibits: [
      {
        id: state.id,
        ref: state.ref,
        sha256: exhibit.sha256,
        size: exhibit.size,
        entries: receipt?.entries ?? exhibit.entries.length,
        alreadyHeld,
      },
    ],
    ...figuresOf(alreadyHeld ? undefined : receipt),
    zoneUnknown: totals.zoneUnknown,
    alerts: alreadyHeld ? [] : await alertsOf(local, state.ref),
    rejections,
  }
}

/** The figures of the whole exhibit, what an earlier, interrupted run read of it included; none when nothing was read. */
function figuresOf(
  receipt: ExhibitReceipt | undefined,
): Omit<ImportReport, 'exhibits' | 'rejections' | 'alerts' | 'zoneUnknown' | 'notRead' | 'seconds'> {
  const { records = 0, sightings = 0, duplicates = 0, repaired = 0, rejected = 0 } = receipt ?? {}
  const { contacts = 0, traces = 0 } = receipt ?? {}
  const messages = sightings - duplicates
  return { records, contacts, traces, sightings, messages, duplicates, repaired, rejected }
}
