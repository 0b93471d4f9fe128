import { writeFileSync } from 'node:fs'
import { Command } from 'commander'
import { BaileyError } from '../core/errors.ts'
import { type MappingPreview, previewMapping } from '../workbench/preview-mapping.ts'
import { jsonOption } from './options.ts'
import { printJson, printLine, printNote, renderAmount, renderEvidence, renderTable } from './print.ts'
import type { Outcome } from './program.ts'

interface Options {
  readonly name?: string
  readonly network?: string
  readonly save?: string
  readonly json?: true
}

const examples = `
Examples:
  $ bailey mapping chats.csv
  $ bailey mapping handover.xlsx --save north-region.json --name north-region --network encrochat
  $ bailey import handover.xlsx --mapping north-region.json

The proposal is for you to check: read the reasons, correct the file where it is wrong, then import with it.`

/** `bailey mapping`. */
export function mappingCommand(outcome: Outcome): Command {
  return new Command('mapping')
    .description('look at the first rows of a table or workbook and propose which column holds what')
    .argument('<path>', 'a table (CSV, TSV, XLSX), or a folder of them')
    .option('--name <name>', 'name of the profile (default: from the path)')
    .option('--network <name>', 'network the handles are on, such as encrochat (default: unknown)')
    .option('--save <file>', 'write the proposed profile to a new file')
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(async (path: string, { name = null, network = null, save, json }: OptionsOrNull) => {
      const preview = await previewMapping({ path, name, network })
      if (save !== undefined && preview.profile) saveProfile(save, preview.profile)
      if (json) printJson(preview)
      else printPreview(preview, save ?? null)
      if (!preview.profile) outcome.exitCode = 1
    })
}

type OptionsOrNull = Omit<Options, 'name' | 'network'> & {
  readonly name?: string | null
  readonly network?: string | null
}

/** Never over another file: a profile that was used is part of the provenance of what was read with it. */
function saveProfile(file: string, profile: NonNullable<MappingPreview['profile']>): void {
  try {
    writeFileSync(file, `${JSON.stringify(profile, null, 2)}\n`, { flag: 'wx' })
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    throw new BaileyError('bad-value', exists ? `${file} exists already` : `${file} cannot be written`, {
      cause: error,
    })
  }
}

type Table = MappingPreview['tables'][number]

function printPreview({ tables, profile, id, unread }: MappingPreview, saved: string | null): void {
  for (const table of tables) printTable(table)
  for (const { name, reason } of unread) printLine(`Not looked at: ${renderEvidence(name)}: ${reason}`)
  if (!profile) return printNote('No profile can be proposed: see what is missing, and write one by hand.')
  printLine(`Profile ${profile.name}, network ${profile.network}, dates ${profile.dateOrder}, sha256 ${id}`)
  if (saved === null)
    printLine('Save it with --save FILE, correct it if need be, and import with --mapping FILE.')
  else printLine(`Saved to ${renderEvidence(saved)}`)
}

const widestCell = 28
const mostColumns = 8

function printTable(table: Table): void {
  const { name, kind, headings, rows, columns, missing, notes } = table
  printLine(`${renderEvidence(name)}: ${kind}`)
  const shown = [headings, ...rows].map((cells) =>
    cells.slice(0, mostColumns).map((cell) => renderEvidence(cell).slice(0, widestCell)),
  )
  printLine(indented(renderTable(shown[0] ?? [], shown.slice(1))))
  printLine()
  const proposed = columns.map(({ part, heading, confidence, reason }) => [
    part,
    renderEvidence(heading).slice(0, widestCell),
    `${Math.round(confidence * 100)}%`,
    renderEvidence(reason),
  ])
  if (proposed.length > 0) printLine(indented(renderTable(['part', 'column', 'sure#', 'why'], proposed)))
  for (const part of missing) printLine(`  missing: ${part}`)
  for (const note of notes) printLine(`  note: ${renderEvidence(note)}`)
  printTrial(table)
  printLine()
}

/** How much of the rows and of the columns is read, and the columns that are not. */
function printTrial({ columns, unused, trial }: Table): void {
  const all = renderAmount(columns.length + unused.length, 'column')
  if (trial) {
    const why = trial.says === null ? '' : `; the first that does not: ${renderEvidence(trial.says)}`
    const rows = `${trial.read} of ${renderAmount(trial.rows, 'row')} looked at`
    printLine(`  ${rows} can be read so, from ${columns.length} of ${all}${why}`)
  }
  const left = unused.map((heading) => renderEvidence(heading).slice(0, widestCell))
  if (left.length > 0) printLine(`  nothing is taken from: ${left.join(', ')}`)
}

function indented(text: string): string {
  return text.replace(/^/gm, '  ')
}
