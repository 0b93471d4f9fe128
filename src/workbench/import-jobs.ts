import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { BaileyError } from '../core/errors.ts'
import type { Asker } from '../store/store.ts'
import type { ImportOrder } from './import-control.ts'
import type { ImportRequest } from './import-evidence.ts'
import {
  change,
  checkOrder,
  type HeldJob,
  holdJob,
  type ImportJob,
  type ImportWanted,
  isOver,
  leaveJob,
  takeUpJob,
} from './import-job.ts'
import type { OrderOnRecord } from './import-process.ts'
import { type ImportQueue, openImportQueue } from './import-queue.ts'
import type { ImportProgress, ImportReport } from './import-report.ts'
import { nameOf } from './seal-exhibit.ts'

/**
 * The imports of a case since its server started, and those an earlier one left. One runs, the rest wait in order
 * behind it, also while it is paused.
 */
export interface ImportJobs {
  /**
   * Takes up what an earlier server left: what was waiting or running goes on by itself, what a person had paused stays
   * so until a person lets it go on.
   *
   * @param onUploadDone - told of each upload whose import has ended, however it ended.
   * @returns the uploads that are still to be imported.
   */
  takeUp(onUploadDone: (batch: string) => void): readonly string[]
  /** Puts an import at the end of the queue. @throws {BaileyError} `no-space`. */
  start(asker: Asker, wanted: ImportWanted): ImportJob
  /** An order is done after the batch under way. @throws {BaileyError} `no-such-import`, `import-state`, `not-permitted`. */
  order(asker: Asker, id: string, what: ImportOrder['what']): ImportJob
  /** Newest first. */
  list(): readonly ImportJob[]
  find(id: string): ImportJob | null
  /** Stops without ending what is unfinished: the next server takes it up. */
  close(): void
}

/** What an import process says. */
export type ImportNews =
  | { readonly kind: 'progress'; readonly progress: ImportProgress }
  | { readonly kind: 'paused' | 'resumed' }
  /** Another process imports into the case; this one waits for it. */
  | { readonly kind: 'held' }
  | { readonly kind: 'done'; readonly report: ImportReport }
  | { readonly kind: 'failed' | 'cancelled'; readonly message: string; readonly remedy: string }

interface Jobs {
  readonly caseDir: string
  readonly queue: ImportQueue
  /** In the order in which they run. */
  readonly held: HeldJob[]
  uploadDone: (batch: string) => void
  isClosed: boolean
}

/** Runs imports in processes of their own, so that a server goes on answering, one after the other. */
export function openImportJobs(caseDir: string): ImportJobs {
  const queue = openImportQueue(caseDir)
  const jobs: Jobs = { caseDir, queue, held: [], uploadDone() {}, isClosed: false }
  return {
    takeUp: (onUploadDone) => takeUp(jobs, onUploadDone),
    start(asker, wanted) {
      const held = holdJob(asker, wanted, { id: randomUUID(), startedAt: new Date().toISOString() })
      jobs.held.push(held)
      try {
        keep(jobs)
      } catch (error) {
        jobs.held.pop()
        throw new BaileyError('no-space', 'the list of imports', { cause: error })
      }
      runNext(jobs)
      return shown(jobs, held)
    },
    order(asker, id, what) {
      if (!asker.may.includes('import-evidence')) throw new BaileyError('not-permitted', `${what} an import`)
      const held = jobs.held.find(({ job }) => job.id === id)
      if (!held) throw new BaileyError('no-such-import', id)
      checkOrder(held, what)
      give(jobs, held, { what, by: asker })
      return shown(jobs, held)
    },
    list: () => jobs.held.map((held) => shown(jobs, held)).toReversed(),
    find(id) {
      const held = jobs.held.find(({ job }) => job.id === id)
      return held ? shown(jobs, held) : null
    },
    close() {
      jobs.isClosed = true
      for (const { child } of jobs.held) child?.kill('SIGKILL')
    },
  }
}

function takeUp(jobs: Jobs, onUploadDone: (batch: string) => void): readonly string[] {
  jobs.uploadDone = onUploadDone
  const { imports, putAside } = jobs.queue.read()
  if (putAside !== null)
    process.stderr.write(`The list of unfinished imports cannot be read; it was kept as ${putAside}.\n`)
  const left = imports.map(takeUpJob)
  jobs.held.unshift(...left)
  // The server ended before the import had done as it was told.
  for (const held of left)
    if (held.job.asked === 'cancel') cancelIdle(jobs, held, { what: 'cancel', by: held.asker })
  runNext(jobs)
  return left.flatMap((held) => (held.upload === null || isOver(held) ? [] : [held.upload]))
}

