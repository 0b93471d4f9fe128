import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { BaileyError } from '../core/errors.ts'
import { isTimeZone } from '../core/time.ts'
import { generateSigner } from '../custody/signed-note.ts'
import { openAuditLog } from '../store/sql/audit-log.ts'
import { openCaseStore } from '../store/sql/case-store.ts'
import { createConnection, databaseName } from '../store/sqlite/connection.ts'
import { asStorageRefusal } from '../store/sqlite/refusal.ts'
import { writing } from '../store/sqlite/transaction.ts'
import type { CaseStore } from '../store/store.ts'
import { askable, logKeyName, openLocalCase, signer } from './open-case.ts'
import { openQueryPool } from './query-pool.ts'

/** A case that can be asked. */
export interface OpenCase {
  readonly dir: string
  readonly store: CaseStore
  readonly summary: { readonly name: string; readonly timezone: string }
  close(): Promise<void>
}

/**
 * Makes an empty case: folder, database, exhibit store, and the key its audit log is signed with.
 *
 * @param timezone - IANA zone in which days and hours are counted and shown; null is UTC.
 * @throws {BaileyError} `case-exists` when the folder holds anything, `bad-value` for an unknown zone, `cannot-write`,
 * `no-space`.
 */
export async function initCase(
  dir: string,
  {
    name,
    timezone,
    actor,
  }: { readonly name: string; readonly timezone: string | null; readonly actor: string },
): Promise<void> {
  if (timezone !== null && !isTimeZone(timezone))
    throw new BaileyError('bad-value', `${timezone} is not an IANA time zone such as Europe/London`)
  if (name.trim() === '') throw new BaileyError('bad-value', 'A case needs a name')
  await makeEmptyFolder(dir)
  try {
    await fillFolder(dir, { name, timezone: timezone ?? 'UTC', actor })
  } catch (error) {
    throw asStorageRefusal(error, dir)
  }
}

async function fillFolder(
  dir: string,
  { name, timezone, actor }: { readonly name: string; readonly timezone: string; readonly actor: string },
): Promise<void> {
  const origin = `bailey/${randomBytes(8).toString('hex')}`
  const { privateKey, vkey } = generateSigner(origin)
  await writeFile(join(dir, logKeyName), privateKey, { mode: 0o600, flag: 'wx' })
  await mkdir(join(dir, 'exhibits'))
  const connection = await createConnection(dir)
  try {
    const row = {
      id: 1,
      name,
      timezone,
      log_origin: origin,
      log_vkey: vkey,
      verified_at: null,
      verified_problems: null,
    }
    const log = openAuditLog(connection.db, signer(dir, origin))
    await writing(connection.raw, async () => {
      await connection.db.insertInto('case_info').values(row).execute()
      await log.append(
        { actor, via: 'cli', may: [] },
        { action: 'case.init', object: null, detail: { name, timezone, vkey } },
      )
      await log.keepCheckpoint()
    })
  } finally {
    connection.close()
  }
}

async function makeEmptyFolder(dir: string): Promise<void> {
  try {
    await makeFolder(resolve(dir))
  } catch (error) {
    throw new BaileyError('cannot-write', dir, { cause: error })
  }
  let names: string[]
  try {
    names = await readdir(dir)
  } catch (error) {
    throw new BaileyError('cannot-read', dir, { cause: error })
  }
  if (names.length > 0) throw new BaileyError('case-exists', dir)
}

/** Parents first, each once: Node's own recursive `mkdir` never ends where a folder cannot hold another, as in /proc. */
async function makeFolder(dir: string): Promise<void> {
  if (existsSync(dir)) return
  await makeFolder(dirname(dir))
  await mkdir(dir)
}

/** The folder of the case a command is about. @throws {BaileyError} `not-a-case`. */
export function findCase(dir: string | undefined): string {
  const found = resolve(dir ?? '.')
  if (!existsSync(join(found, databaseName))) throw new BaileyError('not-a-case', dir ?? 'The current folder')
  return found
}

/** What was thrown by work on a case, as the user is to be told of it: a full or damaged disk is no fault of Bailey's. */
export function asRefusal(error: unknown, about: string): unknown {
  return asStorageRefusal(error, about)
}

/** Opens a case for one command: questions are answered in this process. @throws {BaileyError} `not-a-case`, `case-newer`. */
export async function openCase(dir: string): Promise<OpenCase> {
  const local = await openLocalCase(dir)
  const { name, timezone } = local
  const store = openCaseStore(askable(local))
  return { dir, store, summary: { name, timezone }, close: () => store.close() }
}

/** Opens a case for a server: questions are answered by a pool of child processes that are killed when one overruns. */
export async function openServedCase(dir: string): Promise<OpenCase> {
  const { name, timezone, connection } = await openLocalCase(dir)
  connection.close()
  const store = openQueryPool(dir, { processes: 2, limitMs: 20_000 })
  return { dir, store, summary: { name, timezone }, close: () => store.close() }
}
