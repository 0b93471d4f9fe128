import { Command } from 'commander'
import type { DropChange, DropDiff } from '../store/copy-views.ts'
import type { CaseReader } from '../store/store.ts'
import { askerForCli } from './asker.ts'
import { caseOption, jsonOption, wholeNumber, withCase } from './options.ts'
import { printJson, printLine, renderCount, renderEvidence, renderSentAt } from './print.ts'

interface Options {
  readonly case?: string
  readonly limit?: number
  readonly json?: true
}

const step = 500
const shownUnlessTold = 50

/** `bailey diff`. */
export function diffCommand(): Command {
  return new Command('diff')
    .description('list what one hand-over has that another has not: messages added, removed and changed')
    .argument('<before>', 'reference of the earlier exhibit')
    .argument('<after>', 'reference of the later exhibit')
    .addOption(caseOption())
    .option(
      '--limit <n>',
      `most differences to list (default: ${shownUnlessTold}, or all with --json)`,
      wholeNumber(0, 1_000_000_000),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  $ bailey diff NCA/EC/1 NCA/EC/2\n  $ bailey diff NCA/EC/1 NCA/EC/2 --json > differences.json',
    )
    .action(async (before: string, after: string, { case: dir, limit, json }: Options) => {
      await withCase(dir, async ({ store }) => {
        const most = limit ?? (json ? Infinity : shownUnlessTold)
        const diff = await readDiff(store, { before, after, most })
        if (json) printJson(diff)
        else printDiff(diff)
      })
    })
}

interface Drops {
  readonly before: string
  readonly after: string
  readonly most: number
}

async function readDiff(store: CaseReader, { before, after, most }: Drops): Promise<DropDiff> {
  const items: DropChange[] = []
  for (;;) {
    const limit = Math.min(step, most - items.length)
    const page = await store.ask(askerForCli(), 'diff', { before, after, limit, offset: items.length })
    items.push(...page.items)
    if (page.items.length < step || items.length >= most) return { ...page, items }
  }
}

function printDiff({ added, removed, changed, same, items }: DropDiff): void {
  printLine(
    `${renderCount(changed)} changed, ${renderCount(removed)} removed, ${renderCount(added)} added, ${renderCount(same)} the same`,
  )
  for (const { change, before, after } of items) {
    const message = before ?? after
    printLine()
    if (message)
      printLine(`${change}  ${renderSentAt(message)}  ${renderEvidence(message.from)}  ${message.uid}`)
    if (before) printLine(`  - ${renderEvidence(before.body)}`)
    if (after) printLine(`  + ${renderEvidence(after.body)}`)
  }
  const all = added + removed + changed
  if (items.length < all)
    printLine(`\n${renderCount(items.length)} of ${renderCount(all)} differences listed.`)
}
