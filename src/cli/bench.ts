import { Argument, Command } from 'commander'
import { jsonOption, wholeNumber } from './options.ts'
import { printJson } from './print.ts'

const names = ['import', 'search', 'views', 'all'] as const

/** `bailey bench`. */
export function benchCommand(): Command {
  return new Command('bench')
    .description('measure import, search and views on a corpus of a million messages, beside a baseline')
    .addArgument(new Argument('[name]', 'what to measure').choices(names).default('all'))
    .option(
      '--messages <n>',
      'how long the corpus is, 1000 to 100000000',
      wholeNumber(1000, 100_000_000),
      1_000_000,
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  $ bailey bench search > search.json\n\nThe figures are printed as one JSON document, with --json or without.',
    )
    .action(async (name: (typeof names)[number], { messages }: { readonly messages: number }) => {
      const { runBench } = await import('../workbench/bench/run-bench.ts')
      printJson(await runBench(name, { messages }))
    })
}
