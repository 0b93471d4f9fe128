import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { BaileyError } from '../core/errors.ts'
import { findCase } from '../workbench/case-folder.ts'
import { verifyCase } from '../workbench/verify-case.ts'
import type { VerifyReport } from '../workbench/verify-report.ts'
import { askerForCli } from './asker.ts'
import { caseOption, jsonOption } from './options.ts'
import { printJson, printLine, renderAmount, renderCount, renderEvidence } from './print.ts'
import type { Outcome } from './program.ts'

interface Options {
  readonly case?: string
  readonly checkpoint?: string
  readonly json?: true
}

/** `bailey verify`. */
export function verifyCommand(outcome: Outcome): Command {
  return new Command('verify')
    .description('check a case against its sealed exhibits and its audit log')
    .argument('[path]', 'the case folder (default: --case, or the current folder)')
    .addOption(caseOption())
    .option(
      '--checkpoint <file>',
      'a signed checkpoint kept from an earlier check, which the log must still agree with',
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  $ bailey verify plover\n  $ bailey verify plover --json | jq -r .checkpoint > kept-elsewhere.txt\n  $ bailey verify plover --checkpoint kept-elsewhere.txt\n\nExit code 1 when anything is wrong; each problem is named.',
    )
    .action(async (path: string | undefined, { case: dir, checkpoint, json }: Options) => {
      const kept = checkpoint === undefined ? {} : { checkpoint: readNote(checkpoint) }
      const report = await verifyCase(findCase(path ?? dir), askerForCli(), kept)
      if (json) printJson(report)
      else printReport(report)
      if (!report.ok) outcome.exitCode = 1
    })
}

function readNote(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new BaileyError('cannot-read', file, { cause: error })
  }
}

function printReport(report: VerifyReport): void {
  const { ok, exhibits, messages, sightings, auditEntries, problems, problemsTotal, checkpoint, seconds } =
    report
  for (const { code, says } of problems) printLine(`${code}  ${renderEvidence(says)}`)
  if (problemsTotal > problems.length) printLine(`and ${renderCount(problemsTotal - problems.length)} more`)
  printLine(
    `${ok ? 'ok' : `NOT OK, ${renderAmount(problemsTotal, 'problem')}`}: ${renderAmount(exhibits, 'exhibit')}, ${renderAmount(messages, 'message')}, ${renderAmount(sightings, 'sighting')}, ${renderAmount(auditEntries, 'audit entry')}, ${seconds.toFixed(1)} s`,
  )
  printLine(`\nCheckpoint of the audit log, to be kept by somebody else:\n${checkpoint.trimEnd()}`)
}
