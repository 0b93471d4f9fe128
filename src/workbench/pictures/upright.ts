import type { Pixels } from './shrinker.ts'

/** A picture turned and mirrored as its EXIF orientation (1 to 8) asks. */
export function upright({ width, height, rgba }: Pixels, orientation: number | null): Pixels {
  if (orientation === null || orientation === 1) return { width, height, rgba }
  const isTurned = orientation >= 5
  const [toWidth, toHeight] = isTurned ? [height, width] : [width, height]
  const from = new Uint32Array(rgba.buffer, rgba.byteOffset, width * height)
  const to = new Uint32Array(width * height)
  for (let y = 0; y < toHeight; y++)
    for (let x = 0; x < toWidth; x++) {
      const [alongX, alongY] = isTurned ? [y, x] : [x, y]
      const isFromRight = orientation === 2 || orientation === 3 || orientation === 7 || orientation === 8
      const isFromBelow = orientation === 3 || orientation === 4 || orientation === 6 || orientation === 7
      const sourceX = isFromRight ? width - 1 - alongX : alongX
      const sourceY = isFromBelow ? height - 1 - alongY : alongY
      to[y * toWidth + x] = from[sourceY * width + sourceX] ?? 0
    }
  return { width: toWidth, height: toHeight, rgba: new Uint8ClampedArray(to.buffer) }
}
