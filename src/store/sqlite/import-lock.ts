import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { BaileyError } from '../../core/errors.ts'
import { asStorageRefusal, isBusy } from './refusal.ts'

/**
 * Holds a case for one importer; the lock falls with the process, however it ends.
 *
 * @throws {BaileyError} `import-running` when another holds it, `no-space`, `cannot-write`.
 */
export function lockImports(caseDir: string): Disposable {
  let lock: DatabaseSync | null = null
  try {
    lock = new DatabaseSync(join(caseDir, 'import.lock'), { timeout: 0 })
    lock.exec('begin exclusive')
    return lock
  } catch (error) {
    lock?.close()
    throw isBusy(error)
      ? new BaileyError('import-running', caseDir, { cause: error })
      : asStorageRefusal(error, caseDir)
  }
}
