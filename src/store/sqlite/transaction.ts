import type { DatabaseSync } from 'node:sqlite'
import { isBusy } from './refusal.ts'

const waitMs = 2
const patienceMs = 30_000

/**
 * Runs `work` in one transaction that holds the write lock from its start. Waits for the lock by asking every 2 ms:
 * SQLite's own back-off sleeps up to 100 ms and would hardly ever meet the gaps an import leaves.
 */
export async function writing<T>(raw: DatabaseSync, work: () => T | Promise<T>): Promise<T> {
  begin(raw)
  return await finish(raw, work)
}

/**
 * Runs `work`, which reads and at its end writes its audit entry, in one transaction. The first try takes the write
 * lock only when it writes, so that a slow question holds nobody up; when somebody else wrote meanwhile, it is asked
 * again with the lock held from the start.
 */
export async function readingThenWriting<T>(raw: DatabaseSync, work: () => T | Promise<T>): Promise<T> {
  raw.exec('begin deferred')
  try {
    return await finish(raw, work)
  } catch (error) {
    if (!isBusy(error)) throw error
  }
  return await writing(raw, work)
}

async function finish<T>(raw: DatabaseSync, work: () => T | Promise<T>): Promise<T> {
  try {
    const answer = await work()
    raw.exec('commit')
    return answer
  } catch (error) {
    if (raw.isTransaction) raw.exec('rollback')
    throw error
  }
}

function begin(raw: DatabaseSync): void {
  const until = performance.now() + patienceMs
  for (;;) {
    try {
      raw.exec('begin immediate')
      return
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error
      Atomics.wait(pause, 0, 0, waitMs)
    }
  }
}

const pause = new Int32Array(new SharedArrayBuffer(4))
