/** A picture in memory: 8-bit red, green, blue and opacity of each pixel, row by row. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8ClampedArray
}

/** Takes the pixels of a large picture in any order and keeps only their mean in each square of a small one. */
export interface Shrinker {
  /** `colour` is red, green, blue and opacity; it is not kept. */
  add(x: number, y: number, colour: Uint8Array): void
  result(): Pixels
}

/** Shrinks so that the longer side is at most `longest`; a smaller picture keeps its size. */
export function openShrinker(width: number, height: number, longest: number): Shrinker {
  const factor = Math.max(1, Math.max(width, height) / longest)
  const small = {
    width: Math.max(1, Math.round(width / factor)),
    height: Math.max(1, Math.round(height / factor)),
  }
  const columns = squaresOf(width, small.width)
  const rows = squaresOf(height, small.height)
  const sums = new Float64Array(small.width * small.height * 5)
  return {
    add(x, y, colour) {
      const at = ((rows[y] ?? 0) * small.width + (columns[x] ?? 0)) * 5
      const opacity = colour[3] ?? 255
      sums[at] = (sums[at] ?? 0) + (colour[0] ?? 0) * opacity
      sums[at + 1] = (sums[at + 1] ?? 0) + (colour[1] ?? 0) * opacity
      sums[at + 2] = (sums[at + 2] ?? 0) + (colour[2] ?? 0) * opacity
      sums[at + 3] = (sums[at + 3] ?? 0) + opacity
      sums[at + 4] = (sums[at + 4] ?? 0) + 1
    },
    result: () => ({ ...small, rgba: meansOf(sums) }),
  }
}

/** Which square each pixel of a line falls into. */
function squaresOf(pixels: number, squares: number): Uint16Array {
  return Uint16Array.from({ length: pixels }, (_, at) => Math.floor((at * squares) / pixels))
}

/** Colours weigh by their opacity, so that what is invisible does not show through. */
function meansOf(sums: Float64Array): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray((sums.length / 5) * 4)
  for (let from = 0, to = 0; from < sums.length; from += 5, to += 4) {
    const opacity = sums[from + 3] ?? 0
    if (opacity === 0) continue
    for (let channel = 0; channel < 3; channel++)
      rgba[to + channel] = Math.round((sums[from + channel] ?? 0) / opacity)
    rgba[to + 3] = Math.round(opacity / (sums[from + 4] ?? 1))
  }
  return rgba
}
