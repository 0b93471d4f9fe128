import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Value } from 'typebox/value'
import type { Address } from '../core/handle.ts'
import type { Answers } from '../store/questions.ts'
import type { ImportJob as RunningJob } from '../workbench/import-job.ts'
import type { SourceView } from '../workbench/read-source.ts'
import type { AuditPage } from './audit.ts'
import type { ConversationDetail, Position, ThreadPage } from './conversations.ts'
import type { CountingScopes, Coverage, DropDiff } from './coverage.ts'
import type { ExhibitList, RejectionPage, RepairPage } from './exhibits.ts'
import type { Facets, ThreadsOfHits } from './facets.ts'
import type { FileDetail } from './files.ts'
import type { HandleDetail, HandlePage } from './handles.ts'
import { ImportBody, type ImportJob } from './imports.ts'
import type { JournalPage } from './journal.ts'
import type { MessageDetail, SearchPage, SourceList } from './messages.ts'
import type { Overview } from './overview.ts'
import type { ReadPage, StreamOutline, StreamStep } from './reading.ts'
import type { Reading, TagList } from './review.ts'
import type { AlertList, BatchPart, SampleDetail, SampleDrawn, SampleList, SavedList } from './saved.ts'

/** Each answer of the store and the shape it crosses HTTP in. */
interface Wire extends Record<keyof Answers, unknown> {
  readonly overview: Overview
  readonly exhibits: ExhibitList
  readonly rejections: RejectionPage
  readonly repairs: RepairPage
  readonly search: Omit<SearchPage, 'readAs'>
  readonly facets: Facets
  readonly threads: Omit<ThreadsOfHits, 'readAs'>
  readonly message: MessageDetail
  readonly source: readonly Omit<SourceList[number], 'before' | 'after'>[]
  readonly file: FileDetail
  readonly conversation: ConversationDetail
  readonly thread: ThreadPage
  readonly stream: ReadPage
  readonly streamPosition: Position
  readonly streamOutline: StreamOutline
  readonly streamStep: StreamStep
  readonly position: Position
  readonly handles: HandlePage
  readonly handle: HandleDetail
  readonly importReports: null
  readonly coverage: Coverage
  readonly diff: DropDiff
  readonly scopes: CountingScopes
  readonly tags: TagList
  readonly reading: Reading
  readonly journal: JournalPage
  readonly audit: AuditPage
  readonly saved: SavedList
  readonly batch: BatchPart
  readonly alerts: AlertList
  readonly drawSample: SampleDrawn
  readonly samples: SampleList
  readonly sample: SampleDetail
}

/** A type with its brands taken off: an address crosses HTTP as the text it is. */
type Plain<T> = T extends string
  ? string extends T
    ? string
    : T extends Address
      ? string
      : T
  : T extends object
    ? { [K in keyof T]: Plain<T[K]> }
    : T

/** `true` only when each side takes the other: a field missing on either is a compile error. */
type Same<A, B> = [Plain<A>] extends [Plain<B>] ? ([Plain<B>] extends [Plain<A>] ? true : false) : false

test('answers cross HTTP in the shape the store gives them', () => {
  const same: { readonly [K in keyof Answers]: Same<Answers[K], Wire[K]> } = {
    overview: true,
    exhibits: true,
    rejections: true,
    repairs: true,
    search: true,
    facets: true,
    threads: true,
    message: true,
    source: true,
    file: true,
    conversation: true,
    thread: true,
    stream: true,
    streamPosition: true,
    streamOutline: true,
    streamStep: true,
    position: true,
    handles: true,
    handle: true,
    importReports: true,
    coverage: true,
    diff: true,
    scopes: true,
    tags: true,
    reading: true,
    journal: true,
    audit: true,
    saved: true,
    batch: true,
    alerts: true,
    drawSample: true,
    samples: true,
    sample: true,
  }
  const others: readonly [Same<RunningJob, ImportJob>, Same<readonly SourceView[], SourceList>] = [true, true]
  assert.ok([...Object.values(same), ...others].every(Boolean))
})

test('an import names paths or an upload, never both and nothing else', () => {
  assert.ok(Value.Check(ImportBody, { paths: ['/evidence'] }))
  assert.ok(Value.Check(ImportBody, { upload: 'batch-1', options: { timezone: null } }))
  assert.ok(!Value.Check(ImportBody, { paths: ['/evidence'], upload: 'batch-1' }))
  assert.ok(!Value.Check(ImportBody, { upload: '../case' }))
  assert.ok(!Value.Check(ImportBody, { upload: 'b', options: { actor: 'someone else' } }))
})
