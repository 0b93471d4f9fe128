import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { BaileyError } from '../../core/errors.ts'
import { migrationsFor } from '../sql/migrations.ts'
import type { Tables } from '../sql/tables.ts'
import { indexFeatures } from './feature-indexes.ts'
import { createFullText, defineFolding, renewFullText } from './full-text.ts'
import { asStorageRefusal } from './refusal.ts'
import { renewReplyIndexes } from './replies.ts'

/** An open case database: the raw connection for bulk work, and Kysely over the same connection for everything else. */
export interface Connection {
  readonly raw: DatabaseSync
  readonly db: Kysely<Tables>
  close(): void
}

const migrations = migrationsFor('sqlite')

/** Name of the database file in a case folder. */
export const databaseName = 'case.sqlite'

/**
 * Opens the database of a case that exists.
 *
 * @throws {BaileyError} `not-a-case` when the folder holds none, `case-damaged`, `cannot-write`, `no-space` when its file
 * cannot be read or written, `case-newer` when a later version wrote it.
 */
export async function openConnection(caseDir: string, cacheMiB = 64): Promise<Connection> {
  const path = join(caseDir, databaseName)
  if (!existsSync(path)) throw new BaileyError('not-a-case', caseDir)
  let connection: Connection | null = null
  try {
    connection = connect(path, cacheMiB)
    if (!isCase(connection.raw)) throw new BaileyError('not-a-case', caseDir)
    await migrate(connection, caseDir)
    await renewFullText(connection.raw)
    await indexFeatures(connection.raw)
    await renewReplyIndexes(connection.raw)
    return connection
  } catch (error) {
    connection?.close()
    throw asStorageRefusal(error, caseDir)
  }
}

/** A file that holds no case is left as it is. */
function isCase(raw: DatabaseSync): boolean {
  return raw.prepare(`select 1 from sqlite_schema where name = 'case_info'`).get() !== undefined
}

/** Makes the database of a new case. */
export async function createConnection(caseDir: string): Promise<Connection> {
  const connection = connect(join(caseDir, databaseName), 64)
  await migrate(connection, caseDir)
  createFullText(connection.raw)
  await indexFeatures(connection.raw)
  await renewReplyIndexes(connection.raw)
  return connection
}

/**
 * Another process that closes the database as its last, or recovers the log of one that was killed, holds all of it for a
 * moment: opening waits that out. Once it is open nobody does, and locks are waited for as `transaction.ts` says.
 */
const openingMs = 30_000

function connect(path: string, cacheMiB: number): Connection {
  const raw = new DatabaseSync(path, { enableForeignKeyConstraints: false, timeout: openingMs })
  raw.exec(
    `pragma page_size = 16384; pragma journal_mode = wal; pragma synchronous = full; pragma trusted_schema = off;
     pragma wal_autocheckpoint = 4000; pragma cache_size = -${cacheMiB * 1024}; pragma temp_store = memory;`,
  )
  raw.prepare('select 1 from sqlite_schema').get()
  raw.exec('pragma busy_timeout = 0')
  defineFolding(raw)
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: kyselyDatabase(raw) }) })
  return { raw, db, close: () => raw.close() }
}

/** Makes the index over uids where the import of a first exhibit went without it. */
export function indexUids({ raw }: Connection): void {
  raw.exec('create unique index if not exists message_uid on message(uid)')
}

/** Trades the last transactions before a power cut, which the next run of the import reads again, for speed; a cut never damages the file. */
export function tuneForImport({ raw }: Connection): void {
  raw.exec('pragma synchronous=normal; pragma wal_autocheckpoint=4000; pragma temp_store=file')
}

/** What SQLite finds wrong with the database file itself, at most 20 faults. */
export function fileDamage(raw: DatabaseSync): string[] {
  return raw
    .prepare('pragma quick_check(20)')
    .all()
    .map((row) => String(row['quick_check']))
    .filter((says) => says !== 'ok')
}

async function migrate({ db, raw }: Connection, caseDir: string): Promise<void> {
  const written = raw.prepare(`select count(*) as n from sqlite_schema where name = 'kysely_migration'`).get()
  if (written?.['n'] === 1) {
    const names = raw
      .prepare('select name from kysely_migration')
      .all()
      .map((row) => String(row['name']))
    if (names.some((name) => !(name in migrations))) throw new BaileyError('case-newer', caseDir)
    if (names.length === Object.keys(migrations).length) return
  }
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  // The migrator looks at every view, and the view over the words calls a function of ours.
  raw.exec('pragma trusted_schema = on')
  const { error } = await migrator.migrateToLatest()
  raw.exec('pragma trusted_schema = off')
  if (error !== undefined) throw new Error('The schema could not be brought up to date', { cause: error })
}

/** The part of better-sqlite3's interface that Kysely's SQLite dialect asks for, over `node:sqlite`. */
function kyselyDatabase(raw: DatabaseSync): SqliteDatabase {
  return {
    close: () => {},
    prepare(text) {
      const statement = raw.prepare(text)
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...bound(parameters)),
        run: (parameters) => statement.run(...bound(parameters)),
        iterate: (parameters) => statement.iterate(...bound(parameters)),
      }
    },
  }
}

function bound(parameters: readonly unknown[]): SQLInputValue[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Kysely passes on what the typed queries were given
  return parameters as SQLInputValue[]
}
