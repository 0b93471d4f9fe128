/**
 * Tar archives (POSIX.1-2017 pax and ustar, GNU long names and base-256 numbers, and the old format): each file in its
 * order. A header that is none is searched for on from the next block, and what was passed over is a fault.
 */
import { type ArchiveEvent, fault } from './archive-bytes.ts'
import { isTarHeader } from './archive-kind.ts'
import { type Blocks, openBlocks } from './blocks.ts'
import { CompressionFault } from './inflate.ts'
import { decodeTarName, visiblePath } from './member-name.ts'

/**
 * Unpacks a tar file.
 *
 * @param place - where a stretch of the tar stands in the archive file, which differs where that is compressed.
 */
export async function* tarMembers(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  place: TarPlace,
): AsyncGenerator<ArchiveEvent> {
  const blocks = openBlocks(source)
  try {
    yield* members(blocks, place)
  } catch (error) {
    if (!(error instanceof CompressionFault)) throw error
    const says = `The archive cannot be read from here on: ${error.message}.`
    yield fault('unread-part', place(blocks.at, blocks.at), says)
  } finally {
    await blocks.close()
  }
}

/** Where bytes `start` to `end` of a tar stand in the archive file. */
export type TarPlace = (start: number, end: number) => { readonly start: number; readonly end: number }

async function* members(blocks: Blocks, place: TarPlace): AsyncGenerator<ArchiveEvent> {
  let said: Extension = {}
  let zeros = 0
  for (;;) {
    const start = blocks.at
    const block = await blocks.take(512)
    if (block.length === 512 && block.every((byte) => byte === 0)) {
      zeros++
      if (zeros % 4096 === 0) yield { kind: 'alive' }
      continue
    }
    if (block.length === 0 && zeros > 0) return
    if (block.length < 512) {
      yield endedEarly(place(start, blocks.at), zeros > 0)
      return
    }
    if (!isTarHeader(block)) {
      const found = yield* nextHeader(blocks, start, place)
      if (!found) return
      blocks.putBack(found)
      said = {}
      continue
    }
    const header = readHeader(block)
    if (/^[xgLK]$/.test(header.type) && header.size <= longestExtension)
      said = { ...said, ...(await readExtension(blocks, header)) }
    else {
      yield* tell(blocks, { ...header, ...said, start }, place)
      said = {}
    }
  }
}

function endedEarly(span: { readonly start: number; readonly end: number }, isMarked: boolean): ArchiveEvent {
  const says = isMarked
    ? 'Bytes that are no member follow the end mark of the archive.'
    : 'The archive ends without its end mark: it may have been cut short.'
  return fault('unread-part', span, says)
}

/** Passes over blocks up to one that is a header, and tells of them. */
async function* nextHeader(
  blocks: Blocks,
  start: number,
  place: TarPlace,
): AsyncGenerator<ArchiveEvent, Uint8Array | null> {
  for (let passed = 1; ; passed++) {
    const end = blocks.at
    const block = await blocks.take(512)
    const isFound = isTarHeader(block)
    if (isFound || block.length < 512) {
      const says = 'These bytes are no member of the archive: it is damaged here.'
      yield fault('unread-part', place(start, isFound ? end : blocks.at), says)
      return isFound ? block : null
    }
    if (passed % 4096 === 0) yield { kind: 'alive' }
  }
}

interface Extension {
  readonly name?: string
  readonly size?: number
  readonly isSparse?: boolean
}

interface Header {
  readonly name: string
  readonly size: number
  readonly type: string
  readonly isSparse: boolean
}

const longestExtension = 1 << 20
const latin1 = new TextDecoder('latin1')

function readHeader(block: Uint8Array): Header {
  const type = latin1.decode(block.subarray(156, 157))
  const isUstar = latin1.decode(block.subarray(257, 263)) === 'ustar\0'
  const prefix = isUstar ? untilNul(block.subarray(345, 500)) : new Uint8Array()
  const own = untilNul(block.subarray(0, 100))
  const raw = prefix.length > 0 ? Buffer.concat([prefix, Buffer.from('/'), own]) : own
  return {
    name: decodeTarName(raw),
    size: readNumber(block.subarray(124, 136)),
    type,
    isSparse: type === 'S',
  }
}

function untilNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0)
  return end < 0 ? bytes : bytes.subarray(0, end)
}

/** Octal digits, or base 256 where the first bit is set. */
function readNumber(field: Uint8Array): number {
  if (((field[0] ?? 0) & 0x80) === 0)
    return Number.parseInt(/^[ \0]{0,12}([0-7]{1,12})/.exec(latin1.decode(field))?.[1] ?? '0', 8)
  return field.reduce((sum, byte, at) => sum * 256 + (at === 0 ? byte & 0x7f : byte), 0)
}

/** What a header before a member says of it: pax records, or a GNU long name. */
async function readExtension(blocks: Blocks, { type, size }: Header): Promise<Extension> {
  const bytes = await blocks.take(size)
  await blocks.skip(-size & 511)
  if (type === 'L') return { name: decodeTarName(untilNul(bytes)) }
  if (type !== 'x') return {}
  const records = paxRecords(bytes)
  const path = records.get('GNU.sparse.name') ?? records.get('path')
  const stated = records.get('size')
  return {
    ...(path && { name: decodeTarName(path) }),
    ...(stated && /^\d{1,15}$/.test(latin1.decode(stated)) && { size: Number(latin1.decode(stated)) }),
    ...([...records.keys()].some((key) => key.startsWith('GNU.sparse')) && { isSparse: true }),
  }
}

/** `length key=value\n`, the length in bytes and counting itself. */
function paxRecords(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const records = new Map<string, Uint8Array>()
  for (let at = 0; at < bytes.length; ) {
    const [digits = ''] = /^\d{1,7}(?= )/.exec(latin1.decode(bytes.subarray(at, at + 8))) ?? []
    const length = Number(digits)
    if (digits === '' || length <= digits.length + 1 || at + length > bytes.length) break
    const record = bytes.subarray(at + digits.length + 1, at + length - 1)
    const equals = record.indexOf(0x3d)
    if (equals > 0) records.set(latin1.decode(record.subarray(0, equals)), record.subarray(equals + 1))
    at += length
  }
  return records
}

const otherTypes: Readonly<Record<string, string>> = {
  '1': 'a hard link to another member, and links are not followed',
  '2': 'a symbolic link, and links are not followed',
  '3': 'a device and no file',
  '4': 'a device and no file',
  '6': 'a pipe and no file',
}

async function* tell(
  blocks: Blocks,
  { name, size, type, isSparse, start }: Header & { readonly start: number },
  place: TarPlace,
): AsyncGenerator<ArchiveEvent> {
  const path = visiblePath(name.endsWith('/') ? name.slice(0, -1) : name)
  const other = otherTypes[type]
  if (other !== undefined) {
    // The size of a link is that of what it leads to; no data follows.
    yield fault('unread-part', place(start, blocks.at), `${path} was not unpacked: it is ${other}.`)
    return
  }
  const isFolder = type === '5' || (type !== '7' && name.endsWith('/') && size === 0)
  if (isFolder && size === 0) return
  yield { kind: 'member', name: path, at: place(start, start).start }
  let left = size
  let broken = ''
  try {
    for await (const bytes of blocks.stream(size)) {
      left -= bytes.length
      yield { kind: 'bytes', bytes }
    }
    if (left > 0) broken = 'the archive ends before it does'
  } catch (error) {
    if (!(error instanceof CompressionFault)) throw error
    broken = error.message
  }
  if (broken === '' && isSparse) broken = 'it is a sparse file, unpacked as stored, with its map of holes'
  yield { kind: 'end', fault: broken === '' ? null : memberFault(place(start, blocks.at), path, broken) }
  if (left === 0) await blocks.skip(-size & 511)
}

function memberFault(
  { start, end }: { readonly start: number; readonly end: number },
  path: string,
  broken: string,
) {
  const problem = { code: 'unread-part', says: `${path}: ${broken}.` } as const
  return { start, length: end - start, problem }
}
