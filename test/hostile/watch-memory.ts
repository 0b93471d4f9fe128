import { readdirSync, readFileSync } from 'node:fs'

/** A watch on the memory of every process this one started, and theirs. */
export interface MemoryWatch {
  /** Most that was resident at one time, in MiB; 0 where there is no /proc. */
  stop(): number
}

/** Looks every tenth of a second. */
export function watchMemory(): MemoryWatch {
  let peak = 0
  const timer = setInterval(() => (peak = Math.max(peak, ofChildren(process.pid))), 100).unref()
  return {
    stop() {
      clearInterval(timer)
      return Math.round(peak / 1024)
    },
  }
}

function ofChildren(pid: number): number {
  return childrenOf(pid).reduce((sum, child) => sum + residentKiB(child) + ofChildren(child), 0)
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    )
  } catch {
    return []
  }
}

/** What is the process's own: pages of program files that all of them share are not counted. */
function residentKiB(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? 0)
  } catch {
    return 0
  }
}
