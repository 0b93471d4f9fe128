/** 7-Zip and RAR archives for tests, built byte by byte so that each can be wrong in its own way. */
import { crc32 } from 'node:zlib'

/** A member to build. */
export interface PackedMember {
  readonly name: string
  readonly bytes: Uint8Array | string
  /** What is stated in place of the truth. */
  readonly crc?: number
}

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value >>> 0)
  return bytes
}

/** A number as 7-Zip writes it, in nine bytes. */
const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(9, 0xff)
  bytes.writeBigUInt64LE(BigInt(value), 1)
  return bytes
}

/** LZMA2 in chunks that are stored. */
function lzma2(bytes: Buffer): Buffer {
  const chunks: Buffer[] = []
  for (let at = 0; at < bytes.length; at += 0x8000) {
    const part = bytes.subarray(at, at + 0x8000)
    chunks.push(Buffer.from([at === 0 ? 1 : 2, (part.length - 1) >> 8, (part.length - 1) & 255]), part)
  }
  return Buffer.concat([...chunks, Buffer.of(0)])
}

/**
 * A solid 7-Zip archive.
 *
 * @param dictionary - the size LZMA2 states for its window; by default the members are not compressed at all.
 */
export function sevenZip(members: readonly PackedMember[], dictionary?: number): Buffer {
  const data = members.map(({ bytes }) => Buffer.from(bytes))
  const whole = Buffer.concat(data)
  const packed = dictionary === undefined ? whole : lzma2(whole)
  const coder = dictionary === undefined ? Buffer.of(1, 0) : Buffer.of(0x21, 0x21, 1, dictionary)
  const names = Buffer.concat([
    Buffer.of(0),
    ...members.map(({ name }) => Buffer.from(`${name}\0`, 'utf16le')),
  ])
  const count = number(members.length)
  const list = Buffer.concat([
    Buffer.of(1, 4),
    // Packed streams: one, from the first byte on.
    Buffer.of(6, 0, 1, 9),
    number(packed.length),
    Buffer.of(0),
    // One folder of one coder.
    Buffer.of(7, 0x0b, 1, 0, 1),
    coder,
    Buffer.of(0x0c),
    number(whole.length),
    Buffer.of(0),
    // How the folder is cut into members.
    Buffer.of(8, 0x0d),
    count,
    Buffer.of(9),
    ...data.slice(0, -1).map((bytes) => number(bytes.length)),
    Buffer.of(0x0a, 1),
    ...members.map(({ crc }, n) => u32(crc ?? crc32(data[n] ?? ''))),
    Buffer.of(0, 0),
    Buffer.of(5),
    count,
    Buffer.of(0x11),
    number(names.length),
    names,
    Buffer.of(0, 0),
  ])
  const places = Buffer.concat([Buffer.alloc(16), u32(crc32(list))])
  places.writeBigUInt64LE(BigInt(packed.length), 0)
  places.writeBigUInt64LE(BigInt(list.length), 8)
  return Buffer.concat([Buffer.from('377abcaf271c0004', 'hex'), u32(crc32(places)), places, packed, list])
}

/** A number as RAR 5 writes it: seven bits a byte, the lowest first. */
function vint(value: number): Buffer {
  const bytes: number[] = []
  for (let left = value; ; left = Math.floor(left / 128)) {
    bytes.push(left >= 128 ? (left % 128) | 128 : left)
    if (left < 128) return Buffer.from(bytes)
  }
}

function rarHeader(parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const sized = Buffer.concat([vint(body.length), body])
  return Buffer.concat([u32(crc32(sized)), sized])
}

const bits = (value: number, count: number): string => value.toString(2).padStart(count, '0')

/**
 * One block of RAR 5's compression whose only codes are the 256 literals, eight bits each: first the lengths of the code
 * that lengths are written in (1 for the length 8, 2 for "repeat" and for "zeros"), then those of the codes, then the data.
 */
function literalBlock(bytes: Buffer): Buffer {
  const lengths = Array.from({ length: 20 }, (_, n) => bits(n === 8 ? 1 : n === 17 || n === 19 ? 2 : 0, 4))
  const repeats = `010${bits(127, 7)}10${bits(106, 7)}`
  const zeros = `11${bits(127, 7)}11${bits(25, 7)}`
  const all = lengths.join('') + repeats + zeros + Array.from(bytes, (byte) => bits(byte, 8)).join('')
  const body = Buffer.from(all.match(/.{1,8}/g)?.map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2)) ?? [])
  const flags = 0x80 | 0x40 | (2 << 3) | ((all.length + 7) % 8)
  const size = [body.length & 255, (body.length >> 8) & 255, body.length >> 16]
  const sum = size.reduce((mixed, byte) => mixed ^ byte, 0x5a ^ flags)
  return Buffer.concat([Buffer.of(flags, sum, ...size), body])
}

/** A RAR archive of version 5, compressed, and not stored as the others are. */
export function packedRar5(members: readonly PackedMember[]): Buffer {
  return rar5(members, false, 3)
}

/** A RAR archive of version 5; `goesOn` when it is a volume that is not the last. */
export function rar5(members: readonly PackedMember[], goesOn = false, method = 0): Buffer {
  const blocks = members.map(({ name, bytes, crc }) => {
    const plain = Buffer.from(bytes)
    const data = method === 0 ? plain : literalBlock(plain)
    const sum = u32(crc ?? crc32(plain))
    const file = [vint(4), vint(plain.length), vint(0o100644), sum, vint(method << 7), vint(1)]
    const label = Buffer.from(name)
    return Buffer.concat([
      rarHeader([vint(2), vint(2), vint(data.length), ...file, vint(label.length), label]),
      data,
    ])
  })
  return Buffer.concat([
    Buffer.from('526172211a070100', 'hex'),
    rarHeader([vint(1), vint(0), vint(0)]),
    ...blocks,
    rarHeader([vint(5), vint(4), vint(goesOn ? 1 : 0)]),
  ])
}

/** A header of version 4: its type, flags and fields behind the two bytes of its checksum. */
function oldHeader(type: number, flags: number, fields: Buffer): Buffer {
  const body = Buffer.concat([Buffer.of(type), Buffer.alloc(4), fields])
  body.writeUInt16LE(flags, 1)
  body.writeUInt16LE(body.length + 2, 3)
  const sum = Buffer.alloc(2)
  sum.writeUInt16LE(crc32(body) & 0xffff)
  return Buffer.concat([sum, body])
}

/** A RAR archive of version 4; names that are not ASCII are left to version 5. */
export function rar4(members: readonly PackedMember[]): Buffer {
  const blocks = members.map(({ name, bytes, crc }) => {
    const data = Buffer.from(bytes)
    const label = Buffer.from(name)
    const fields = Buffer.alloc(25)
    fields.writeUInt32LE(data.length, 0)
    fields.writeUInt32LE(data.length, 4)
    fields[8] = 3
    fields.writeUInt32LE((crc ?? crc32(data)) >>> 0, 9)
    fields[17] = 20
    fields[18] = 0x30
    fields.writeUInt16LE(label.length, 19)
    fields.writeUInt32LE(0o100644, 21)
    return Buffer.concat([oldHeader(0x74, 0x8000, Buffer.concat([fields, label])), data])
  })
  return Buffer.concat([
    Buffer.from('526172211a0700', 'hex'),
    oldHeader(0x73, 0, Buffer.alloc(6)),
    ...blocks,
    Buffer.from('c43d7b00400700', 'hex'),
  ])
}
