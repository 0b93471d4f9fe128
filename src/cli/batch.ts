import { readFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import { batchHead, batchLine } from '../core/batch-table.ts'
import { mostTerms, readTerms } from '../core/batch-terms.ts'
import { BaileyError } from '../core/errors.ts'
import type { TermCount } from '../store/saved-views.ts'
import { runBatch } from '../workbench/run-batch.ts'
import { askerForCli } from './asker.ts'
import { caseOption, jsonOption, withCase } from './options.ts'
import { printJson, printLine, printNote, renderCount, renderEvidence, renderTable } from './print.ts'

interface Options {
  readonly case?: string
  readonly name?: string
  readonly save?: true
  readonly handle: readonly string[]
  readonly json?: true
  readonly csv?: true
}

const examples = `
Examples:
  $ bailey batch terms.txt --case plover
  $ bailey batch terms.csv --csv > hits.csv
  $ bailey batch terms.txt --handle xmpp:kestrel@plover.example --handle xmpp:wren@plover.example

One term a line, as for search; blank lines and lines that begin with # are passed over. Of a file whose name ends in .csv the
first column is read. Lines that cannot be read are named on the error output and left out. At most ${mostTerms} terms.`

/** `bailey batch`. */
export function batchCommand(): Command {
  return new Command('batch')
    .description('search for every term of a list, and count the hits of each')
    .argument('<file>', 'the list, or - for the standard input')
    .addOption(caseOption())
    .option('--name <name>', 'what the journal calls the list (default: the name of the file)')
    .option('--save', 'save the list by that name')
    .option(
      '--handle <handle>',
      'count what this handle sent (may be given again; default: the busiest)',
      (one: string, before: readonly string[]) => [...before, one],
      [],
    )
    .addOption(jsonOption(true))
    .addOption(new Option('--csv', 'print CSV; cells a spreadsheet would run are guarded').conflicts('json'))
    .addHelpText('after', examples)
    .action(async (file: string, { case: dir, name, save, handle: handles, json, csv }: Options) => {
      await withCase(dir, async ({ store, summary: { timezone: zone } }) => {
        const asker = askerForCli()
        const list = name ?? file.split(/[\\/]/).at(-1) ?? file
        const terms = termsIn(file, zone)
        if (save)
          await store.decide(asker, 'saveSearch', { name: list, kind: 'list', query: terms.join('\n') })
        if (csv) process.stdout.write(batchHead)
        const rows: TermCount[] = []
        for await (const row of runBatch(store, asker, zone, { list, terms, handles })) {
          if (json) printJson(row)
          else if (csv) process.stdout.write(batchLine(row))
          else rows.push(row)
        }
        if (!json && !csv) printRows(rows)
      })
    })
}

function termsIn(file: string, zone: string): readonly string[] {
  const lines = readTerms(textOf(file), /\.csv$/i.test(file), zone)
  for (const line of lines)
    if ('refused' in line)
      printNote(`left out  line ${line.line}: ${renderEvidence(line.text)}: ${line.refused}`)
  const terms = lines.filter((line) => 'query' in line).map(({ text }) => text)
  if (terms.length === 0) throw new BaileyError('bad-value', `${file} holds no term that can be read`)
  if (terms.length > mostTerms)
    throw new BaileyError('bad-value', `${file} holds ${terms.length} terms; a list has at most ${mostTerms}`)
  return terms
}

function textOf(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    throw new BaileyError('cannot-read', file, { cause: error })
  }
}

function printRows(rows: readonly TermCount[]): void {
  const lines = rows.map(({ text, messages, conversations, handles, firstAt, lastAt }) => [
    renderCount(messages),
    renderCount(conversations),
    renderCount(handles),
    firstAt?.slice(0, 10) ?? '',
    lastAt?.slice(0, 10) ?? '',
    renderEvidence(text),
  ])
  printLine(renderTable(['messages#', 'conversations#', 'handles#', 'first', 'last', 'term'], lines))
}
