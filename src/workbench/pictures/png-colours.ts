import { PictureFault } from './picture-fault.ts'
import type { PngHeader } from './png-decode.ts'

/** The colour of pixel `x` of an unfiltered row. The array is used again for the next pixel. */
type ColourOf = (line: Uint8Array, x: number) => Uint8Array

/** How a PNG's rows are read as colours. @throws {PictureFault} when it needs a palette and has none. */
export function pngColours(header: PngHeader, palette: Buffer | null, clear: Buffer | null): ColourOf {
  const { depth, colourType } = header
  const colour = new Uint8Array([0, 0, 0, 255])
  const scale = depth < 8 ? 255 / ((1 << depth) - 1) : 1
  const raw = (line: Uint8Array, at: number): number => sampleOf(line, at, depth)
  const shown = (value: number): number => (depth === 16 ? value >> 8 : value * scale)
  const isClear = clearColour(clear, colourType)
  if (colourType === 3) return fromPalette(palette, clear, (line, x) => raw(line, x))
  const grey = colourType === 0 || colourType === 4
  const perPixel = (grey ? 1 : 3) + (colourType >= 4 ? 1 : 0)
  return (line, x) => {
    const first = raw(line, x * perPixel)
    const second = grey ? first : raw(line, x * perPixel + 1)
    const third = grey ? first : raw(line, x * perPixel + 2)
    colour[0] = shown(first)
    colour[1] = shown(second)
    colour[2] = shown(third)
    if (colourType >= 4) colour[3] = shown(raw(line, x * perPixel + perPixel - 1))
    else colour[3] = isClear?.(first, second, third) ? 0 : 255
    return colour
  }
}

function sampleOf(line: Uint8Array, at: number, depth: number): number {
  if (depth === 8) return line[at] ?? 0
  if (depth === 16) return ((line[at * 2] ?? 0) << 8) | (line[at * 2 + 1] ?? 0)
  const bit = at * depth
  return ((line[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & ((1 << depth) - 1)
}

function fromPalette(palette: Buffer | null, clear: Buffer | null, placeOf: SampleAt): ColourOf {
  if (palette === null) throw new PictureFault('Its palette is missing.')
  const colour = new Uint8Array([0, 0, 0, 255])
  return (line, x) => {
    const place = placeOf(line, x)
    colour[0] = palette[place * 3] ?? 0
    colour[1] = palette[place * 3 + 1] ?? 0
    colour[2] = palette[place * 3 + 2] ?? 0
    colour[3] = clear?.[place] ?? 255
    return colour
  }
}

type SampleAt = (line: Uint8Array, x: number) => number
type IsClear = (first: number, second: number, third: number) => boolean

/** The one colour that is see-through, where a picture without opacities names one. */
function clearColour(clear: Buffer | null, colourType: number): IsClear | null {
  if (clear === null || (colourType !== 0 && colourType !== 2) || clear.length < (colourType === 0 ? 2 : 6))
    return null
  const first = clear.readUInt16BE(0)
  if (colourType === 0) return (a) => a === first
  const [second, third] = [clear.readUInt16BE(2), clear.readUInt16BE(4)]
  return (a, b, c) => a === first && b === second && c === third
}
