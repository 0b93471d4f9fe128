/** Bytes held of a stream that is read once: they join at the back and are let go at the front, each copied a bounded number of times. */
export interface ByteWindow {
  /** Offset in the stream of the first byte held. */
  readonly base: number
  /** The bytes held. Valid until the next call of `append`. */
  readonly bytes: Uint8Array
  append(chunk: Uint8Array): void
  /** Lets go of the first `count` bytes. */
  drop(count: number): void
}

/** A window at the start of a stream, holding nothing. */
export function byteWindow(): ByteWindow {
  let buffer = new Uint8Array(0)
  let from = 0
  let to = 0
  let base = 0
  return {
    get base() {
      return base
    },
    get bytes() {
      return buffer.subarray(from, to)
    },
    append(chunk) {
      const held = to - from
      if (to + chunk.length > buffer.length) {
        const needed = held + chunk.length
        const room = needed > buffer.length ? new Uint8Array(Math.max(needed, buffer.length * 2)) : buffer
        room.set(buffer.subarray(from, to))
        buffer = room
        from = 0
        to = held
      }
      buffer.set(chunk, to)
      to += chunk.length
    },
    drop(count) {
      from += count
      base += count
    },
  }
}
