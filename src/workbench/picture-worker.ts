import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { ReadPicture } from './pictures/read-picture.ts'

/** A picture for the child process. */
export interface PictureJob {
  readonly file: Uint8Array
}

/** What the child process says: `ready` once, then one `read` for each picture. */
export type PictureMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'read'; readonly read: ReadPicture }

/** Decodes pictures, one at a time, where they can do no harm. */
export interface PictureWorker {
  /** What is read of a picture; null when its decoder crashed, or took longer or more memory than it may. */
  read(file: Uint8Array): Promise<ReadPicture | null>
  close(): void
}

/** Largest file that is decoded: pixels, file and decoder together stay under 512 MB. */
export const largestPicture = 32 * 1024 * 1024

const pictureMs = 5000
const startMs = 60_000
const idleMs = 30_000

/** Starts its child process with the first picture, and lets it go when none has come for a while. */
export function openPictureWorker(): PictureWorker {
  let child: ChildProcess | null = null
  let turn: Promise<unknown> = Promise.resolve()
  let idle: NodeJS.Timeout | undefined
  const stop = (): void => {
    clearTimeout(idle)
    child?.kill('SIGKILL')
    child = null
  }
  const readNow = async (file: Uint8Array): Promise<ReadPicture | null> => {
    clearTimeout(idle)
    child ??= await startChild()
    const read = child && (await exchange(child, file))
    if (read === null) stop()
    else idle = setTimeout(stop, idleMs).unref()
    return read
  }
  return {
    read(file) {
      const read = turn.then(() => readNow(file))
      turn = read.catch(() => undefined)
      return read
    },
    close: stop,
  }
}

async function startChild(): Promise<ChildProcess | null> {
  const root = join(import.meta.dirname, '..', '..')
  const readable = [join(root, 'src'), join(root, 'node_modules'), join(root, 'package.json')]
  const child = fork(join(import.meta.dirname, 'picture-process.ts'), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', process.env['BAILEY_DEBUG'] === undefined ? 'ignore' : 'inherit', 'ipc'],
    env: { TZ: 'UTC' },
    execArgv: [
      '--permission',
      ...readable.map((path) => `--allow-fs-read=${path}`),
      '--max-old-space-size=96',
      // 224 MB for a decoder; the pixels it hands over come on top.
      '--wasm-max-mem-pages=3584',
      '--disable-proto=throw',
      '--no-warnings',
    ],
  })
  const first = await nextMessage(child, startMs)
  return first?.kind === 'ready' ? child : null
}

async function exchange(child: ChildProcess, file: Uint8Array): Promise<ReadPicture | null> {
  const answer = nextMessage(child, pictureMs)
  child.send({ file } satisfies PictureJob, () => {})
  const message = await answer
  return message?.kind === 'read' ? message.read : null
}

/** Null when the child ends, or says nothing in time. */
function nextMessage(child: ChildProcess, limitMs: number): Promise<PictureMessage | null> {
  return new Promise((resolve) => {
    const settle = (message: PictureMessage | null): void => {
      clearTimeout(timer)
      child.off('exit', onEnd).off('error', onEnd).off('message', settle)
      resolve(message)
    }
    const onEnd = (): void => settle(null)
    const timer = setTimeout(onEnd, limitMs)
    child.once('exit', onEnd).once('error', onEnd).once('message', settle)
  })
}
