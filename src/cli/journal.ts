import { Command, Option } from 'commander'
import { journalHead, journalLine } from '../core/journal-table.ts'
import type { JournalEntry } from '../store/journal.ts'
import { everyEntry } from '../workbench/read-journal.ts'
import { askerForCli } from './asker.ts'
import { caseOption, jsonOption, wholeNumber, withCase } from './options.ts'
import { printJson, printLine, renderAmount, renderEvidence } from './print.ts'

interface Options {
  readonly case?: string
  readonly who?: string
  readonly contains?: string
  readonly why?: string
  readonly entry?: number
  readonly json?: true
  readonly csv?: true
}

const examples = `
Examples:
  $ bailey journal --case plover
  $ bailey journal --csv > journal.csv
  $ bailey journal --entry 412 --why "terms agreed with counsel on 3 May"

Entries are printed newest first; --contains looks in what was typed and in the reasons given.`

/** `bailey journal`. */
export function journalCommand(): Command {
  return new Command('journal')
    .description('what was searched for, by whom, with how many hits, and why')
    .addOption(caseOption())
    .option('--who <name>', 'only searches of this person')
    .option('--contains <text>', 'only searches with this text in them or in their reason')
    .option('--entry <n>', 'the entry that --why is about', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .option('--why <text>', 'say why a search was made')
    .addOption(jsonOption(true))
    .addOption(new Option('--csv', 'print CSV; cells a spreadsheet would run are guarded').conflicts('json'))
    .addHelpText('after', examples)
    .action(async ({ case: dir, who, contains, why, entry, json, csv }: Options, command: Command) => {
      if ((why === undefined) !== (entry === undefined))
        command.error('--entry and --why are given together.')
      await withCase(dir, async ({ store }) => {
        const asker = askerForCli()
        if (why !== undefined && entry !== undefined) {
          await store.decide(asker, 'explainSearch', { entry, why })
          return printLine(`The reason for search ${entry} is on record.`)
        }
        if (csv) process.stdout.write(journalHead)
        let n = 0
        for await (const each of everyEntry(store, asker, { who: who ?? null, contains: contains ?? null })) {
          n++
          if (json) printJson(each)
          else if (csv) process.stdout.write(journalLine(each))
          else printEntry(each)
        }
        if (!json && !csv) printLine(renderAmount(n, 'search').replace('searchs', 'searches'))
      })
    })
}

function printEntry(entry: JournalEntry): void {
  const { entry: number, at, who, kind, hits, text, readAs, parent, reviewed, decided, savedAs } = entry
  const why = entry.note?.why ?? entry.why
  printLine(
    `${number}  ${at}  ${renderEvidence(who)}  ${kind}  ${renderAmount(hits, 'hit')}  ${renderEvidence(text)}`,
  )
  const more = [
    ...(readAs !== text && readAs !== '' ? [`read as: ${renderEvidence(readAs)}`] : []),
    ...(parent === null ? [] : [`from ${parent}`]),
    ...(reviewed === 0 ? [] : [`${renderAmount(reviewed, 'hit')} opened`]),
    ...(decided === 0 ? [] : [`${renderAmount(decided, 'message')} decided`]),
    ...(savedAs === null ? [] : [`saved as ${renderEvidence(savedAs)}`]),
    ...(why === null ? [] : [`why: ${renderEvidence(why)}`]),
  ]
  if (more.length > 0) printLine(`    ${more.join(' · ')}`)
}
