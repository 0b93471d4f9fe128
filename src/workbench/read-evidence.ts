import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Address } from '../core/handle.ts'
import type { EntryReading } from '../store/case-writer.ts'
import type { ReadBatch } from '../store/read-batch.ts'

/** What a reader process is given. */
export interface ReaderJob {
  readonly entries: readonly ReaderEntry[]
  /** Every file of the exhibit the entries belong to: what a format may look at beside the one it reads. */
  readonly beside: readonly BesideFile[]
  /** Format id; null lets each file be recognised. */
  readonly format: string | null
  readonly zone: string | null
  readonly owner: Address | null
  readonly mapping: string | null
  /** Most rows of a batch. */
  readonly batchRows: number
}

/** A sealed file of the same exhibit. */
export interface BesideFile {
  readonly name: string
  readonly sha256: string
  readonly size: number
  /** Path of the sealed bytes. */
  readonly path: string
}

/** A sealed file to read from its row `rowsDone` on. */
export interface ReaderEntry extends BesideFile {
  readonly id: number
  readonly rowsDone: number
}

/** What a reader process says, in this order for each entry: begin, batches, end. */
export type ReaderMessage =
  | { readonly kind: 'begin'; readonly entry: number; readonly reading: EntryReading | null }
  | { readonly kind: 'batch'; readonly entry: number; readonly batch: ReadBatch }
  | { readonly kind: 'end'; readonly entry: number }
  /** Rows an earlier run stored are being passed over. */
  | { readonly kind: 'skipping'; readonly entry: number }
  | { readonly kind: 'finished' }

/** What to do with what is read; each is awaited before the next. */
export interface ReaderEvents {
  begin(entry: ReaderEntry, reading: EntryReading | null): Promise<void>
  batch(entry: ReaderEntry, batch: ReadBatch): Promise<void>
  end(entry: ReaderEntry): Promise<void>
}

const entriesPerProcess = 500
const silenceMs = 120_000

/**
 * Reads sealed files in child processes that can see nothing else. A reader that dies or falls silent costs the entry
 * it was on: what is left of it becomes one `reader-failed` problem, and reading goes on with the next.
 */
export async function readEvidence(job: ReaderJob, events: ReaderEvents): Promise<void> {
  let left = job.entries
  while (left.length > 0) {
    const group = left.slice(0, entriesPerProcess)
    const failed = await readGroup({ ...job, entries: group }, events)
    left = left.slice(failed === null ? group.length : group.indexOf(failed) + 1)
  }
}

/** Reads a group in one child; returns the entry on which the reader failed, or null. */
async function readGroup(job: ReaderJob, events: ReaderEvents): Promise<ReaderEntry | null> {
  const child = startReader(readablePaths(job))
  const entries = new Map(job.entries.map((entry) => [entry.id, entry]))
  let current: ReaderEntry | null = job.entries[0] ?? null
  let accounted = 0
  let open = false
  try {
    child.send(job)
    for await (const message of messagesOf(child)) {
      if (message.kind === 'finished') return null
      const entry = entries.get(message.entry)
      if (!entry) throw new Error('The reader answered about an entry it was not given')
      current = entry
      if (message.kind === 'skipping') continue
      if (message.kind === 'begin') {
        accounted = 0
        open = true
        await events.begin(entry, message.reading)
      } else if (message.kind === 'end') {
        await events.end(entry)
        open = false
        current = job.entries[job.entries.indexOf(entry) + 1] ?? null
      } else {
        await events.batch(entry, message.batch)
        accounted = Math.max(accounted, endOf(message.batch))
        child.send('acknowledged')
      }
    }
  } finally {
    child.kill('SIGKILL')
  }
  if (current === null) return null
  if (!open) await events.begin(current, null)
  await events.batch(current, failure(current, accounted))
  await events.end(current)
  return current
}

/** Messages in order until the child ends or says nothing for two minutes. */
async function* messagesOf(child: ChildProcess): AsyncGenerator<ReaderMessage> {
  const queue: ReaderMessage[] = []
  let ended = false
  let wake: (() => void) | null = null
  child.on('message', (message: ReaderMessage) => {
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

/** Most files besides its own that a reader may open: a command line has room for no more. */
const mostBeside = 3000

/** The files of the job and, of those beside them, the ones that name people and point to media before the media themselves. */
function readablePaths({ entries, beside }: ReaderJob): string[] {
  const named = beside.filter(({ name }) =>
    /\.(?:json|xml|txt|csv|html?|plist|db|sqlite)(?:-wal)?$/i.test(name),
  )
  const rest = beside.filter((file) => !named.includes(file))
  return [...new Set([...entries, ...[...named, ...rest].slice(0, mostBeside)].map(({ path }) => path))]
}

const root = join(import.meta.dirname, '..', '..')

/** A reader that may open these files and Bailey’s own code. */
export function startReader(paths: readonly string[]): ChildProcess {
  const readable = [join(root, 'src'), join(root, 'node_modules'), join(root, 'package.json'), ...paths]
  return fork(join(import.meta.dirname, 'reader-process.ts'), [], {
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

function endOf({ messages, problems }: ReadBatch): number {
  const last = messages.count - 1
  const message = last < 0 ? 0 : (messages.start[last] ?? 0) + (messages.length[last] ?? 0)
  const problem = problems.at(-1)
  return Math.max(message, problem ? problem.start + problem.length : 0)
}

function failure(entry: ReaderEntry, from: number): ReadBatch {
  const none = new Float64Array()
  const problem = {
    code: 'reader-failed',
    says: 'The reader stopped here; the bytes up to the end of the file were not read.',
  } as const
  return {
    handles: [],
    conversations: [],
    problems: [{ part: null, start: from, length: entry.size - from, problem }],
    contacts: [],
    traces: [],
    messages: {
      count: 0,
      uids: new Uint8Array(),
      at: none,
      zone: new Uint8Array(),
      sender: new Int32Array(),
      conversation: new Int32Array(),
      start: none,
      length: none,
      timeText: [],
      kind: [],
      body: [],
      repairs: [],
      fromName: [],
      media: [],
      details: [],
      parts: [],
    },
  }
}
