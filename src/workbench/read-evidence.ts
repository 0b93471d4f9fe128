import type { Address } from '../core/handle.ts'
import type { EntryReading } from '../store/case-writer.ts'
import type { ReadBatch } from '../store/read-batch.ts'
import { messagesOf, startSandbox } from './sandbox.ts'

/** What is to be read. */
export interface ReaderJob {
  readonly entries: readonly ReaderEntry[]
  /** Every file of the exhibit the entries belong to, those unpacked too: what a format may look at beside the one it reads. */
  readonly beside: readonly BesideFile[]
  /** Format id; null lets each file be recognised. */
  readonly format: string | null
  readonly zone: string | null
  readonly owner: Address | null
  readonly mapping: string | null
  /** Most rows of a batch. */
  readonly batchRows: number
  /** How often a reader may die on one entry. */
  readonly tries: 1 | 2
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

/** What a reader process is told: its job, that a batch is stored, and when it asks for them the files beside. */
export type ReaderOrder =
  | { readonly kind: 'job'; readonly job: Omit<ReaderJob, 'beside'> }
  | { readonly kind: 'beside'; readonly files: ReaderJob['beside'] }
  | { readonly kind: 'acknowledged' }

/** What a reader process says, in this order for each entry: begin, batches, end; or only that it is a file without messages. */
export type ReaderMessage =
  | { readonly kind: 'file'; readonly entry: number; readonly mediaType: string }
  | { readonly kind: 'asks-beside' }
  | { readonly kind: 'begin'; readonly entry: number; readonly reading: EntryReading | null }
  | { readonly kind: 'batch'; readonly entry: number; readonly batch: ReadBatch }
  | { readonly kind: 'end'; readonly entry: number }
  /** Rows an earlier run stored are being passed over. */
  | { readonly kind: 'skipping'; readonly entry: number }
  | { readonly kind: 'finished' }

/** What to do with what is read; each is awaited before the next. */
export interface ReaderEvents {
  /** A picture, recording or the like, that holds no messages. */
  file(entry: ReaderEntry, mediaType: string): Promise<void>
  begin(entry: ReaderEntry, reading: EntryReading | null): Promise<void>
  batch(entry: ReaderEntry, batch: ReadBatch): Promise<void>
  /** Rows an earlier run stored are being passed over. */
  skipping?(entry: ReaderEntry): void | Promise<void>
  end(entry: ReaderEntry): Promise<void>
}

const entriesPerProcess = 1500

/**
 * Reads sealed files in child processes that can see nothing else. A reader that dies or falls silent is started again
 * where it stopped (with `tries: 2`); the second time it costs the entry it was on: what is left of it becomes one
 * `reader-failed` problem, and reading goes on with the next.
 */
export async function readEvidence(job: ReaderJob, events: ReaderEvents): Promise<void> {
  const readable = readableBeside(job)
  let left = job.entries
  const tried = { id: -1, accounted: 0 }
  while (left.length > 0) {
    const group = left.slice(0, entriesPerProcess)
    const failed = await readGroup({ ...job, entries: group }, readable, events)
    if (failed === null) {
      left = left.slice(group.length)
      continue
    }
    const place = group.findIndex(({ id }) => id === failed.entry.id)
    const rest = left.slice(place + 1)
    if (job.tries === 2 && tried.id !== failed.entry.id) {
      tried.id = failed.entry.id
      tried.accounted = failed.accounted
      left = [{ ...failed.entry, rowsDone: failed.entry.rowsDone + failed.rows }, ...rest]
      continue
    }
    if (!failed.open) await events.begin(failed.entry, null)
    await events.batch(
      failed.entry,
      failure(failed.entry, Math.max(failed.accounted, tried.id === failed.entry.id ? tried.accounted : 0)),
    )
    await events.end(failed.entry)
    left = rest
  }
}

/** Where a reader failed: what of the entry was handed over before. */
interface Failed {
  readonly entry: ReaderEntry
  readonly rows: number
  /** Offset up to which the rows account for it. */
  readonly accounted: number
  /** Whether it was begun. */
  readonly open: boolean
}

/** Reads a group in one child; returns where the reader failed, or null. */
async function readGroup(
  { beside, ...job }: ReaderJob,
  readable: readonly string[],
  events: ReaderEvents,
): Promise<Failed | null> {
  const child = startSandbox('reader-process.ts', [
    ...new Set([...job.entries.map(({ path }) => path), ...readable]),
  ])
  const tell = (order: ReaderOrder): boolean => child.send(order)
  const entries = new Map(job.entries.map((entry) => [entry.id, entry]))
  let current: ReaderEntry | null = job.entries[0] ?? null
  let accounted = 0
  let rows = 0
  let open = false
  try {
    tell({ kind: 'job', job })
    for await (const message of messagesOf<ReaderMessage>(child)) {
      if (message.kind === 'finished') return null
      if (message.kind === 'asks-beside') {
        tell({ kind: 'beside', files: beside })
        continue
      }
      const entry = entries.get(message.entry)
      if (!entry) throw new Error('The reader answered about an entry it was not given')
      current = entry
      if (message.kind === 'begin') {
        accounted = 0
        rows = 0
        open = true
        await events.begin(entry, message.reading)
      } else if (message.kind === 'end' || message.kind === 'file') {
        await (message.kind === 'end' ? events.end(entry) : events.file(entry, message.mediaType))
        open = false
        current = job.entries[job.entries.indexOf(entry) + 1] ?? null
      } else if (message.kind === 'batch') {
        await events.batch(entry, message.batch)
        accounted = Math.max(accounted, endOf(message.batch))
        rows += rowsOf(message.batch)
        tell({ kind: 'acknowledged' })
      } else await events.skipping?.(entry)
    }
  } finally {
    child.kill('SIGKILL')
  }
  return current === null
    ? null
    : { entry: current, rows: open ? rows : 0, accounted: open ? accounted : 0, open }
}

/** Most files besides its own that a reader may open: a command line has room for no more. */
const mostBeside = 2500

/** Of the files beside those read, the ones that name people and point to media before the media themselves. */
function readableBeside({ beside }: ReaderJob): string[] {
  const ordered = [...beside.filter(namesOthers), ...beside.filter((file) => !namesOthers(file))]
  return ordered.slice(0, mostBeside).map(({ path }) => path)
}

function namesOthers({ name }: BesideFile): boolean {
  return /\.(?:json|xml|txt|csv|html?|plist|db|sqlite|lava)(?:-wal|-journal)?$/i.test(name)
}

function rowsOf({ messages, problems, contacts, traces }: ReadBatch): number {
  return messages.count + problems.length + contacts.length + traces.length
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
      ownWords: new Uint16Array(),
      repairs: [],
      fromName: [],
      media: [],
      details: [],
      parts: [],
    },
  }
}
