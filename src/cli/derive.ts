import { Command, Option } from 'commander'
import { BaileyError } from '../core/errors.ts'
import { findCase } from '../workbench/case-folder.ts'
import { derivePictures } from '../workbench/derive-pictures.ts'
import type { DeriveReport, DeriveWatch } from '../workbench/derive-report.ts'
import { deriveText } from '../workbench/derive-text.ts'
import { tellLanguages } from '../workbench/tell-languages.ts'
import { askerForCli } from './asker.ts'
import { caseOption, jsonOption, wholeNumber } from './options.ts'
import { printJson, printLine, renderAmount, renderCount, renderEvidence } from './print.ts'
import type { Outcome } from './program.ts'

interface Options {
  readonly case?: string
  readonly kind: 'picture' | 'ocr' | 'speech' | 'language'
  readonly engine?: string
  readonly engineVersion?: string
  readonly language?: string
  readonly command?: string
  readonly timeout: number
  readonly json?: true
}

const help = `
Examples:
  $ bailey derive --kind picture
  $ bailey derive --kind ocr --engine tesseract --engine-version 5.5.0 --language eng \\
      --command "tesseract {file} - -l eng"
  $ bailey derive --kind speech --engine whisper.cpp --engine-version 1.8.2 --command "./hear.sh {file}"

picture  measures each picture, reads its EXIF and makes its thumbnail. Bailey does it itself, in a process that sees
         nothing of the case.
ocr      has your program read the words in each picture, and keeps what it prints as UTF-8 text.
speech   has your program hear the words in each recording and film.
language tells anew in which language each message is written, in a case from before imports did (docs/language.md).

Your program runs with your rights: choose one you trust with hostile files. Bailey starts it once for each file, without
a shell, and gives it the path of a copy of that file in place of {file}, nothing else of the case. Files that have the
layer of the same engine and version are passed over: say in the version whatever changes what it gives. What it gave is
shown with the message and the file, and searched, always as what a machine made. docs/derived.md has commands to copy.`

/** `bailey derive`. */
export function deriveCommand(outcome: Outcome): Command {
  return new Command('derive')
    .description('make thumbnails, or have a program of yours read or hear the words in files')
    .addOption(caseOption())
    .addOption(
      new Option('--kind <kind>', 'what is made')
        .choices(['picture', 'ocr', 'speech', 'language'])
        .makeOptionMandatory(),
    )
    .option('--engine <name>', 'name of the program, kept with what it gave')
    .option('--engine-version <v>', 'its version, kept with what it gave')
    .option('--language <name>', 'language it is told to expect, kept with what it gave')
    .option('--command <words>', 'the program and its arguments, with {file} where the file goes')
    .option('--timeout <s>', 'longest time for one file, in seconds', wholeNumber(1, 86_400), 300)
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async (options: Options) => {
      if (options.kind === 'language') {
        await tellLanguages(findCase(options.case), askerForCli())
        if (options.json) printJson({ kind: 'language', told: true })
        else printLine('The language of every message was told anew.')
        return
      }
      using watch = watchRun()
      const report = await derive(options, watch)
      if (options.json) printJson(report)
      else printReport(report)
      if (report.stopped) outcome.exitCode = 130
      else if (report.refused + report.failed > 0) outcome.exitCode = 3
    })
}

/** Counts on a terminal; Ctrl-C ends the run, and what was made is kept. */
function watchRun(): DeriveWatch & Disposable {
  const control = new AbortController()
  const onInterrupt = (): void => control.abort()
  process.once('SIGINT', onInterrupt)
  const { isTTY } = process.stderr
  return {
    signal: control.signal,
    onDerived: (done) => void (isTTY && process.stderr.write(`\r${renderAmount(done, 'file')}`)),
    [Symbol.dispose]() {
      process.off('SIGINT', onInterrupt)
      if (isTTY) process.stderr.write('\r\u001b[K')
    },
  }
}

async function derive(options: Options, watch: DeriveWatch): Promise<DeriveReport> {
  const { engine, engineVersion: version, language = null, command, timeout } = options
  const given = [engine, version, command, options.language]
  const { kind } = options
  if (kind === 'language') throw new Error('Languages are told without an engine')
  if (kind === 'picture') {
    if (given.some((text) => text !== undefined))
      throw new BaileyError('bad-value', 'Pictures are measured by Bailey itself: name no engine')
    return await derivePictures(findCase(options.case), askerForCli(), watch)
  }
  if (engine === undefined || version === undefined || command === undefined)
    throw new BaileyError('bad-value', `For ${kind} give --engine, --engine-version and --command`)
  if (![engine, version, language ?? engine].every(isName))
    throw new BaileyError(
      'bad-value',
      'An engine, its version and a language are named in 1 to 100 characters',
    )
  const run = { layer: { kind, engine, version }, language, command, timeoutMs: timeout * 1000 }
  return await deriveText(findCase(options.case), askerForCli(), run, watch)
}

function isName(text: string): boolean {
  return text.trim() !== '' && text.length <= 100 && text.isWellFormed()
}

const shownProblems = 20

function printReport(report: DeriveReport): void {
  const { kind, engine, version, files, made, refused, failed, problems } = report
  printLine(`${kind} by ${renderEvidence(engine)} ${renderEvidence(version)}: ${renderAmount(files, 'file')}`)
  printLine(`made ${renderCount(made)}, refused ${renderCount(refused)}, failed ${renderCount(failed)}`)
  for (const { sha256, says } of problems.slice(0, shownProblems)) printLine(`  ${sha256}: ${says}`)
  const left = refused + failed - Math.min(problems.length, shownProblems)
  if (left > 0) printLine(`  and ${renderCount(left)} more: see --json`)
  if (report.stopped) printLine('Stopped before its end; the same command goes on.')
}
