import { Command } from 'commander'
import type { CountingScope } from '../core/counting-scope.ts'
import { weekdays } from '../core/search/search-times.ts'
import type { Count, Facets } from '../store/questions.ts'
import { countFacets } from '../workbench/search-messages.ts'
import { askerForCli } from './asker.ts'
import { caseOption, countOption, jsonOption, printScope, wholeNumber, withCase } from './options.ts'
import { printJson, printLine, renderAmount, renderCount, renderEvidence } from './print.ts'

interface Options {
  readonly case?: string
  readonly limit: number
  readonly count: CountingScope
  readonly json?: true
}

const families: readonly {
  readonly name: string
  readonly field: string
  readonly of: (facets: Facets) => readonly Count[]
}[] = [
  { name: 'Sent by', field: 'from', of: ({ handles }) => handles },
  { name: 'Pair', field: 'pair', of: ({ pairs }) => pairs },
  { name: 'Conversation', field: 'in', of: ({ conversations }) => conversations },
  { name: 'Network', field: 'network', of: ({ networks }) => networks },
  { name: 'Exhibit', field: 'exhibit', of: ({ exhibits }) => exhibits },
  { name: 'Language', field: 'lang', of: ({ languages }) => languages },
  { name: 'Tag', field: 'tag', of: ({ tags }) => tags },
  { name: 'What it is', field: 'is', of: ({ traffic }) => traffic },
  { name: 'Month', field: 'on', of: ({ months }) => months },
]

/** `bailey facets`. */
export function facetsCommand(): Command {
  return new Command('facets')
    .description('count the hits of a search by everything they can be narrowed by')
    .argument('[query...]', 'what to look for; every message where it is left out')
    .addOption(caseOption())
    .option('--limit <n>', 'most values of a kind to print, 1 to 50', wholeNumber(1, 50), 10)
    .addOption(countOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `\nThe term that narrows the search stands before each value. --json also has the counts by day and by hour of the week.\n\nExample:\n  $ bailey facets 'deliver* after:2020-03-20' --limit 5`,
    )
    .action(async (words: string[], { case: dir, limit, count, json }: Options) => {
      await withCase(dir, async ({ store, summary }) => {
        const text = words.join(' ')
        const facets = await countFacets(store, askerForCli(), summary.timezone, { text, count })
        if (json) printJson(facets)
        else printFacets(facets, limit)
      })
    })
}

function printFacets(facets: Facets, limit: number): void {
  for (const { name, field, of } of families) {
    const counts = of(facets)
    if (counts.length === 0) continue
    printLine(name)
    for (const { value, label, messages } of counts.slice(0, limit)) {
      const said = label === value ? '' : `  ${renderEvidence(label)}`
      printLine(`  ${renderCount(messages).padStart(12)}  ${field}:${renderEvidence(value)}${said}`)
    }
    if (counts.length > limit) printLine(`  ${renderCount(counts.length - limit)} more`.padStart(14))
  }
  printBusiestHour(facets.hours)
  const { undated } = facets.histogram
  printLine(
    `${renderAmount(facets.total, 'hit')}${undated > 0 ? `, ${renderCount(undated)} of them without a time` : ''}`,
  )
  printScope(facets.countedBy)
}

function printBusiestHour(hours: readonly number[]): void {
  const most = Math.max(0, ...hours)
  if (most === 0) return
  const at = hours.indexOf(most)
  printLine('Busiest hour of the week')
  printLine(`  ${renderCount(most).padStart(12)}  day:${weekdays[Math.floor(at / 24)]} hour:${at % 24}`)
}
