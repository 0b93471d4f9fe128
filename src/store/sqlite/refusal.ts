import { BaileyError, type RefusalCode } from '../../core/errors.ts'

/** Primary result codes of SQLite that are no fault of Bailey's: https://sqlite.org/rescode.html */
const byResultCode: ReadonlyMap<number, RefusalCode> = new Map([
  [3, 'cannot-write'], // SQLITE_PERM
  [8, 'cannot-write'], // SQLITE_READONLY
  [10, 'disk-failed'], // SQLITE_IOERR
  [11, 'case-damaged'], // SQLITE_CORRUPT
  [13, 'no-space'], // SQLITE_FULL
  [14, 'cannot-write'], // SQLITE_CANTOPEN
  [26, 'case-damaged'], // SQLITE_NOTADB
])

const bySystemCode: ReadonlyMap<string, RefusalCode> = new Map([
  ['ENOSPC', 'no-space'],
  ['EDQUOT', 'no-space'],
  ['EACCES', 'cannot-write'],
  ['EPERM', 'cannot-write'],
  ['EROFS', 'cannot-write'],
  ['EIO', 'disk-failed'],
])

const busy = 5

/**
 * What a fault of the database or of the disk under it means to the user; anything else as it is.
 *
 * @param about - the case it happened in.
 */
export function asStorageRefusal(error: unknown, about: string): unknown {
  for (let cause = error; cause instanceof Error && !(cause instanceof BaileyError); cause = cause.cause) {
    const code = codeOf(cause)
    if (code !== undefined) return new BaileyError(code, about, { cause: error })
  }
  return error
}

/** True when SQLite refused because another connection holds the lock, or wrote since this one's snapshot. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && resultCode(error) === busy
}

function codeOf(error: Error): RefusalCode | undefined {
  const result = resultCode(error)
  if (result !== null) return byResultCode.get(result)
  return 'code' in error ? bySystemCode.get(String(error.code)) : undefined
}

/** The primary code: what SQLite adds in the higher bits only says where it happened. */
function resultCode(error: Error): number | null {
  return 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : null
}
