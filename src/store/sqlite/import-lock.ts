import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { BaileyError } from '../../core/errors.ts'

/**
 * Holds a case for one importer; the lock falls with the process, however it ends.
 *
 * @throws {BaileyError} `import-running` when another holds it.
 */
export function lockImports(caseDir: string): Disposable {
  const lock = new DatabaseSync(join(caseDir, 'import.lock'), { timeout: 0 })
  try {
    lock.exec('begin exclusive')
    return lock
  } catch (error) {
    lock.close()
    throw new BaileyError('import-running', caseDir, { cause: error })
  }
}
