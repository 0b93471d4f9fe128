import { Command } from 'commander'
import type { CountingScope } from '../core/counting-scope.ts'
import { askerForCli } from './asker.ts'
import { caseOption, countOption, jsonOption, printScope, wholeNumber, withCase } from './options.ts'
import { printJson, printLine, renderCount, renderEvidence, renderTable } from './print.ts'

interface Options {
  readonly case?: string
  readonly contains?: string
  readonly limit: number
  readonly offset: number
  readonly count: CountingScope
  readonly json?: true
}

/** `bailey handles`. */
export function handlesCommand(): Command {
  return new Command('handles')
    .description('list the handles, busiest first')
    .addOption(caseOption())
    .option('--contains <text>', 'only handles whose address or names hold this text')
    .option('--limit <n>', 'most handles to print, 1 to 1000', wholeNumber(1, 1000), 1000)
    .option('--offset <n>', 'handles to pass over', wholeNumber(0, 1_000_000_000), 0)
    .addOption(countOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  $ bailey handles --limit 20\n  $ bailey handles --contains heron --json\n  $ bailey handles --count custodian',
    )
    .action(async ({ case: dir, contains, limit, offset, count, json }: Options) => {
      await withCase(dir, async ({ store }) => {
        const { total, items, countedBy } = await store.ask(askerForCli(), 'handles', {
          contains: contains ?? null,
          limit,
          offset,
          count,
        })
        if (json) return printJson({ countedBy, total, handles: items })
        const rows = items.map(({ handle, sent, received, contacts, firstAt, lastAt }) => [
          renderEvidence(handle),
          renderCount(sent),
          renderCount(received),
          renderCount(contacts),
          firstAt ?? '',
          lastAt ?? '',
        ])
        printLine(renderTable(['handle', 'sent#', 'received#', 'contacts#', 'first', 'last'], rows))
        printScope(countedBy)
        if (items.length < total) printLine(`${renderCount(items.length)} of ${renderCount(total)}`)
      })
    })
}
