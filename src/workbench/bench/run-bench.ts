import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { initCase } from '../case-folder.ts'
import { benchAsker } from './bench-asker.ts'
import { writeCorpus } from './corpus.ts'
import { benchSearch } from './search-bench.ts'
import { writeSearchCorpus } from './search-corpus.ts'
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
  const wants = (one: BenchName): boolean => name === one || name === 'all'
  try {
    return {
      cores: availableParallelism(),
      node: process.version,
      messages,
      ...((wants('import') || wants('views')) && (await repeatedSample(dir, messages, wants))),
      ...(wants('search') && (await naturalWords(dir, messages))),
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** Import and views, on the sample repeated. */
async function repeatedSample(
  dir: string,
  messages: number,
  wants: (one: BenchName) => boolean,
): Promise<object> {
  const corpus = await writeCorpus(dir, messages)
  const caseDir = join(dir, 'case')
  const baseline = wants('import')
    ? await figures('baseline-process.ts', [corpus.jsonLines, join(dir, 'baseline.sqlite')])
    : null
  const imported = await figures('measured-import-process.ts', [caseDir, corpus.jabber])
  const emptyCaseDir = join(dir, 'empty')
  await initCase(emptyCaseDir, { name: 'Benchmark', timezone: 'Europe/London', actor: benchAsker.actor })
  return {
    import: {
      ...rated(imported),
      ...(baseline && {
        baseline: rated(baseline),
        timesBaseline: Math.round((imported.seconds / baseline.seconds) * 100) / 100,
      }),
    },
    ...(wants('views') && { views: await benchViews(caseDir, emptyCaseDir, corpus.jabber) }),
  }
}

/** Searches, on a corpus with as many different words as people use. */
async function naturalWords(dir: string, messages: number): Promise<object> {
  const { paths } = await writeSearchCorpus(dir, messages)
  const caseDir = join(dir, 'searched')
  const imported = await figures('measured-import-process.ts', [caseDir, ...paths])
  for (const path of paths) await rm(path)
  return { searched: rated(imported), search: await benchSearch(caseDir, messages > 3_000_000 ? 8 : 30) }
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
