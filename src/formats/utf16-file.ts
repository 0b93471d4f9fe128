import type { EvidenceFile, Row } from './format.ts'

/** True for bytes that begin with the byte order mark of UTF-16. */
function isUtf16(head: Uint8Array): boolean {
  return (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
}

/** The start of a file in UTF-8, whether it is written so or, as its byte order mark says, in UTF-16. */
export function utf8Head(head: Uint8Array): Uint8Array {
  return isUtf16(head) ? transcoder(head).add(head) : head
}

/** The first bytes of a file, at most 64 KiB and usually that many. */
export async function firstBytes(file: EvidenceFile): Promise<Uint8Array> {
  const head = new Uint8Array(Math.min(file.size, 65_536))
  let length = 0
  for await (const chunk of file.bytes()) {
    const some = chunk.subarray(0, head.length - length)
    head.set(some, length)
    length += some.length
    if (length === head.length) break
  }
  return head.subarray(0, length)
}

/**
 * Reads a file that may be UTF-16 with a format that knows UTF-8 only. The format is given the text in UTF-8; the spans
 * of its rows are counted back into the file, so that they are exact. A surrogate without its other half has no form in
 * UTF-8 and makes its record a problem.
 */
export async function* readAnyUtf(
  file: EvidenceFile,
  read: (file: EvidenceFile) => AsyncGenerator<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  const head = await firstBytes(file)
  if (!isUtf16(head)) {
    yield* read(file)
    return
  }
  const places = placeFinder(file, head)
  for await (const rows of read(inUtf8(file, head))) {
    const placed: Row[] = []
    for (const row of rows) placed.push(await place(row, places))
    yield placed
  }
}

/** The file as it would be in UTF-8. Its size is no less than it would be: only the end of the file lies there. */
function inUtf8(file: EvidenceFile, head: Uint8Array): EvidenceFile {
  const bytes = async function* (): AsyncGenerator<Uint8Array> {
    const text = transcoder(head)
    for await (const chunk of file.bytes()) yield text.add(chunk)
    yield text.end()
  }
  return {
    name: file.name,
    size: file.size * 2,
    sha256: file.sha256,
    bytes,
    async slice(start, end) {
      const found = new Uint8Array(end - start)
      let at = 0
      for await (const chunk of bytes()) {
        const from = Math.max(0, start - at)
        if (at < end && from < chunk.length)
          found.set(chunk.subarray(from, Math.max(from, end - at)), Math.max(0, at - start))
        at += chunk.length
        if (at >= end) break
      }
      return found.subarray(0, Math.max(0, Math.min(end, at) - start))
    },
    beside: (path) => file.beside(path),
  }
}

/** A row with its places counted back, in the order in which they stand in the file. */
async function place(row: Row, places: PlaceFinder): Promise<Row> {
  const start = await places.find(row.span.start)
  if (row.kind === 'problem') return { ...row, span: { start, end: await places.find(row.span.end) } }
  const record = { start: await places.find(row.record.start), end: await places.find(row.record.end) }
  return { ...row, span: { start, end: await places.find(row.span.end) }, record }
}

interface Transcoder {
  add(chunk: Uint8Array): Uint8Array
  end(): Uint8Array
}

function transcoder(head: Uint8Array): Transcoder {
  const low = head[0] === 0xff ? 0 : 1
  let odd: number | null = null
  let high = 0
  return {
    add(chunk) {
      const out = new Uint8Array(chunk.length * 2 + 8)
      let length = 0
      for (const byte of chunk) {
        if (odd === null) {
          odd = byte
          continue
        }
        const unit = low === 0 ? odd | (byte << 8) : (odd << 8) | byte
        odd = null
        if (high !== 0 && !isLow(unit)) length = write(out, length, high)
        if (high !== 0 && isLow(unit)) {
          length = write(out, length, 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00))
          high = 0
          continue
        }
        high = isHigh(unit) ? unit : 0
        if (high === 0) length = write(out, length, unit)
      }
      return out.subarray(0, length)
    },
    end() {
      const out = new Uint8Array(4)
      let length = high === 0 ? 0 : write(out, 0, high)
      if (odd !== null) {
        out[length] = 0xff
        length += 1
      }
      return out.subarray(0, length)
    },
  }
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000
}

/** Writes a code point as UTF-8, a surrogate as though it were one; gives where the next goes. */
function write(out: Uint8Array, at: number, point: number): number {
  if (point < 0x80) {
    out[at] = point
    return at + 1
  }
  const more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3
  out[at] = (more === 1 ? 0xc0 : more === 2 ? 0xe0 : 0xf0) | (point >> (6 * more))
  for (let left = more - 1; left >= 0; left -= 1)
    out[at + more - left] = 0x80 | ((point >> (6 * left)) & 0x3f)
  return at + more + 1
}

interface PlaceFinder {
  /** Offset in the file of an offset in its UTF-8; asked in rising order. */
  find(offset: number): Promise<number>
}

/** Walks the UTF-8 of the file beside its reader: a character of four bytes there takes four here, any other two. */
function placeFinder(file: EvidenceFile, head: Uint8Array): PlaceFinder {
  const chunks = inUtf8(file, head).bytes()[Symbol.asyncIterator]()
  let chunk: Uint8Array = new Uint8Array(0)
  let at = 0
  let passed = 0
  let found = 0
  return {
    async find(offset) {
      while (passed < offset) {
        if (at === chunk.length) {
          const next = await chunks.next()
          if (next.done === true) return file.size
          chunk = next.value
          at = 0
          continue
        }
        const byte = chunk[at] ?? 0
        if ((byte & 0xc0) !== 0x80) found += byte === 0xff ? 1 : byte >= 0xf0 ? 4 : 2
        at += 1
        passed += 1
      }
      return found
    },
  }
}
