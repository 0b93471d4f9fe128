import { Command } from 'commander'
import { initCase } from '../workbench/case-folder.ts'
import { askerForCli } from './asker.ts'
import { jsonOption } from './options.ts'
import { printJson, printLine } from './print.ts'

interface Options {
  readonly name: string
  readonly timezone?: string
  readonly json?: true
}

/** `bailey init`. */
export function initCommand(): Command {
  return new Command('init')
    .description('make an empty case')
    .argument('<dir>', 'a folder that is empty or does not exist yet')
    .requiredOption('--name <text>', 'what the case is called')
    .option(
      '--timezone <iana>',
      'zone in which days and hours are counted, such as Europe/London (default: UTC)',
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  $ bailey init plover --name "Operation Plover" --timezone Europe/London',
    )
    .action(async (dir: string, { name, timezone, json }: Options) => {
      await initCase(dir, { name, timezone: timezone ?? null, actor: askerForCli().actor })
      if (json) printJson({ dir, name, timezone: timezone ?? 'UTC' })
      else
        printLine(`Made the case ${name} in ${dir}. Import evidence with: bailey import PATH --case ${dir}`)
    })
}
