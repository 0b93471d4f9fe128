/** Imports corpora into a new case, each as an exhibit, in a process of its own and prints its figures, peak memory of its readers included. */
import { readdirSync, readFileSync } from 'node:fs'
import { initCase } from '../case-folder.ts'
import { importEvidence } from '../import-evidence.ts'
import { nothingOnReceipt } from '../import-report.ts'
import { benchAsker } from './bench-asker.ts'

const [, , caseDir = '', ...corpora] = process.argv
await initCase(caseDir, { name: 'Benchmark', timezone: 'Europe/London', actor: benchAsker.actor })
let peakKiB = 0
const timer = setInterval(() => (peakKiB = Math.max(peakKiB, residentKiB(process.pid))), 200)
const started = performance.now()
const options = {
  ...nothingOnReceipt,
} as const
const totals = { records: 0, sightings: 0, messages: 0, rejected: 0 }
for (const corpus of corpora) {
  const report = await importEvidence({ caseDir, paths: [corpus], options, asker: benchAsker })
  for (const name of ['records', 'sightings', 'messages', 'rejected'] as const) totals[name] += report[name]
}
const seconds = (performance.now() - started) / 1000
clearInterval(timer)
process.stdout.write(JSON.stringify({ ...totals, seconds, peakMiB: Math.round(peakKiB / 1024) }))

/** Resident memory of a process and its children, as /proc tells it; 0 where there is no /proc. */
function residentKiB(pid: number): number {
  try {
    const own = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' '),
    )
    return (
      Number(own?.[1] ?? 0) +
      children.filter(Boolean).reduce((sum, child) => sum + residentKiB(Number(child)), 0)
    )
  } catch (error) {
    if (error instanceof Error && 'code' in error) return 0
    throw error
  }
}
