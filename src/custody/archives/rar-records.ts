import type { ArchiveBytes } from './archive-bytes.ts'
import type { StatedMember } from './libarchive-members.ts'

/** How a chain of records ended: at the mark for it, before another volume, or elsewhere. */
export type RarEnd = 'whole' | 'volume' | 'cut'

interface RarRecord {
  readonly kind: 'member' | 'end' | 'other'
  readonly next: number
  readonly crc: number | null
  /** Of the last record: another volume follows. */
  readonly goesOn: boolean
}

/**
 * What a RAR file of version 4 or 5 states of its members, in their order, folders and links among them.
 *
 * @see https://www.rarlab.com/technote.htm "General archive block format", "File header and service header"
 */
export function* rarRecords(file: ArchiveBytes): Generator<StatedMember, RarEnd> {
  const isNew = file.read(6, 1)[0] === 1
  const recordAt = isNew ? newRecord : oldRecord
  for (let at = isNew ? 8 : 7; ; ) {
    const record = recordAt(file.read(at, recordHead), at)
    if (!record || record.next <= at || record.next > file.size) return 'cut'
    if (record.kind === 'end') return record.goesOn ? 'volume' : 'whole'
    if (record.kind === 'member') yield { start: at, end: record.next, crc: record.crc }
    at = record.next
  }
}

/** Enough for everything in front of a name. */
const recordHead = 128

function newRecord(head: Buffer, at: number): RarRecord | null {
  let place = 4
  const number = (): number => {
    let value = 0
    for (let scale = 1; place < head.length; scale *= 128) {
      const byte = head[place++] ?? 0
      value += (byte & 127) * scale
      if (byte < 128) break
    }
    return value
  }
  const length = number()
  const end = at + place + length
  if (length === 0 || place >= head.length) return null
  const type = number()
  const flags = number()
  if ((flags & 1) !== 0) number()
  const next = end + ((flags & 2) === 0 ? 0 : number())
  const own = number()
  if (type === 5) return { kind: 'end', next: end, crc: null, goesOn: (own & 1) !== 0 }
  if (type !== 2) return { kind: 'other', next, crc: null, goesOn: false }
  number()
  number()
  if ((own & 2) !== 0) place += 4
  const crc = (own & 4) !== 0 && place + 4 <= head.length ? head.readUInt32LE(place) : null
  return { kind: 'member', next, crc, goesOn: false }
}

function oldRecord(head: Buffer, at: number): RarRecord | null {
  if (head.length < 7) return null
  const type = head[2]
  const flags = head.readUInt16LE(3)
  const end = at + head.readUInt16LE(5)
  if (type === 0x7b) return { kind: 'end', next: end, crc: null, goesOn: (flags & 1) !== 0 }
  const isMember = type === 0x74
  if (head.length < (isMember ? 40 : 11)) return null
  const isLarge = (isMember || type === 0x7a) && (flags & 0x100) !== 0
  const packed = (flags & 0x8000) !== 0 || isMember ? head.readUInt32LE(7) : 0
  const next = end + packed + (isLarge ? head.readUInt32LE(32) * 2 ** 32 : 0)
  const crc = isMember ? head.readUInt32LE(16) : null
  return { kind: isMember ? 'member' : 'other', next, crc, goesOn: false }
}
