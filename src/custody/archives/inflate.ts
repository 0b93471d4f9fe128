import { Readable } from 'node:stream'
import { createInflateRaw, createZstdDecompress } from 'node:zlib'
import type { Span } from '../../core/locator.ts'
import { type ArchiveBytes, piecesOf } from './archive-bytes.ts'

/** A decompressor under way. */
export interface Decompressed {
  /** Throws a {@link CompressionFault} where the compressed bytes are damaged or end too soon. */
  readonly bytes: AsyncGenerator<Uint8Array, undefined>
  /** Compressed bytes used so far; final when `bytes` has ended. */
  used(): number
}

/** The compressed bytes are not what their method writes. */
export class CompressionFault extends Error {
  constructor(says: string, options?: ErrorOptions) {
    super(says, options)
    this.name = 'CompressionFault'
  }
}

type Engine = ReturnType<(typeof engines)[keyof typeof engines]>

const engines = {
  deflate: () => createInflateRaw({ chunkSize: 1 << 17 }),
  zstd: () => createZstdDecompress({ chunkSize: 1 << 17 }),
} as const

/** Decompresses a stretch of a file, no further than the end the compressed bytes state themselves. */
export function decompress(method: keyof typeof engines, file: ArchiveBytes, packed: Span): Decompressed {
  const engine = engines[method]()
  async function* bytes(): AsyncGenerator<Uint8Array, undefined> {
    let told = 0
    try {
      for await (const piece of outputOf(engine, piecesOf(file, packed.start, packed.end))) {
        told += piece.length
        yield piece
      }
      return undefined
    } catch (error) {
      if (!(error instanceof CompressionFault)) throw error
      yield* rescue(engines[method](), file, { ...packed, good: packed.start + engine.bytesWritten, told })
      throw error
    }
  }
  return { bytes: bytes(), used: () => engine.bytesWritten }
}

/** What a failed decompressor had not handed out yet: it drops that with its error, so this goes up to the damage in small steps. */
async function* rescue(
  engine: Engine,
  file: ArchiveBytes,
  { start, end, good, told }: Span & { readonly good: number; readonly told: number },
): AsyncGenerator<Uint8Array> {
  let seen = 0
  try {
    for await (const piece of outputOf(engine, smallSteps(file, { start, end }, good))) {
      seen += piece.length
      if (seen > told) yield piece.subarray(Math.max(0, piece.length - (seen - told)))
    }
  } catch (error) {
    if (!(error instanceof CompressionFault)) throw error
  }
}

function* smallSteps(file: ArchiveBytes, { start, end }: Span, good: number): Generator<Uint8Array> {
  yield* piecesOf(file, start, good)
  for (const piece of piecesOf(file, good, end))
    for (let at = 0; at < piece.length; at += 16) yield piece.subarray(at, at + 16)
}

async function* outputOf(engine: Engine, pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const input = Readable.from(pieces, { highWaterMark: 1 })
  input.on('error', (error) => engine.destroy(error))
  input.pipe(engine)
  try {
    for await (const bytes of engine) if (bytes instanceof Uint8Array) yield bytes
  } catch (error) {
    if (!Error.isError(error) || !('code' in error) || !/^(?:Z_|ZSTD_|ERR_ZSTD)/.test(String(error.code)))
      throw error
    throw new CompressionFault(saysOf(String(error.code)), { cause: error })
  } finally {
    input.unpipe(engine)
    input.destroy()
    engine.destroy()
  }
}

function saysOf(code: string): string {
  if (code === 'Z_BUF_ERROR') return 'its compressed bytes end too soon'
  if (code === 'ZSTD_error_frameParameter_windowTooLarge')
    return 'it was compressed with a window of more than 128 MB; unpack it with another program and import the folder'
  return 'its compressed bytes are damaged'
}
