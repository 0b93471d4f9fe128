import { InvalidArgumentError, Option } from 'commander'
import { type CountingScope, countingScopes, scopeMeanings } from '../core/counting-scope.ts'
import { findCase, type OpenCase, openCase } from '../workbench/case-folder.ts'
import { printLine } from './print.ts'

/** `--case DIR`, the same on every command about a case. */
export function caseOption(): Option {
  return new Option('--case <dir>', 'the case folder (default: the current folder)')
}

/** `--json`, the same on every command that prints data. */
export function jsonOption(lines = false): Option {
  return new Option('--json', lines ? 'print JSON Lines, one object a line' : 'print one JSON document')
}

/** `--count SCOPE`, the same on every command that prints counts of messages. */
export function countOption(): Option {
  return new Option('--count <scope>', 'count each message once, once for each owner, or once for each file')
    .choices(countingScopes)
    .default('global')
}

/** Says by which scope was counted where it is not each message once; nothing otherwise. */
export function printScope(scope: CountingScope): void {
  if (scope !== 'global') printLine(`Counted by ${scope}. ${scopeMeanings[scope]}`)
}

/** A reader of whole numbers from `least` to `most`. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN
    if (value >= least && value <= most) return value
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
  }
}

/** Opens the case a command is about, and closes it when the command has done with it. */
export async function withCase<T>(dir: string | undefined, work: (open: OpenCase) => Promise<T>): Promise<T> {
  const open = await openCase(findCase(dir))
  try {
    return await work(open)
  } finally {
    await open.close()
  }
}
