/** Archives for tests, built byte by byte so that each can be wrong in its own way. */
import { crc32, deflateRawSync } from 'node:zlib'

/** A member of a zip file to build; what is left out is as an honest archive has it. */
export interface ZipMemberToBuild {
  readonly name: string | Uint8Array
  readonly bytes: Uint8Array | string
  readonly stored?: boolean
  readonly method?: number
  readonly flags?: number
  /** Unix mode. */
  readonly mode?: number
  /** What the headers state in place of the truth. */
  readonly crc?: number
  readonly size?: number
  readonly localName?: string
  /** Sizes and checksum behind the data, as a writer leaves them that cannot go back. */
  readonly descriptor?: boolean
  readonly unlisted?: boolean
}

const bytesOf = (value: string | Uint8Array): Buffer => Buffer.from(value)

/** A zip file. */
export function zip(members: readonly ZipMemberToBuild[]): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const member of members) {
    const plain = bytesOf(member.bytes)
    const data = member.stored ? plain : deflateRawSync(plain)
    const stated = { crc: member.crc ?? crc32(plain), packed: data.length, size: member.size ?? plain.length }
    const flags = (member.flags ?? 0x800) | (member.descriptor ? 8 : 0)
    const method = member.method ?? (member.stored ? 0 : 8)
    const name = bytesOf(member.name)
    const local = member.descriptor ? { crc: 0, packed: 0, size: 0 } : stated
    const localName = member.localName === undefined ? name : bytesOf(member.localName)
    const whole = [Buffer.from('PK\u0003\u0004'), fields(flags, method, local, localName), localName, data]
    if (member.descriptor) whole.push(Buffer.from('PK\u0007\u0008'), numbers(stated))
    if (!member.unlisted) {
      const rest = Buffer.alloc(14)
      rest.writeUInt32LE(((member.mode ?? 0o100644) << 16) >>> 0, 6)
      rest.writeUInt32LE(at, 10)
      central.push(
        Buffer.concat([
          Buffer.from('PK\u0001\u0002\u0014\u0003'),
          fields(flags, method, stated, name),
          rest,
          name,
        ]),
      )
    }
    locals.push(Buffer.concat(whole))
    at += locals.at(-1)?.length ?? 0
  }
  return Buffer.concat([...locals, ...central, zipEnd(central, at)])
}

interface Stated {
  readonly crc: number
  readonly packed: number
  readonly size: number
}

function numbers({ crc, packed, size }: Stated): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32LE(crc >>> 0, 0)
  bytes.writeUInt32LE(packed, 4)
  bytes.writeUInt32LE(size, 8)
  return bytes
}

function fields(flags: number, method: number, stated: Stated, name: Uint8Array): Buffer {
  const bytes = Buffer.alloc(26)
  bytes.writeUInt16LE(20, 0)
  bytes.writeUInt16LE(flags, 2)
  bytes.writeUInt16LE(method, 4)
  numbers(stated).copy(bytes, 10)
  bytes.writeUInt16LE(name.length, 22)
  return bytes
}

function zipEnd(central: readonly Buffer[], at: number): Buffer {
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(central.length & 0xffff, 8)
  end.writeUInt16LE(central.length & 0xffff, 10)
  end.writeUInt32LE(
    central.reduce((n, record) => n + record.length, 0),
    12,
  )
  end.writeUInt32LE(at, 16)
  return end
}

/** Fifield's swelling zip file: `count` members whose data is one kernel, the headers of the others quoted before it. */
export function overlappingZip(count: number, kernel: Uint8Array): Buffer {
  const packed = deflateRawSync(kernel)
  const name = Buffer.from('a')
  const stated = { crc: crc32(kernel), packed: packed.length, size: kernel.length }
  const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fields(0x800, 8, stated, name), name, packed])
  const central = Array.from({ length: count }, (_, n) => {
    const own = Buffer.from(`a${n}`)
    return Buffer.concat([
      Buffer.from('PK\u0001\u0002\u0014\u0003'),
      fields(0x800, 8, stated, own),
      Buffer.alloc(14),
      own,
    ])
  })
  return Buffer.concat([local, ...central, zipEnd(central, local.length)])
}

/** A member of a tar file to build. */
export interface TarMemberToBuild {
  readonly name: string
  readonly bytes?: Uint8Array | string
  readonly type?: string
  readonly link?: string
}

/** A tar file in ustar form, names that do not fit in pax headers. */
export function tar(members: readonly TarMemberToBuild[]): Buffer {
  const blocks = members.flatMap(({ name, bytes = '', type = '0', link = '' }) => {
    const data = bytesOf(bytes)
    const isLong = Buffer.byteLength(name) > 100
    return [
      ...(isLong ? paxHeader(name) : []),
      header(isLong ? 'long' : name, data.length, type, link),
      padded(data),
    ]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

function paxHeader(path: string): Buffer[] {
  const rest = ` path=${path}\n`
  let length = Buffer.byteLength(rest)
  length += String(length + 4).length
  const record = Buffer.from(`${length}${rest}`)
  return [header('pax', record.length, 'x', ''), padded(record)]
}

function padded(data: Buffer): Buffer {
  return Buffer.concat([data, Buffer.alloc(-data.length & 511)])
}

function header(name: string, size: number, type: string, link: string): Buffer {
  const block = Buffer.alloc(512)
  block.write(name, 0)
  block.write('0000644\0', 100)
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  block.write('        ', 148)
  block.write(type, 156)
  block.write(link, 157)
  block.write('ustar\u000000', 257)
  const sum = block.reduce((n, byte) => n + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}
