import type { DatabaseSync } from 'node:sqlite'

/** Where a message stands, or is to stand. */
export interface Place {
  readonly id: number
  /** True when the message is already there. */
  readonly taken: boolean
}

interface Run {
  readonly ids: Map<string, number>
  end: number
}

/**
 * Finds the id of the message with a uid, or the first free id at or after its time. A uid fixes the time, so the
 * message stands in the run of taken ids that begins at its time; only where copies were joined may that run have holes,
 * and then the index over uids is asked.
 */
export function openPlaces(raw: DatabaseSync): (at: number, uid: Uint8Array) => Place {
  const uidAt = raw.prepare('select uid from message where id = ?')
  const isJoined = raw.prepare('select 1 from former_uid union all select 1 from kept_apart limit 1')
  const idOf = raw.prepare('select id from message where uid = ?')
  const runs = new Map<number, Run>()
  return (at, uid) => {
    const key = hexOf(uid)
    const run = runs.get(at) ?? { ids: new Map<string, number>(), end: at }
    const known = run.ids.get(key)
    if (known !== undefined) return { id: known, taken: true }
    for (let row = uidAt.get(run.end); row !== undefined; row = uidAt.get(run.end)) {
      const found = row['uid'] instanceof Uint8Array ? hexOf(row['uid']) : ''
      const id = run.end++
      run.ids.set(found, id)
      if (found === key) return { id, taken: true }
    }
    keepLong(runs, at, run)
    const beyond = isJoined.get() && idOf.get(uid)
    return beyond ? { id: Number(beyond['id']), taken: true } : { id: run.end, taken: false }
  }
}

/** Keeps long runs, such as a million messages with one and the same time, so that they are not walked again. */
function keepLong(runs: Map<number, Run>, at: number, run: Run): void {
  if (run.ids.size < 16) return
  if (runs.size > 1000) runs.clear()
  runs.set(at, run)
}

function hexOf(uid: Uint8Array): string {
  return Buffer.from(uid.buffer, uid.byteOffset, uid.byteLength).toString('hex')
}
