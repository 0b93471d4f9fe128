/** A child process that runs one import for a server; see `import-jobs.ts`. */
import { BaileyError } from '../core/errors.ts'
import { type ImportRequest, importEvidence } from './import-evidence.ts'
import type { ImportNews } from './import-jobs.ts'
import type { ImportProgress } from './import-report.ts'

/** Short transactions with gaps, so that the server's questions find the lock free. */
const shared = { batchRows: 8_000, pauseMs: 4 }

const newsEveryMs = 100

process.once('message', (request: ImportRequest) => {
  let last = 0
  const onProgress = (progress: ImportProgress): void => {
    if (performance.now() - last < newsEveryMs) return
    last = performance.now()
    tell({ kind: 'progress', progress })
  }
  void importEvidence(request, onProgress, shared)
    .then(
      (report) => tell({ kind: 'done', report }),
      (error: unknown) => {
        const refusal = error instanceof BaileyError ? error : null
        tell({
          kind: 'failed',
          message: refusal?.message ?? 'The import stopped on a fault in Bailey.',
          remedy: refusal?.remedy ?? 'Import the same files again: it completes what was begun.',
        })
        if (!refusal) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
      },
    )
    .finally(() => process.disconnect?.())
})

function tell(news: ImportNews): void {
  process.send?.(news)
}
