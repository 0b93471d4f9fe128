/**
 * The first frame of a GIF; the rest, however many there are, is not looked at.
 *
 * @see GIF89a specification, CompuServe 1990
 */
import { endsEarly, PictureFault } from './picture-fault.ts'
import type { Shrinker } from './shrinker.ts'

interface Frame {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly interlaced: boolean
  readonly palette: Buffer
  /** Place in the palette that is see-through, or null. */
  readonly clear: number | null
  /** Where its compressed pixels begin. */
  readonly at: number
}

/** Puts the pixels of the first frame into a shrinker. @throws {PictureFault} when it is damaged or ends too soon. */
export function decodeGif(file: Buffer, into: Shrinker): void {
  const canvas = { width: file.readUInt16LE(6), height: file.readUInt16LE(8) }
  const frame = firstFrame(file)
  const rows = frame.interlaced ? interlacedRows(frame.height) : null
  const colour = new Uint8Array([0, 0, 0, 255])
  const total = frame.width * frame.height
  let done = 0
  for (const place of indices(file, frame.at, total)) {
    const x = frame.left + (done % frame.width)
    const row = Math.floor(done / frame.width)
    const y = frame.top + (rows?.[row] ?? row)
    done++
    if (x >= canvas.width || y >= canvas.height) continue
    colour[0] = frame.palette[place * 3] ?? 0
    colour[1] = frame.palette[place * 3 + 1] ?? 0
    colour[2] = frame.palette[place * 3 + 2] ?? 0
    colour[3] = place === frame.clear ? 0 : 255
    into.add(x, y, colour)
  }
  if (done < total) throw endsEarly()
}

function firstFrame(file: Buffer): Frame {
  const shared = paletteOf(file, file[10] ?? 0, 13)
  let clear: number | null = null
  for (let at = 13 + shared.length; at + 10 < file.length; ) {
    if (file[at] === 0x21) {
      if (file[at + 1] === 0xf9) clear = ((file[at + 3] ?? 0) & 1) === 1 ? (file[at + 6] ?? 0) : null
      at = afterBlocks(file, at + 2)
    } else if (file[at] === 0x2c) return frameAt(file, at, { shared, clear })
    else break
  }
  throw new PictureFault('It holds no picture.')
}

function frameAt(
  file: Buffer,
  at: number,
  { shared, clear }: { readonly shared: Buffer; readonly clear: number | null },
): Frame {
  const flags = file[at + 9] ?? 0
  const own = paletteOf(file, flags, at + 10)
  const palette = own.length > 0 ? own : shared
  if (palette.length === 0) throw new PictureFault('Its palette is missing.')
  return {
    left: file.readUInt16LE(at + 1),
    top: file.readUInt16LE(at + 3),
    width: file.readUInt16LE(at + 5),
    height: file.readUInt16LE(at + 7),
    interlaced: (flags & 0x40) !== 0,
    palette,
    clear,
    at: at + 10 + own.length,
  }
}

function paletteOf(file: Buffer, flags: number, at: number): Buffer {
  return (flags & 0x80) === 0 ? Buffer.alloc(0) : file.subarray(at, at + 3 * 2 ** ((flags & 7) + 1))
}

function afterBlocks(file: Buffer, from: number): number {
  let at = from
  for (let length = file[at] ?? 0; length > 0; length = file[at] ?? 0) at += length + 1
  return at + 1
}

function interlacedRows(height: number): readonly number[] {
  return [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ].flatMap(([from = 0, step = 1]) =>
    Array.from({ length: Math.max(0, Math.ceil((height - from) / step)) }, (_, i) => from + i * step),
  )
}

const mostCodes = 4096

/** Undoes the frame's LZW: at most `total` places in the palette. */
function* indices(file: Buffer, from: number, total: number): Generator<number, void> {
  const bits = file[from] ?? 0
  if (bits < 2 || bits > 8) throw new PictureFault('Its compressed pixels are damaged.')
  const clearCode = 1 << bits
  const before = new Uint16Array(mostCodes)
  const last = Uint8Array.from({ length: mostCodes }, (_, code) => code)
  const stack = new Uint8Array(mostCodes)
  let [next, width, previous, first, left] = [clearCode + 2, bits + 1, -1, 0, total]
  const codes = codeReader(file, from + 1)
  for (let code = codes(width); code >= 0 && left > 0; code = codes(width)) {
    if (code === clearCode + 1) return
    if (code === clearCode) {
      ;[next, width, previous] = [clearCode + 2, bits + 1, -1]
      continue
    }
    if (code > next || (previous < 0 && code >= clearCode))
      throw new PictureFault('Its compressed pixels are damaged.')
    let depth = 0
    let at = code
    // A code that is being made right now stands for the previous string and its own first place.
    if (code === next) {
      stack[depth++] = first
      at = previous
    }
    for (; at >= clearCode; at = before[at] ?? 0) stack[depth++] = last[at] ?? 0
    first = at
    if (previous >= 0 && next < mostCodes) {
      before[next] = previous
      last[next++] = first
      if (next === 1 << width && width < 12) width++
    }
    previous = code
    for (yield first, left--; depth > 0 && left > 0; left--) yield stack[--depth] ?? 0
  }
}

/** Codes of a given width, lowest bit first, out of the frame's blocks; -1 where they end. */
function codeReader(file: Buffer, from: number): (width: number) => number {
  let [at, blockEnd, held, bits] = [from, from, 0, 0]
  return (width) => {
    while (bits < width) {
      if (at === blockEnd) {
        const length = file[at] ?? 0
        if (length === 0) return -1
        blockEnd = ++at + length
      }
      if (at >= file.length) return -1
      held |= (file[at++] ?? 0) << bits
      bits += 8
    }
    const code = held & ((1 << width) - 1)
    held >>>= width
    bits -= width
    return code
  }
}
