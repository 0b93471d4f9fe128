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
 * Reads an answer and records that it was given, in one transaction that takes the write lock only when it records, so
 * that a slow question holds nobody up. When somebody else wrote since the question began, SQLite can't let the same
 * transaction write any more (`SQLITE_BUSY_SNAPSHOT`): the answer, which is that of one state of the case, is then held
 * back until its record stands in a transaction of its own. Either way nothing is answered without its record.
 */
export async function answering<T>(
  raw: DatabaseSync,
  read: () => Promise<T>,
  record: (answer: T) => Promise<void>,
): Promise<T> {
  let answered: { readonly answer: T } | undefined
  const both = async () => {
    answered ??= { answer: await read() }
    await record(answered.answer)
    return answered.answer
  }
  raw.exec('begin deferred')
  try {
    return await finish(raw, both)
  } catch (error) {
    if (!isBusy(error)) throw error
  }
  return await writing(raw, both)
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
