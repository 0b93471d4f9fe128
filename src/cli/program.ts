import { readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Command, CommanderError } from 'commander'
import { BaileyError, refusals } from '../core/errors.ts'
import { asRefusal } from '../workbench/case-folder.ts'
import { auditCommand } from './audit.ts'
import { batchCommand } from './batch.ts'
import { benchCommand } from './bench.ts'
import { copiesCommand } from './copies.ts'
import { deriveCommand } from './derive.ts'
import { diffCommand } from './diff.ts'
import { facetsCommand } from './facets.ts'
import { fileCommand } from './file.ts'
import { formatsCommand } from './formats.ts'
import { handleCommand } from './handle.ts'
import { handlesCommand } from './handles.ts'
import { importCommand } from './import.ts'
import { initCommand } from './init.ts'
import { journalCommand } from './journal.ts'
import { mappingCommand } from './mapping.ts'
import { messageCommand } from './message.ts'
import { printNote } from './print.ts'
import { sampleCommand } from './sample.ts'
import { savedCommand } from './saved.ts'
import { searchCommand } from './search.ts'
import { serveCommand } from './serve.ts'
import { tagCommand, tagsCommand } from './tag.ts'
import { threadCommand } from './thread.ts'
import { verifyCommand } from './verify.ts'

/** How a command ended: 0 done, 3 done but some records were rejected, 1 done and the answer is no, 130 stopped by Ctrl-C. */
export interface Outcome {
  exitCode: 0 | 1 | 3 | 130
}

/** The command line, from which its help and `docs/reference/cli.md` are written. */
export function makeProgram(outcome: Outcome): Command {
  const program = new Command('bailey')
    .description('Turns a lawfully held bulk chat corpus into evidence that stands up in court.')
    .version(version())
    .helpCommand(false)
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 done but some records were rejected, 130 stopped by Ctrl-C.',
    )
  const commands = [
    initCommand(),
    importCommand(outcome),
    formatsCommand(),
    mappingCommand(outcome),
    searchCommand(),
    facetsCommand(),
    journalCommand(),
    savedCommand(),
    batchCommand(),
    sampleCommand(),
    messageCommand(),
    fileCommand(),
    deriveCommand(outcome),
    threadCommand(),
    handlesCommand(),
    handleCommand(),
    diffCommand(),
    copiesCommand(),
    tagCommand(),
    tagsCommand(),
    auditCommand(),
    verifyCommand(outcome),
    serveCommand(),
    benchCommand(),
  ]
  for (const command of [program, ...commands]) {
    command.exitOverride().configureOutput({
      outputError: (text, write) =>
        write(`${usageError(text)} See \`${fullName(command, program)} --help\`.\n`),
    })
    if (command !== program) program.addCommand(command)
  }
  return program
}

/** Runs one command line (without `node` and the script) and returns its exit code. Never throws. */
export async function runBailey(args: readonly string[]): Promise<number> {
  process.stdout.on('error', endWithStream)
  process.stderr.on('error', endWithStream)
  const outcome: Outcome = { exitCode: 0 }
  try {
    await makeProgram(outcome).parseAsync(withoutHelpCommand(args), { from: 'user' })
    return outcome.exitCode
  } catch (error) {
    return explain(error)
  }
}

/** `bailey help` and `bailey help search` ask for what --help prints. */
function withoutHelpCommand(args: readonly string[]): readonly string[] {
  return args[0] === 'help' ? [...args.slice(1, 2), '--help'] : args
}

/** A reader such as `head` that has seen enough closes the pipe: nothing went wrong. Anything else, such as a full disk, did. */
function endWithStream(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0)
  // Written at once: the stream may be the one that failed, and the process ends here.
  try {
    writeSync(2, `bailey: The output could not be written (${error.code ?? error.name}).\n`)
  } catch {
    // Nobody can be told.
  }
  process.exit(1)
}

function explain(thrown: unknown): number {
  const error = asRefusal(thrown, 'the case')
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof BaileyError) {
    printNote(`bailey: ${oneLine(error.message)} ${error.remedy}`)
    return refusals[error.code].exit
  }
  const says = error instanceof Error ? error.message : String(error)
  printNote(`bailey: ${oneLine(says)} (this is a fault in Bailey; set BAILEY_DEBUG=1 to see where)`)
  if (process.env['BAILEY_DEBUG'] && error instanceof Error && error.stack) printNote(error.stack)
  return 1
}

/** Commander's sentence in the form of every other error. */
function usageError(text: string): string {
  const says = oneLine(text.replace(/^error: /, ''))
  return `bailey: ${says.charAt(0).toUpperCase()}${says.slice(1)}${says.endsWith('.') || says.endsWith('?)') ? '' : '.'}`
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim()
}

function fullName(command: Command, program: Command): string {
  return command === program ? 'bailey' : `bailey ${command.name()}`
}

function version(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'),
  )
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : ''
}
