import { Command } from 'commander'
import { askerForCli } from './asker.ts'
import { caseOption, jsonOption, wholeNumber, withCase } from './options.ts'
import { printJson, printLine, renderCount, renderEvidence, renderTable } from './print.ts'

interface Options {
  readonly case?: string
  readonly contains?: string
  readonly limit: number
  readonly offset: number
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
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  $ bailey handles --limit 20\n  $ bailey handles --contains heron --json',
    )
    .action(async ({ case: dir, contains, limit, offset, json }: Options) => {
      await withCase(dir, async ({ store }) => {
        const { total, items } = await store.ask(askerForCli(), 'handles', {
          contains: contains ?? null,
          limit,
          offset,
        })
        if (json) return printJson({ total, handles: items })
        const rows = items.map(({ handle, sent, received, contacts, firstAt, lastAt }) => [
          renderEvidence(handle),
          renderCount(sent),
          renderCount(received),
          renderCount(contacts),
          firstAt ?? '',
          lastAt ?? '',
        ])
        printLine(renderTable(['handle', 'sent#', 'received#', 'contacts#', 'first', 'last'], rows))
        if (items.length < total) printLine(`${renderCount(items.length)} of ${renderCount(total)}`)
      })
    })
}
