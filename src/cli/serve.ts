import { Command } from 'commander'
import { BaileyError } from '../core/errors.ts'
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
      const caseDir = findCase(dir)
      const { serve } = await import('../server/serve.ts')
      try {
        const { loginLink } = await serve({ caseDir, port, host, actor: askerForCli().actor })
        printLine(
          `Serving ${caseDir}. Open this link to sign in, it works once; Ctrl-C stops.\n\n  ${loginLink}\n`,
        )
      } catch (error) {
        throw refusalToListen(error, `${host}:${port}`) ?? error
      }
    })
}

const listenFailures: Readonly<Record<string, string>> = {
  EACCES: 'may not be listened on by you: give a port from 1024 on',
  EADDRNOTAVAIL: 'is no address of this machine',
  ENOTFOUND: 'is no address that can be found',
}

function refusalToListen(error: unknown, where: string): BaileyError | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'EADDRINUSE') return new BaileyError('port-taken', where, { cause: error })
  const says = listenFailures[code]
  return says === undefined ? null : new BaileyError('bad-value', `${where} ${says}`, { cause: error })
}
