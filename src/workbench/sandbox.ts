import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

/**
 * Starts a program of this folder in a process of its own, under Node's permission model: it may read Bailey's code and
 * the files named, and can write nothing, start nothing and reach no network. It stands apart from the terminal, so that
 * Ctrl-C reaches only whoever started it: an import first stores what has been read.
 */
export function startSandbox(program: string, paths: readonly string[]): ChildProcess {
  const readable = [join(root, 'src'), join(root, 'node_modules'), join(root, 'package.json'), ...paths]
  return fork(join(import.meta.dirname, program), [], {
    serialization: 'advanced',
    detached: true,
    stdio: ['ignore', 'ignore', process.env['BAILEY_DEBUG'] === undefined ? 'ignore' : 'inherit', 'ipc'],
    env: { TZ: 'UTC' },
    execArgv: [
      '--permission',
      ...readable.map((path) => `--allow-fs-read=${path}`),
      '--max-old-space-size=384',
      // Batches outlive the young generation anyhow; a small one takes 45 MB less and no more time.
      '--max-semi-space-size=4',
      '--disable-proto=throw',
      '--no-warnings',
    ],
  })
}

const secondsOfSilence = 120

/** What a child says, in order, until the child ends or says nothing for two minutes. While it is not asked, it may be silent. */
export async function* messagesOf<Message>(child: ChildProcess): AsyncGenerator<Message> {
  const queue: Message[] = []
  let ended = false
  let wake: (() => void) | null = null
  child.on('message', (message: Message) => {
    queue.push(message)
    wake?.()
  })
  const end = (): void => {
    ended = true
    wake?.()
  }
  child.once('exit', end)
  // One that could not be started, or died while it was told something; unheard, the error would end this process too.
  child.on('error', end)
  for (;;) {
    const next = queue.shift()
    if (next) yield next
    else if (ended) return
    else {
      const heard = await new Promise<boolean>((resolve) => {
        // Counted second by second: while this process is stopped (Ctrl-Z, kill -STOP) none are.
        let silent = 0
        const timer = setInterval(() => {
          if (++silent < secondsOfSilence) return
          clearInterval(timer)
          resolve(false)
        }, 1000)
        wake = () => {
          clearInterval(timer)
          resolve(true)
        }
      })
      if (!heard) return
    }
  }
}
