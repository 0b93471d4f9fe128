import assert from 'node:assert/strict'
import fc from 'fast-check'
import { parseAddress, parseNetwork } from '../../../src/core/handle.ts'
import { problemCodes, repairCodes } from '../../../src/core/problem.ts'
import { parseEpochMicros } from '../../../src/core/time.ts'
import type { EvidenceFile, Format, Row } from '../../../src/formats/format.ts'
import { assertAccounted, evidence, nothingStated, readRows } from '../../../src/formats/laws.ts'
import { formats } from '../../../src/formats/registry.ts'
import { BatchBuilder } from '../../../src/workbench/batch-builder.ts'
import type { MadeSample } from '../evidence/chat-databases.ts'
import { type Change, changed, changes } from './mutate.ts'
import { samplesOf } from './samples.ts'

/** Longest a reader may take over a sample of some kilobytes, of the processor's time: a busy machine is not a slow reader. */
export const patienceMs = 5_000

/** A file that breaks a law, as small as it could be made. */
export interface Counterexample {
  readonly format: string
  readonly name: string
  readonly bytes: Uint8Array
  readonly says: string
  /** What makes it again. */
  readonly seed: number
  readonly path: string | null
}

/** How much is tried. */
export interface Effort {
  readonly seed: number
  readonly runs: number
  /** Called before each file is read, so that a watcher can name the one that hangs. */
  readonly onFile?: (name: string, bytes: Uint8Array) => void
}

/** Reads changed samples of a format until one breaks a law; null when none of so many did. */
export async function fuzzFormat(
  format: Format,
  { seed, runs, onFile }: Effort,
): Promise<Counterexample | null> {
  const samples = samplesOf(format)
  if (samples.length === 0)
    throw new Error(`${format.id} has no samples folder: make one, or a sample in evidence/chat-databases.ts`)
  const cases = fc.tuple(fc.constantFrom(...samples), changes)
  const outcome = await fc.check(
    fc.asyncProperty(cases, async ([sample, change]) => {
      const bytes = changed(sample.bytes, change)
      onFile?.(sample.name, bytes)
      await assertLawful(format, { ...sample, bytes })
    }),
    { numRuns: runs, seed, interruptAfterTimeLimit: patienceMs * 60, markInterruptAsFailure: false },
  )
  if (!outcome.failed || outcome.counterexample === null) return null
  const [[sample, change]] = outcome.counterexample
  return counterexample(format, {
    sample,
    change,
    error: outcome.errorInstance,
    seed,
    path: outcome.counterexamplePath,
  })
}

interface Broken {
  readonly sample: MadeSample
  readonly change: Change
  readonly error: unknown
  readonly seed: number
  readonly path: string | null
}

function counterexample(format: Format, { sample, change, error, seed, path }: Broken): Counterexample {
  const says = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { format: format.id, name: sample.name, bytes: changed(sample.bytes, change), says, seed, path }
}

/** Asserts everything a format owes to a file of any kind. */
async function assertLawful(format: Format, { name, bytes, others }: MadeSample): Promise<void> {
  const started = process.threadCpuUsage()
  for (const each of formats) {
    const sure = each.sniff(name, bytes.subarray(0, 65_536))
    assert.ok(sure >= 0 && sure <= 1, `${each.id} is ${sure} sure`)
  }
  const file = (size: number): EvidenceFile => evidence(name, bytes, { sizes: [size], others })
  const context = { ...nothingStated, zone: 'Europe/London' }
  const rows = await readRows(format, file(65_536), context)
  assertAccounted(format, rows, bytes)
  for (const row of rows) assertSound(row, bytes)
  assert.deepEqual(await readRows(format, file(997), context), rows, 'cut otherwise, it reads otherwise')
  const builder = new BatchBuilder(Math.max(1, rows.length))
  for (const row of rows) builder.add(row)
  structuredClone(builder.take())
  await format.heads?.(file(65_536))
  assert.equal(
    Object.hasOwn(Object.prototype, 'polluted'),
    false,
    'a record reached the prototype of objects',
  )
  const { user, system } = process.threadCpuUsage(started)
  const tookMs = Math.round((user + system) / 1000)
  assert.ok(tookMs < patienceMs, `it took ${tookMs} ms of the processor`)
}

/** Asserts that what a row says can be stored and shown, and that no part of JavaScript is shown as if it were evidence. */
function assertSound(row: Row, bytes: Uint8Array): void {
  assert.doesNotMatch(JSON.stringify(row), /\[native code\]|\[object Object\]/)
  switch (row.kind) {
    case 'problem': {
      const { code, says } = row.problem
      assert.ok(Object.hasOwn(problemCodes, code), `${code} is no problem code`)
      assert.ok(says.trim().length > 0 && says.length < 2000, `a problem says ${says.length} characters`)
      return
    }
    case 'message': {
      const { network, from, conversation, sent, mediaHashes, body } = row.message
      assert.ok(row.raw !== null || row.part !== null || row.record.end <= bytes.length, 'no record bytes')
      assert.equal(parseNetwork(network), network)
      for (const address of [from, ...conversation.participants]) assert.equal(parseAddress(address), address)
      assert.equal(parseEpochMicros(sent.at), sent.at)
      assert.equal(typeof body, 'string')
      assert.ok(conversation.key.length > 0, 'a conversation without a key')
      for (const hash of mediaHashes) assert.match(hash, /^[0-9a-f]{64}$/)
      for (const code of row.repairs) assert.ok(Object.hasOwn(repairCodes, code), `${code} is no repair code`)
      return
    }
    case 'contact':
      assert.equal(typeof row.contact.name, 'string')
      return
    case 'trace':
      assert.equal(parseEpochMicros(row.trace.from.at), row.trace.from.at)
  }
}
