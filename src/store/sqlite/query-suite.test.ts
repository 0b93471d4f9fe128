import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BatchBuilder } from '../../workbench/batch-builder.ts'
import { initCase } from '../../workbench/case-folder.ts'
import { remarkLanguages } from '../../workbench/mark-language.ts'
import { markCase } from '../../workbench/mark-traffic.ts'
import { askable, openLocalCase } from '../../workbench/open-case.ts'
import { querySuite, type SearchedStore } from '../query-laws.ts'
import { type CorpusMessage, corpusZone } from '../query-suite-corpus.ts'
import type { ReadBatch } from '../read-batch.ts'
import { openCaseStore } from '../sql/case-store.ts'
import { textLaws } from '../text-laws.ts'
import { openCaseWriter } from './case-writer.ts'
import { openLanguageMarker } from './language-marker.ts'
import { openTrafficMarker } from './traffic-marker.ts'

async function openStore(): Promise<SearchedStore> {
  const root = await mkdtemp(join(tmpdir(), 'bailey-queries-'))
  const dir = join(root, 'case')
  await initCase(dir, { name: 'Queries', timezone: corpusZone, actor: 'suite' })
  const local = await openLocalCase(dir, 4)
  const { connection, log, timezone } = local
  return {
    writer: openCaseWriter(connection, log, timezone),
    reader: openCaseStore(askable(local)),
    batchOf,
    async mark(asker) {
      await markCase(openTrafficMarker({ raw: connection.raw, log }), asker)
      await remarkLanguages(openLanguageMarker({ raw: connection.raw, log }), asker)
    },
    async [Symbol.asyncDispose]() {
      connection.close()
      await rm(root, { recursive: true, force: true })
    },
  }
}

function batchOf(messages: readonly CorpusMessage[]): ReadBatch {
  const builder = new BatchBuilder(messages.length + 1)
  const span = { start: 0, end: 1 }
  for (const { message, repairs } of messages)
    builder.add({ kind: 'message', part: null, span, record: span, message, repairs, raw: null })
  return builder.take()
}

querySuite('SQLite', openStore)
textLaws('SQLite', openStore)
