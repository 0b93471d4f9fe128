import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { initCase } from '../case-folder.ts'
import { benchAsker } from './bench-asker.ts'
import { writeCorpus } from './corpus.ts'
import { benchSearch } from './search-bench.ts'
import { benchViews } from './views-bench.ts'

const run = promisify(execFile)

/** What is measured: an import beside the baseline, searches, or what the views ask. */
export type BenchName = 'import' | 'search' | 'views' | 'all'

/**
 * Measures Bailey on the bundled sample repeated to a corpus of a million messages, in a temporary folder that is
 * removed. Every figure comes with what it is to be compared with in the same run, since machines differ and are noisy.
 */
export async function runBench(
  name: BenchName,
  { messages = 1_000_000 }: { readonly messages?: number } = {},
): Promise<unknown> {
  const dir = await mkdtemp(join(tmpdir(), 'bailey-bench-'))
  try {
    const corpus = await writeCorpus(dir, messages)
    const caseDir = join(dir, 'case')
    const baseline =
      name === 'import' || name === 'all'
        ? await figures('baseline-process.ts', [corpus.jsonLines, join(dir, 'baseline.sqlite')])
        : null
    const imported = await figures('measured-import-process.ts', [corpus.jabber, caseDir])
    const emptyCaseDir = join(dir, 'empty')
    await initCase(emptyCaseDir, { name: 'Benchmark', timezone: 'Europe/London', actor: benchAsker.actor })
    return {
      cores: availableParallelism(),
      node: process.version,
      messages,
      import: {
        ...rated(imported),
        ...(baseline && {
          baseline: rated(baseline),
          timesBaseline: Math.round((imported.seconds / baseline.seconds) * 100) / 100,
        }),
      },
      ...((name === 'search' || name === 'all') && { search: await benchSearch(caseDir, 30) }),
      ...((name === 'views' || name === 'all') && {
        views: await benchViews(caseDir, emptyCaseDir, corpus.jabber),
      }),
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

interface ProcessFigures {
  readonly messages: number
  readonly seconds: number
  readonly peakMiB: number
}

async function figures(script: string, parameters: readonly string[]): Promise<ProcessFigures> {
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, script), ...parameters])
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the two scripts beside this one print exactly this
  return JSON.parse(stdout) as ProcessFigures
}

function rated(of: ProcessFigures): ProcessFigures & { readonly messagesPerSecond: number } {
  return { ...of, messagesPerSecond: Math.round(of.messages / of.seconds) }
}
