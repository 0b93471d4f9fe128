/** A stream read by counts of bytes. */
export interface Blocks {
  /** Bytes taken so far. */
  readonly at: number
  /** The next bytes, fewer only at the end. */
  take(count: number): Promise<Uint8Array>
  /** Hands bytes just taken back, to be taken again. */
  putBack(bytes: Uint8Array): void
  skip(count: number): Promise<void>
  /** The next bytes in pieces, fewer only at the end. */
  stream(count: number): AsyncGenerator<Uint8Array>
  close(): Promise<void>
}

/** Reads a stream by counts of bytes. */
export function openBlocks(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Blocks {
  const pieces = piecesOf(source)
  let held: Uint8Array = new Uint8Array()
  let at = 0
  async function* stream(count: number): AsyncGenerator<Uint8Array> {
    for (let left = count; left > 0; ) {
      if (held.length === 0) {
        const next = await pieces.next()
        if (next.done === true) return
        held = next.value
      }
      const piece = held.subarray(0, left)
      held = held.subarray(piece.length)
      left -= piece.length
      at += piece.length
      if (piece.length > 0) yield piece
    }
  }
  return {
    get at() {
      return at
    },
    stream,
    async take(count) {
      const taken: Uint8Array[] = []
      for await (const piece of stream(count)) taken.push(piece)
      return taken.length === 1 && taken[0] ? taken[0] : Buffer.concat(taken)
    },
    putBack(bytes) {
      held = Buffer.concat([bytes, held])
      at -= bytes.length
    },
    async skip(count) {
      for await (const piece of stream(count)) void piece
    },
    async close() {
      await pieces.return(undefined)
    },
  }
}

async function* piecesOf(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, undefined> {
  yield* source
  return undefined
}
