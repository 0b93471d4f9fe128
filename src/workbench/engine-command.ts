import { spawn } from 'node:child_process'
import { BaileyError } from '../core/errors.ts'

/** What a program printed about one file, or why nothing is kept of it. */
export interface EngineRun {
  readonly text: string
  /** True when it printed more than is kept. */
  readonly cut: boolean
  readonly failed: string | null
}

/** When a program is killed. */
export interface EngineLimits {
  readonly timeoutMs: number
  readonly signal: AbortSignal | null
}

const mostBytes = 1024 * 1024

/**
 * The words of a command: parted by spaces, kept together by single or double quotes. There is no shell, so nothing in
 * them is expanded.
 *
 * @throws {BaileyError} `bad-value` when a quote is left open, there is no program, or no `{file}` among its arguments.
 */
export function wordsOf(command: string): readonly string[] {
  const words: string[] = []
  let rest = command.trim()
  while (rest !== '') {
    const [word] = /^(?:[^\s"']|"[^"]*"|'[^']*')+/.exec(rest) ?? []
    if (word === undefined || /^["']/.test(rest.slice(word.length)))
      throw new BaileyError('bad-value', 'The command has a quote that is not closed')
    words.push(word.replace(/"([^"]*)"|'([^']*)'/g, (_, double = '', single = '') => `${double}${single}`))
    rest = rest.slice(word.length).trimStart()
  }
  const [program = '', ...others] = words
  if (program === '' || program.includes('{file}') || !others.some((word) => word.includes('{file}')))
    throw new BaileyError(
      'bad-value',
      'The command must be a program and its arguments, with {file} where the file goes',
    )
  return words
}

/**
 * Runs a program on one file. Whatever it started goes with it when its time is up.
 *
 * @throws {BaileyError} `bad-value` when it cannot be started at all.
 */
export async function runEngine(
  [program = '', ...args]: readonly string[],
  { timeoutMs, signal }: EngineLimits,
): Promise<EngineRun> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'], detached: true })
  const pieces: Buffer[] = []
  let [size, isLate] = [0, false]
  const stop = (): void => {
    isLate = true
    killGroup(child.pid)
    child.stdout.destroy()
  }
  const timer = setTimeout(stop, timeoutMs)
  signal?.addEventListener('abort', stop)
  child.stdout.on('data', (piece: Buffer) => {
    if (size <= mostBytes) pieces.push(piece)
    size += piece.length
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve)
    child.once('error', (error) =>
      reject(new BaileyError('bad-value', `The program ${program} cannot be started`, { cause: error })),
    )
  }).finally(() => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  })
  killGroup(child.pid)
  if (isLate) return failure(`It took longer than ${timeoutMs / 1000} seconds.`)
  if (code !== 0) return failure(`It ended with ${code === null ? 'a signal' : `exit code ${code}`}.`)
  return textOf(Buffer.concat(pieces), size > mostBytes)
}

/** What the program left running; by then there is mostly none. */
function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM')))
      throw error
  }
}

function failure(says: string): EngineRun {
  return { text: '', cut: false, failed: says }
}

/** Text that was cut may end within a character: that one is left out. */
function textOf(bytes: Buffer, isCut: boolean): EngineRun {
  try {
    const kept = bytes.subarray(0, mostBytes)
    const text = new TextDecoder('utf-8', { fatal: true }).decode(kept, { stream: isCut })
    if (text.includes('\0')) return failure('What it printed is no text: it holds NUL.')
    return { text, cut: isCut, failed: null }
  } catch {
    return failure('What it printed is not UTF-8.')
  }
}