function shown({ held: all }: Jobs, held: HeldJob): ImportJob {
  const ahead = isOver(held) ? [] : all.slice(0, all.indexOf(held)).filter((one) => !isOver(one))
  return { ...held.job, ahead: ahead.length }
}

function keep({ queue, held, isClosed }: Jobs): void {
  if (!isClosed) queue.keep(held.flatMap(leaveJob))
}

/** The imports themselves go on when their list cannot be written. */
function keepOrSay(jobs: Jobs): void {
  try {
    keep(jobs)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'a fault'
    process.stderr.write(`The list of unfinished imports was not written: ${code}\n`)
  }
}

/** One at a time: a paused import keeps those behind it waiting, so that they are read in the order asked for. */
function runNext(jobs: Jobs): void {
  if (jobs.isClosed || jobs.held.some(({ child }) => child !== null)) return
  const next = jobs.held.find((held) => !isOver(held))
  if (next?.job.state === 'waiting' && next.job.asked === null) run(jobs, next)
}

function run(jobs: Jobs, held: HeldJob): void {
  const child = startProcess()
  held.child = child
  change(held, { state: 'running' })
  const ended = (): void => {
    held.child = null
    if (jobs.isClosed) return
    if (!isOver(held)) end(jobs, held, { state: 'failed', error: endedEarly })
    runNext(jobs)
  }
  child.on('message', (news: ImportNews) => hear(jobs, held, news))
  // An order that finds the process gone is an error too, after which `exit` follows.
  child.on('error', () => child.pid === undefined && ended())
  child.once('exit', ended)
  const { asker, paths, options } = held
  child.send({ caseDir: jobs.caseDir, paths, options, asker } satisfies ImportRequest)
  if (held.resumedBy) child.send({ what: 'resume', by: held.resumedBy } satisfies ImportOrder)
  held.resumedBy = null
}

const endedEarly = {
  message: 'The import process ended before the import did.',
  remedy: 'Import the same files again: it completes what was begun.',
} as const

/** Apart from the server's terminal, whose Ctrl-C ends the server and leaves the import to the next one. */
function startProcess(): ChildProcess {
  return fork(join(import.meta.dirname, 'import-process.ts'), { serialization: 'advanced', detached: true })
}

function hear(jobs: Jobs, held: HeldJob, news: ImportNews): void {
  // What was cancelled while it waited may have begun meanwhile: it is being ended.
  if (isOver(held)) return
  const { state, asked } = held.job
  if (news.kind === 'progress')
    change(held, { progress: news.progress, state: state === 'waiting' ? 'running' : state })
  else if (news.kind === 'held') change(held, { state: 'waiting' })
  else if (news.kind === 'done') end(jobs, held, { state: 'done', report: news.report })
  else if (news.kind === 'failed' || news.kind === 'cancelled')
    end(jobs, held, { state: news.kind, error: { message: news.message, remedy: news.remedy } })
  else {
    change(held, {
      state: news.kind === 'paused' ? 'paused' : 'running',
      asked: asked === 'cancel' ? asked : null,
    })
    keepOrSay(jobs)
  }
}

function end(jobs: Jobs, held: HeldJob, to: Partial<HeldJob['job']>): void {
  change(held, { ...to, asked: null })
  keepOrSay(jobs)
  if (held.upload !== null) jobs.uploadDone(held.upload)
}

function give(jobs: Jobs, held: HeldJob, order: ImportOrder): void {
  const isIdle = held.child === null || held.job.state === 'waiting'
  if (order.what === 'cancel' && isIdle) cancelIdle(jobs, held, order)
  else if (held.child !== null) {
    held.child.send(order)
    change(held, { asked: order.what === 'resume' ? null : order.what })
  } else {
    held.resumedBy = order.by
    change(held, { state: 'waiting' })
  }
  keepOrSay(jobs)
  runNext(jobs)
}

/** Ends an import that has not begun, or that no process has gone on with since the server started. */
function cancelIdle(jobs: Jobs, held: HeldJob, order: ImportOrder): void {
  held.child?.kill('SIGKILL')
  const name = nameOf(held.paths)
  startProcess().send({ caseDir: jobs.caseDir, name, order } satisfies OrderOnRecord)
  const { message, remedy } = new BaileyError('import-cancelled', name)
  end(jobs, held, { state: 'cancelled', error: { message, remedy } })
}
