import type { LayerName } from '../store/sql/derived-rows.ts'

/** What a run over the files of a case made. `files = made + refused + failed`. */
export interface DeriveReport extends LayerName {
  /** Files that had not got the layer. */
  readonly files: number
  readonly made: number
  /** Files of which the layer says that nothing can be made of them. */
  readonly refused: number
  /** Files on which the engine crashed, ran out of time or gave no text: nothing is stored, the next run tries them again. */
  readonly failed: number
  /** True when it was stopped before its end. */
  readonly stopped: boolean
  /** The first 100 of the refused and the failed. */
  readonly problems: readonly { readonly sha256: string; readonly says: string }[]
}

/** Who looks on while files are gone through. */
export interface DeriveWatch {
  /** Told after each file how many are done. */
  readonly onDerived?: (done: number) => void
  /** Stops after the file under way, whose program is killed. */
  readonly signal?: AbortSignal
}

/** Adds up what happened to each file. */
export interface DeriveCount {
  made(): void
  refused(sha256: string, says: string): void
  failed(sha256: string, says: string): void
  report(): DeriveReport
}

const mostProblems = 100

/** Counts the files of one run. */
export function countDerived(layer: LayerName, { onDerived, signal }: DeriveWatch): DeriveCount {
  const counts = { made: 0, refused: 0, failed: 0 }
  const problems: { sha256: string; says: string }[] = []
  const files = (): number => counts.made + counts.refused + counts.failed
  const problem = (what: 'refused' | 'failed', sha256: string, says: string): void => {
    counts[what]++
    if (problems.length < mostProblems) problems.push({ sha256, says })
    onDerived?.(files())
  }
  return {
    made() {
      counts.made++
      onDerived?.(files())
    },
    refused: (sha256, says) => problem('refused', sha256, says),
    failed: (sha256, says) => problem('failed', sha256, says),
    report: () => ({
      ...layer,
      files: files(),
      ...counts,
      stopped: signal?.aborted ?? false,
      problems,
    }),
  }
}
