import { Command } from 'commander'
import { findCase } from '../workbench/case-folder.ts'
import { askerForCli } from './asker.ts'
import { caseOption, wholeNumber } from './options.ts'
import { printLine } from './print.ts'

interface Options {
  readonly case?: string
  readonly port: number
  readonly host: string
}

/** `bailey serve`. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('serve the web application and the API of a case')
    .addOption(caseOption())
    .option('--port <n>', 'port to listen on, 0 for any that is free', wholeNumber(0, 65_535), 4300)
    .option('--host <h>', 'address to listen on', '127.0.0.1')
    .addHelpText(
      'after',
      '\nExamples:\n  $ bailey serve --case plover\n  $ bailey serve --case plover --port 0\n\nOpen the printed link to sign in: it works once.',
    )
    .action(async ({ case: dir, port, host }: Options) => {
      const { serve } = await import('../server/serve.ts')
      const { loginLink } = await serve({ caseDir: findCase(dir), port, host, actor: askerForCli().actor })
      printLine(loginLink)
    })
}
