import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

/**
 * Starts a program of this folder in a process of its own, under Node's permission model: it may read Bailey's code and
 * the files named, and can write nothing, start nothing and reach no network.
 */
export function startSandbox(program: string, paths: readonly string[]): ChildProcess {
  const readable = [join(root, 'src'), join(root, 'node_modules'), join(root, 'package.json'), ...paths]
  return fork(join(import.meta.dirname, program), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', process.env['BAILEY_DEBUG'] === undefined ? 'ignore' : 'inherit', 'ipc'],
    env: { TZ: 'UTC' },
    execArgv: [
      '--permission',
      ...readable.map((path) => `--allow-fs-read=${path}`),
      '--max-old-space-size=384',
      '--disable-proto=throw',
      '--no-warnings',
    ],
  })
}

const silenceMs = 120_000

/** What a child says, in order, until the child ends or says nothing for two minutes. */
export async function* messagesOf<Message>(child: ChildProcess): AsyncGenerator<Message> {
  const queue: Message[] = []
  let ended = false
  let wake: (() => void) | null = null
  child.on('message', (message: Message) => {
    queue.push(message)
    wake?.()
  })
  child.once('exit', () => {
    ended = true
    wake?.()
  })
  for (;;) {
    const next = queue.shift()
    if (next) yield next
    else if (ended) return
    else {
      const heard = await new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(false), silenceMs)
        wake = () => {
          clearTimeout(timer)
          resolve(true)
        }
      })
      if (!heard) return
    }
  }
}
