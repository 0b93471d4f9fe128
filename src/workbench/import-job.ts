import type { ChildProcess } from 'node:child_process'
import { BaileyError } from '../core/errors.ts'
import type { Asker } from '../store/store.ts'
import type { ImportOrder } from './import-control.ts'
import type { QueuedImport } from './import-queue.ts'
import type { ImportOptions, ImportProgress, ImportReport } from './import-report.ts'

/** An import a server was asked for, and how far it is. */
export interface ImportJob {
  readonly id: string
  /** When it was asked for. */
  readonly startedAt: string
  readonly paths: readonly string[]
  readonly state: 'waiting' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'
  /** What it was told and has not done yet: it finishes the batch under way first. */
  readonly asked: 'pause' | 'cancel' | null
  /** Imports before it in the queue that have not ended. */
  readonly ahead: number
  readonly progress: ImportProgress
  readonly report: ImportReport | null
  /** Why it ended before its end; null unless it failed or was cancelled. */
  readonly error: { readonly message: string; readonly remedy: string } | null
}

/** What is to be imported; `upload` names the batch that the paths were uploaded as. */
export interface ImportWanted {
  readonly paths: readonly string[]
  readonly options: ImportOptions
  readonly upload: string | null
}

/** A job with what it takes to run it. */
export interface HeldJob extends ImportWanted {
  readonly asker: Asker
  job: Omit<ImportJob, 'ahead'>
  child: ChildProcess | null
  /** Who let it go on before there was a process to tell. */
  resumedBy: Asker | null
}

const nothingYet: ImportProgress = { phase: 'sealing', bytesDone: 0, bytesTotal: 0, records: 0 }

/** A job that waits. */
export function holdJob(asker: Asker, wanted: ImportWanted, { id, startedAt }: JobName): HeldJob {
  const { paths } = wanted
  const nothing = { asked: null, progress: nothingYet, report: null, error: null }
  return {
    ...wanted,
    asker,
    job: { id, startedAt, paths, state: 'waiting', ...nothing },
    child: null,
    resumedBy: null,
  }
}

type JobName = Pick<ImportJob, 'id' | 'startedAt'>

/** A job an earlier server left; whoever asked for it may still import, and nothing else on the word of a file. */
export function takeUpJob({ actor, state, ...queued }: QueuedImport): HeldJob {
  const { paths, options, upload } = queued
  const held = holdJob(
    { actor, via: 'api', may: ['import-evidence'] },
    { paths, options, upload },
    { id: queued.id, startedAt: queued.startedAt },
  )
  if (state === 'paused') change(held, { state })
  if (state === 'cancelled') change(held, { asked: 'cancel' })
  return held
}

/** What the next server is to know of a job: nothing when it has ended. */
export function leaveJob(held: HeldJob): readonly QueuedImport[] {
  if (isOver(held)) return []
  const { paths, options, upload, asker } = held
  const { id, startedAt, asked, state: now } = held.job
  const isPaused = now === 'paused' || asked === 'pause'
  const state = asked === 'cancel' ? 'cancelled' : isPaused ? 'paused' : 'waiting'
  return [{ id, startedAt, paths, options, upload, actor: asker.actor, state }]
}

/** Changes what is shown of a job. */
export function change(held: HeldJob, to: Partial<HeldJob['job']>): void {
  held.job = { ...held.job, ...to }
}

/** True when a job has ended, however it ended. */
export function isOver({ job: { state } }: HeldJob): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled'
}

/** @throws {BaileyError} `import-state` when the order makes no sense for the job as it stands. */
export function checkOrder(held: HeldJob, what: ImportOrder['what']): void {
  const says = whyNot(held, what)
  if (says !== null) throw new BaileyError('import-state', says)
}

function whyNot(held: HeldJob, what: ImportOrder['what']): string | null {
  const { state, asked } = held.job
  if (isOver(held)) return 'has ended already'
  if (asked === 'cancel') return 'is being stopped already'
  if (what === 'pause' && state === 'paused') return 'is paused already'
  if (what === 'pause' && state !== 'running') return 'has not begun yet'
  return what === 'resume' && state !== 'paused' && asked !== 'pause' ? 'is not paused' : null
}
