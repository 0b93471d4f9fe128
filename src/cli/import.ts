import { readFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import { BaileyError } from '../core/errors.ts'
import { captureModes, isCaptureMode } from '../core/exhibit.ts'
import { parseAddress } from '../core/handle.ts'
import { isTimeZone } from '../core/time.ts'
import type { Asker } from '../store/store.ts'
import { findCase } from '../workbench/case-folder.ts'
import { type ImportControl, openImportControl } from '../workbench/import-control.ts'
import { type ImportRequest, importEvidence } from '../workbench/import-evidence.ts'
import type { ImportOptions, ImportReport } from '../workbench/import-report.ts'
import { askerForCli } from './asker.ts'
import { caseOption, jsonOption } from './options.ts'
import {
  printJson,
  printLine,
  printNote,
  renderAmount,
  renderBytes,
  renderCount,
  renderEvidence,
  renderTable,
} from './print.ts'
import type { Outcome } from './program.ts'
import { openProgressBar, type ProgressBar } from './progress.ts'

interface Options {
  readonly case?: string
  readonly format?: string
  readonly exhibitRef?: string
  readonly receivedFrom?: string
  readonly authority?: string
  readonly captureMode: string
  readonly timezone?: string
  readonly owner?: string
  readonly mapping?: string
  readonly translationOf?: string
  readonly json?: true
}

const examples = `
Examples:
  $ bailey import handover/ --exhibit-ref NCA/EC/1 --received-from "NCA" --timezone UTC
  $ bailey import chats.csv --mapping encrochat-handover --case plover
  $ bailey import dump.jsonl --mapping my-columns.json --json > receipt.json

All the paths of one command are one exhibit. The same bytes imported again add nothing.
Ctrl-C finishes the batch under way and stops with exit code 130; the same command goes on from there, as it does after
a crash. Ctrl-C again stops at once.`

/** `bailey import`. */
export function importCommand(outcome: Outcome): Command {
  return new Command('import')
    .description('receive files or folders as an exhibit, seal them, and read their messages')
    .argument('<path...>', 'files or folders')
    .addOption(caseOption())
    .option(
      '--format <id>',
      'read every file as this format (default: each is recognised; see bailey formats)',
    )
    .option('--exhibit-ref <ref>', 'reference of the exhibit (default: the next free E/1, E/2, ...)')
    .option('--received-from <text>', 'who handed it over')
    .option('--authority <text>', 'the legal authority it is held under')
    .addOption(
      new Option('--capture-mode <mode>', 'how the data was taken').choices(captureModes).default('unknown'),
    )
    .option('--timezone <iana>', 'zone of times that state none (default: they are read as UTC and flagged)')
    .option('--owner <address>', 'whose device or account it was taken from, for sources that say "me" only')
    .option(
      '--mapping <file>',
      'a mapping profile, or the name of a ready-made one such as encrochat-handover',
    )
    .option(
      '--translation-of <lang>',
      'the messages are translations of originals in this language (ru, nl, …): each is put beside its original',
    )
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(async (paths: string[], options: Options) => {
      const report = await importUntilStopped({
        caseDir: findCase(options.case),
        paths,
        options: statementOf(options),
        asker: askerForCli(),
      })
      if (report === null) {
        outcome.exitCode = 130
        return
      }
      if (options.json) printJson(report)
      else printReport(report)
      if (report.rejected > 0) outcome.exitCode = 3
    })
}

/** Null when the import was stopped by Ctrl-C. */
async function importUntilStopped(request: ImportRequest): Promise<ImportReport | null> {
  const bar = openProgressBar()
  const control = openImportControl()
  using interrupts = stopOnInterrupt(control, request.asker, bar)
  void interrupts
  try {
    return await importEvidence(request, (at) => bar.show(at), undefined, control)
  } catch (error) {
    if (!(error instanceof BaileyError && error.code === 'import-cancelled')) throw error
    bar.clear()
    printNote('bailey: Stopped. Nothing that was read is lost: the same command goes on from here.')
    return null
  } finally {
    bar.clear()
  }
}

/** The first Ctrl-C lets the batch under way be stored, the second ends at once, which loses nothing either. */
function stopOnInterrupt(control: ImportControl, by: Asker, bar: ProgressBar): Disposable {
  let isStopping = false
  const onInterrupt = (): void => {
    if (isStopping) process.exit(130)
    isStopping = true
    bar.clear()
    printNote('bailey: Stopping after the batch under way. Ctrl-C again stops at once.')
    control.give({ what: 'cancel', by })
  }
  process.on('SIGINT', onInterrupt)
  return { [Symbol.dispose]: () => void process.off('SIGINT', onInterrupt) }
}

function statementOf(options: Options): ImportOptions {
  const { captureMode, timezone = null, mapping } = options
  if (options.translationOf !== undefined && !/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(options.translationOf))
    throw new BaileyError('bad-value', `${options.translationOf} is no language tag such as ru or zh-Hans`)
  if (!isCaptureMode(captureMode)) throw new BaileyError('bad-value', `${captureMode} is no capture mode`)
  if (timezone !== null && !isTimeZone(timezone))
    throw new BaileyError('bad-value', `${timezone} is not an IANA time zone such as Europe/London`)
  return {
    format: options.format ?? null,
    exhibitRef: options.exhibitRef ?? null,
    receivedFrom: options.receivedFrom ?? null,
    authority: options.authority ?? null,
    captureMode,
    timezone,
    owner: options.owner === undefined ? null : parseAddress(options.owner),
    translationOf: options.translationOf ?? null,
    mapping: mapping === undefined ? null : readMapping(mapping),
  }
}

/** A profile's text when the option names a file, else the name as given. */
function readMapping(nameOrFile: string): string {
  if (/^[a-z][a-z0-9-]*$/.test(nameOrFile)) return nameOrFile
  try {
    return readFileSync(nameOrFile, 'utf8')
  } catch (error) {
    throw new BaileyError('cannot-read', nameOrFile, { cause: error })
  }
}

const shownRejections = 20
const figures = [
  'records',
  'messages',
  'sightings',
  'duplicates',
  'contacts',
  'traces',
  'repaired',
  'rejected',
] as const

function printReport(report: ImportReport): void {
  for (const { ref, sha256, size, entries, alreadyHeld } of report.exhibits) {
    const held = alreadyHeld ? '  (held already: nothing was read again)' : ''
    printLine(
      `Exhibit ${renderEvidence(ref)}  ${renderAmount(entries, 'file')}  ${renderBytes(size)}  sha256 ${sha256}${held}`,
    )
  }
  const rows = figures.map((name) => [name, renderCount(report[name])])
  printLine(renderTable(['', '#'], rows).trimStart())
  if (report.zoneUnknown > 0)
    printLine(
      `No time zone is stated for ${renderAmount(report.zoneUnknown, 'message')} and none was given: read as UTC and flagged. See --timezone.`,
    )
  for (const { entry, offset, length, says } of report.rejections.slice(0, shownRejections))
    printLine(
      `  rejected  ${renderEvidence(entry)} at byte ${offset}, ${length} bytes: ${renderEvidence(says)}`,
    )
  if (report.rejected > shownRejections)
    printLine(`  and ${renderCount(report.rejected - shownRejections)} more: see --json`)
  for (const { name, newHits, newCopies, failed } of report.alerts)
    printLine(
      `  watch     ${renderEvidence(name)}: ${failed === null ? `${renderAmount(newHits, 'new hit')}, ${renderCount(newCopies)} with a new copy` : renderEvidence(failed)}`,
    )
  for (const { name, reason } of report.notRead)
    printLine(`  not read  ${renderEvidence(name)}: ${renderEvidence(reason)}`)
  printLine(`${report.seconds.toFixed(1)} s`)
}
