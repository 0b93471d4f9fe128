import { Command } from 'commander'
import { elusionOf } from '../core/elusion.ts'
import { elusionWords } from '../core/elusion-words.ts'
import { BaileyError } from '../core/errors.ts'
import { mostDrawn } from '../core/sample-draw.ts'
import { parseSearch } from '../core/search/parse-search.ts'
import { type SampleDetail, sampleCalls } from '../store/saved-views.ts'
import type { OpenCase } from '../workbench/case-folder.ts'
import { askerForCli } from './asker.ts'
import { caseOption, jsonOption, wholeNumber, withCase } from './options.ts'
import { printJson, printLine, renderAmount, renderEvidence } from './print.ts'

interface Options {
  readonly case?: string
  readonly size: number
  readonly seed?: string
  readonly scope: string
  readonly why?: string
  readonly show?: number
  readonly uid?: string
  readonly call?: string
  readonly json?: true
}

const examples = `
Examples:
  $ bailey sample 'paper OR landed' --size 400 --seed plover-1 --case plover
  $ bailey sample --show 412
  $ bailey sample --show 412 --uid 5f1c… --call responsive

A sample is of what the search does not find. The same seed draws the same messages from the same case. docs/journal.md says how,
and how the elusion rate is estimated.`

/** `bailey sample`. */
export function sampleCommand(): Command {
  return new Command('sample')
    .description('draw a sample of what a search does not find, review it, and estimate what was missed')
    .argument('[query...]', 'the search')
    .addOption(caseOption())
    .option('--size <n>', `messages to draw, 1 to ${mostDrawn}`, wholeNumber(1, mostDrawn), 400)
    .option('--seed <text>', 'what the draw is made from (needed to draw)')
    .option('--scope <query>', 'draw only from what this search finds', '')
    .option('--why <text>', 'why it is drawn, for the search journal')
    .option(
      '--show <n>',
      'print a sample by its number, with its result',
      wholeNumber(0, Number.MAX_SAFE_INTEGER),
    )
    .option('--uid <uid>', 'the message of the sample that --call is about')
    .option('--call <what>', `what it is: ${sampleCalls.join(', ')}`)
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(async (words: string[], options: Options) => {
      await withCase(options.case, async (open) => {
        const entry = options.show ?? (await draw(open, words.join(' '), options))
        await callMessage(open, entry, options)
        const sample = await open.store.ask(askerForCli(), 'sample', { entry })
        if (options.json) printJson({ ...sample, result: resultOf(sample) })
        else printSample(sample)
      })
    })
}

async function draw(
  { store, summary: { timezone: zone } }: OpenCase,
  text: string,
  options: Options,
): Promise<number> {
  const { seed, scope: scopeText, size, why = null } = options
  if (seed === undefined)
    throw new BaileyError('bad-value', 'A sample is drawn from a seed: give one with --seed')
  const { entry } = await store.ask(askerForCli(), 'drawSample', {
    text,
    query: parseSearch(text, zone),
    scopeText,
    scope: parseSearch(scopeText, zone),
    size,
    seed,
    parent: null,
    why,
  })
  return entry
}

async function callMessage({ store }: OpenCase, sample: number, { uid, call }: Options): Promise<void> {
  if (uid === undefined && call === undefined) return
  const known = sampleCalls.find((each) => each === call)
  if (uid === undefined || known === undefined)
    throw new BaileyError('bad-value', `--uid and --call (${sampleCalls.join(', ')}) are given together`)
  await store.decide(askerForCli(), 'callSample', { sample, uid: uid.toLowerCase(), call: known })
}

function resultOf({ calls, population, hits }: SampleDetail): ReturnType<typeof elusionOf> {
  const { responsive } = calls
  return elusionOf({ responsive, notResponsive: calls['not-responsive'], population, hits })
}

function printSample(sample: SampleDetail): void {
  const { entry, text, scope, seed, size, population, items } = sample
  printLine(
    `Sample ${entry}: ${renderAmount(size, 'message')} of ${renderAmount(population, 'message')} that ${renderEvidence(text)} does not find${scope === '' ? '' : ` within ${renderEvidence(scope)}`}, seed ${renderEvidence(seed)}`,
  )
  for (const { place, uid, call, who } of items)
    printLine(
      `${String(place + 1).padStart(5)}  ${uid}  ${call === null ? '' : `${call} (${renderEvidence(who ?? '')})`}`.trimEnd(),
    )
  for (const sentence of elusionWords(sample)) printLine(sentence)
}
