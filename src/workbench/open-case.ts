import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BaileyError } from '../core/errors.ts'
import { renderCheckpoint } from '../custody/checkpoint.ts'
import { openSigner, signNote } from '../custody/signed-note.ts'
import type { AuditLog, SignCheckpoint } from '../store/audit-log.ts'
import { openAuditLog } from '../store/sql/audit-log.ts'
import type { AskableCase } from '../store/sql/case-reader.ts'
import { type Connection, openConnection } from '../store/sqlite/connection.ts'
import { openFullTextIndex } from '../store/sqlite/full-text-index.ts'
import { readingThenWriting } from '../store/sqlite/transaction.ts'

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
 * @throws {BaileyError} `not-a-case`, `case-newer`.
 */
export async function openLocalCase(dir: string, cacheMiB = 64): Promise<LocalCase> {
  const connection = await openConnection(dir, cacheMiB)
  const info = await connection.db.selectFrom('case_info').selectAll().executeTakeFirst()
  if (!info) {
    connection.close()
    throw new BaileyError('not-a-case', dir)
  }
  const sign = signer(dir, info.log_origin)
  return {
    dir,
    connection,
    log: openAuditLog(connection.db, sign),
    name: info.name,
    timezone: info.timezone,
    logOrigin: info.log_origin,
    logVkey: info.log_vkey,
  }
}

/** Signs checkpoints of a case's audit log with the key in its folder. */
export function signer(dir: string, origin: string): SignCheckpoint {
  const key = openSigner(origin, readFileSync(join(dir, logKeyName)))
  return (size, root) => signNote(renderCheckpoint({ origin, size, root }), key)
}

/** The case as questions are put to it. */
export function askable({ connection, log, timezone }: LocalCase): AskableCase {
  const { raw, db } = connection
  return {
    db,
    log,
    zone: timezone,
    index: openFullTextIndex(raw),
    transaction: (work) => readingThenWriting(raw, work),
    close: () => connection.close(),
  }
}
