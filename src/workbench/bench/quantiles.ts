/** Times of a repeated act in milliseconds, rounded to hundredths. */
export interface Times {
  readonly runs: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly maxMs: number
}

/** Runs an act `runs` times after two runs that do not count. */
export async function timesOf(runs: number, act: (run: number) => Promise<unknown>): Promise<Times> {
  await act(0)
  await act(1)
  const times: number[] = []
  for (let run = 0; run < runs; run++) {
    const started = performance.now()
    await act(run)
    times.push(performance.now() - started)
  }
  return quantilesOf(times)
}

/** Median, 95th percentile and maximum of times in milliseconds. */
export function quantilesOf(times: readonly number[]): Times {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number): number =>
    Math.round((sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0) * 100) / 100
  return { runs: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) }
}
