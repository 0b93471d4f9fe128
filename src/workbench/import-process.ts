/** A child process that runs one import for a server, or puts one act on record; see `import-jobs.ts`. */
import { setTimeout as sleep } from 'node:timers/promises'
import { BaileyError } from '../core/errors.ts'
import type { Act } from '../store/audit-log.ts'
import { writing } from '../store/sqlite/transaction.ts'
import type { Asker } from '../store/store.ts'
import { actOf, type ImportOrder, openImportControl } from './import-control.ts'
import { type ImportRequest, importEvidence } from './import-evidence.ts'
import type { ImportNews } from './import-jobs.ts'
import type { ImportProgress, ImportReport } from './import-report.ts'
import { openLocalCase } from './open-case.ts'
import { nameOf } from './seal-exhibit.ts'

/** An order about an import that no process runs: it is only put on record. */
export interface OrderOnRecord {
  readonly caseDir: string
  readonly name: string
  readonly order: ImportOrder
}

/** Short transactions with gaps, so that the server's questions find the lock free. */
const shared = { batchRows: 8_000, pauseMs: 4 }

const newsEveryMs = 100
const askAgainMs = 1000

const control = openImportControl((paused) => tell({ kind: paused ? 'paused' : 'resumed' }))

process.on('message', (message: ImportRequest | ImportOrder | OrderOnRecord) => {
  if ('what' in message) control.give(message)
  else if ('order' in message) {
    const { caseDir, name, order } = message
    void putOnRecord(caseDir, order.by, actOf(order, name)).finally(leave)
  } else void run(message).finally(leave)
})
// Whoever started this process is gone: the next server takes the import up, and must find the lock free.
process.on('disconnect', endAtOnce)
// A service manager asks every process of a server to end at once; this one ends with its server.
process.on('SIGINT', () => {}).on('SIGTERM', () => {})

async function run(request: ImportRequest): Promise<void> {
  try {
    tell({ kind: 'done', report: await importWhenFree(request) })
  } catch (error) {
    const refusal = error instanceof BaileyError ? error : null
    tell({
      kind: refusal?.code === 'import-cancelled' ? 'cancelled' : 'failed',
      message: refusal?.message ?? 'The import stopped on a fault in Bailey.',
      remedy: refusal?.remedy ?? 'Import the same files again: it completes what was begun.',
    })
    if (!refusal) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  }
}

/** Waits while another process, such as `bailey import`, imports into the case. */
async function importWhenFree(request: ImportRequest): Promise<ImportReport> {
  let last = 0
  const onProgress = (progress: ImportProgress): void => {
    if (performance.now() - last < newsEveryMs) return
    last = performance.now()
    tell({ kind: 'progress', progress })
  }
  for (;;) {
    try {
      return await importEvidence(request, onProgress, shared, control)
    } catch (error) {
      if (!(error instanceof BaileyError && error.code === 'import-running')) throw error
    }
    tell({ kind: 'held' })
    await control.obey(nameOf(request.paths), (by, act) => putOnRecord(request.caseDir, by, act))
    await sleep(askAgainMs)
  }
}

async function putOnRecord(caseDir: string, by: Asker, act: Act): Promise<void> {
  const { connection, log } = await openLocalCase(caseDir)
  try {
    await writing(connection.raw, () => log.append(by, act))
  } finally {
    connection.close()
  }
}

/** Ends once everything told has been sent. */
function leave(): void {
  process.off('disconnect', endAtOnce)
  if (process.connected) process.disconnect?.()
}

function endAtOnce(): void {
  process.exit(0)
}

function tell(news: ImportNews): void {
  process.send?.(news)
}
