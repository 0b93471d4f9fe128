/** How libarchive, which runs in a memory of its own, asks for the bytes of a file. */

/** What is read by place. */
export interface Source {
  readonly size: number
  read(start: number, length: number): Uint8Array
}

/** Where the bytes read are put. */
export interface Destination {
  readonly memory: WebAssembly.Memory
  readonly buffer: number
  readonly pieceBytes: number
}

/** All of a module's memory; it is another once the memory has grown. */
export function bytesOfMemory(memory: WebAssembly.Memory): Uint8Array {
  return new Uint8Array(memory.buffer)
}

/** The callbacks of `archive_read_open`, as functions a table of WebAssembly takes. */
export function callbacksFor(
  source: Source,
  { memory, buffer, pieceBytes }: Destination,
): Readonly<Record<'read' | 'seek' | 'skip', unknown>> {
  let at = 0
  const instance = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.fromHex(adapter)), {
    e: {
      r: (_archive: number, _data: number, place: number): number => {
        const piece = source.read(at, pieceBytes)
        bytesOfMemory(memory).set(piece, buffer)
        new DataView(memory.buffer).setUint32(place, buffer, true)
        at += piece.length
        return piece.length
      },
      k: (_archive: number, _data: number, count: bigint): bigint => {
        const from = at
        at = Math.min(source.size, at + Number(count))
        return BigInt(at - from)
      },
      s: (_archive: number, _data: number, offset: bigint, from: number): bigint => {
        const base = from === 0 ? 0 : from === 1 ? at : source.size
        const to = base + Number(offset)
        if (to < 0 || to > source.size) return -1n
        at = to
        return BigInt(at)
      },
    },
  })
  const { r: read, k: skip, s: seek } = instance.exports
  return { read, skip, seek }
}

/**
 * A module that takes three functions as imports and gives them back as exports, with the types that libarchive calls
 * them by: `r` (i32, i32, i32) to i32, `k` (i32, i32, i64) to i64, `s` (i32, i32, i64, i32) to i64.
 */
const adapter =
  '0061736d01000000' +
  '01170360037f7f7f017f60037f7f7e017e60047f7f7e7f017e' +
  '0213030165017200000165016b0001016501730002' +
  '070d0301720000016b000101730002'
