import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BaileyError } from '../core/errors.ts'
import { renderCheckpoint } from '../custody/checkpoint.ts'
import { NoteError, openSigner, type Signer, signNote } from '../custody/signed-note.ts'
import type { AuditLog, SignCheckpoint } from '../store/audit-log.ts'
import { openAuditLog } from '../store/sql/audit-log.ts'
import type { AskableCase } from '../store/sql/case-store.ts'
import { type Connection, openConnection } from '../store/sqlite/connection.ts'
import { openFullTextIndex } from '../store/sqlite/full-text-index.ts'
import { answering, writing } from '../store/sqlite/transaction.ts'

/** A case open in this process: its database, its log and what it is called. */
export interface LocalCase {
  readonly dir: string
  readonly connection: Connection
  readonly log: AuditLog
  readonly name: string
  readonly timezone: string
  readonly logOrigin: string
  readonly logVkey: string
}

/** Name of the file in a case folder that holds the key its audit log is signed with (PKCS #8, mode 0600). */
export const logKeyName = 'audit-log.key'

/**
 * Opens a case in this process.
 *
 * @param cacheMiB - page cache of the connection; an import wants more than a question.
 * @throws {BaileyError} `not-a-case`, `case-newer`, `log-key-missing`, `log-key-wrong`.
 */
export async function openLocalCase(dir: string, cacheMiB = 64): Promise<LocalCase> {
  const connection = await openConnection(dir, cacheMiB)
  const info = await connection.db.selectFrom('case_info').selectAll().executeTakeFirst()
  if (!info) {
    connection.close()
    throw new BaileyError('not-a-case', dir)
  }
  try {
    return localCase(dir, connection, info)
  } catch (error) {
    connection.close()
    throw error
  }
}

function localCase(dir: string, connection: Connection, info: CaseInfo): LocalCase {
  const key = logKey(dir, info.log_origin)
  if (key.vkey !== info.log_vkey) throw new BaileyError('log-key-wrong', dir)
  return {
    dir,
    connection,
    log: openAuditLog(connection.db, signing(key)),
    name: info.name,
    timezone: info.timezone,
    logOrigin: info.log_origin,
    logVkey: info.log_vkey,
  }
}

interface CaseInfo {
  readonly name: string
  readonly timezone: string
  readonly log_origin: string
  readonly log_vkey: string
}

/** Signs checkpoints of a case's audit log with the key in its folder. @throws {BaileyError} `log-key-missing`, `log-key-wrong`. */
export function signer(dir: string, origin: string): SignCheckpoint {
  return signing(logKey(dir, origin))
}

function signing(key: Signer): SignCheckpoint {
  return (size, root) => signNote(renderCheckpoint({ origin: key.name, size, root }), key)
}

function logKey(dir: string, origin: string): Signer {
  const privateKey = readKey(dir)
  try {
    return openSigner(origin, privateKey)
  } catch (error) {
    if (error instanceof NoteError) throw new BaileyError('log-key-wrong', dir, { cause: error })
    throw error
  }
}

function readKey(dir: string): Uint8Array {
  try {
    return readFileSync(join(dir, logKeyName))
  } catch (error) {
    throw new BaileyError('log-key-missing', dir, { cause: error })
  }
}

/** The case as questions are put to it. */
export function askable({ connection, log, timezone }: LocalCase): AskableCase {
  const { raw, db } = connection
  return {
    db,
    log,
    zone: timezone,
    index: openFullTextIndex(raw, timezone),
    answering: (read, record) => answering(raw, read, record),
    writing: (work) => writing(raw, work),
    close: () => connection.close(),
  }
}
