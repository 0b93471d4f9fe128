/** Writes docs/reference from the tables and the command line it describes; `--check` only says whether it is current. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { makeProgram } from '../src/cli/program.ts'
import { refusals } from '../src/core/errors.ts'
import { problemCodes, repairCodes } from '../src/core/problem.ts'
import { permissions } from '../src/store/store.ts'

const folder = join(import.meta.dirname, '..', 'docs', 'reference')
const generated = '<!-- Written by `npm run docs`; do not edit. -->'

/** The pages of docs/reference by file name. */
export function renderReference(): ReadonlyMap<string, string> {
  return new Map([
    ['cli.md', renderCli()],
    ['errors.md', renderErrors()],
    ['permissions.md', renderPermissions()],
    ['problems.md', renderProblems()],
  ])
}

/** The names of the pages that are missing or not as they should be. */
export function staleReference(): string[] {
  return [...renderReference()]
    .filter(
      ([name, text]) => !existsSync(join(folder, name)) || readFileSync(join(folder, name), 'utf8') !== text,
    )
    .map(([name]) => name)
}

function renderCli(): string {
  const program = makeProgram({ exitCode: 0 })
  const parts = [program, ...program.commands].map((command) => {
    const name = command === program ? 'bailey' : `bailey ${command.name()}`
    return `## ${name}\n\n\`\`\`text\n${helpOf(command).trimEnd()}\n\`\`\`\n`
  })
  return page('Command line', `What each command prints for \`--help\`.\n\n${parts.join('\n')}`)
}

function helpOf(command: Command): string {
  let text = ''
  command
    .configureHelp({ helpWidth: 100 })
    .configureOutput({
      writeOut: (part) => {
        text += part
      },
    })
    .outputHelp()
  return text
}

function renderErrors(): string {
  const rows = Object.entries(refusals).map(([code, { http, exit, says, remedy }]) => [
    `\`${code}\``,
    says('…'),
    remedy,
    String(http),
    String(exit),
  ])
  return page(
    'Refusals',
    `Everything Bailey refuses, what it says, and what to do.\n\n${table(['code', 'says', 'remedy', 'HTTP', 'exit'], rows)}`,
  )
}

function renderPermissions(): string {
  const rows = Object.entries(permissions).map(([name, meaning]) => [`\`${name}\``, meaning])
  return page(
    'Permissions',
    `Every question put to a case, and every route, names the one it needs.\n\n${table(['permission', 'allows'], rows)}`,
  )
}

function renderProblems(): string {
  return page(
    'Problems and repairs',
    `Bytes that cannot be read as a message are kept with their place and one of these reasons.\n\n## Problems\n\n${listCodes(problemCodes)}\n## Repairs\n\nA message read in spite of damage carries these; its raw bytes are kept beside it.\n\n${listCodes(repairCodes)}`,
  )
}

function listCodes(codes: Readonly<Record<string, string>>): string {
  const rows = Object.entries(codes).map(([code, meaning]) => [`\`${code}\``, meaning])
  return table(['code', 'meaning'], rows)
}

function page(title: string, body: string): string {
  return `# ${title}\n\n${generated}\n\n${body}`
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  return [headings, headings.map(() => '---'), ...rows].map(tableLine).join('')
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--check')) {
    const stale = staleReference()
    for (const name of stale)
      process.stderr.write(`docs/reference/${name} is not current: run \`npm run docs\`\n`)
    process.exitCode = stale.length > 0 ? 1 : 0
  } else {
    mkdirSync(folder, { recursive: true })
    for (const [name, text] of renderReference()) writeFileSync(join(folder, name), text)
  }
}
