/**
 * PNG, row by row as it is inflated: a picture of any size costs the memory of two rows, and no more is inflated than
 * the header says there are pixels. Checksums are not compared: a picture that can be shown is shown.
 *
 * @see ISO/IEC 15948 (PNG)
 */
import { Readable } from 'node:stream'
import { createInflate } from 'node:zlib'
import { endsEarly, PictureFault } from './picture-fault.ts'
import { pngColours } from './png-colours.ts'
import type { Shrinker } from './shrinker.ts'

/** What IHDR says. */
export interface PngHeader {
  readonly width: number
  readonly height: number
  readonly depth: number
  readonly colourType: number
  readonly interlaced: boolean
}

/** Which pixels a pass holds: every `stepX`th column from `x`, every `stepY`th row from `y`. */
interface Pass {
  readonly x: number
  readonly y: number
  readonly stepX: number
  readonly stepY: number
}

const whole: readonly Pass[] = [{ x: 0, y: 0, stepX: 1, stepY: 1 }]
const adam7: readonly Pass[] = [
  { x: 0, y: 0, stepX: 8, stepY: 8 },
  { x: 4, y: 0, stepX: 8, stepY: 8 },
  { x: 0, y: 4, stepX: 4, stepY: 8 },
  { x: 2, y: 0, stepX: 4, stepY: 4 },
  { x: 0, y: 2, stepX: 2, stepY: 4 },
  { x: 1, y: 0, stepX: 2, stepY: 2 },
  { x: 0, y: 1, stepX: 1, stepY: 2 },
]

/** Bits of one pixel by colour type: how many samples it has. */
const samples: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/** Puts every pixel of a PNG into a shrinker. @throws {PictureFault} when it is damaged or ends too soon. */
export async function decodePng(file: Buffer, into: Shrinker): Promise<void> {
  const chunks = chunksOf(file)
  const header = headerOf(file)
  const colourOf = pngColours(header, chunks.get('PLTE')?.[0] ?? null, chunks.get('tRNS')?.[0] ?? null)
  const rows = rowsOf(header)
  let row = rows.next()
  for await (const bytes of inflated(chunks.get('IDAT') ?? [])) {
    for (let at = 0; at < bytes.length && !row.done; ) {
      at += row.value.fill(bytes.subarray(at))
      if (!row.value.isFull()) continue
      row.value.unfilter()
      const { pass, y, width, line } = row.value
      for (let x = 0; x < width; x++) into.add(pass.x + x * pass.stepX, y, colourOf(line, x))
      row = rows.next()
    }
    if (row.done) return
  }
  throw endsEarly()
}

/** Chunks by name, as far as the file goes. */
function chunksOf(file: Buffer): ReadonlyMap<string, readonly Buffer[]> {
  const chunks = new Map<string, Buffer[]>()
  for (let at = 8; at + 8 <= file.length; ) {
    const length = file.readUInt32BE(at)
    const name = file.toString('latin1', at + 4, at + 8)
    if (name === 'IEND') break
    const named = chunks.get(name) ?? []
    if (named.length === 0) chunks.set(name, named)
    named.push(file.subarray(at + 8, at + 8 + length))
    at += 12 + length
  }
  return chunks
}

function headerOf(file: Buffer): PngHeader {
  const [depth = 0, colourType = 0, packing = 0, filter = 0, interlace = 0] = file.subarray(24, 29)
  const depths: Readonly<Record<number, readonly number[]>> = {
    0: [1, 2, 4, 8, 16],
    2: [8, 16],
    3: [1, 2, 4, 8],
    4: [8, 16],
    6: [8, 16],
  }
  if (!depths[colourType]?.includes(depth) || packing !== 0 || filter !== 0 || interlace > 1)
    throw new PictureFault('Its header names a kind of PNG that does not exist.')
  return {
    width: file.readUInt32BE(16),
    height: file.readUInt32BE(20),
    depth,
    colourType,
    interlaced: interlace === 1,
  }
}

async function* inflated(pieces: readonly Buffer[]): AsyncGenerator<Uint8Array> {
  const engine = createInflate({ chunkSize: 1 << 16 })
  const input = Readable.from(pieces)
  input.pipe(engine)
  try {
    for await (const bytes of engine) if (bytes instanceof Uint8Array) yield bytes
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR') throw endsEarly()
    throw new PictureFault('Its compressed pixels are damaged.', { cause: error })
  } finally {
    input.destroy()
    engine.destroy()
  }
}

interface PngRow {
  readonly pass: Pass
  readonly y: number
  /** Pixels of the row. */
  readonly width: number
  readonly line: Uint8Array
  /** Takes what it still lacks of some bytes; returns how many. */
  fill(bytes: Uint8Array): number
  isFull(): boolean
  unfilter(): void
}

/** The rows in the order in which they are stored. */
function* rowsOf(header: PngHeader): Generator<PngRow, void> {
  const bits = header.depth * (samples[header.colourType] ?? 1)
  for (const pass of header.interlaced ? adam7 : whole) {
    const width = Math.ceil((header.width - pass.x) / pass.stepX)
    const bytes = Math.ceil((width * bits) / 8)
    if (width <= 0) continue
    let [line, above] = [new Uint8Array(bytes), new Uint8Array(bytes)]
    for (let y = pass.y; y < header.height; y += pass.stepY) {
      yield rowInto({ pass, y, width, line, above, back: Math.max(1, bits >> 3) })
      ;[line, above] = [above, line]
    }
  }
}

type RowPlace = Pick<PngRow, 'pass' | 'y' | 'width' | 'line'> & {
  readonly above: Uint8Array
  /** Bytes from a sample to the same sample of the pixel before it. */
  readonly back: number
}

function rowInto({ pass, y, width, line, above, back }: RowPlace): PngRow {
  let filter = -1
  let filled = 0
  return {
    pass,
    y,
    width,
    line,
    isFull: () => filter >= 0 && filled === line.length,
    fill(bytes) {
      const from = filter < 0 ? 1 : 0
      if (filter < 0) filter = bytes[0] ?? 0
      const taken = Math.min(bytes.length - from, line.length - filled)
      line.set(bytes.subarray(from, from + taken), filled)
      filled += taken
      return from + taken
    },
    unfilter() {
      if (filter > 4) throw new PictureFault('Its rows are damaged.')
      if (filter > 0) undo(filter, line, above, back)
    },
  }
}

function undo(filter: number, line: Uint8Array, above: Uint8Array, back: number): void {
  for (let at = 0; at < line.length; at++) {
    const left = at < back ? 0 : (line[at - back] ?? 0)
    const up = above[at] ?? 0
    const corner = at < back ? 0 : (above[at - back] ?? 0)
    const guess =
      filter === 1 ? left : filter === 2 ? up : filter === 3 ? (left + up) >> 1 : nearest(left, up, corner)
    line[at] = (line[at] ?? 0) + guess
  }
}

/** Paeth's predictor. */
function nearest(left: number, up: number, corner: number): number {
  const sum = left + up - corner
  const [toLeft, toUp, toCorner] = [Math.abs(sum - left), Math.abs(sum - up), Math.abs(sum - corner)]
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}
