import { Command } from 'commander'
import { formats } from '../formats/registry.ts'
import { jsonOption } from './options.ts'
import { printJson, printLine, renderTable } from './print.ts'

/** `bailey formats`. */
export function formatsCommand(): Command {
  return new Command('formats')
    .description('list the formats that are read')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  $ bailey formats --json | jq ".[].id"')
    .action(({ json }: { readonly json?: true }) => {
      if (json)
        printJson(
          formats.map(({ id, title: name, extensions, detects, example }) => ({
            id,
            name,
            extensions,
            detects,
            example,
          })),
        )
      else
        printLine(
          renderTable(
            ['id', 'name', 'files', 'recognised by'],
            formats.map(({ id, title, extensions, detects }) => [id, title, extensions.join(' '), detects]),
          ),
        )
    })
}
