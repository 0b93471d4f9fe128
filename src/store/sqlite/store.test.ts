import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { initCase } from '../../workbench/case-folder.ts'
import { askable, openLocalCase } from '../../workbench/open-case.ts'
import { facetLaws } from '../facet-laws.ts'
import { type LawStore, storeLaws } from '../laws.ts'
import { openCaseStore } from '../sql/case-store.ts'
import { openCaseWriter } from './case-writer.ts'

async function openStore(): Promise<LawStore> {
  const root = await mkdtemp(join(tmpdir(), 'bailey-laws-'))
  const dir = join(root, 'case')
  await initCase(dir, { name: 'Laws', timezone: 'UTC', actor: 'law' })
  const local = await openLocalCase(dir, 4)
  local.connection.raw.exec('pragma synchronous = off')
  return {
    writer: openCaseWriter(local.connection, local.log, local.timezone),
    reader: openCaseStore(askable(local)),
    async [Symbol.asyncDispose]() {
      local.connection.close()
      await rm(root, { recursive: true, force: true })
    },
  }
}

storeLaws('SQLite', openStore)
facetLaws('SQLite', openStore)
