import { crc32 } from 'node:zlib'
import type { ProblemCode } from '../../core/problem.ts'
import { type ArchiveBytes, type ArchiveEvent, fault, piecesOf } from './archive-bytes.ts'
import { CompressionFault, type Decompressed, decompress } from './inflate.ts'
import { decodeZipName, visiblePath } from './member-name.ts'
import type { ZipRecord } from './zip-records.ts'

/** A member to unpack; `packed` is null where only its data can tell. */
export interface ZipMember extends Omit<ZipRecord, 'packed'> {
  readonly packed: number | null
  readonly dataStart: number
  /** What is already known to be wrong with it. */
  readonly faults: readonly string[]
  /** Reads the record behind the data, which states checksum and size. */
  readonly closing?: (used: number) => { readonly crc: number; readonly size: number } | null
}

/** A member's name as its entry has it. */
export function nameOf({ rawName, unicodePath }: Pick<ZipRecord, 'rawName' | 'unicodePath'>): string {
  const name = decodeZipName(rawName, unicodePath)
  return visiblePath(name.endsWith('/') ? name.slice(0, -1) : name)
}

/** Tells of one member; returns how many packed bytes its data took. */
export async function* unpackMember(
  file: ArchiveBytes,
  member: ZipMember,
): AsyncGenerator<ArchiveEvent, number> {
  const packed = member.packed ?? 0
  if (member.rawName.at(-1) === 0x2f && member.size === 0 && packed <= 2) return packed
  const name = nameOf(member)
  const place = { start: member.at, end: member.dataStart + packed }
  const why = whyNot(member)
  if (why !== null) {
    yield fault('unread-part', place, `${name} was not unpacked: ${why}.`)
    return packed
  }
  yield { kind: 'member', name, at: member.at }
  const read = readData(file, member)
  const damage: string[] = []
  let size = 0
  let crc = 0
  try {
    for await (const bytes of read.bytes) {
      size += bytes.length
      crc = crc32(bytes, crc)
      yield { kind: 'bytes', bytes }
    }
  } catch (error) {
    if (!(error instanceof CompressionFault)) throw error
    damage.push(error.message)
  }
  if (damage.length === 0) damage.push(...disagreements(member, { size, crc, used: read.used() }))
  yield { kind: 'end', fault: faultOf(name, place, damage, member.faults) }
  return member.packed ?? read.used()
}

const methodNames: Readonly<Record<number, string>> = {
  1: 'Shrink',
  6: 'Implode',
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  95: 'xz',
  98: 'PPMd',
}
const fileTypes: Readonly<Record<number, string>> = {
  0xa000: 'a symbolic link, and links are not followed',
  0x6000: 'a device and no file',
  0x2000: 'a device and no file',
  0x1000: 'a pipe and no file',
  0xc000: 'a socket and no file',
}

function whyNot({ flags, method, mode }: ZipMember): string | null {
  const type = fileTypes[mode & 0xf000]
  if (type !== undefined) return `it is ${type}`
  if ((flags & 1) === 1 || method === 99)
    return 'it is encrypted; unpack the archive with its password and import the folder'
  if (method === 0 || method === 8 || method === 93) return null
  return `it is compressed with ${methodNames[method] ?? `method ${method}`}; unpack the archive with another program and import the folder`
}

function readData(file: ArchiveBytes, { method, dataStart, packed }: ZipMember): Decompressed {
  const end = packed === null ? file.size : Math.min(file.size, dataStart + packed)
  if (method !== 0) return decompress(method === 8 ? 'deflate' : 'zstd', file, { start: dataStart, end })
  let used = 0
  const copy = async function* (): AsyncGenerator<Uint8Array, undefined> {
    for (const piece of piecesOf(file, dataStart, end)) {
      used += piece.length
      yield piece
    }
    return undefined
  }
  return { bytes: copy(), used: () => used }
}

function disagreements(
  member: ZipMember,
  read: { readonly size: number; readonly crc: number; readonly used: number },
): string[] {
  const said: string[] = []
  const stated = member.closing ? member.closing(read.used) : member
  if (!stated) return ['the record that closes it is missing']
  if (stated.size !== read.size) said.push(`it states ${stated.size} bytes and has ${read.size}`)
  if (stated.crc !== read.crc) said.push('its bytes do not give the checksum stated, so they are damaged')
  if (member.packed !== null && read.used !== member.packed)
    said.push(`it states ${member.packed} packed bytes and has ${read.used}`)
  return said
}

function faultOf(
  name: string,
  { start, end }: { readonly start: number; readonly end: number },
  damage: readonly string[],
  conflicting: readonly string[],
): {
  readonly start: number
  readonly length: number
  readonly problem: { code: ProblemCode; says: string }
} | null {
  const said = [...damage, ...conflicting]
  if (said.length === 0) return null
  const code = damage.length > 0 ? 'unread-part' : 'archive-conflict'
  return { start, length: end - start, problem: { code, says: `${name}: ${said.join('; ')}.` } }
}
