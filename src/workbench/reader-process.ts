/**
 * A child process that reads evidence. It runs under Node's permission model and may open the sealed files it was
 * given and Bailey's own code, nothing else: no case database, no network, no process. See `read-evidence.ts`.
 */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { openArchiveBytes } from '../custody/archives/archive-bytes.ts'
import { mediaTypeOf } from '../custody/media-type.ts'
import type { EvidenceFile, Format, ReadContext } from '../formats/format.ts'
import { profileId } from '../formats/mapping-profile.ts'
import { findProfile } from '../formats/profiles/ready-profiles.ts'
import { formatById, recogniseFormat } from '../formats/registry.ts'
import { BatchBuilder } from './batch-builder.ts'
import { type FilesBeside, findBeside } from './files-beside.ts'
import type { PreviewJob } from './preview-mapping.ts'
import { previewTables } from './preview-tables.ts'
import type { BesideFile, ReaderMessage, ReaderOrder } from './read-evidence.ts'
import { maybeSideFile, sideFileType } from './side-file.ts'
import { openRepeats } from './tell-repeats.ts'

type Job = Extract<ReaderOrder, { kind: 'job' }>['job']

/** Batches sent and not yet stored: enough that neither side waits for the other. */
const window = 2
const sent = { unacknowledged: 0, wake: (): void => {} }

const asked = { files: null as FilesBeside | null, wake: (): void => {} }

process.on('message', (order: ReaderOrder | PreviewJob) => {
  if (order.kind === 'job') void readAll(order.job)
  else if (order.kind === 'preview') void preview(order)
  else if (order.kind === 'beside') {
    asked.files = new Map(order.files.map((file) => [file.name, file]))
    asked.wake()
  } else {
    sent.unacknowledged--
    sent.wake()
  }
})
process.on('disconnect', () => process.exit(0))

async function readAll(job: Job): Promise<void> {
  const profile = job.mapping === null ? null : findProfile(job.mapping)
  for (const entry of job.entries) await readEntry(job, entry, { zone: job.zone, owner: job.owner, profile })
  send({ kind: 'finished' })
}

async function preview(job: PreviewJob): Promise<void> {
  const none: FilesBeside = new Map()
  const files = await Promise.all(
    job.files.map(async (file) => ({ file: evidenceFile(file, none), head: await firstBytes(file.path) })),
  )
  process.send?.(await previewTables(files, job))
}

async function readEntry(job: Job, entry: Job['entries'][number], context: ReadContext): Promise<void> {
  const side = maybeSideFile(entry.name) ? sideFileType(entry.name, await filesBeside()) : null
  if (side !== null) {
    send({ kind: 'file', entry: entry.id, mediaType: side })
    return
  }
  const head = await firstBytes(entry.path)
  const format = job.format === null ? recogniseFormat(entry.name, head) : formatById(job.format)
  // The format named for an exhibit is not meant for the pictures in it.
  const isSure = format !== null && (job.format === null || format.sniff(entry.name, head) > 0)
  const mediaType = isSure ? null : await mediaTypeAt(entry.path)
  if (mediaType !== null) {
    send({ kind: 'file', entry: entry.id, mediaType })
    return
  }
  const file = evidenceFile(entry, format === null ? new Map() : await filesBeside())
  alive.entry = entry.id
  send({ kind: 'begin', entry: entry.id, reading: format && readingOf(format, context) })
  let builder = new BatchBuilder(job.batchRows)
  let skip = entry.rowsDone
  const tellRepeats = openRepeats(format?.repeats ?? 'copies')
  const flush = async (): Promise<void> => {
    if (builder.rows === 0) return
    while (sent.unacknowledged >= window) await acknowledgement()
    sent.unacknowledged++
    send({ kind: 'batch', entry: entry.id, batch: builder.take() })
    builder = new BatchBuilder(job.batchRows)
  }
  for await (const rows of readRows(format, file, context)) {
    if (skip > 0) send({ kind: 'skipping', entry: entry.id })
    for (const each of rows) {
      const row = tellRepeats(each)
      if (skip > 0) {
        skip--
        continue
      }
      if (builder.full) await flush()
      builder.add(row)
    }
  }
  await flush()
  send({ kind: 'end', entry: entry.id })
}

/** Files of the exhibit by name, asked for once and only when a format reads: there may be a million. */
async function filesBeside(): Promise<FilesBeside> {
  if (asked.files === null) {
    send({ kind: 'asks-beside' })
    await new Promise<void>((resolve) => {
      asked.wake = resolve
    })
  }
  return asked.files ?? new Map()
}

async function mediaTypeAt(path: string): Promise<string | null> {
  const bytes = openArchiveBytes(path)
  try {
    return await mediaTypeOf(bytes)
  } finally {
    bytes.close()
  }
}

function evidenceFile({ name, sha256, size, path }: BesideFile, files: FilesBeside): EvidenceFile {
  return {
    name,
    size,
    sha256,
    bytes: () => aliveWhile(createReadStream(path, { highWaterMark: 1 << 17 })),
    async slice(start, end) {
      sayAlive()
      await using handle = await open(path)
      const bytes = Buffer.alloc(end - start)
      let at = 0
      while (at < bytes.length) {
        const { bytesRead } = await handle.read(bytes, at, bytes.length - at, start + at)
        if (bytesRead === 0) break
        at += bytesRead
      }
      return bytes.subarray(0, at)
    },
    beside(to) {
      const found = findBeside(files, name, to)
      return found ? evidenceFile(found, files) : null
    },
  }
}

/** A first pass over a large file gives no rows: its reader must not be taken for one that hangs. */
async function* aliveWhile(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    sayAlive()
    yield chunk
  }
}

const alive = { entry: 0, saidAt: 0 }
const aliveEveryMs = 10_000

function sayAlive(): void {
  const now = performance.now()
  if (alive.entry === 0 || now - alive.saidAt < aliveEveryMs) return
  alive.saidAt = now
  send({ kind: 'skipping', entry: alive.entry })
}

function acknowledgement(): Promise<void> {
  return new Promise((resolve) => {
    sent.wake = resolve
  })
}

async function* readRows(
  format: Format | null,
  file: EvidenceFile,
  context: ReadContext,
): ReturnType<Format['read']> {
  if (format !== null) yield* format.read(file, context)
  else {
    const code = file.size === 0 ? 'empty-file' : 'unknown-format'
    const says =
      file.size === 0
        ? 'The file holds no bytes.'
        : 'No format recognises this file; name its format when you import it, if it holds chats.'
    yield [{ kind: 'problem', part: null, span: { start: 0, end: file.size }, problem: { code, says } }]
  }
}

function readingOf(
  format: Format,
  { profile }: ReadContext,
): { format: string; version: number; profile: string | null } {
  return {
    format: format.id,
    version: format.version,
    profile: profile === null ? null : `${profile.name}@${profile.version} sha256:${profileId(profile)}`,
  }
}

async function firstBytes(path: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of createReadStream(path, { end: 65_535 })) {
    if (chunk instanceof Uint8Array) chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function send(message: ReaderMessage): void {
  process.send?.(message)
}
