/**
 * JPEG and WebP, decoded by mozjpeg and libwebp compiled to WebAssembly: code in C, but in a memory of its own that a
 * hostile picture cannot leave. Each picture gets a fresh instance, so that none can harm the next.
 */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import decodeJpeg, { init as initJpeg } from '@jsquash/jpeg/decode.js'
import decodeWebp, { init as initWebp } from '@jsquash/webp/decode.js'
import { PictureFault } from './picture-fault.ts'
import type { Pixels, Shrinker } from './shrinker.ts'

const decoders = {
  jpeg: { decode: decodeJpeg, init: initJpeg, wasm: '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm' },
  webp: { decode: decodeWebp, init: initWebp, wasm: '@jsquash/webp/codec/dec/webp_dec.wasm' },
} as const

const modules = new Map<string, Promise<Uint8Array>>()

/** Puts every pixel of a JPEG or WebP into a shrinker. @throws {PictureFault} when it cannot be decoded. */
export async function decodeInWasm(type: keyof typeof decoders, file: Buffer, into: Shrinker): Promise<void> {
  const { decode, init, wasm } = decoders[type]
  provideImageData()
  await init({ wasmBinary: await moduleBytes(wasm) })
  const { width, height, rgba } = pixelsOf(await decoded(decode, file))
  const colour = new Uint8Array(4)
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 4; channel++) colour[channel] = rgba[at++] ?? 0
      into.add(x, y, colour)
    }
}

function moduleBytes(wasm: string): Promise<Uint8Array> {
  const read = modules.get(wasm) ?? readFile(fileURLToPath(import.meta.resolve(wasm)))
  modules.set(wasm, read)
  return read
}

async function decoded(decode: (file: ArrayBuffer) => Promise<unknown>, file: Buffer): Promise<unknown> {
  try {
    return await decode(new Uint8Array(file).buffer)
  } catch (error) {
    throw new PictureFault('It is damaged, or of a kind that is not decoded.', { cause: error })
  }
}

/** The decoders hand their pixels over in the browser's own class, which Node has not. */
function provideImageData(): void {
  Object.assign(globalThis, { ImageData: DecodedPixels })
}

class DecodedPixels implements Pixels {
  readonly rgba: Uint8ClampedArray
  readonly width: number
  readonly height: number

  constructor(rgba: Uint8ClampedArray, width: number, height: number) {
    this.rgba = rgba
    this.width = width
    this.height = height
  }
}

function pixelsOf(value: unknown): Pixels {
  if (value instanceof DecodedPixels && value.rgba.length === value.width * value.height * 4) return value
  throw new PictureFault('It is damaged, or of a kind that is not decoded.')
}
