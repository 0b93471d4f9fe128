import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { BaileyError } from '../core/errors.ts'
import type { Asker } from '../store/store.ts'
import type { ImportRequest } from './import-evidence.ts'
import type { ImportOptions, ImportProgress, ImportReport } from './import-report.ts'

/** An import a server started, and how far it is. */
export interface ImportJob {
  readonly id: string
  readonly startedAt: string
  readonly paths: readonly string[]
  readonly state: 'running' | 'done' | 'failed'
  readonly progress: ImportProgress
  readonly report: ImportReport | null
  readonly error: { readonly message: string; readonly remedy: string } | null
}

/** The imports of a case since its server started; at most one runs. */
export interface ImportJobs {
  /**
   * @param afterwards - called when the job has ended, however it ended.
   * @throws {BaileyError} `import-running`.
   */
  start(asker: Asker, paths: readonly string[], options: ImportOptions, afterwards?: () => void): ImportJob
  list(): readonly ImportJob[]
  find(id: string): ImportJob | null
  close(): void
}

/** What an import process says. */
export type ImportNews =
  | { readonly kind: 'progress'; readonly progress: ImportProgress }
  | { readonly kind: 'done'; readonly report: ImportReport }
  | { readonly kind: 'failed'; readonly message: string; readonly remedy: string }

/** Runs imports in processes of their own, so that a server goes on answering. */
export function openImportJobs(caseDir: string): ImportJobs {
  const jobs = new Map<string, ImportJob>()
  const children = new Set<ChildProcess>()
  const update = (id: string, change: Partial<ImportJob>): void => {
    const job = jobs.get(id)
    if (job) jobs.set(id, { ...job, ...change })
  }
  return {
    start(asker, paths, options, afterwards = () => {}) {
      if (jobs.values().some(({ state }) => state === 'running'))
        throw new BaileyError('import-running', caseDir)
      const progress: ImportProgress = { phase: 'sealing', bytesDone: 0, bytesTotal: 0, records: 0 }
      const job: ImportJob = {
        id: randomUUID(),
        startedAt: new Date().toISOString(),
        paths,
        state: 'running',
        progress,
        report: null,
        error: null,
      }
      jobs.set(job.id, job)
      const child = fork(join(import.meta.dirname, 'import-process.ts'), { serialization: 'advanced' })
      children.add(child)
      child.on('message', (news: ImportNews) => {
        if (news.kind === 'progress') update(job.id, { progress: news.progress })
        else if (news.kind === 'done') update(job.id, { state: 'done', report: news.report })
        else update(job.id, { state: 'failed', error: { message: news.message, remedy: news.remedy } })
      })
      child.once('exit', () => {
        children.delete(child)
        if (jobs.get(job.id)?.state === 'running') {
          const error = {
            message: 'The import process ended before the import did.',
            remedy: 'Import the same files again: it completes what was begun.',
          }
          update(job.id, { state: 'failed', error })
        }
        afterwards()
      })
      child.send({ caseDir, paths, options, asker } satisfies ImportRequest)
      return job
    },
    list: () => [...jobs.values()].toReversed(),
    find: (id) => jobs.get(id) ?? null,
    close() {
      for (const child of children) child.kill('SIGKILL')
    },
  }
}
