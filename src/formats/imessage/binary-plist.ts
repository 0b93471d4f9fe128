/** Apple's binary property list, version 00, as small ones stand in a column of a database. */

/** A value of a property list; dates are seconds since 2001, references are not followed. */
export type PlistValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly PlistValue[]
  | ReadonlyMap<string, PlistValue>

const mostObjects = 20_000
const deepest = 24

interface Plist {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly offsets: readonly number[]
  readonly refSize: number
  /** Objects that may still be read: shared ones count each time, so that none can be repeated without end. */
  left: number
}

/** Reads a binary property list; null when it is none or damaged. */
export function parseBinaryPlist(bytes: Uint8Array): PlistValue {
  if (bytes.length < 40 || new TextDecoder('latin1').decode(bytes.subarray(0, 8)) !== 'bplist00') return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const trailer = bytes.length - 32
  const offsetSize = view.getUint8(trailer + 6)
  const refSize = view.getUint8(trailer + 7)
  const count = Number(view.getBigUint64(trailer + 8))
  const top = Number(view.getBigUint64(trailer + 16))
  const table = Number(view.getBigUint64(trailer + 24))
  if (!isSize(offsetSize) || !isSize(refSize) || count > mostObjects || table + count * offsetSize > trailer)
    return null
  const offsets = Array.from({ length: count }, (_, index) =>
    unsigned(view, table + index * offsetSize, offsetSize),
  )
  return readObject({ bytes, view, offsets, refSize, left: mostObjects }, top, 0)
}

function isSize(size: number): boolean {
  return size === 1 || size === 2 || size === 4 || size === 8
}

function unsigned(view: DataView, at: number, size: number): number {
  if (at < 0 || at + size > view.byteLength) return -1
  return size === 1
    ? view.getUint8(at)
    : size === 2
      ? view.getUint16(at)
      : size === 4
        ? view.getUint32(at)
        : Number(view.getBigUint64(at))
}

function readObject(plist: Plist, index: number, depth: number): PlistValue {
  const at = plist.offsets[index] ?? -1
  plist.left -= 1
  if (at < 8 || at >= plist.bytes.length || depth > deepest || plist.left < 0) return null
  const marker = plist.view.getUint8(at)
  const low = marker & 0x0f
  switch (marker >> 4) {
    case 0x0:
      return low === 8 ? false : low === 9 ? true : null
    case 0x1:
      return integer(plist.view, at + 1, 1 << low)
    case 0x2:
    case 0x3:
      return real(plist.view, at + 1, 1 << low)
    default:
      return readSized(plist, marker >> 4, at, depth)
  }
}

/** Strings, data, lists and dictionaries: what has a length. */
function readSized(plist: Plist, kind: number, at: number, depth: number): PlistValue {
  const { bytes, view, refSize } = plist
  const low = view.getUint8(at) & 0x0f
  const size = low === 15 ? 1 << ((bytes[at + 1] ?? 0) & 0x0f) : 0
  const count = low === 15 ? unsigned(view, at + 2, size) : low
  const from = low === 15 ? at + 2 + size : at + 1
  const width = kind === 0x6 ? 2 : kind === 0xa ? refSize : kind === 0xd ? refSize * 2 : 1
  if (count < 0 || from + count * width > bytes.length) return null
  const child = (place: number): PlistValue =>
    readObject(plist, unsigned(view, from + place * refSize, refSize), depth + 1)
  if (kind === 0x4) return bytes.subarray(from, from + count)
  if (kind === 0x5) return new TextDecoder('latin1').decode(bytes.subarray(from, from + count))
  if (kind === 0x6) return new TextDecoder('utf-16be').decode(bytes.subarray(from, from + count * 2))
  if (kind !== 0xa && kind !== 0xd) return null
  if (count > plist.left) return null
  if (kind === 0xa) return Array.from({ length: count }, (_, place) => child(place))
  const entries = new Map<string, PlistValue>()
  for (let place = 0; place < count; place += 1) {
    const key = child(place)
    if (typeof key === 'string') entries.set(key, child(count + place))
  }
  return entries
}

function integer(view: DataView, at: number, size: number): PlistValue {
  if (at + size > view.byteLength) return null
  if (size !== 8) return isSize(size) ? unsigned(view, at, size) : null
  const value = view.getBigInt64(at)
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}

function real(view: DataView, at: number, size: number): PlistValue {
  if (at + size > view.byteLength) return null
  return size === 4 ? view.getFloat32(at) : size === 8 ? view.getFloat64(at) : null
}
