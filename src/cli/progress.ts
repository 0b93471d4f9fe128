import type { ImportProgress } from '../workbench/import-report.ts'
import { renderBytes, renderCount } from './print.ts'

/** A progress bar on stderr. */
export interface ProgressBar {
  show(progress: ImportProgress): void
  clear(): void
}

const silent: ProgressBar = { show: () => {}, clear: () => {} }
const everyMs = 100
const width = 24

/** A bar with bytes, messages a second and time left when stderr is a terminal, nothing otherwise. */
export function openProgressBar(stream: NodeJS.WriteStream = process.stderr): ProgressBar {
  if (!stream.isTTY) return silent
  let phase: ImportProgress['phase'] | null = null
  let phaseBegan = 0
  let shown = -everyMs
  return {
    show(progress) {
      const now = performance.now()
      if (progress.phase !== phase) {
        phase = progress.phase
        phaseBegan = now
      } else if (now - shown < everyMs) return
      shown = now
      stream.write(
        `\r\u001b[K${renderProgress(progress, (now - phaseBegan) / 1000).slice(0, (stream.columns || 80) - 1)}`,
      )
    },
    clear: () => void stream.write('\r\u001b[K'),
  }
}

/** One line of the bar, `seconds` into its phase. */
export function renderProgress(
  { phase, bytesDone, bytesTotal, records }: ImportProgress,
  seconds: number,
): string {
  const share = bytesTotal === 0 ? 1 : Math.min(1, bytesDone / bytesTotal)
  const full = Math.round(share * width)
  const parts = [
    `${phase.padEnd(7)} [${'='.repeat(full)}${' '.repeat(width - full)}] ${String(Math.floor(share * 100)).padStart(3)} %`,
    `${renderBytes(bytesDone)} of ${renderBytes(bytesTotal)}`,
  ]
  if (phase === 'reading' && seconds > 0)
    parts.push(`${renderCount(Math.round(records / seconds))} messages/s`)
  if (share > 0 && share < 1 && seconds > 1)
    parts.push(`${renderDuration((seconds / share) * (1 - share))} left`)
  return parts.join('  ')
}

function renderDuration(seconds: number): string {
  const whole = Math.ceil(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}
