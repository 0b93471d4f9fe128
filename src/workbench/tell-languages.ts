import { BaileyError } from '../core/errors.ts'
import { lockImports } from '../store/sqlite/import-lock.ts'
import { openLanguageMarker } from '../store/sqlite/language-marker.ts'
import type { Asker } from '../store/store.ts'
import { markLanguages } from './mark-language.ts'
import { openLocalCase } from './open-case.ts'

/**
 * Tells anew in which language each message of a case is written, as an import does of what it reads.
 *
 * @throws {BaileyError} `not-permitted`, `not-a-case`, `import-running`.
 */
export async function tellLanguages(caseDir: string, asker: Asker): Promise<void> {
  if (!asker.may.includes('import-evidence')) throw new BaileyError('not-permitted', 'derive from evidence')
  const { connection, log } = await openLocalCase(caseDir)
  try {
    using lock = lockImports(caseDir)
    const marker = openLanguageMarker({ raw: connection.raw, log })
    await marker.forget()
    await markLanguages(marker, asker)
    void lock
  } finally {
    connection.close()
  }
}
