import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** A database made for a test by SQLite itself. */
export interface MadeDatabase {
  readonly bytes: Uint8Array
  /** The write-ahead log beside it; empty when there is none. */
  readonly log: Uint8Array
}

/** Makes a database for a test, taking its files while it is still open so that an unfinished log stays beside it. */
export function madeDatabase(build: (database: DatabaseSync) => void): MadeDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'bailey-sqlite-'))
  const path = join(folder, 'made.db')
  const database = new DatabaseSync(path)
  try {
    build(database)
    return { bytes: bytesOf(path), log: bytesOf(`${path}-wal`) }
  } finally {
    database.close()
    rmSync(folder, { recursive: true })
  }
}

function bytesOf(path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path))
  } catch {
    return new Uint8Array(0)
  }
}
